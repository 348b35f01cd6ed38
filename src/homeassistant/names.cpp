#include "homeassistant/names.h"

#include <locale.h>
#include <wctype.h>

#include <cstdint>

namespace waggle::homeassistant {
namespace {

/// Takes one character off the front; a broken one counts as its first octet.
char32_t take(std::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  char32_t out = length == 1 ? lead : lead & (0xFF >> (length + 1));
  bool whole = length <= text.size();
  for (std::size_t i = 1; whole && i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    whole = (next & 0xC0) == 0x80;
    out = out << 6 | (next & 0x3F);
  }
  text.remove_prefix(whole ? length : 1);
  return whole ? out : lead;
}

void put(std::string& out, char32_t c) {
  const auto octet = [&](char32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) return octet(c);
  if (c < 0x800) {
    octet(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      octet(0xE0 | c >> 12);
    } else {
      octet(0xF0 | c >> 18);
      octet(0x80 | (c >> 12 & 0x3F));
    }
    octet(0x80 | (c >> 6 & 0x3F));
  }
  octet(0x80 | (c & 0x3F));
}

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

/// Whatever the language of the system is.
char32_t lower(char32_t c) {
  static const locale_t characters = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (c < 0x80 || !characters) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), characters));
}

}  // namespace

std::string entity_id(std::string_view name) {
  std::string out;
  bool in_space = false;
  while (!name.empty()) {
    const char32_t c = take(name);
    const bool space = is_space(c);
    if (!space) put(out, lower(c));
    if (space && !in_space) out += '_';
    in_space = space;
  }
  return out;
}

std::string as_numbers(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = take(text);
    if (c < 0x10000) {
      out += std::to_string(static_cast<std::uint32_t>(c));
    } else {
      out += std::to_string(0xD800 + static_cast<std::uint32_t>((c - 0x10000) >> 10));
      out += std::to_string(0xDC00 + static_cast<std::uint32_t>((c - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace waggle::homeassistant
