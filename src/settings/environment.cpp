#include "settings/environment.h"

#include <unistd.h>

#include "core/json.h"
#include "core/number.h"
#include "settings/table.h"
#include "settings/yaml_editor.h"

namespace waggle::settings {
namespace {

std::string variable_of(std::string_view path) {
  std::string out = "ZIGBEE2MQTT_CONFIG_";
  for (const char c : path) out += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

Value read(const Setting& setting, const std::string& text) {
  switch (setting.kind) {
    case Kind::boolean: return text == "true" || text == "TRUE" || text == "True";
    case Kind::number: {
      const auto number = js::to_number(text);
      return number ? Value(*number) : Value(text);
    }
    case Kind::text: return text;
    default: {
      auto parsed = json::parse(text);
      return parsed ? std::move(*parsed) : Value(text);
    }
  }
}

}  // namespace

Environment process_environment() {
  Environment out;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

void apply_environment(const Environment& environment, Object& config) {
  if (environment.empty()) return;
  for (const Setting& setting : all_settings) {
    const auto found = environment.find(variable_of(setting.path));
    if (found == environment.end() || found->second.empty()) continue;
    yaml_editor::Path path;
    for (std::string_view rest = setting.path;;) {
      const std::size_t dot = rest.find('.');
      path.emplace_back(rest.substr(0, dot));
      if (dot == std::string_view::npos) break;
      rest.remove_prefix(dot + 1);
    }
    yaml_editor::apply(config, {path, read(setting, found->second)});
  }
}

}  // namespace waggle::settings
