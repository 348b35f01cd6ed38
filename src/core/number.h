// Numbers as JavaScript computes, rounds and prints them. State payloads are compared digit by digit
// with Zigbee2MQTT's, so none of this may be left to printf.
#pragma once

#include <string>
#include <string_view>
#include <optional>

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
/// parseFloat(text).
std::optional<double> parse_float(std::string_view text);

}  // namespace waggle::js
