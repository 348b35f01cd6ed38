// StrongId: an integer with a name. A short address is not a group and not a cluster, and the
// compiler says so. Raw integers appear only inside codecs.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace waggle {

template <class Tag, class T>
struct StrongId {
  using raw_type = T;

  T raw{};

  constexpr StrongId() = default;
  constexpr explicit StrongId(T value) : raw(value) {}

  constexpr auto operator<=>(const StrongId&) const = default;
};

}  // namespace waggle

template <class Tag, class T>
struct std::hash<waggle::StrongId<Tag, T>> {
  std::size_t operator()(waggle::StrongId<Tag, T> id) const { return std::hash<T>{}(id.raw); }
};
