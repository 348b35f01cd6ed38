// How to find out whether a port leads to a ConBee or RaspBee. No I/O.
#pragma once

#include "core/bytes.h"

namespace waggle::coordinator::deconz {

Bytes hello();
bool recognises(ByteView heard);

}  // namespace waggle::coordinator::deconz
