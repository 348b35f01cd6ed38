#include "app/logging.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace waggle::app {
namespace {

std::string stamp(WallTime now) {
  const std::time_t seconds = static_cast<std::time_t>(now.ms / 1000);
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d.%H-%M-%S", &local);
  return text;
}

bool has(const Value* list, std::string_view word) {
  if (!list || !list->is_array()) return false;
  return std::any_of(list->array().begin(), list->array().end(), [&](const Value& v) { return v == Value(word); });
}

}  // namespace

Result<log::Config> log_config(const settings::Settings& settings, io::Files& files, WallTime now) {
  log::Config out;
  log::parse_level(settings.text("advanced.log_level"), out.level);
  if (std::getenv("DEBUG")) out.level = log::Level::debug;
  if (const Value* levels = settings.find("advanced.log_namespaced_levels"); levels && levels->is_object()) {
    for (const auto& [name, level] : levels->object()) {
      log::Level parsed = out.level;
      if (log::parse_level(level.string_or(""), parsed)) out.namespaces[name] = parsed;
    }
  }
  out.ignore_debug = settings.text("advanced.log_debug_namespace_ignore");
  out.timestamp_format = settings.text("advanced.timestamp_format");
  const Value* outputs = settings.find("advanced.log_output");
  out.console = has(outputs, "console");
  out.console_json = settings.flag("advanced.log_console_json");
  if (has(outputs, "file")) {
    constexpr std::string_view variable = "%TIMESTAMP%";
    auto fill = [&](std::string text) {
      for (std::size_t at; (at = text.find(variable)) != std::string::npos;) text.replace(at, variable.size(), stamp(now));
      return text;
    };
    const std::string folder = fill(std::string(settings.text("advanced.log_directory")));
    TRY_DO(files.make_folder(folder));
    out.file = folder + "/" + fill(std::string(settings.text("advanced.log_file")));
  }
  return out;
}

}  // namespace waggle::app
