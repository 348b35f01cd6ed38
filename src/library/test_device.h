// A device for tests of the library: as much of one as a test says.
#pragma once

#include "library/effects.h"

namespace waggle::library {

struct TestDevice final : Device {
  std::string model;
  std::string manufacturer;
  std::string software;
  DeviceType kind = DeviceType::end_device;
  std::vector<EndpointInfo> endpoints{{EndpointId(1), ProfileId(260), 0, {}, {}}};

  TestDevice() = default;
  TestDevice(std::string model_id, std::string manufacturer_name = {})
      : model(std::move(model_id)), manufacturer(std::move(manufacturer_name)) {}

  Ieee ieee() const override { return Ieee(0x00158d0000000001); }
  DeviceType type() const override { return kind; }
  std::string_view model_id() const override { return model; }
  std::string_view manufacturer_name() const override { return manufacturer; }
  std::optional<std::uint16_t> manufacturer_code() const override { return std::nullopt; }
  std::string_view power_source() const override { return "Battery"; }
  std::string_view software_build_id() const override { return software; }
  std::string_view date_code() const override { return {}; }
  std::optional<int> hardware_version() const override { return std::nullopt; }
  std::optional<int> application_version() const override { return 7; }
  std::optional<int> stack_version() const override { return std::nullopt; }
  std::optional<int> zcl_version() const override { return std::nullopt; }
  std::size_t endpoint_count() const override { return endpoints.size(); }
  const EndpointInfo& endpoint(std::size_t index) const override { return endpoints[index]; }
  const Value* attribute(EndpointId, ClusterId, AttributeId) const override { return nullptr; }
  const Value* note(EndpointId, std::string_view) const override { return nullptr; }
};

}  // namespace waggle::library
