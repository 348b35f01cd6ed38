#include "core/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <regex>

#include "core/json.h"
#include "core/value.h"

namespace waggle::log {
namespace {

struct State {
  Config config;
  std::shared_ptr<spdlog::logger> logger;
  std::optional<std::regex> ignore;
  std::vector<std::pair<std::size_t, std::function<void(const Message&)>>> listeners;
  std::size_t next_listener = 0;
  bool telling = false;  // a listener that logs does not hear itself
};

State& state() {
  static State s = [] {
    State fresh;
    fresh.logger = std::make_shared<spdlog::logger>(
        "waggle", std::make_shared<spdlog::sinks::stdout_color_sink_mt>());
    fresh.logger->set_level(spdlog::level::debug);
    fresh.logger->set_pattern("[%Y-%m-%d %H:%M:%S] %v");
    return fresh;
  }();
  return s;
}

// fecha tokens, as Zigbee2MQTT's `timestamp_format` has them, to strftime's.
std::string spdlog_pattern(std::string_view format) {
  static constexpr std::pair<std::string_view, std::string_view> tokens[] = {
      {"YYYY", "%Y"}, {"YY", "%y"}, {"MMMM", "%B"}, {"MMM", "%b"}, {"MM", "%m"}, {"DD", "%d"},
      {"dddd", "%A"}, {"ddd", "%a"}, {"HH", "%H"},  {"hh", "%I"},  {"mm", "%M"}, {"ss", "%S"},
      {"SSS", "%e"},  {"A", "%p"},   {"ZZ", "%z"},
  };
  std::string out;
  while (!format.empty()) {
    auto token = std::find_if(std::begin(tokens), std::end(tokens),
                              [&](auto& t) { return format.substr(0, t.first.size()) == t.first; });
    if (token != std::end(tokens)) {
      out += token->second;
      format.remove_prefix(token->first.size());
    } else {
      if (format[0] == '%') out += '%';
      out += format[0];
      format.remove_prefix(1);
    }
  }
  return out;
}

spdlog::level::level_enum spd_level(Level level) {
  switch (level) {
    case Level::error: return spdlog::level::err;
    case Level::warning: return spdlog::level::warn;
    case Level::info: return spdlog::level::info;
    case Level::debug: return spdlog::level::debug;
  }
  return spdlog::level::info;
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
  std::vector<spdlog::sink_ptr> sinks;
  if (config.console) sinks.push_back(std::make_shared<spdlog::sinks::stdout_color_sink_mt>());
  if (!config.file.empty()) {
    sinks.push_back(std::make_shared<spdlog::sinks::basic_file_sink_mt>(config.file));
  }
  State& s = state();
  s.config = config;
  s.ignore.reset();
  if (!config.ignore_debug.empty()) s.ignore.emplace(config.ignore_debug);
  s.logger = std::make_shared<spdlog::logger>("waggle", sinks.begin(), sinks.end());
  s.logger->set_level(spdlog::level::debug);
  s.logger->set_pattern(config.console_json ? "%v"
                                            : "[" + spdlog_pattern(config.timestamp_format) + "] %v");
  s.logger->flush_on(spdlog::level::info);
}

void set_level(Level level) { state().config.level = level; }
Level level() { return state().config.level; }

Listener::Listener(std::function<void(const Message&)> hear) : id_(state().next_listener++) {
  state().listeners.emplace_back(id_, std::move(hear));
}

Listener::~Listener() {
  std::erase_if(state().listeners, [this](auto& l) { return l.first == id_; });
}

bool enabled(Level level, std::string_view name) {
  const State& s = state();
  Level limit = s.config.level;
  if (!s.config.namespaces.empty()) {
    for (std::string_view prefix = name;;) {
      if (auto it = s.config.namespaces.find(prefix); it != s.config.namespaces.end()) {
        limit = it->second;
        break;
      }
      const auto colon = prefix.rfind(':');
      if (colon == std::string_view::npos) break;
      prefix = prefix.substr(0, colon);
    }
  }
  if (level > limit) return false;
  return level != Level::debug || !s.ignore ||
         !std::regex_search(name.begin(), name.end(), *s.ignore);
}

void write(Level level, std::string_view name, std::string_view text) {
  if (!enabled(level, name)) return;
  State& s = state();
  if (s.config.console_json) {
    Object line;
    line.set("level", to_string(level));
    line.set("namespace", name);
    line.set("message", text);
    s.logger->log(spd_level(level), "{}", json::dump(Value(std::move(line))));
  } else {
    s.logger->log(spd_level(level), "{}: \t{}: {}", to_string(level), name, text);
  }
  if (s.telling) return;
  s.telling = true;
  for (std::size_t i = 0; i < s.listeners.size(); ++i) s.listeners[i].second({level, name, text});
  s.telling = false;
}

void vwrite(Level level, std::string_view name, fmt::string_view format, fmt::format_args args) {
  if (!enabled(level, name)) return;
  write(level, name, fmt::vformat(format, args));
}

}  // namespace waggle::log
