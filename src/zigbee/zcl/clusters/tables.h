// The standard clusters, a table each, grouped as the specification groups them.
#pragma once

#include <span>

#include "zigbee/zcl/cluster.h"

namespace waggle::zcl::clusters {

extern const std::span<const Cluster> general;
extern const std::span<const Cluster> appliance;
extern const std::span<const Cluster> green_power;
extern const std::span<const Cluster> closures;
extern const std::span<const Cluster> hvac;
extern const std::span<const Cluster> lighting;
extern const std::span<const Cluster> measurement;
extern const std::span<const Cluster> security;
extern const std::span<const Cluster> protocol;
extern const std::span<const Cluster> energy;
extern const std::span<const Cluster> telecom;
extern const std::span<const Cluster> touchlink;
extern const std::span<const Cluster> manufacturer;

template <std::size_t N>
consteval bool all_well_formed(const Cluster (&rows)[N]) {
  for (const Cluster& row : rows) {
    if (!well_formed(row)) return false;
  }
  return true;
}

}  // namespace waggle::zcl::clusters
