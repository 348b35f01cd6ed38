// Lumi's devices hide features from a coordinator of another maker (Koenkk/zigbee2mqtt#9274): while one of them joins, the
// coordinator says that it is Lumi's.
#pragma once

#include <algorithm>

#include "zigbee/ids.h"

namespace waggle::coordinator {

inline constexpr ManufacturerCode lumi_manufacturer{0x115F};

inline bool wants_lumi(Ieee device) {
  constexpr std::uint32_t prefixes[] = {0x54EF44, 0x04CF8C};
  return std::find(std::begin(prefixes), std::end(prefixes), device.raw >> 40) != std::end(prefixes);
}

}  // namespace waggle::coordinator
