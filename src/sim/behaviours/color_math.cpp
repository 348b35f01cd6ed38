#include "sim/behaviours/color_math.h"

#include <algorithm>
#include <cmath>

namespace waggle::sim {
namespace {

// IEC 61966-2-1: the light that an sRGB value stands for.
double linear(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }

}  // namespace

Chromaticity from_hue_saturation(double hue, double saturation) {
  const double sector = std::fmod(hue, 1.0) * 6;
  const auto channel = [&](double shift) {
    const double at = std::fmod(sector + shift, 6.0);
    const double part = std::clamp(std::min(at, 4 - at), 0.0, 1.0);
    return linear(1 - saturation * part);
  };
  const double red = channel(5);
  const double green = channel(3);
  const double blue = channel(1);
  const double x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
  const double y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const double z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
  const double sum = x + y + z;
  return sum == 0 ? Chromaticity{} : Chromaticity{x / sum, y / sum};
}

// Kim et al., "Design of advanced color temperature control system" (2002): cubic fits to the
// Planckian locus between 1,667 and 25,000 K.
Chromaticity from_mireds(double mireds) {
  const double t = std::clamp(1e6 / std::max(mireds, 1.0), 1667.0, 25000.0);
  const double k = 1e3 / t;
  const double x = t <= 4000 ? ((-0.2661239 * k - 0.2343589) * k + 0.8776956) * k + 0.179910
                             : ((-3.0258469 * k + 2.1070379) * k + 0.2226347) * k + 0.240390;
  double y = ((3.0817580 * x - 5.8733867) * x + 3.75112997) * x - 0.37001483;
  if (t <= 2222) {
    y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683;
  } else if (t <= 4000) {
    y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867;
  }
  return {x, y};
}

}  // namespace waggle::sim
