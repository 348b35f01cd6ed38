// What virtual radios remember, out of the values of the state file. False, and nothing read, when the value is another's.
#pragma once

#include <algorithm>
#include <array>
#include <limits>

#include "core/bytes.h"
#include "core/value.h"
#include "zigbee/ids.h"

namespace waggle::sim::saved {

template <std::size_t N>
bool read(const Value* value, std::array<std::uint8_t, N>& out) {
  const auto octets = value && value->is_string() ? from_hex(value->string()) : std::nullopt;
  if (!octets || octets->size() != N) return false;
  std::copy(octets->begin(), octets->end(), out.begin());
  return true;
}
template <class Number>
bool read(const Value* value, Number& out) {
  const auto number = value ? value->integer(std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()) : std::nullopt;
  if (number) out = static_cast<Number>(*number);
  return number.has_value();
}
inline bool read(const Value* value, Ieee& out) {
  const auto ieee = value && value->is_string() ? parse_ieee(value->string()) : std::nullopt;
  if (ieee) out = *ieee;
  return ieee.has_value();
}

}  // namespace waggle::sim::saved
