// NetworkMap: who hears whom, as data and as drawings. Pure: how it was found out is the business of
// network_scan.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/value.h"
#include "network/device.h"
#include "zigbee/zdo/messages.h"

namespace waggle::bridge {

struct NetworkMap {
  struct Definition {
    std::string model;
    std::string vendor;
    std::string description;
    std::string supports;
  };
  struct Node {
    Ieee ieee;
    Nwk nwk;
    std::string name;
    network::DeviceType kind = network::DeviceType::unknown;
    std::optional<std::string> manufacturer;
    std::optional<std::string> model_id;
    std::optional<std::vector<std::string>> failed;  // tables that it did not give; none: it was not asked
    std::optional<WallTime> last_seen;
    std::optional<Definition> definition;
  };
  /// As its target hears its source.
  struct Link {
    Ieee source;
    Ieee target;
    Nwk target_nwk;
    zdo::Neighbor told;              // by the target of the source
    std::vector<zdo::Route> routes;  // of the target, through the source
  };
  std::vector<Node> nodes;
  std::vector<Link> links;
};

struct MapColors {
  struct OfDevices {
    std::string coordinator, router, end_device;
  };
  OfDevices fill;
  OfDevices font;
  std::string active;
  std::string inactive;
};

/// {nodes, links}, as clients draw it themselves.
Value to_value(const NetworkMap& map);
std::string to_graphviz(const NetworkMap& map, const MapColors& colors, WallTime now);
std::string to_plantuml(NetworkMap map, WallTime now);

/// "1 minute, 24 seconds": the two largest units, rounded.
std::string in_words(Millis duration);

}  // namespace waggle::bridge
