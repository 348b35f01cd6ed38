// How to find out whether a port leads to a radio with ZBOSS. No I/O.
#pragma once

#include "core/bytes.h"

namespace waggle::coordinator::zboss {

/// Asks for the firmware's version.
Bytes hello();
bool recognises(ByteView heard);

}  // namespace waggle::coordinator::zboss
