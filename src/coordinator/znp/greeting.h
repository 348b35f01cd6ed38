// How to find out whether a port leads to a radio with Z-Stack. No I/O.
#pragma once

#include "core/bytes.h"

namespace waggle::coordinator::znp {

Bytes hello();
bool recognises(ByteView heard);

}  // namespace waggle::coordinator::znp
