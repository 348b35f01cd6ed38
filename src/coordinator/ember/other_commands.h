// Commands of EZSP that the driver has no use for. Other programs send them and firmware answers them, so a
// recording may hold them: they are known by their layout alone (coordinator/layout.h).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "coordinator/layout.h"

namespace waggle::coordinator::ember {

struct OtherRow {
  enum class Kind : std::uint8_t { since_13, since_14, callback };  // commands of 13 are older than that, too
  static constexpr std::string_view same = "=";

  std::uint16_t number;
  Kind kind;
  std::string_view name;
  std::string_view request;
  std::string_view response;  // or a callback's content
  std::string_view request_before_14 = same;
  std::string_view response_before_14 = same;

  std::string_view layout(bool of_response, int version) const {
    const std::string_view before = of_response ? response_before_14 : request_before_14;
    if (version < 14 && before != same) return before;
    return of_response ? response : request;
  }
};
std::span<const OtherRow> other_rows();
const OtherRow* find_other(std::uint16_t number);

inline LayoutWidths widths_of(int version) {
  return version < 14 ? LayoutWidths{1, 1} : LayoutWidths{4, 2};
}

}  // namespace waggle::coordinator::ember
