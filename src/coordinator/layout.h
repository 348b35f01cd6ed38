// Layouts: the structure of a message as text, for commands that nothing here makes or reads but that recordings
// hold. Names with the width of each in octets; `*` for octets behind a length octet, `**` for addresses or
// clusters behind a count octet, `...` for what is left. `status` and `tag`, as widths, are those of EZSP, which
// have grown.
//   "destination:2 relays:** data:*"
#pragma once

#include <optional>
#include <string_view>

#include "core/bytes.h"

namespace waggle::coordinator {

struct LayoutWidths {
  std::size_t status = 1;
  std::size_t tag = 1;
};

/// Whether the octets are just what the layout says.
bool fits(std::string_view layout, ByteView data, LayoutWidths widths = {});
/// The octets of one member, without length or count in front.
std::optional<ByteView> member_by_layout(std::string_view layout, ByteView data, std::string_view name);

}  // namespace waggle::coordinator
