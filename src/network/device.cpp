#include "network/device.h"

#include <algorithm>
#include <array>

namespace waggle::network {
namespace {

constexpr std::pair<DeviceType, std::string_view> type_names[] = {
    {DeviceType::coordinator, "Coordinator"}, {DeviceType::router, "Router"},
    {DeviceType::end_device, "EndDevice"},    {DeviceType::green_power, "GreenPower"},
    {DeviceType::group, "Group"},             {DeviceType::unknown, "Unknown"},
};

}  // namespace

std::string_view type_name(DeviceType type) {
  for (const auto& [known, name] : type_names) {
    if (known == type) return name;
  }
  return "Unknown";
}

DeviceType type_named(std::string_view name) {
  for (const auto& [type, known] : type_names) {
    if (known == name) return type;
  }
  return DeviceType::unknown;
}

std::string_view power_source_name(std::uint8_t value) {
  static constexpr std::string_view names[] = {
      "Unknown", "Mains (single phase)", "Mains (3 phase)", "Battery", "DC Source",
      "Emergency mains constantly powered", "Emergency mains and transfer switch"};
  const std::size_t source = value & 0x7F;  // bit 7: there is a battery as well
  return source < std::size(names) ? names[source] : std::string_view();
}

std::string_view to_string(InterviewState state) {
  static constexpr std::string_view names[] = {"PENDING", "IN_PROGRESS", "SUCCESSFUL", "FAILED"};
  return names[static_cast<std::size_t>(state)];
}

const Value* Endpoint::attribute(ClusterId cluster, AttributeId attribute_id) const {
  for (const CachedAttribute& a : attributes) {
    if (a.cluster == cluster && a.id == attribute_id) return &a.value;
  }
  return nullptr;
}

void Endpoint::remember(ClusterId cluster, AttributeId attribute_id, Value value) {
  for (CachedAttribute& a : attributes) {
    if (a.cluster != cluster || a.id != attribute_id) continue;
    a.value = std::move(value);
    return;
  }
  attributes.push_back({cluster, attribute_id, std::move(value)});
}

const Value* Device::attribute(EndpointId endpoint, ClusterId cluster, AttributeId attribute) const {
  const Endpoint* found = find(endpoint);
  return found ? found->attribute(cluster, attribute) : nullptr;
}

const Value* Device::note(EndpointId endpoint, std::string_view key) const {
  const Endpoint* found = find(endpoint);
  return found ? found->meta.find(key) : nullptr;
}

Endpoint* Device::find(EndpointId id) {
  for (Endpoint& e : endpoints) {
    if (e.id == id) return &e;
  }
  return nullptr;
}
const Endpoint* Device::find(EndpointId id) const {
  for (const Endpoint& e : endpoints) {
    if (e.id == id) return &e;
  }
  return nullptr;
}

Endpoint& Device::ensure(EndpointId id) {
  if (Endpoint* known = find(id)) return *known;
  Endpoint fresh;
  fresh.id = id;
  endpoints.push_back(std::move(fresh));
  return endpoints.back();
}

bool Device::learn(AttributeId attribute, const Value& value) {
  auto text = [&](std::optional<std::string>& out) {
    if (!value.is_string() || out == value.string()) return false;
    out = value.string();
    return true;
  };
  auto number = [&](std::optional<int>& out) {
    if (!value.is_number() || out == static_cast<int>(value.number())) return false;
    out = static_cast<int>(value.number());
    return true;
  };
  switch (attribute.raw) {
    case 0x0000: return number(identity.zcl_version);
    case 0x0001: return number(identity.application_version);
    case 0x0002: return number(identity.stack_version);
    case 0x0003: return number(identity.hardware_version);
    case 0x0004: return text(identity.manufacturer_name);
    case 0x0005: return text(identity.model_id);
    case 0x0006: return text(identity.date_code);
    case 0x0007: {
      if (!value.is_number()) return false;
      const auto name = power_source_name(static_cast<std::uint8_t>(value.number()));
      if (name.empty() || identity.power_source == name) return false;
      identity.power_source = std::string(name);
      return true;
    }
    case 0x4000: return text(identity.software_build_id);
    default: return false;
  }
}

void Device::reset_for_rejoin() {
  if (kind != DeviceType::green_power) interview_state = InterviewState::pending;
  meta.clear();
  for (Endpoint& e : endpoints) {
    e.attributes.clear();
    e.bindings.clear();
    e.reportings.clear();
    e.meta.clear();
    e.unresolved.clear();
  }
}

bool Group::has(const Member& member) const {
  return std::find(members.begin(), members.end(), member) != members.end();
}

}  // namespace waggle::network
