#include "core/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace waggle::js {

void append(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
    return;
  }
  std::array<char, 352> buffer;  // 1.7e308 in fixed notation has 309 digits
  if (value == std::trunc(value) && std::fabs(value) < 1e15) {
    const auto integer = static_cast<long long>(value);  // -0 prints as "0"
    out.append(buffer.data(), std::to_chars(buffer.begin(), buffer.end(), integer).ptr);
    return;
  }
  const double size = std::fabs(value);
  if (constexpr double two_to_53 = 9007199254740992; size >= two_to_53 && size < 1e21) {
    // The fewest digits that tell the number apart, then zeros: 2^64 is 18446744073709552000.
    const char* last = std::to_chars(buffer.begin(), buffer.end(), size, std::chars_format::scientific).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(last - buffer.data()));
    const auto e = text.find('e');
    std::size_t zeros = 0;  // after the first digit, until digits take their places
    std::from_chars(text.data() + e + 2, last, zeros);
    if (value < 0) out += '-';
    out += text[0];
    for (const char digit : text.substr(1, e - 1)) {
      if (digit == '.') continue;
      out += digit;
      --zeros;
    }
    out.append(zeros, '0');
    return;
  }
  if (size >= 1e-6 && size < 1e21) {
    out.append(buffer.data(),
               std::to_chars(buffer.begin(), buffer.end(), value, std::chars_format::fixed).ptr);
    return;
  }
  // "1.5e-07" becomes "1.5e-7".
  const char* end =
      std::to_chars(buffer.begin(), buffer.end(), value, std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto e = text.find('e');
  out += text.substr(0, e + 2);
  text.remove_prefix(e + 2);
  while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
  out += text;
}

std::string to_string(double value) {
  std::string out;
  append(out, value);
  return out;
}

double round(double value) {
  const double down = std::floor(value);
  return value - down >= 0.5 ? down + 1 : down;
}

std::string to_fixed(double value, int digits) {
  if (std::isnan(value) || std::fabs(value) >= 1e21) return to_string(value);
  const bool negative = value < 0;
  // %.Nf of a double is its exact expansion; 1100 digits hold every double. Rounding is done here
  // because printf rounds exact halves to even and JavaScript rounds them away from zero.
  std::array<char, 1200> buffer;
  const int length =
      std::snprintf(buffer.data(), buffer.size(), "%.*f", 1074, std::fabs(value));
  std::string text(buffer.data(), static_cast<std::size_t>(length));
  const auto point = text.find('.');
  const std::size_t keep = point + 1 + static_cast<std::size_t>(digits);
  const bool up = text[keep] >= '5';
  text.resize(digits == 0 ? point : keep);
  if (up) {
    std::size_t i = text.size();
    while (i-- > 0) {
      if (text[i] == '.') continue;
      if (text[i] != '9') {
        ++text[i];
        break;
      }
      text[i] = '0';
      if (i == 0) text.insert(text.begin(), '1');
    }
  }
  return negative ? "-" + text : text;
}

double fixed(double value, int digits) { return std::strtod(to_fixed(value, digits).c_str(), nullptr); }

double precision_round(double value, int digits) {
  const double factor = std::pow(10.0, digits);
  return round(value * factor) / factor;
}

namespace {
std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\f\v");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\f\v") - first + 1);
}

// The longest decimal literal at the start of `text`: its value and what follows.
std::optional<double> leading_number(std::string_view& text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || !(text[0] == '.' || (text[0] >= '0' && text[0] <= '9'))) {
    if (text.substr(0, 8) != "Infinity") return std::nullopt;
    text.remove_prefix(8);
    return negative ? -HUGE_VAL : HUGE_VAL;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    value = std::strtod(std::string(text).c_str(), nullptr);
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return negative ? -value : value;
}
}  // namespace

std::optional<double> to_number(std::string_view text) {
  text = trim(text);
  if (text.empty()) return 0;
  for (auto [prefix, base] : {std::pair{"0x", 16}, {"0X", 16}, {"0b", 2}, {"0o", 8}}) {
    if (text.substr(0, 2) != prefix) continue;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return static_cast<double>(value);
  }
  auto value = leading_number(text);
  if (!text.empty()) return std::nullopt;
  return value;
}

std::optional<double> parse_float(std::string_view text) {
  text = trim(text);
  return leading_number(text);
}

}  // namespace waggle::js
