// One structure, laid out differently by different versions of EZSP. A structure's members (core/fields.h) are
// its newest layout; what was before stands beside them as columns:
//
//   struct Request {
//     std::uint16_t alias{};
//     std::uint16_t destination{};
//     std::uint16_t tag{};
//     WAGGLE_FIELDS(Request, alias, destination, tag)
//     static constexpr Column columns[] = {{14, "destination tag:1"}};  // before 14: no alias, a short tag
//   };
//
// Without columns there is one rule: before 14 a member called `status` has one octet (EmberStatus or EzspStatus).
// Those that always had four are called `outcome`.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/fields.h"
#include "coordinator/ember/status.h"

namespace waggle::coordinator::ember {

inline constexpr int oldest_version = 13, newest_version = 19, short_status_before = 14;

struct Column {
  int before;               // the first version that does not do so any more
  std::string_view layout;  // members in their order, with ":octets" where there are fewer
};

namespace versions {

template <std::size_t N>
struct Layout {
  std::array<Field, N> rows{};
  std::size_t size = 0;
  constexpr std::span<const Field> fields() const { return std::span<const Field>(rows).first(size); }
};

template <std::size_t N>
consteval Layout<N> with_short_status(const std::array<Field, N>& newest) {
  Layout<N> out{newest, N};
  for (Field& field : out.rows) {
    if (field.name == "status" && field.size == 4) field.size = 1;
  }
  return out;
}

template <std::size_t N>
consteval Layout<N> by_column(const std::array<Field, N>& newest, std::string_view text) {
  Layout<N> out;
  while (!text.empty()) {
    const std::size_t end = text.find(' ') == std::string_view::npos ? text.size() : text.find(' ');
    std::string_view name = text.substr(0, end);
    text.remove_prefix(end == text.size() ? end : end + 1);
    std::uint8_t octets = 0;
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
      octets = static_cast<std::uint8_t>(name[colon + 1] - '0');
      name = name.substr(0, colon);
    }
    bool found = false;
    for (const Field& field : newest) {
      if (field.name != name) continue;
      out.rows[out.size] = field;
      if (octets) out.rows[out.size].size = octets;
      ++out.size;
      found = true;
    }
    if (!found) throw "a column names a member that the structure does not have";
  }
  return out;
}

}  // namespace versions

template <Wire T>
std::span<const Field> layout_of(int version) {
  static constexpr auto newest = T::fields();
  if constexpr (requires { T::columns; }) {
    static constexpr auto layouts = []<std::size_t... I>(std::index_sequence<I...>) {
      return std::array{versions::by_column(newest, T::columns[I].layout)...};
    }(std::make_index_sequence<std::size(T::columns)>{});
    for (std::size_t i = 0; i < layouts.size(); ++i) {
      if (version < T::columns[i].before) return layouts[i].fields();
    }
    return newest;
  } else {
    static constexpr auto old = versions::with_short_status(newest);
    if (version < short_status_before) return old.fields();
    return newest;
  }
}

/// False when there are too few octets. Statuses come as those of new firmware.
template <Wire T>
bool decode(T& object, Reader& in, int version) {
  if (!fields::decode(&object, layout_of<T>(version), in)) return false;
  if constexpr (requires { object.status; }) {
    if (version < short_status_before) object.status = from_ember_status(static_cast<std::uint8_t>(object.status));
  }
  return true;
}
template <Wire T>
Bytes encode(T object, int version) {
  if constexpr (requires { object.status; }) {
    if (version < short_status_before) object.status = to_ember_status(object.status);
  }
  Writer out;
  fields::encode(&object, layout_of<T>(version), out);
  return out.take();
}

}  // namespace waggle::coordinator::ember
