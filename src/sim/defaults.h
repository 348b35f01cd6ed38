// What a cluster's attributes are when nobody says otherwise: a table, so that a device in a home
// file is a few lines.
#pragma once

#include "sim/device.h"

namespace waggle::sim {

/// Adds the usual attributes of every cluster of the device, except those it already has.
void add_default_attributes(DeviceSpec& spec);

/// Whether an attribute can be written, by the cluster tables.
bool is_read_only(const zcl::Attribute& row);

}  // namespace waggle::sim
