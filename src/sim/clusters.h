// The words of the simulated devices: the standard clusters, and the manufacturers' own commands
// that devices of the demo home send (Hue dimmer switch, IKEA remote control).
#pragma once

#include "zigbee/zcl/catalogue.h"

namespace waggle::sim {

const zcl::Catalogue& catalogue();

/// A cluster by name or number ("genOnOff", "6", "0x0006"); nullptr when nobody has described it.
const zcl::Cluster* find_cluster(std::string_view name_or_number);
/// The number alone, also of clusters that nobody has described.
std::optional<ClusterId> cluster_number(std::string_view name_or_number);

}  // namespace waggle::sim
