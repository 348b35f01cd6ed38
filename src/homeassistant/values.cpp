// Single values: those that can be set become switches, numbers, selects and buttons, the others sensors.
#include "core/log.h"
#include "homeassistant/actions.h"
#include "homeassistant/components.h"
#include "homeassistant/traits.h"

namespace waggle::homeassistant {
namespace {

/// Numbers of these units are what the unit says, whatever their name.
struct UnitTraits {
  std::string_view unit;
  std::string_view device_class;
  std::string_view state_class;
};
constexpr UnitTraits units[] = {
    {"Wh", "energy", total_increasing}, {"kWh", "energy", total_increasing}, {"A", "current", measurement}, {"mA", "current", measurement},
    {"mW", "power", measurement},       {"W", "power", measurement},         {"kW", "power", measurement},
};

void write(const Traits* traits, Object& payload) {
  if (traits) traits->write(payload);
}

Entry& add_entry(std::string_view type, std::string object_id, const Source& source, Entries& out) {
  const Expose& e = source.first();
  Entry& entry = out.emplace_back(type, std::move(object_id));
  entry.payload.set("name", name_of_value(e, source.endpoint()));
  entry.fill.emplace_back(property_of(e), nullptr);
  return entry;
}

void make_settable(const Source& source, Entry& entry) {
  entry.command("command_topic", property_of(source.first()));
  entry.commands_below = source.endpoint();
}

}  // namespace

void add_binary(const Source& source, Entries& out) {
  const Expose& e = source.first();
  const std::string property = property_of(e);
  const std::string_view endpoint = source.endpoint();
  if (!(e.access & Access::set)) {
    Entry& entry = add_entry("binary_sensor", with_endpoint(e.name, endpoint), source, out);
    entry.payload.set("value_template", value_template(property));
    entry.payload.set("payload_on", e.value_on);
    entry.payload.set("payload_off", e.value_off);
    write(binary_traits(e.name), entry.payload);
    return;
  }
  Entry& entry = add_entry("switch", with_endpoint("switch_" + e.name, endpoint), source, out);
  // Templates write truth as "True", commands as "true".
  entry.payload.set("value_template", e.value_on.is_bool() ? fmt::format(R"({{% if value_json["{}"] %}}true{{% else %}}false{{% endif %}})", property)
                                                           : value_template(property));
  entry.payload.set("payload_on", to_text(e.value_on));
  entry.payload.set("payload_off", to_text(e.value_off));
  make_settable(source, entry);
  write(binary_traits(e.name), entry.payload);
}

void add_numeric(const Source& source, Entries& out) {
  const Expose& e = source.first();
  const bool settable = e.access & Access::set;
  Entry& entry = add_entry(settable ? "number" : "sensor", with_endpoint(e.name, source.endpoint()), source, out);
  Object& payload = entry.payload;
  payload.set("value_template", value_template(property_of(e)));
  if (!e.unit.empty()) payload.set("unit_of_measurement", e.unit);
  if (settable) {
    make_settable(source, entry);
    if (e.step.value_or(0) != 0) payload.set("step", *e.step);
    const Traits* traits = numeric_traits(e.name);
    write(traits, payload);
    if (traits && traits->device_class != "temperature") payload.erase("device_class");
    if (e.min) payload.set("min", *e.min);
    if (e.max) payload.set("max", *e.max);
    return;
  }
  payload.set("enabled_by_default", true);
  const bool parts = e.name == "voc" && (e.unit == "ppb" || e.unit == "ppm");  // a class of its own
  write(numeric_traits(parts ? "voc_parts" : e.name), payload);
  for (const UnitTraits& unit : units) {
    if (unit.unit != e.unit) continue;
    payload.set("device_class", unit.device_class);
    payload.set("state_class", unit.state_class);
  }
  // Home Assistant complains of a class without a unit.
  const Value* shown_unit = payload.find("unit_of_measurement");
  if (!shown_unit) payload.erase("device_class");
}

void add_enumeration(const Source& source, Entries& out) {
  const Expose& e = source.first();
  const std::string property = property_of(e);
  const bool published = e.access & Access::state;
  const bool settable = e.access & Access::set;
  const Traits* traits = enumeration_traits(e.name);
  if (property == "action") {
    if (source.style.event_entities && published && !settable) {
      Entry& entry = add_entry("event", property, source, out);
      entry.fill.clear();
      entry.payload.set("event_types", event_types(e.values));
      entry.payload.set("value_template", event_template());
      write(traits, entry.payload);
    }
    if (!source.style.legacy_action_sensor) return;
  }
  if (settable && e.values.size() == 1) {
    Entry& entry = add_entry("button", property, source, out);
    entry.state = false;
    entry.payload.set("payload_press", to_text(e.values[0]));
    make_settable(source, entry);
    write(traits, entry.payload);
  } else if (settable) {
    Entry& entry = add_entry("select", property, source, out);
    entry.state = published;
    if (published) entry.payload.set("value_template", value_template(property));
    entry.payload.set("options", texts(e.values));
    make_settable(source, entry);
    write(traits, entry.payload);
  } else if (published) {
    Entry& entry = add_entry("sensor", property, source, out);
    entry.payload.set("value_template", value_template(property));
    if (property == "action") entry.payload.set("entity_category", diagnostic);
    write(traits, entry.payload);
  }
}

}  // namespace waggle::homeassistant
