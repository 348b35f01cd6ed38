// What every node on the air has, the coordinator as well as each device: addresses, descriptors, a
// binding table. And the form in which application messages travel between nodes.
#pragma once

#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "zigbee/ids.h"
#include "zigbee/zdo/messages.h"

namespace waggle::sim {

struct Endpoint {
  EndpointId number{1};
  ProfileId profile = profile_home_automation;
  std::uint16_t device = 0;
  std::uint8_t version = 1;
  std::vector<std::uint16_t> inputs;   // clusters served
  std::vector<std::uint16_t> outputs;  // clusters used as a client

  bool has(ClusterId cluster, bool as_client) const;
};

struct Node {
  enum class Type : std::uint8_t { coordinator, router, end_device };

  Ieee ieee{};
  Nwk nwk = unknown_nwk;
  Type type = Type::router;
  bool mains = true;
  ManufacturerCode manufacturer{};
  std::vector<Endpoint> endpoints;
  std::vector<zdo::Binding> bindings;

  const Endpoint* endpoint(EndpointId number) const;
  /// Turns its receiver off between polls: an end device that lives on a battery.
  bool sleepy() const { return type == Type::end_device && !mains; }
  /// The octet of the node descriptor and of announcements (2.3.2.3.6).
  std::uint8_t capability() const;
};

/// An application message (APS data frame) on its way.
struct Message {
  enum class Kind : std::uint8_t { unicast, group, broadcast };
  Kind kind = Kind::unicast;
  Nwk source{};
  EndpointId source_endpoint{1};
  Nwk destination{};  // unicast and broadcast
  GroupId group{};
  EndpointId endpoint{1};  // 0xFF: all
  ProfileId profile = profile_home_automation;
  ClusterId cluster{};
  Bytes payload;
};

inline constexpr EndpointId all_endpoints{0xFF};

}  // namespace waggle::sim
