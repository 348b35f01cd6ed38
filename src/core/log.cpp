#include "core/log.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "core/log/levels.h"
#include "core/log/line.h"
#include "core/log/repeats.h"

namespace waggle::log {
namespace {

struct State {
  Config config;
  Levels levels;
  Color color = Color::no;
  Repeats repeats{[this](const Message& message) { put(message); }};
  std::vector<std::pair<std::size_t, std::function<void(const Message&)>>> listeners;
  std::size_t next_listener = 0;
  bool telling = false;  // a listener that logs does not hear itself

  void put(const Message& message) const;
  WallTime now() const;
};

void State::put(const Message& message) const {
  if (config.console) {
    std::string line = config.console_json ? json_line(message, config.timestamp_format)
                                           : text_line(message, config.timestamp_format, color);
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
  }
  for (const auto& sink : config.sinks) sink->write(message);
}

WallTime State::now() const {
  if (config.clock) return config.clock();
  return {std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

State& state() {
  static State s;
  return s;
}

}  // namespace

std::string_view to_string(Level level) {
  static constexpr std::string_view names[] = {"error", "warning", "info", "debug"};
  return names[static_cast<std::size_t>(level)];
}

bool parse_level(std::string_view text, Level& out) {
  for (Level level : {Level::error, Level::warning, Level::info, Level::debug}) {
    if (to_string(level) == text) {
      out = level;
      return true;
    }
  }
  return false;
}

void configure(const Config& config) {
  State& s = state();
  close();
  s.config = config;
  s.levels = {};
  s.levels.set_general(config.level);
  s.levels.set_namespaces(config.namespaces);
  s.color = isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR") ? Color::yes : Color::no;
}

void set_level(Level level) { state().levels.set_general(level); }
Level level() { return state().levels.general(); }
void set_namespaces(NamespaceLevels levels) { state().levels.set_namespaces(std::move(levels)); }
Result<> set_ignore_debug(const std::string& expression) { return state().levels.set_ignore_debug(expression); }

void settle() { state().repeats.settle(state().now()); }

void close() {
  State& s = state();
  s.repeats.finish(s.now());
  s.config.sinks.clear();
  s.config.clock = nullptr;
}

Listener::Listener(std::function<void(const Message&)> hear) : id_(state().next_listener++) {
  state().listeners.emplace_back(id_, std::move(hear));
}

Listener::~Listener() {
  std::erase_if(state().listeners, [this](auto& l) { return l.first == id_; });
}

bool enabled(Level level, std::string_view name) { return state().levels.wanted(level, name); }

void write(Level level, std::string_view name, std::string_view text) {
  if (!enabled(level, name)) return;
  State& s = state();
  const Message message{level, name, text, s.now()};
  s.repeats.hear(message);
  if (s.telling) return;
  s.telling = true;
  for (std::size_t i = 0; i < s.listeners.size(); ++i) s.listeners[i].second(message);
  s.telling = false;
}

void vwrite(Level level, std::string_view name, fmt::string_view format, fmt::format_args args) {
  if (!enabled(level, name)) return;
  write(level, name, fmt::vformat(format, args));
}

}  // namespace waggle::log
