// How to find out whether a port leads to a ZiGate. No I/O.
#pragma once

#include "core/bytes.h"

namespace waggle::coordinator::zigate {

Bytes hello();
bool recognises(ByteView heard);

}  // namespace waggle::coordinator::zigate
