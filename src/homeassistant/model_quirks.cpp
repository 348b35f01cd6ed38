#include "homeassistant/model_quirks.h"

#include <string>

#include "core/log.h"

namespace waggle::homeassistant {
namespace {

constexpr std::string_view mode_topic = "/set/system_mode";

/// The payload of a thermostat whose mode can be set.
bool sets_mode(const Object& payload) {
  const Value* topic = payload.find("mode_command_topic");
  return topic && topic->string_or("").ends_with(mode_topic);
}

// Bosch's thermostats have an operating mode (schedule, manual, pause) beside the one of the standard; Home Assistant's
// modes are made of both, so commands go to the whole device.

constexpr std::string_view operating_mode_command =
    R"({"operating_mode": "{{ values[value] if value in values.keys() else 'pause' }}"})";
constexpr std::string_view known_or_off = "{{ values[value] if value in values.keys() else 'off' }}";
constexpr std::string_view as_manual = R"({"operating_mode": "manual", "system_mode": "{{ value }}"})";

void set_modes(Object& payload, Array modes, std::string command, std::string state) {
  std::string topic = payload["mode_command_topic"].string();
  topic.resize(topic.rfind('/'));
  payload.set("mode_command_topic", topic);
  payload.set("mode_command_template", std::move(command));
  payload.set("mode_state_template", std::move(state));
  payload.set("modes", std::move(modes));
}

void heats(const Object*, Object& payload) {
  if (!sets_mode(payload)) return;
  set_modes(payload, {"off", "heat", "auto"},
            fmt::format("{{% set values = {{ 'auto':'schedule','heat':'manual','off':'pause'}} %}}{}", operating_mode_command),
            fmt::format("{{% set values = {{'schedule':'auto','manual':'heat','pause':'off'}} %}}{{% set value = value_json.operating_mode %}}{}",
                        known_or_off));
}

void heats_and_cools(const Object*, Object& payload) {
  if (!sets_mode(payload)) return;
  set_modes(payload, {"off", "heat", "cool", "auto"},
            fmt::format("{{% set values = {{ 'auto':'schedule','heat':'manual','cool':'manual','off':'pause'}} %}}"
                        R"({{% if value == "heat" or value == "cool" %}}{}{{% else %}}{}{{% endif %}})",
                        as_manual, operating_mode_command),
            fmt::format("{{% set values = {{'schedule':'auto','manual':'heat','pause':'off'}} %}}{{% set value = value_json.operating_mode %}}"
                        R"({{% if value == "manual" %}}{{{{ value_json.system_mode }}}}{{% else %}}{}{{% endif %}})",
                        known_or_off));
}

/// What it heats or cools is the user's choice.
void heats_or_cools(const Object* options, Object& payload) {
  if (!sets_mode(payload)) return;
  const Value* chosen = options ? options->find("homeassistant_climate_modes") : nullptr;
  const std::string_view choice = chosen ? chosen->string_or("heat") : "heat";
  Array active{"heat"};
  if (choice == "cool") active = {"cool"};
  if (choice == "heat_cool") active = {"heat", "cool"};
  Array modes{"off"};
  std::string list;
  for (const Value& mode : active) {
    modes.push_back(mode);
    list += (list.empty() ? "'" : ",'") + mode.string() + "'";
  }
  modes.emplace_back("auto");
  set_modes(payload, std::move(modes),
            fmt::format("{{% set active_modes = [{}] %}}{{% set values = {{'auto':'schedule','off':'pause'}} %}}"
                        "{{% if value in active_modes %}}{}{{% else %}}{}{{% endif %}}",
                        list, as_manual, operating_mode_command),
            fmt::format("{{% set active_modes = [{}] %}}{{% set fallback_mode = '{}' %}}{{% set values = {{'schedule':'auto','pause':'off'}} %}}"
                        "{{% set value = value_json.operating_mode %}}{{% set mode = value_json.system_mode %}}"
                        "{{% if value == 'manual' %}}{{{{ mode if mode in active_modes else fallback_mode }}}}{{% else %}}{}{{% endif %}}",
                        list, active[0].string(), known_or_off));
}

void is_shutter(const Object*, Object& payload) {
  if (payload.contains("position_topic") && payload.contains("set_position_topic")) payload.set("device_class", "shutter");
}

/// It publishes values that Home Assistant does not take.
void checks_values(const Object*, Object& payload) {
  if (!sets_mode(payload)) return;
  const auto among = [](std::string_view property, std::string_view list, std::string_view otherwise) {
    return fmt::format("{{% if value_json is defined and value_json.{0} is defined and value_json.{0} in [{1}] %}}{{{{ value_json.{0} }}}}"
                       "{{% else %}}{2}{{% endif %}}", property, list, otherwise);
  };
  const auto known = [](std::string_view property) {
    return fmt::format("{{% if value_json is defined and value_json.{0} is defined and value_json.{0} is not none %}}{{{{ value_json.{0} }}}}"
                       "{{% else %}}None{{% endif %}}", property);
  };
  payload.set("mode_state_template", among("system_mode", "'off', 'heat', 'auto'", "off"));
  payload.set("preset_mode_value_template", among("preset", "'home', 'away', 'sleep', 'vacation', 'wind_down'", "none"));
  payload.set("temperature_state_template", known("occupied_heating_setpoint"));
  payload.set("current_temperature_template", known("local_temperature"));
}

struct Quirk {
  std::string_view model;
  void (*apply)(const Object* options, Object& payload);
};

constexpr Quirk quirks[] = {
    {"BTH-RA", heats},
    {"BTH-RM", heats_and_cools},
    {"BTH-RM230Z", heats_or_cools},
    {"DS-K02D/DS-K02E", is_shutter},
    {"WT-A03E", checks_values},
};

}  // namespace

void apply_model_quirks(std::string_view model, const Object* options, Object& payload) {
  for (const Quirk& quirk : quirks) {
    if (quirk.model == model) quirk.apply(options, payload);
  }
}

}  // namespace waggle::homeassistant
