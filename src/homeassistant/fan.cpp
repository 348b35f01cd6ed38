#include <algorithm>

#include "core/log.h"
#include "homeassistant/components.h"

namespace waggle::homeassistant {
namespace {

using Words = std::vector<std::string>;

/// Modes that are speeds, from slow to fast, and those that are something else.
struct Modes {
  Words speeds{"off"};
  Words presets;
};

/// Models whose modes mean something else than their names say.
struct ModelModes {
  std::string_view model;
  Modes modes;
};

Modes modes_of(std::string_view model, const Expose& mode) {
  static const ModelModes particular[] = {
      // "on" is its highest speed, "smart" a gentle breeze.
      {"99432", {{"off", "low", "medium", "high", "on"}, {"smart"}}},
  };
  for (const ModelModes& one : particular) {
    if (one.model == model) return one.modes;
  }
  Modes out;
  for (const char* speed : {"low", "medium", "high", "1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
    if (has_value(mode, speed)) out.speeds.emplace_back(speed);
  }
  for (const char* preset : {"on", "auto", "smart"}) {
    if (has_value(mode, preset)) out.presets.emplace_back(preset);
  }
  return out;
}

template <class Item>
std::string joined(const Words& words, Item item) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) out += (i ? ", " : "") + item(words[i], i);
  return out;
}

void add_modes(const Expose& mode, const Modes& modes, Entry& entry) {
  const std::string property = property_of(mode);
  const std::string numbers = joined(modes.speeds, [](const std::string& s, std::size_t i) { return fmt::format("'{}':{}", s, i); });
  const std::string names = joined(modes.speeds, [](const std::string& s, std::size_t i) { return fmt::format("{}:'{}'", i, s); });
  const std::string presets = joined(modes.presets, [](const std::string& s, std::size_t) { return "'" + s + "'"; });
  Object& payload = entry.payload;
  payload.set("percentage_value_template", fmt::format(R"({{{{ {{{}}}[value_json["{}"]] | default('None') }}}})", numbers, property));
  payload.set("percentage_command_template", fmt::format("{{{{ {{{}}}[value] | default('') }}}}", names));
  payload.set("speed_range_min", 1);
  payload.set("speed_range_max", modes.speeds.size() - 1);
  payload.set("preset_mode_value_template",
              fmt::format(R"({{{{ value_json["{0}"] if value_json["{0}"] in [{1}] else 'None' | default('None') }}}})", property, presets));
  payload.set("preset_modes", Array(modes.presets.begin(), modes.presets.end()));
  payload.set("state_value_template", "{{ value_json.fan_state }}");
  entry.follows_state("percentage_state_topic").command("percentage_command_topic", "fan_mode");
  entry.follows_state("preset_mode_state_topic").command("preset_mode_command_topic", "fan_mode");
  entry.command("command_topic", "fan_state");
}

void add_speed(const Expose& speed, Entry& entry) {
  Object& payload = entry.payload;
  payload.set("percentage_value_template", fmt::format(R"({{{{ value_json["{}"] | default('None') }}}})", property_of(speed)));
  payload.set("percentage_command_template", "{{ value | default('') }}");
  if (speed.min) payload.set("speed_range_min", *speed.min);
  if (speed.max) payload.set("speed_range_max", *speed.max);
  payload.set("state_value_template", "{{ value_json.state }}");
  entry.follows_state("percentage_state_topic").command("percentage_command_topic", "speed");
  entry.command("command_topic", "state");
}

}  // namespace

void add_fan(const Source& source, Entries& out) {
  const Expose* mode = find_feature(source.first(), "mode", Expose::Type::enumeration);
  const Expose* speed = find_feature(source.first(), "speed", Expose::Type::numeric);
  if (!mode == !speed) return;  // controlled by one of them, not by both
  Entry& entry = out.emplace_back("fan", "fan");
  entry.payload.set("name", nullptr);
  entry.fill.emplace_back("fan_state", nullptr);
  if (mode) {
    add_modes(*mode, modes_of(source.model, *mode), entry);
  } else {
    add_speed(*speed, entry);
  }
}

}  // namespace waggle::homeassistant
