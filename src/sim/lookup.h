// From the words that people and scripts use ("ssIasZone", "zoneStatus", 0x0500) to places and
// attributes of a virtual device, and the things one makes a device do from outside.
#pragma once

#include "sim/device.h"

namespace waggle::sim {

/// The first endpoint that has the cluster, or the endpoint asked for. Errors name what is wrong.
Result<Place> find_place(const VirtualDevice& device, std::string_view cluster,
                         std::optional<EndpointId> endpoint = std::nullopt, bool client = false);

/// An attribute's key by name or number, whether the device has it or not.
Result<AttributeKey> find_attribute(const Place& place, std::string_view attribute,
                                    std::uint16_t manufacturer = 0);

/// Changes an attribute as the device's own hardware would: reporting and behaviours take it from
/// there.
Result<> change(VirtualDevice& device, std::string_view cluster, std::string_view attribute,
                Value value, std::optional<EndpointId> endpoint = std::nullopt);
/// The value of an attribute as a number; the fallback when the device has none.
double number_of(const VirtualDevice& device, std::string_view cluster, std::string_view attribute,
                 double fallback = 0);

struct CommandSpec {
  std::string_view cluster;
  std::string_view command;
  Object params;
  bool to_client = true;
  std::uint16_t manufacturer = 0;
  std::optional<EndpointId> endpoint;
  bool no_default_response = true;
};
/// The device sends a command of its own accord: to what is bound, else to the coordinator.
Result<> send_command(VirtualDevice& device, const CommandSpec& spec);

}  // namespace waggle::sim
