// The structure in which Xiaomi's devices (LUMI, Aqara) report what has no cluster: tag, ZCL type, value,
// repeated. It travels as a string in attribute 0xFF01 or 0x00F7 of a report.
#pragma once

#include <functional>

#include "core/bytes.h"
#include "zigbee/zcl/types.h"

namespace waggle::library {

/// Calls `each` for every tag. Stops at the first type that is no type: devices pad their strings and
/// give wrong lengths.
void read_lumi_struct(ByteView octets, const std::function<void(std::uint8_t tag, const zcl::Datum& value)>& each);

}  // namespace waggle::library
