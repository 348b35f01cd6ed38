// Device: one node of the network as the coordinator knows it. Data only; conversations with it are in
// interview.h, requests.h and responder.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "library/effects.h"
#include "zigbee/zcl/catalogue.h"

namespace waggle::network {

using library::DeviceType;

std::string_view type_name(DeviceType type);  // "EndDevice"
DeviceType type_named(std::string_view name);
/// "Battery" of the power source octet (ZCL 8, table 3-8); empty for unknown ones.
std::string_view power_source_name(std::uint8_t value);

enum class InterviewState : std::uint8_t { pending, in_progress, successful, failed };
std::string_view to_string(InterviewState state);  // "IN_PROGRESS"

struct CachedAttribute {
  ClusterId cluster;
  AttributeId id;
  Value value;
};
struct Binding {
  ClusterId cluster;
  std::optional<GroupId> group;  // else:
  Ieee target{};
  EndpointId target_endpoint{};

  bool operator==(const Binding&) const = default;
};
/// Reporting that the device has accepted.
struct Reporting {
  ClusterId cluster;
  AttributeId attribute;
  std::uint16_t manufacturer = 0;
  std::uint16_t min = 0;
  std::uint16_t max = 0;
  Value change;
};

struct Endpoint : library::EndpointInfo {
  bool described = false;  // its simple descriptor is known
  std::vector<CachedAttribute> attributes;
  std::vector<Binding> bindings;
  std::vector<Reporting> reportings;
  Object meta;        // scenes, and what blocks noted
  Object unresolved;  // attributes of the database under names that nobody knows (now): kept as they are

  const Value* attribute(ClusterId cluster, AttributeId id) const;
  void remember(ClusterId cluster, AttributeId id, Value value);
};

/// What the node descriptor and genBasic tell of a device.
struct Identity {
  std::optional<std::uint16_t> manufacturer_code;
  std::optional<std::string> model_id;
  std::optional<std::string> manufacturer_name;
  std::optional<std::string> power_source;
  std::optional<std::string> date_code;
  std::optional<std::string> software_build_id;
  std::optional<int> application_version;
  std::optional<int> stack_version;
  std::optional<int> hardware_version;
  std::optional<int> zcl_version;
};

class Device final : public library::Device {
 public:
  Device(int id, DeviceType type, Ieee ieee, Nwk address) : nwk(address), kind(type), id_(id), ieee_(ieee) {}

  Ieee ieee() const override { return ieee_; }
  DeviceType type() const override { return kind; }
  std::string_view model_id() const override { return text(identity.model_id); }
  std::string_view manufacturer_name() const override { return text(identity.manufacturer_name); }
  std::optional<std::uint16_t> manufacturer_code() const override { return identity.manufacturer_code; }
  std::string_view power_source() const override { return text(identity.power_source); }
  std::string_view software_build_id() const override { return text(identity.software_build_id); }
  std::string_view date_code() const override { return text(identity.date_code); }
  std::optional<int> hardware_version() const override { return identity.hardware_version; }
  std::optional<int> application_version() const override { return identity.application_version; }
  std::optional<int> stack_version() const override { return identity.stack_version; }
  std::optional<int> zcl_version() const override { return identity.zcl_version; }
  std::size_t endpoint_count() const override { return endpoints.size(); }
  const library::EndpointInfo& endpoint(std::size_t index) const override { return endpoints[index]; }
  const Value* attribute(EndpointId endpoint, ClusterId cluster, AttributeId attribute) const override;
  const Value* note(EndpointId endpoint, std::string_view key) const override;

  /// The number in the database.
  int id() const { return id_; }
  Endpoint* find(EndpointId id);
  const Endpoint* find(EndpointId id) const;
  Endpoint& ensure(EndpointId id);
  bool interviewed() const {
    return interview_state == InterviewState::successful || interview_state == InterviewState::failed;
  }
  /// Sleeps between its own messages.
  bool is_end_device() const { return kind == DeviceType::end_device; }
  /// Takes over what genBasic says. True when something about the identity is new.
  bool learn(AttributeId attribute, const Value& value);
  /// Back to what a device is that has just been let in, but for its identity.
  void reset_for_rejoin();

  Nwk nwk;
  DeviceType kind;
  Identity identity;
  std::vector<Endpoint> endpoints;  // by number
  InterviewState interview_state = InterviewState::pending;
  Object meta;
  std::optional<WallTime> last_seen;
  std::optional<std::uint8_t> linkquality;
  std::optional<double> checkin_interval;     // seconds; genPollCtrl
  Object kept;                                // of the database, for others: gpSecurityKey, scheduledOta
  zcl::Catalogue catalogue;                   // the clusters it has words for
  std::optional<std::uint8_t> answered_tsn;   // of the last default response: devices repeat themselves

 private:
  static std::string_view text(const std::optional<std::string>& value) {
    return value ? std::string_view(*value) : std::string_view();
  }
  int id_;
  Ieee ieee_;
};
using DevicePtr = std::shared_ptr<Device>;

struct Member {
  Ieee device;
  EndpointId endpoint;
  bool operator==(const Member&) const = default;
};

struct Group {
  int id = 0;  // in the database
  GroupId number;
  std::vector<Member> members;
  Object meta;

  bool has(const Member& member) const;
};
using GroupPtr = std::shared_ptr<Group>;

}  // namespace waggle::network
