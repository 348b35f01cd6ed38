// Calibration and precision: what a user may correct of what a device measures. One table says which
// properties, how many digits they are published with, and whether a correction is a percentage.
#pragma once

#include <vector>

#include "library/expose.h"

namespace waggle::library {

/// <name>_calibration and <name>_precision of an expose; none when it is not a measurement.
std::vector<Expose> calibration_options(const Expose& expose);

/// Corrects and rounds the measurements in a payload by the user's options.
void calibrate(Object& payload, const std::vector<Expose>& exposes, const Object& options);

}  // namespace waggle::library
