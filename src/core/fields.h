// Wire structures as data.
//
//   struct Announce {
//     Nwk nwk{};
//     Ieee ieee{};
//     std::uint8_t capabilities{};
//     WAGGLE_FIELDS(Announce, nwk, ieee, capabilities)
//   };
//
// The macro makes one constexpr row per member: name, offset, kind (deduced from the member's type).
// One compiled codec reads the rows: decode, encode, and a line for the log. Radio commands and ZDO
// payloads are written this way, and the simulators use the same structures, so nothing is written
// twice. Bit-packed headers stay hand code.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/bytes.h"
#include "core/strong_id.h"

namespace waggle {

/// Everything up to the end of the frame. Must be the last field.
struct Rest {
  Bytes bytes;
  bool operator==(const Rest&) const = default;
};
/// One octet of length, then that many octets.
struct ShortBytes {
  Bytes bytes;
  bool operator==(const ShortBytes&) const = default;
};
/// One octet of count, then that many little-endian integers.
template <class T>
struct ShortList {
  std::vector<T> items;
  bool operator==(const ShortList&) const = default;
};

struct Field {
  enum class Kind : std::uint8_t {
    uint,           // `size` octets
    sint,           // `size` octets
    boolean,        // one octet, 0 or not
    array,          // `size` raw octets
    rest,           // Rest
    short_bytes,    // ShortBytes
    short_list8,    // ShortList<std::uint8_t>
    short_list16,   // ShortList<std::uint16_t>
    optional_uint,  // std::optional: absent when the frame ends before it
  };
  std::string_view name;
  std::uint16_t offset;
  Kind kind;
  std::uint8_t size;
};

namespace fields {

template <class T>
struct KindOf;
template <std::unsigned_integral T>
struct KindOf<T> {
  static constexpr auto kind = Field::Kind::uint;
};
template <std::signed_integral T>
struct KindOf<T> {
  static constexpr auto kind = Field::Kind::sint;
};
template <>
struct KindOf<bool> {
  static constexpr auto kind = Field::Kind::boolean;
};
template <class T>
  requires std::is_enum_v<T>
struct KindOf<T> {
  static_assert(std::is_unsigned_v<std::underlying_type_t<T>>);
  static constexpr auto kind = Field::Kind::uint;
};
template <class Tag, class T>
struct KindOf<StrongId<Tag, T>> {
  static constexpr auto kind = Field::Kind::uint;
};
template <std::size_t N>
struct KindOf<std::array<std::uint8_t, N>> {
  static constexpr auto kind = Field::Kind::array;
};
template <>
struct KindOf<Rest> {
  static constexpr auto kind = Field::Kind::rest;
};
template <>
struct KindOf<ShortBytes> {
  static constexpr auto kind = Field::Kind::short_bytes;
};
template <>
struct KindOf<ShortList<std::uint8_t>> {
  static constexpr auto kind = Field::Kind::short_list8;
};
template <>
struct KindOf<ShortList<std::uint16_t>> {
  static constexpr auto kind = Field::Kind::short_list16;
};
template <std::unsigned_integral T>
struct KindOf<std::optional<T>> {
  static constexpr auto kind = Field::Kind::optional_uint;
};

template <class T>
struct SizeOf {
  static constexpr std::size_t size = sizeof(T);
};
template <class T>
struct SizeOf<std::optional<T>> {
  static constexpr std::size_t size = sizeof(T);
};

template <class T>
consteval Field row(std::string_view name, std::size_t offset) {
  return {name, static_cast<std::uint16_t>(offset), KindOf<T>::kind,
          static_cast<std::uint8_t>(SizeOf<T>::size)};
}
template <class... Rows>
consteval std::array<Field, sizeof...(Rows)> table(Rows... rows) {
  return {rows...};
}

bool decode(void* object, std::span<const Field> rows, Reader& in);
void encode(const void* object, std::span<const Field> rows, Writer& out);
std::string describe(const void* object, std::span<const Field> rows);

}  // namespace fields

template <class T>
concept Wire = std::is_standard_layout_v<T> && requires { T::fields(); };

/// False when the frame is too short. What is left over is the caller's to judge.
template <Wire T>
bool decode(T& object, Reader& in) {
  static constexpr auto rows = T::fields();
  return fields::decode(&object, rows, in);
}
template <Wire T>
void encode(const T& object, Writer& out) {
  static constexpr auto rows = T::fields();
  fields::encode(&object, rows, out);
}
template <Wire T>
Bytes encode(const T& object) {
  Writer out;
  encode(object, out);
  return out.take();
}
/// "nwk=0x1a2b ieee=0x00158d… capabilities=0x80"
template <Wire T>
std::string describe(const T& object) {
  static constexpr auto rows = T::fields();
  return fields::describe(&object, rows);
}

}  // namespace waggle

#define WAGGLE_PARENS_ ()
#define WAGGLE_EXPAND_(...) \
  WAGGLE_EXPAND3_(WAGGLE_EXPAND3_(WAGGLE_EXPAND3_(WAGGLE_EXPAND3_(__VA_ARGS__))))
#define WAGGLE_EXPAND3_(...) \
  WAGGLE_EXPAND2_(WAGGLE_EXPAND2_(WAGGLE_EXPAND2_(WAGGLE_EXPAND2_(__VA_ARGS__))))
#define WAGGLE_EXPAND2_(...) \
  WAGGLE_EXPAND1_(WAGGLE_EXPAND1_(WAGGLE_EXPAND1_(WAGGLE_EXPAND1_(__VA_ARGS__))))
#define WAGGLE_EXPAND1_(...) __VA_ARGS__
#define WAGGLE_ROWS_(Self, member, ...)                                            \
  ::waggle::fields::row<decltype(Self::member)>(#member, offsetof(Self, member))   \
      __VA_OPT__(, WAGGLE_ROWS_AGAIN_ WAGGLE_PARENS_(Self, __VA_ARGS__))
#define WAGGLE_ROWS_AGAIN_() WAGGLE_ROWS_
#define WAGGLE_FIELDS(Self, ...)                                                    \
  static consteval auto fields() {                                                  \
    return ::waggle::fields::table(__VA_OPT__(WAGGLE_EXPAND_(WAGGLE_ROWS_(Self, __VA_ARGS__)))); \
  }                                                                                 \
  bool operator==(const Self&) const = default;
