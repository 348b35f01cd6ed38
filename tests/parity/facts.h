// Facts about the peer: definitions and vectors as JSON lines, gzipped, and a device made from the mock
// they were measured on. tests/data/peer/README.md describes the files.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/value.h"
#include "library/effects.h"
#include "zigbee/zcl/catalogue.h"

namespace waggle::parity {

/// Calls `each` for every line of a JSON lines file, or for one of so many; ".gz" is unpacked with zcat.
Result<> read_lines(const std::string& path, const std::function<void(Value)>& each, std::size_t one_of = 1);

/// {"$hex"}, {"$num"}, {"$big"} become what they stand for.
Value revive(const Value& value);

/// A device as the vectors start from it.
class MockDevice final : public library::Device {
 public:
  explicit MockDevice(const Value& mock);

  Ieee ieee() const override { return ieee_; }
  library::DeviceType type() const override { return type_; }
  std::string_view model_id() const override { return model_; }
  std::string_view manufacturer_name() const override { return manufacturer_; }
  std::optional<std::uint16_t> manufacturer_code() const override { return code_; }
  std::string_view power_source() const override { return power_source_; }
  std::string_view software_build_id() const override { return software_; }
  std::string_view date_code() const override { return date_; }
  std::optional<int> hardware_version() const override { return hardware_; }
  std::optional<int> application_version() const override { return application_; }
  std::optional<int> stack_version() const override { return stack_; }
  std::optional<int> zcl_version() const override { return zcl_; }
  std::size_t endpoint_count() const override { return endpoints_.size(); }
  const library::EndpointInfo& endpoint(std::size_t index) const override { return endpoints_[index]; }
  const Value* attribute(EndpointId endpoint, ClusterId cluster, AttributeId attribute) const override;
  const Value* note(EndpointId endpoint, std::string_view key) const override;

  /// Frames from an endpoint nobody knew create it, as in the real network.
  void ensure_endpoint(EndpointId id);
  void remember(EndpointId endpoint, ClusterId cluster, AttributeId attribute, Value value);
  void set_note(EndpointId endpoint, const std::string& key, Value value);
  /// The attribute cache as it was measured, once the catalogue is known.
  void load_attributes(const Value& attrs, const zcl::Catalogue& catalogue);

 private:
  Ieee ieee_{};
  library::DeviceType type_ = library::DeviceType::unknown;
  std::string model_, manufacturer_, power_source_, software_, date_;
  std::optional<std::uint16_t> code_;
  std::optional<int> hardware_, application_, stack_, zcl_;
  std::vector<library::EndpointInfo> endpoints_;
  std::map<std::tuple<int, int, int>, Value> attributes_;
  std::map<std::pair<int, std::string>, Value, std::less<>> notes_;
};

}  // namespace waggle::parity
