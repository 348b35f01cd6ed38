// Thermostats: the thing itself, and entities of their own for what Home Assistant's thermostats have no place for.
#include "core/log.h"
#include "homeassistant/components.h"
#include "homeassistant/traits.h"

namespace waggle::homeassistant {
namespace {

/// A part of a thermostat that can be chosen from a list.
struct Part {
  std::string_view feature;
  std::string_view prefix;    // of the topics' keys
  std::string_view list;      // the key of the values
  std::string_view template_key;
};
constexpr Part parts[] = {
    {"system_mode", "mode", "modes", "mode_state_template"},
    {"fan_mode", "fan_mode", "fan_modes", "fan_mode_state_template"},
    {"swing_mode", "swing_mode", "swing_modes", "swing_mode_state_template"},
    {"preset", "preset_mode", "preset_modes", "preset_mode_value_template"},
};

void add_part(const Part& part, const Expose& feature, Entry& entry) {
  Array values;
  for (const Value& value : feature.values) {
    // A mode of Zigbee's that Home Assistant does not know.
    if (part.feature != "system_mode" || value != Value("sleep")) values.push_back(value);
  }
  const std::string prefix(part.prefix);
  entry.payload.set(part.list, std::move(values));
  entry.payload.set(part.template_key, value_template(property_of(feature)));
  entry.follows_state(prefix + "_state_topic").command(prefix + "_command_topic", part.feature);
}

void add_setpoint(std::string_view kind, const Expose& setpoint, Entry& entry) {
  const std::string prefix = "temperature" + std::string(kind);
  entry.payload.set(prefix + "_state_template", value_template(property_of(setpoint)));
  entry.follows_state(prefix + "_state_topic").command(prefix + "_command_topic", setpoint.name);
}

Entry value_entry(std::string_view type, const Expose& feature, std::string_view endpoint) {
  const std::string property = property_of(feature);
  Entry entry(type, with_endpoint(feature.name, endpoint));
  entry.payload = {{"name", name_of_value(feature, endpoint)}, {"value_template", value_template(property)}};
  if (!feature.unit.empty()) entry.payload.set("unit_of_measurement", feature.unit);
  entry.fill.emplace_back(property, nullptr);
  return entry;
}

void make_settable(const Expose& feature, std::string_view endpoint, Entry& entry) {
  entry.command("command_topic", property_of(feature));
  entry.commands_below = endpoint;
  if (feature.min) entry.payload.set("min", *feature.min);
  if (feature.max) entry.payload.set("max", *feature.max);
}

void add_side_entries(const Source& source, Entries& out) {
  const std::string_view endpoint = source.endpoint();
  const Expose& thing = source.first();
  if (const Expose* offset = find_feature(thing, "local_temperature_calibration", Expose::Type::numeric)) {
    Entry& entry = out.emplace_back(value_entry("number", *offset, endpoint));
    make_settable(*offset, endpoint, entry);
    entry.payload.set("device_class", "temperature_delta");
    entry.payload.set("entity_category", config);
    if (offset->step) entry.payload.set("step", *offset->step);
  }
  if (const Expose* heating = find_feature(thing, "pi_heating_demand", Expose::Type::numeric)) {
    const bool settable = heating->access & Access::set;
    Entry& entry = out.emplace_back(value_entry(settable ? "number" : "sensor", *heating, endpoint));
    entry.payload.set("icon", "mdi:radiator");
    if (settable) {
      make_settable(*heating, endpoint, entry);
    } else {
      entry.payload.set("entity_category", diagnostic);
    }
  }
  if (const Expose* cooling = find_feature(thing, "pi_cooling_demand", Expose::Type::numeric)) {
    Entry& entry = out.emplace_back(value_entry("sensor", *cooling, endpoint));
    entry.payload.set("icon", "mdi:air-conditioner");
    entry.payload.set("entity_category", diagnostic);
  }
  const Expose* temperature = find_feature(thing, "local_temperature", Expose::Type::numeric);
  const bool elsewhere = source.sibling(Expose::Type::numeric, "temperature") || source.sibling(Expose::Type::numeric, "local_temperature");
  if (temperature && !elsewhere) {
    Entry& entry = out.emplace_back(value_entry("sensor", *temperature, endpoint));
    entry.payload.set("device_class", "temperature");
    entry.payload.set("state_class", measurement);
  }
}

}  // namespace

void add_climate(const Source& source, Entries& out) {
  const std::string_view endpoint = source.endpoint();
  const Expose& thing = source.first();
  const Expose* heating = nullptr;
  for (const Expose& feature : thing.features) {
    const bool setpoint = feature.name == "occupied_heating_setpoint" || feature.name == "current_heating_setpoint";
    if (!heating && setpoint && feature.type == Expose::Type::numeric) heating = &feature;
  }
  const Expose* cooling = find_feature(thing, "occupied_cooling_setpoint", Expose::Type::numeric);
  const Expose* primary = heating ? heating : cooling;
  const Expose* temperature = thing.feature("local_temperature");
  if (!primary || !primary->min || !primary->max || !temperature) return;

  Entry entry("climate", with_endpoint("climate", endpoint));
  Object& payload = entry.payload;
  payload = {{"name", name_of_thing(endpoint)},
             {"temperature_unit", "C"},
             {"min_temp", to_text(*primary->min)},
             {"max_temp", to_text(*primary->max)},
             {"current_temperature_template", value_template(property_of(*temperature))}};
  if (primary->step) payload.set("temp_step", *primary->step);
  entry.state = false;
  entry.commands_below = endpoint;
  entry.follows_state("current_temperature_topic");
  if (const Expose* running = thing.feature("running_state")) {
    const std::string property = property_of(*running);
    payload.set("action_template",
                fmt::format(R"({{% set values = {{None:None,'idle':'idle','heat':'heating','cool':'cooling','fan_only':'fan'}} %}}{{{{ values[value_json["{}"]] }}}})", property));
    entry.follows_state("action_topic");
    entry.fill.emplace_back(property, nullptr);
  }
  if (heating && cooling) {
    add_setpoint("_low", *heating, entry);
    add_setpoint("_high", *cooling, entry);
  } else {
    add_setpoint("", *primary, entry);
  }
  for (const Part& part : parts) {
    if (const Expose* feature = find_feature(thing, part.feature, Expose::Type::enumeration)) add_part(part, *feature, entry);
  }
  if (const Expose* humidity = source.sibling(Expose::Type::numeric, "humidity")) {
    payload.set("current_humidity_template", value_template(property_of(*humidity)));
    entry.follows_state("current_humidity_topic");
  }
  add_side_entries(source, out);
  out.push_back(std::move(entry));
}

}  // namespace waggle::homeassistant
