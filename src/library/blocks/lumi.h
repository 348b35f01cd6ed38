// The structure in which Xiaomi and Aqara devices report what standard clusters lack: a tag, a ZCL type and a
// value, over and over. It is found in attributes 0xFF01 and 0xFF02 of genBasic and 0x00F7 of the maker's own
// cluster.
#pragma once

#include <map>

#include "core/value.h"

namespace waggle::library {

/// By tag; a repeated one counts for its last time. Octets that fit no type are passed over one by one, as the
/// bridge's users are used to.
std::map<int, Value> read_lumi_struct(ByteView octets);

}  // namespace waggle::library
