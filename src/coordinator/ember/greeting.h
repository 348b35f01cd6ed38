// How to find out whether a port leads to a radio with EmberZNet. No I/O.
#pragma once

#include "core/bytes.h"

namespace waggle::coordinator::ember {

Bytes hello();
bool recognises(ByteView heard);

}  // namespace waggle::coordinator::ember
