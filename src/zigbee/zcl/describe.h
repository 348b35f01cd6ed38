// The description of a cluster as clients read it in bridge/definitions: every row of its tables.
#pragma once

#include "zigbee/zcl/cluster.h"

namespace waggle::zcl {

Object describe(const Cluster& cluster);

}  // namespace waggle::zcl
