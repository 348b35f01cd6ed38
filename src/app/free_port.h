// A TCP port of this computer that nobody listens on, for what the demo starts.
#pragma once

#include <cstdint>

namespace waggle::app {

/// `preferred` when it is free, else any; 0 when none is.
std::uint16_t free_port(std::uint16_t preferred);

}  // namespace waggle::app
