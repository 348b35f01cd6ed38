// The log: levels, namespaces ("z2m:mqtt"), sinks. The one global of the program, because a message
// must find its way from anywhere; where messages go is decided by app, once, at start.
//
// A message that passes the levels goes to the listeners as it is, and to the console and the sinks
// through log/repeats.h, which counts what repeats. One thread; knows neither settings nor sockets.
#pragma once

#include <fmt/core.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace waggle::log {

enum class Level : std::uint8_t { error, warning, info, debug };

std::string_view to_string(Level level);
/// "error", "warning", "info", "debug"; false for anything else.
bool parse_level(std::string_view text, Level& out);

/// "z2m:mqtt" governs "z2m:mqtt:…" too.
using NamespaceLevels = std::map<std::string, Level, std::less<>>;

struct Message {
  Level level;
  std::string_view name;  // the namespace
  std::string_view text;
  WallTime time{};
};

/// Where messages go besides the console: a file, the system log. Writing must not log.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(const Message& message) = 0;
};

struct Config {
  Level level = Level::info;
  NamespaceLevels namespaces;
  bool console = true;
  bool console_json = false;
  std::string timestamp_format = "YYYY-MM-DD HH:mm:ss";
  std::vector<std::shared_ptr<Sink>> sinks;
  std::function<WallTime()> clock;  // empty: the operating system's
};

/// Replaces the configuration; no namespace is ignored then.
void configure(const Config& config);
void set_level(Level level);
Level level();
void set_namespaces(NamespaceLevels levels);
/// Debug messages of namespaces that the regular expression finds something in are dropped; empty: of none.
Result<> set_ignore_debug(const std::string& expression);

/// Writes the counts of repeated lines that are due; to be called every few seconds.
void settle();
/// Writes all counts and lets go of the sinks; the console stays.
void close();

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
