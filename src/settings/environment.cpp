#include "settings/environment.h"

#include <unistd.h>

#include <algorithm>

#include "core/json.h"
#include "core/number.h"
#include "settings/table.h"
#include "settings/yaml_editor.h"

namespace waggle::settings {
namespace {

constexpr std::string_view prefix = "ZIGBEE2MQTT_CONFIG_";

std::string variable_of(std::string_view path) {
  std::string out(prefix);
  for (const char c : path) out += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

Value read(const Setting& setting, const std::string& text) {
  switch (setting.kind) {
    case Kind::boolean: {
      constexpr std::string_view yes = "true";
      return std::equal(text.begin(), text.end(), yes.begin(), yes.end(), [](char a, char b) { return (a | 0x20) == b; });
    }
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
    if (equals != std::string_view::npos && text.starts_with(prefix)) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

std::map<std::string, std::string> apply_environment(const Environment& environment, Object& config) {
  std::map<std::string, std::string> out;
  if (environment.empty()) return out;
  for (const Setting& setting : all_settings) {
    std::string variable = variable_of(setting.path);
    const auto found = environment.find(variable);
    if (found == environment.end() || found->second.empty()) continue;
    yaml_editor::apply(config, {split(setting.path), read(setting, found->second)});
    out.emplace(setting.path, std::move(variable));
  }
  return out;
}

std::vector<std::string> unknown_variables(const Environment& environment) {
  std::vector<std::string> out;
  for (const auto& [name, value] : environment) {
    const bool known = std::any_of(all_settings.begin(), all_settings.end(), [&](const Setting& s) { return variable_of(s.path) == name; });
    if (name.starts_with(prefix) && !known) out.push_back(name);
  }
  return out;
}

}  // namespace waggle::settings
