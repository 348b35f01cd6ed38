#include "zigbee/ids.h"

#include <fmt/core.h>

#include <charconv>

namespace waggle {

std::string to_string(Ieee ieee) { return fmt::format("0x{:016x}", ieee.raw); }

std::optional<Ieee> parse_ieee(std::string_view text) {
  if (text.size() != 18 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return std::nullopt;
  std::uint64_t raw = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), raw, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return Ieee(raw);
}

std::string hex16(std::uint16_t value) { return fmt::format("0x{:04x}", value); }

}  // namespace waggle
