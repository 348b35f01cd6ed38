// The time, for devices that ask: the attributes of the time cluster (ZCL 8, 3.12), as of now and for
// the zone the program runs in.
#pragma once

#include <optional>

#include "core/time.h"
#include "core/value.h"
#include "zigbee/ids.h"

namespace waggle::network {

/// nullopt for attributes the time cluster does not have.
std::optional<Value> time_attribute(AttributeId id, WallTime now);

}  // namespace waggle::network
