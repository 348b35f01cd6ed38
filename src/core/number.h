// Numbers as JavaScript computes, rounds and prints them. State payloads are compared digit by digit
// with Zigbee2MQTT's, so none of this may be left to printf.
#pragma once

#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace waggle::js {

/// Number.prototype.toString(): shortest text that reads back as the same double.
/// NaN and infinities give "NaN", "Infinity", "-Infinity".
std::string to_string(double value);
void append(std::string& out, double value);

/// Math.round: half goes up, towards +Infinity.
double round(double value);
/// Number.prototype.toFixed for 0..100 digits: decimal expansion of the exact value, half away from 0.
std::string to_fixed(double value, int digits);
/// Number(to_fixed(value, digits)).
double fixed(double value, int digits);
/// zigbee-herdsman-converters' precisionRound: multiply, Math.round, divide.
double precision_round(double value, int digits);
/// Number(text): decimal, hex, empty is 0; nullopt for what JavaScript calls NaN.
std::optional<double> to_number(std::string_view text);
/// The whole part as a T. Numbers come from people and devices: what a T cannot hold becomes its least or
/// greatest value, NaN becomes `nan`. (A plain cast would be undefined there.)
template <std::integral T>
T whole(double value, T nan = 0) {
  if (std::isnan(value)) return nan;
  // The greatest T need not be a double, but the number above it is.
  if (value >= std::ldexp(1.0, std::numeric_limits<T>::digits)) return std::numeric_limits<T>::max();
  if (value <= static_cast<double>(std::numeric_limits<T>::min())) return std::numeric_limits<T>::min();
  return static_cast<T>(value);
}
/// parseFloat(text).
std::optional<double> parse_float(std::string_view text);

}  // namespace waggle::js
