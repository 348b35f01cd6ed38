#include "core/log/line.h"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <iterator>

#include "core/json.h"
#include "core/value.h"

namespace waggle::log {
namespace {

constexpr std::string_view days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

struct Moment {
  std::tm local{};
  int ms = 0;
  int offset = 0;  // minutes east of Greenwich
};

Moment moment_of(WallTime time) {
  Moment out;
  out.ms = static_cast<int>(((time.ms % 1000) + 1000) % 1000);
  out.offset = utc_offset_minutes(time);
  const auto seconds = static_cast<std::time_t>((time.ms - out.ms) / 1000);
  localtime_r(&seconds, &out.local);
  return out;
}

std::string digits(int number, int width) { return fmt::format("{:0{}}", number, width); }
std::string_view day(const Moment& m) { return days[m.local.tm_wday]; }
std::string_view month(const Moment& m) { return months[m.local.tm_mon]; }
int hour12(const Moment& m) { return m.local.tm_hour % 12 == 0 ? 12 : m.local.tm_hour % 12; }
bool morning(const Moment& m) { return m.local.tm_hour < 12; }

std::string ordinal(int n) {
  const bool teens = n / 10 == 1;
  const std::string_view suffix = n % 10 > 3 || n % 10 == 0 || teens ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : "rd";
  return fmt::format("{}{}", n, suffix);
}

std::string offset(const Moment& m, std::string_view separator) {
  const int size = std::abs(m.offset);
  return fmt::format("{}{:02}{}{:02}", m.offset < 0 ? '-' : '+', size / 60, separator, size % 60);
}

// Longer tokens stand before those they begin with.
struct Token {
  std::string_view text;
  std::string (*write)(const Moment&);
};
constexpr Token tokens[] = {
    {"YYYY", [](const Moment& m) { return digits(m.local.tm_year + 1900, 4); }},
    {"YY", [](const Moment& m) { return digits(m.local.tm_year % 100, 2); }},
    {"MMMM", [](const Moment& m) { return std::string(month(m)); }},
    {"MMM", [](const Moment& m) { return std::string(month(m).substr(0, 3)); }},
    {"MM", [](const Moment& m) { return digits(m.local.tm_mon + 1, 2); }},
    {"M", [](const Moment& m) { return digits(m.local.tm_mon + 1, 1); }},
    {"dddd", [](const Moment& m) { return std::string(day(m)); }},
    {"ddd", [](const Moment& m) { return std::string(day(m).substr(0, 3)); }},
    {"dd", [](const Moment& m) { return digits(m.local.tm_wday, 2); }},
    {"d", [](const Moment& m) { return digits(m.local.tm_wday, 1); }},
    {"DD", [](const Moment& m) { return digits(m.local.tm_mday, 2); }},
    {"Do", [](const Moment& m) { return ordinal(m.local.tm_mday); }},
    {"D", [](const Moment& m) { return digits(m.local.tm_mday, 1); }},
    {"HH", [](const Moment& m) { return digits(m.local.tm_hour, 2); }},
    {"H", [](const Moment& m) { return digits(m.local.tm_hour, 1); }},
    {"hh", [](const Moment& m) { return digits(hour12(m), 2); }},
    {"h", [](const Moment& m) { return digits(hour12(m), 1); }},
    {"mm", [](const Moment& m) { return digits(m.local.tm_min, 2); }},
    {"m", [](const Moment& m) { return digits(m.local.tm_min, 1); }},
    {"ss", [](const Moment& m) { return digits(m.local.tm_sec, 2); }},
    {"s", [](const Moment& m) { return digits(m.local.tm_sec, 1); }},
    {"SSS", [](const Moment& m) { return digits(m.ms, 3); }},
    {"SS", [](const Moment& m) { return digits(m.ms / 10, 2); }},
    {"S", [](const Moment& m) { return digits(m.ms / 100, 1); }},
    {"a", [](const Moment& m) { return std::string(morning(m) ? "am" : "pm"); }},
    {"A", [](const Moment& m) { return std::string(morning(m) ? "AM" : "PM"); }},
    {"ZZ", [](const Moment& m) { return offset(m, ""); }},
    {"Z", [](const Moment& m) { return offset(m, ":"); }},
};

constexpr std::pair<std::string_view, std::string_view> named_formats[] = {
    {"default", "ddd MMM DD YYYY HH:mm:ss"},
    {"shortDate", "M/D/YY"},
    {"mediumDate", "MMM D, YYYY"},
    {"longDate", "MMMM D, YYYY"},
    {"fullDate", "dddd, MMMM D, YYYY"},
    {"isoDate", "YYYY-MM-DD"},
    {"isoDateTime", "YYYY-MM-DDTHH:mm:ssZ"},
    {"shortTime", "HH:mm"},
    {"mediumTime", "HH:mm:ss"},
    {"longTime", "HH:mm:ss.SSS"},
};

std::string_view color_of(Level level) {
  static constexpr std::string_view codes[] = {"\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[34m"};
  return codes[static_cast<std::size_t>(level)];
}

}  // namespace

std::string timestamp(WallTime time, std::string_view format) {
  for (const auto& [name, meaning] : named_formats) {
    if (format == name) format = meaning;
  }
  const Moment moment = moment_of(time);
  std::string out;
  while (!format.empty()) {
    if (const auto end = format.find(']'); format[0] == '[' && end != std::string_view::npos) {
      out += format.substr(1, end - 1);
      format.remove_prefix(end + 1);
      continue;
    }
    const auto* token = std::find_if(std::begin(tokens), std::end(tokens), [&](const Token& t) { return format.starts_with(t.text); });
    if (token == std::end(tokens)) {
      out += format[0];
      format.remove_prefix(1);
    } else {
      out += token->write(moment);
      format.remove_prefix(token->text.size());
    }
  }
  return out;
}

std::string text_line(const Message& message, std::string_view timestamp_format, Color color) {
  const bool colored = color == Color::yes;
  return fmt::format("[{}] {}{}{}: \t{}: {}", timestamp(message.time, timestamp_format), colored ? color_of(message.level) : "",
                     to_string(message.level), colored ? "\x1b[39m" : "", message.name, message.text);
}

std::string json_line(const Message& message, std::string_view timestamp_format) {
  return json::dump(Value(Object{{"level", to_string(message.level)},
                                 {"message", fmt::format("{}: {}", message.name, message.text)},
                                 {"timestamp", timestamp(message.time, timestamp_format)}}));
}

}  // namespace waggle::log
