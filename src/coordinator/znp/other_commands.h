// Commands of the Monitor and Test API that the driver has no use for. Other programs send them and
// firmware answers them, so a recording may hold them: they are known by their layout alone.
#pragma once

#include <optional>
#include <span>

#include "coordinator/znp/commands.h"

namespace waggle::coordinator::znp {

/// A layout is text: names with the width of each in octets; `*` for octets behind a length octet,
/// `**` for addresses or clusters behind a count octet, `...` for what is left.
///   "destination:2 relays:** data:*"
struct OtherRow {
  Type type;
  Subsystem subsystem;
  std::uint8_t number;
  std::string_view name;
  std::string_view message;  // of an AREQ, or the request of an SREQ
  std::string_view response;
};
std::span<const OtherRow> other_rows();
const OtherRow* find_other(const UnpiFrame& frame);

/// Whether the octets are just what the layout says.
bool fits(std::string_view layout, ByteView data);
/// The octets of one member, without length or count in front.
std::optional<ByteView> member_by_layout(std::string_view layout, ByteView data, std::string_view name);

}  // namespace waggle::coordinator::znp
