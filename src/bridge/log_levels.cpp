#include "bridge/log_levels.h"

namespace waggle::bridge {

LogLevels::Wanted LogLevels::read(const settings::Settings& settings) {
  Wanted out;
  log::parse_level(settings.text("advanced.log_level"), out.level);
  if (const Value* levels = settings.find("advanced.log_namespaced_levels"); levels && levels->is_object()) {
    for (const auto& [name, text] : levels->object()) {
      log::Level level = out.level;
      if (log::parse_level(text.string_or(""), level)) out.namespaces[name] = level;
    }
  }
  out.ignore_debug = settings.text("advanced.log_debug_namespace_ignore");
  return out;
}

void LogLevels::ignore_debug(const std::string& expression) {
  if (auto set = log::set_ignore_debug(expression); !set) {
    log::error("z2m", "advanced.log_debug_namespace_ignore: {}", set.error().text);
  }
}

void LogLevels::apply() {
  Wanted wanted = read(settings_);
  if (wanted.level != now_.level) log::set_level(wanted.level);
  if (wanted.namespaces != now_.namespaces) log::set_namespaces(wanted.namespaces);
  if (wanted.ignore_debug != now_.ignore_debug) ignore_debug(wanted.ignore_debug);
  now_ = std::move(wanted);
}

}  // namespace waggle::bridge
