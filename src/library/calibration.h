// Calibration and precision: what a user may correct of what a device measures. One table says which
// properties, how many digits they are published with, and whether a correction is a percentage.
#pragma once

#include <vector>

#include "library/expose.h"

namespace waggle::library {

/// <name>_calibration and <name>_precision of an expose; none when it is not a measurement.
std::vector<Expose> calibration_options(const Expose& expose);

/// What to correct and round of one device's payloads, found once from its exposes and its user's options.
class Calibration {
 public:
  Calibration() = default;
  Calibration(const std::vector<Expose>& exposes, const Object& options);
  void apply(Object& payload) const;

 private:
  struct Row {
    std::string property;
    double offset = 0;
    bool percentual = false;
    int digits = 0;
  };
  std::vector<Row> rows_;
};

}  // namespace waggle::library
