#include "coordinator/layout.h"

#include <algorithm>

namespace waggle::coordinator {
namespace {

struct Step {
  std::string_view name;
  ByteView content;
};

ByteView read(std::string_view width, Reader& in, LayoutWidths widths) {
  if (width == "...") return in.rest();
  if (width == "*") return in.bytes(in.u8());
  if (width == "**") return in.bytes(std::size_t{2} * in.u8());
  if (width == "status") return in.bytes(widths.status);
  if (width == "tag") return in.bytes(widths.tag);
  std::size_t octets = 0;
  for (const char digit : width) octets = octets * 10 + static_cast<std::size_t>(digit - '0');
  return in.bytes(octets);
}

/// Calls `see` for each member; false when the octets are too few or too many.
template <class See>
bool walk(std::string_view layout, ByteView data, LayoutWidths widths, See see) {
  Reader in(data);
  while (!layout.empty()) {
    const std::size_t end = std::min(layout.find(' '), layout.size());
    const std::string_view member = layout.substr(0, end);
    layout.remove_prefix(std::min(end + 1, layout.size()));
    const std::size_t colon = member.find(':');
    const ByteView content = read(member.substr(colon + 1), in, widths);
    if (!in.ok()) return false;
    see(Step{member.substr(0, colon), content});
  }
  return in.done();
}

}  // namespace

bool fits(std::string_view layout, ByteView data, LayoutWidths widths) {
  return walk(layout, data, widths, [](const Step&) {});
}

std::optional<ByteView> member_by_layout(std::string_view layout, ByteView data, std::string_view name) {
  std::optional<ByteView> found;
  const bool whole = walk(layout, data, {}, [&](const Step& step) {
    if (step.name == name) found = step.content;
  });
  return whole ? found : std::nullopt;
}

}  // namespace waggle::coordinator
