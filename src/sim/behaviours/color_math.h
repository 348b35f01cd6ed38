// Colours as the colour control cluster counts them, and from one form into another.
#pragma once

#include <cstdint>

namespace waggle::sim {

/// CIE 1931 chromaticity, 0..1.
struct Chromaticity {
  double x = 0;
  double y = 0;
};

/// Hue and saturation as 0..1, through sRGB at full brightness.
Chromaticity from_hue_saturation(double hue, double saturation);
/// Mireds, on the curve of black bodies.
Chromaticity from_mireds(double mireds);

}  // namespace waggle::sim
