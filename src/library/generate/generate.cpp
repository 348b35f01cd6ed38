#include "library/generate/generate.h"

#include <algorithm>

#include "core/json.h"
#include "library/generate/maker.h"
#include "zigbee/zcl/catalogue.h"

namespace waggle::library {
namespace generate_parts {
namespace {

// A cluster, or several that make one thing of it: the first that the device names counts, for the
// endpoints that have this one. What needs no thought stands as text, the rest is a function.
struct Rule {
  std::initializer_list<std::string_view> clusters;
  Part part;
  std::string_view blocks = {};
  enum class Names : std::uint8_t { none, where_needed } names = Names::none;
  std::initializer_list<std::string_view> skip = {};  // properties without endpoint, where no names are needed
};

constexpr std::string_view alarm_zone = R"({
  "ias_zone": {"alarm": "alarm_1", "second": "alarm_2", "bits": ["tamper", "battery_low"], "expose": false},
  "expose": {"list": [
    {"name": "alarm_1", "kind": "binary", "on": true, "off": false, "description": "Whether the zone's first alarm is on"},
    {"name": "alarm_2", "kind": "binary", "on": true, "off": false, "description": "Whether the zone's second alarm is on"},
    {"name": "tamper", "kind": "binary", "category": "diagnostic", "on": true, "off": false, "description": "Whether somebody tampers with the device"},
    {"name": "battery_low", "kind": "binary", "category": "diagnostic", "on": true, "off": false, "description": "Whether the battery is nearly empty"}]}})";

constexpr std::string_view siren = R"({
  "sets": {"key": "warning", "state": {}, "set": [{"command": "ssIasWd.startWarning", "payload": {
    "startwarninginfo": "({stop: 0, burglar: 1, fire: 2, emergency: 3, police_panic: 4, fire_panic: 5, emergency_panic: 6})"
    R"([value.mode ? value.mode : 'emergency'] << 4) + (((value.strobe ?? true) ? 1 : 0) << 2))"
    R"( + {low: 0, medium: 1, high: 2, very_high: 3}[value.level ? value.level : 'medium']",
    "warningduration": "value.duration ?? 10",
    "strobedutycycle": "value.strobe_duty_cycle == none || value.strobe_duty_cycle == null ? 0 : value.strobe_duty_cycle * 10",
    "strobelevel": "value.strobe_level == none || value.strobe_level == null ? 1 : {low: 0, medium: 1, high: 2, very_high: 3}[value.strobe_level]"}}]},
  "expose": {"list": [{"name": "warning", "kind": "composite", "access": "set", "description": "Sounds an alarm", "features": [
    {"name": "mode", "kind": "enum", "access": "set", "values": ["stop", "burglar", "fire", "emergency", "police_panic", "fire_panic", "emergency_panic"]},
    {"name": "level", "kind": "enum", "access": "set", "values": ["low", "medium", "high", "very_high"]},
    {"name": "strobe_level", "kind": "enum", "access": "set", "values": ["low", "medium", "high", "very_high"]},
    {"name": "strobe", "kind": "binary", "access": "set", "on": true, "off": false},
    {"name": "strobe_duty_cycle", "access": "set", "min": 0, "max": 10},
    {"name": "duration", "access": "set", "unit": "s"}]}]}})";

constexpr auto named = Rule::Names::where_needed;

// clang-format off
const Rule input_rules[] = {
    {{"msTemperatureMeasurement"}, nullptr, R"({"attribute": {"is": "temperature"}})", named},
    {{"msPressureMeasurement"},    nullptr, R"({"attribute": {"is": "pressure"}})", named},
    {{"msRelativeHumidity"},       nullptr, R"({"attribute": {"is": "humidity"}})", named},
    {{"msCO2"},                    nullptr, R"({"attribute": {"is": "co2"}})", named},
    {{"genPowerCfg"},              nullptr, R"({"battery": {"modern": true}})"},
    {{"genOnOff", "genLevelCtrl", "lightingColorCtrl"}, add_switches_and_lamps},
    {{"seMetering", "haElectricalMeasurement"}, add_meter},
    {{"closuresDoorLock"},         add_lock},
    {{"msIlluminanceMeasurement"}, nullptr, R"({"attribute": {"is": "illuminance"}})", named},
    {{"msOccupancySensing"},       nullptr, R"({"occupancy": {"readable": true, "report": [0, 3600, 0]}})", named},
    {{"ssIasZone"},                nullptr, alarm_zone},
    {{"ssIasWd"},                  nullptr, siren},
    {{"genDeviceTempCfg"},         nullptr, R"({"attribute": {"is": "device_temperature", "category": "diagnostic", "report": false}})", named},
    {{"pm25Measurement"},          nullptr, R"({"attribute": {"name": "pm25", "cluster": "pm25Measurement", "attribute": "measuredValue",
                                               "unit": "µg/m³", "report": [10, 3600, 1], "description": "Measured fine dust"}})", named},
    {{"msFlowMeasurement"},        nullptr, R"({"attribute": {"name": "flow", "cluster": "msFlowMeasurement", "attribute": "measuredValue", "scale": 10,
                                               "unit": "m³/h", "report": [10, 3600, 10], "description": "Measured flow of water"}})", named},
    {{"msSoilMoisture"},           nullptr, R"({"attribute": {"is": "soil_moisture"}})", named},
    {{"closuresWindowCovering"},   nullptr, R"({"cover": {"controls": ["lift", "tilt"]}})", Rule::Names::none, {"state", "position", "tilt", "cover_mode"}},
    {{"genBinaryInput"},           add_binary_inputs},
    {{"genBinaryOutput"},          add_binary_outputs},
    {{"genAnalogInput"},           add_analog_inputs},
    {{"genAnalogOutput"},          add_analog_outputs},
    {{"hvacThermostat"},           add_thermostats},
    {{"hvacFanCtrl"},              add_fans},
    {{"hvacUserInterfaceCfg"},     add_screens},
    {{"genIdentify"},              nullptr, R"({"identify": {}})"},
    {{"lightingBallastCfg"},       add_ballast},
};
const Rule output_rules[] = {
    {{"genOnOff"}, nullptr,
     R"({"actions": {"commands": {"genOnOff.on": "on", "genOnOff.off": "off", "genOnOff.offWithEffect": "off", "genOnOff.toggle": "toggle"}},
         "bind": {"cluster": "genOnOff"}})", named,
     {"on", "off", "toggle"}},
    {{"genLevelCtrl"}, nullptr, R"({"level_actions": {}, "bind": {"cluster": "genLevelCtrl"}})", named,
     {"brightness_move_to_level", "brightness_move_up", "brightness_move_down", "brightness_step_up", "brightness_step_down", "brightness_stop"}},
    {{"lightingColorCtrl"}, nullptr, R"({"color_actions": {}, "bind": {"cluster": "lightingColorCtrl"}})", named,
     {"color_temperature_move_stop", "color_temperature_move_up", "color_temperature_move_down", "color_temperature_step_up",
      "color_temperature_step_down", "enhanced_move_to_hue_and_saturation", "move_to_hue_and_saturation", "color_hue_step_up",
      "color_hue_step_down", "color_saturation_step_up", "color_saturation_step_down", "color_loop_set", "color_temperature_move",
      "color_move", "hue_move", "hue_stop", "move_to_saturation", "move_to_hue", "stop_move_step"}},
    {{"closuresWindowCovering"}, nullptr,
     R"({"actions": {"commands": {"closuresWindowCovering.upOpen": "open", "closuresWindowCovering.downClose": "close",
                                  "closuresWindowCovering.stop": "stop"}},
         "bind": {"cluster": "closuresWindowCovering"}})", named,
     {"open", "close", "stop"}},
};
// clang-format on

const Rule* rule_of(std::span<const Rule> rules, std::string_view cluster) {
  for (const Rule& rule : rules) {
    if (std::find(rule.clusters.begin(), rule.clusters.end(), cluster) != rule.clusters.end()) return &rule;
  }
  return nullptr;
}

void apply(const Rule& rule, Maker& maker, const Endpoints& endpoints) {
  if (rule.part) return rule.part(maker, endpoints);
  const Value blocks = *json::parse(rule.blocks);  // a text of ours
  for (const auto& [name, options] : blocks.object()) {
    if (rule.names == named) {
      maker.add_for(endpoints, name, options.object());
    } else {
      maker.add(name, options.object());
    }
  }
  if (rule.names == Rule::Names::none || maker.is_first_alone(endpoints)) maker.skip(rule.skip);
}

// Rules in the order in which the device names their clusters, endpoint by endpoint.
void apply_all(std::span<const Rule> rules, std::vector<ClusterId> EndpointInfo::*list, Maker& maker) {
  std::vector<std::pair<std::string_view, Endpoints>> found;
  const Device& device = maker.device();
  for (std::size_t i = 0; i < device.endpoint_count(); ++i) {
    const EndpointInfo& endpoint = device.endpoint(i);
    for (const ClusterId id : endpoint.*list) {
      const zcl::Cluster* cluster = zcl::find_standard(id);
      if (!cluster || !rule_of(rules, cluster->name)) continue;
      auto entry = std::find_if(found.begin(), found.end(), [&](const auto& f) { return f.first == cluster->name; });
      if (entry == found.end()) entry = found.insert(found.end(), {cluster->name, {}});
      Endpoints& endpoints = entry->second;
      if (endpoints.empty() || endpoints.back() != &endpoint) endpoints.push_back(&endpoint);
    }
  }
  std::vector<const Rule*> used;
  for (const auto& [cluster, endpoints] : found) {
    const Rule* rule = rule_of(rules, cluster);
    if (std::find(used.begin(), used.end(), rule) != used.end()) continue;
    used.push_back(rule);
    apply(*rule, maker, endpoints);
  }
}

}  // namespace
}  // namespace generate_parts

Generated generate(const Device& device, For whom) {
  generate_parts::Maker maker(device, whom);
  if (device.type() == DeviceType::green_power) {
    generate_parts::add_green_power(maker);
  } else {
    apply_all(generate_parts::input_rules, &EndpointInfo::inputs, maker);
    apply_all(generate_parts::output_rules, &EndpointInfo::outputs, maker);
  }
  return maker.finish();
}

const Question* next_question(const Generated& generated, const std::vector<Question>& asked) {
  for (const Question& question : generated.questions) {
    if (std::find(asked.begin(), asked.end(), question) == asked.end()) return &question;
  }
  return nullptr;
}

}  // namespace waggle::library
