// Tuya's datapoints (cluster 0xEF00): how a value is written, and changing one from inside the device.
#pragma once

#include "sim/device.h"

namespace waggle::sim {

/// The octets of a value; an error when the value is none of the type.
Result<Bytes> encode_datapoint(const Datapoint& datapoint);

/// Changes a datapoint of a device and reports it, as the device's own hardware would. Not found: the
/// device has no such datapoint, or no datapoints at all.
Result<> set_datapoint(VirtualDevice& device, std::uint8_t number, Value value);
/// What a datapoint is now; nullptr when there is none.
const Datapoint* find_datapoint(const VirtualDevice& device, std::uint8_t number);

}  // namespace waggle::sim
