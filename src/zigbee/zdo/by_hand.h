// ZDO requests as people write them: the values of their fields in order.
//
// For requests that nobody has built in; all others are structs (messages.h).
#pragma once

#include "core/value.h"
#include "zigbee/zdo/messages.h"

namespace waggle::zdo {

/// The payload of a request: numbers, true or false, addresses as texts (0x00158d0001070430), lists of numbers.
/// Fields at the end that a node may do without may be left out. Errors name the request and the field.
Result<Bytes> encode_by_hand(ClusterId request, const Array& values);

}  // namespace waggle::zdo
