// The log: levels, namespaces ("z2m:mqtt"), sinks. The one global of the program, because a message
// must find its way from anywhere; what it does with messages is decided by app, once, at start.
#pragma once

#include <fmt/core.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace waggle::log {

enum class Level : std::uint8_t { error, warning, info, debug };

std::string_view to_string(Level level);
/// "error", "warning", "info", "debug"; false for anything else.
bool parse_level(std::string_view text, Level& out);

struct Config {
  Level level = Level::info;
  std::map<std::string, Level, std::less<>> namespaces;  // "z2m:mqtt" governs "z2m:mqtt:…" too
  std::string ignore_debug;                              // regular expression over namespaces
  bool console = true;
  bool console_json = false;
  std::string file;  // empty: none
  std::string timestamp_format = "YYYY-MM-DD HH:mm:ss";
};

struct Message {
  Level level;
  std::string_view name;  // the namespace
  std::string_view text;
};

/// Replaces the configuration; throws std::runtime_error when a file or expression is unusable.
void configure(const Config& config);
void set_level(Level level);
Level level();

/// Called for every message that passes the levels, until the returned handle is destroyed.
class Listener {
 public:
  explicit Listener(std::function<void(const Message&)> hear);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

 private:
  std::size_t id_;
};

bool enabled(Level level, std::string_view name);
void write(Level level, std::string_view name, std::string_view text);
void vwrite(Level level, std::string_view name, fmt::string_view format, fmt::format_args args);

template <class... Args>
void error(std::string_view name, fmt::format_string<Args...> format, Args&&... args) {
  vwrite(Level::error, name, format, fmt::make_format_args(args...));
}
template <class... Args>
void warning(std::string_view name, fmt::format_string<Args...> format, Args&&... args) {
  vwrite(Level::warning, name, format, fmt::make_format_args(args...));
}
template <class... Args>
void info(std::string_view name, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::info, name)) vwrite(Level::info, name, format, fmt::make_format_args(args...));
}
template <class... Args>
void debug(std::string_view name, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::debug, name)) {
    vwrite(Level::debug, name, format, fmt::make_format_args(args...));
  }
}

}  // namespace waggle::log
