#include "io/journal.h"

#include <fmt/core.h>
#include <zlib.h>

namespace waggle::io {

std::uint32_t checksum(std::string_view text) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

std::string journal_line(std::string_view text) { return fmt::format("{:08x} {}\n", checksum(text), text); }

Journal read_journal(std::string_view text) {
  constexpr std::size_t head = 9;  // the checksum and a space
  Journal out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const bool whole = end != std::string_view::npos && line.size() >= head && line.substr(0, head) == fmt::format("{:08x} ", checksum(line.substr(head)));
    if (!whole) {
      out.torn = true;
      return out;
    }
    out.lines.push_back(line.substr(head));
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace waggle::io
