// Analog and binary inputs and outputs (ZCL 8, 3.14): they name themselves, and say in what they measure.
#include <algorithm>

#include "library/generate/maker.h"

namespace waggle::library::generate_parts {
namespace {

struct Port {
  std::string_view cluster;
  std::string_view usual_name;
  std::string_view text;
  bool output;
};
constexpr Port analog_input{"genAnalogInput", "analog_input", "Analog input", false};
constexpr Port analog_output{"genAnalogOutput", "analog_output", "Analog output", true};
constexpr Port binary_input{"genBinaryInput", "binary_input", "Binary input", false};
constexpr Port binary_output{"genBinaryOutput", "binary_output", "Binary output", true};

// "Tank  Level" → "tank_level"
std::string property_of(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    const bool blank = std::string_view(" \t\r\n\f\v").find(c) != std::string_view::npos;
    if (blank && !gap) out += '_';
    if (!blank) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    gap = blank;
  }
  return out;
}

// What all of them have; the name is the device's own, or that of the port.
Object describe(Maker& maker, const EndpointInfo& endpoint, const Port& port, bool alone) {
  const std::string number = std::to_string(endpoint.id.raw);
  const std::string numbered = std::string(port.usual_name) + "_" + number;
  std::string name = alone ? numbered : std::string(port.usual_name);
  const Value* told = maker.ask(endpoint, port.cluster, "description");
  // A device with nothing to say says nothing at all.
  if (told && !told->string_or("").empty()) name = told->string();
  Object out{{"name", property_of(name)}, {"cluster", port.cluster}, {"attribute", "presentValue"}};
  if (name != port.usual_name && name != numbered) out.set("label", name);
  out.set("report", Array{0, 65000, 1});
  if (port.output) out.set("set", true);
  out.set("description", std::string(port.text) + " of endpoint " + number);
  if (!alone) out.set("endpoints", Array{number});
  return out;
}

void add_binary(Maker& maker, const Endpoints& endpoints, const Port& port) {
  for (const EndpointInfo* endpoint : endpoints) {
    Object options = describe(maker, *endpoint, port, maker.is_first_alone(endpoints));
    options.set("kind", "binary");
    options.set("values", Object{{"ON", 1}, {"OFF", 0}});
    maker.add("attribute", std::move(options));
  }
}

void add_analog(Maker& maker, const Endpoints& endpoints, const Port& port) {
  for (const EndpointInfo* endpoint : endpoints) {
    Object options = describe(maker, *endpoint, port, maker.is_first_alone(endpoints));
    std::string_view unit;
    if (const auto type = maker.ask_number(*endpoint, port.cluster, "applicationType")) unit = unit_of_application(*type);
    if (unit.empty()) {
      if (const auto number = maker.ask_number(*endpoint, port.cluster, "engineeringUnits")) unit = unit_of_bacnet(*number);
    }
    constexpr std::pair<std::string_view, std::string_view> limits[] = {
        {"min", "minPresentValue"}, {"max", "maxPresentValue"}, {"step", "resolution"}};
    for (const auto& [key, attribute] : limits) {
      if (const auto limit = maker.ask_number(*endpoint, port.cluster, attribute)) options.set(key, *limit);
    }
    if (!unit.empty()) options.set("unit", unit);
    maker.add("attribute", std::move(options));
  }
}

}  // namespace

void add_analog_inputs(Maker& maker, const Endpoints& endpoints) { add_analog(maker, endpoints, analog_input); }
void add_analog_outputs(Maker& maker, const Endpoints& endpoints) { add_analog(maker, endpoints, analog_output); }
void add_binary_inputs(Maker& maker, const Endpoints& endpoints) { add_binary(maker, endpoints, binary_input); }
void add_binary_outputs(Maker& maker, const Endpoints& endpoints) { add_binary(maker, endpoints, binary_output); }

}  // namespace waggle::library::generate_parts
