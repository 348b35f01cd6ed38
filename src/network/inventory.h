// Inventory: what a device itself holds: its binding table, and the groups that its endpoints are in. Others
// may have changed both (touchlink, another bridge, a reset), so the database can be wrong about them.
//
// It asks one device; what follows for groups is decided by whoever asked.
#pragma once

#include "network/perform.h"

namespace waggle::network {

/// Reads the binding table and takes it over.
Task<Result<>> read_bindings(Requests& requests, DevicePtr device);
/// Makes the device forget its bindings to these targets; `unknown_ieee` among them stands for all.
/// One command where radio and device have it; else each binding is undone by itself.
Task<Result<>> clear_bindings(Performer& performer, Requests& requests, DevicePtr device, std::vector<Ieee> targets);

/// The groups an endpoint is in.
Task<Result<std::vector<GroupId>>> read_groups(Performer& performer, DevicePtr device, EndpointId endpoint);

}  // namespace waggle::network
