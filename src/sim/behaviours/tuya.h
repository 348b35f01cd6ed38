// Tuya's datapoints (cluster 0xEF00): how a value is written, and changing one from inside the
// device.
#pragma once

#include "sim/device.h"

namespace waggle::sim {

/// The octets of a value; an error when the value is none of the type.
Result<Bytes> encode_datapoint(const Datapoint& datapoint);

/// Changes a datapoint of a device and reports it, as the device's own hardware would. With a type,
/// the device gets the datapoint when it has none; without, that is an error.
Result<> set_datapoint(VirtualDevice& device, std::uint8_t number, Value value,
                       std::optional<Datapoint::Type> type = std::nullopt);
/// The types by the names that home files and scripts use: raw, boolean, value, string, enum,
/// bitmap.
std::optional<Datapoint::Type> datapoint_type(std::string_view name);
/// What a datapoint is now; nullptr when there is none.
const Datapoint* find_datapoint(const VirtualDevice& device, std::uint8_t number);

}  // namespace waggle::sim
