// Thermostats, their screens, and fans. The blocks read and set; what is shown and what is sent at
// configuring depends on what the thermostat can do, so it stands in the row.
#include <algorithm>

#include "library/generate/maker.h"

namespace waggle::library::generate_parts {
namespace {

// What the attribute ctrlSeqeOfOper tells (ZCL 8, table 6-18).
enum class Sequence : std::uint8_t { cools, cools_with_reheat, heats, heats_with_reheat, both, both_with_reheat };

constexpr std::string_view thermostat_cluster = "hvacThermostat";
constexpr std::string_view fan_cluster = "hvacFanCtrl";

// One row of the block `expose`.
Object property(std::string_view name, std::string_view access, Object more) {
  Object out{{"name", name}, {"access", access}};
  for (auto& [key, value] : more) out.set(key, std::move(value));
  return out;
}
Object words(std::string_view name, std::string_view access, Array values) {
  return property(name, access, {{"kind", "enum"}, {"values", std::move(values)}});
}
Object setpoint(std::string_view name) { return property(name, "all", {{"unit", "°C"}, {"min", 7}, {"max", 30}, {"step", 0.5}}); }

void show(Maker& maker, const EndpointInfo& endpoint, bool by_name, Array rows) {
  Object& options = maker.add("expose", {{"list", std::move(rows)}});
  if (by_name) options.set("endpoints", names_of({&endpoint}));
}

void let_set(Maker& maker, std::initializer_list<std::string_view> properties) {
  Value& set = maker.once("thermostat")["set"];
  if (!set.is_array()) set = Array{};
  for (const std::string_view name : properties) {
    if (std::find(set.array().begin(), set.array().end(), Value(name)) == set.array().end()) set.array().emplace_back(name);
  }
}

void add_thermostat(Maker& maker, const EndpointInfo& endpoint, bool alone) {
  const double told = maker.ask_number(endpoint, thermostat_cluster, "ctrlSeqeOfOper").value_or(static_cast<double>(Sequence::heats));
  auto is = [told](Sequence a, Sequence b) { return told == static_cast<double>(a) || told == static_cast<double>(b); };
  const bool cools_alone = is(Sequence::cools, Sequence::cools_with_reheat);
  const bool does_both = is(Sequence::both, Sequence::both_with_reheat);
  const Endpoints one{&endpoint};

  Array features, steps, modes{"off"}, states{"idle"};
  add_binding(steps, one, thermostat_cluster);
  auto report = [&](std::string_view attribute, int change) { add_reporting(steps, one, thermostat_cluster, attribute, Array{0, 3600, change}); };
  features.push_back(property("local_temperature", "state_get", {{"unit", "°C"}}));
  report("localTemp", 10);
  let_set(maker, {"local_temperature", "system_mode", "running_state"});
  if (!cools_alone) {
    features.push_back(setpoint("occupied_heating_setpoint"));
    report("occupiedHeatingSetpoint", 10);
    let_set(maker, {"occupied_heating_setpoint"});
    modes.emplace_back("heat");
    states.emplace_back("heat");
  }
  if (cools_alone || does_both) {
    features.push_back(setpoint("occupied_cooling_setpoint"));
    report("occupiedCoolingSetpoint", 10);
    let_set(maker, {"occupied_cooling_setpoint"});
    modes.emplace_back("cool");
    states.emplace_back("cool");
  }
  if (does_both) modes.emplace_back("auto");
  features.push_back(words("system_mode", "all", std::move(modes)));
  report("systemMode", 0);
  features.push_back(words("running_state", "state_get", std::move(states)));
  report("runningState", 0);
  if (serves(endpoint, fan_cluster)) {
    maker.once("fan");
    features.push_back(words("fan_mode", "all", {"off", "low", "medium", "high", "auto"}));
    const Endpoints fans = alone ? maker.serving(fan_cluster) : one;
    add_binding(steps, fans, fan_cluster);
    add_reporting(steps, fans, fan_cluster, "fanMode", {0, 3600, 0});
  }
  show(maker, endpoint, !alone, {Object{{"kind", "climate"}, {"features", std::move(features)}}});
  maker.add("configure", {{"steps", std::move(steps)}});
}

}  // namespace

void add_thermostats(Maker& maker, const Endpoints& endpoints) {
  for (const EndpointInfo* endpoint : endpoints) add_thermostat(maker, *endpoint, maker.is_first_alone(endpoints));
  if (endpoints.size() == 1) {
    maker.skip({"local_temperature", "occupied_heating_setpoint", "occupied_cooling_setpoint", "system_mode", "running_state",
                "keypad_lockout", "temperature_display_mode", "programming_operation_mode"});
  }
}

void add_fans(Maker& maker, const Endpoints& endpoints) {
  const bool alone = maker.is_first_alone(endpoints);
  for (const EndpointInfo* endpoint : endpoints) {
    if (serves(*endpoint, thermostat_cluster)) continue;  // the thermostat shows it
    const Endpoints one{endpoint};
    maker.once("fan");
    show(maker, *endpoint, !alone,
         {Object{{"kind", "fan"},
                 {"features", Array{property("state", "all", {{"kind", "binary"}, {"on", "ON"}, {"off", "OFF"}}),
                                    property("mode", "all", {{"kind", "enum"}, {"property", "fan_mode"},
                                                             {"values", Array{"off", "low", "medium", "high", "on", "auto", "smart"}}})}}}});
    Array steps;
    add_binding(steps, one, fan_cluster);
    add_reporting(steps, one, fan_cluster, "fanMode", {0, 3600, 0});
    maker.add("configure", {{"steps", std::move(steps)}});
  }
}

void add_screens(Maker& maker, const Endpoints& endpoints) {
  constexpr std::string_view cluster = "hvacUserInterfaceCfg";
  const bool alone = maker.is_first_alone(endpoints);
  for (const EndpointInfo* endpoint : endpoints) {
    const Endpoints one{endpoint};
    let_set(maker, {"temperature_display_mode", "keypad_lockout"});
    show(maker, *endpoint, !alone, {words("temperature_display_mode", "all", {"celsius", "fahrenheit"}),
                      words("keypad_lockout", "all", {"unlock", "lock1", "lock2", "lock3", "lock4", "lock5"})});
    Array steps;
    add_binding(steps, one, cluster);
    add_reporting(steps, one, cluster, "keypadLockout", {10, 3600, 0});
    maker.add("configure", {{"steps", std::move(steps)}});
  }
}

}  // namespace waggle::library::generate_parts
