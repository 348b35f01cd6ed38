// ZiGate writes integers with their highest octet first; tables of fields (core/fields.h) have the lowest first.
// Turning the octets of each integer round, by the same table, leads from one to the other and back.
#pragma once

#include <optional>

#include "core/fields.h"

namespace waggle::coordinator::zigate {

/// As far as `octets` goes; what follows the last field stays as it is.
Bytes turned(std::span<const Field> rows, ByteView octets);

template <Wire T>
Bytes to_wire(const T& object) {
  static constexpr auto rows = T::fields();
  return turned(rows, waggle::encode(object));
}
/// Nothing when it is too short. What is left over is of newer firmware, and no harm.
template <Wire T>
std::optional<T> from_wire(ByteView octets) {
  static constexpr auto rows = T::fields();
  const Bytes little = turned(rows, octets);
  T object;
  Reader in(little);
  if (!waggle::decode(object, in)) return std::nullopt;
  return object;
}

}  // namespace waggle::coordinator::zigate
