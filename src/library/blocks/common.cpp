#include "library/blocks/common.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/number.h"

namespace waggle::library {

namespace property {

Expose battery(std::uint8_t access) {
  return numeric("battery", access).in("%").range(0, 100).diagnostic()
      .text("Remaining battery in %, can take up to 24 hours before reported");
}
Expose battery_low() {
  Expose e = binary("battery_low", Access::state, true, false);
  e.category = "diagnostic";
  return e.text("Indicates if the battery of this device is almost empty");
}
Expose battery_voltage() {
  return numeric("voltage", Access::state).in("mV").diagnostic().text("Voltage of the battery");
}
Expose tamper() {
  return binary("tamper", Access::state, true, false).text("Indicates whether the device is tampered");
}
Expose occupancy() {
  return binary("occupancy", Access::state, true, false)
      .text("Indicates whether the device detected occupancy");
}
Expose contact() {
  Expose e = binary("contact", Access::state, false, true)
                 .text("Indicates if the contact is closed (= true) or open (= false)");
  e.homeassistant.set("name", nullptr);
  return e;
}
Expose water_leak() {
  return binary("water_leak", Access::state, true, false).text("Tells whether water was found");
}
Expose smoke() {
  return binary("smoke", Access::state, true, false).text("Tells whether smoke was found");
}
Expose test() {
  return binary("test", Access::state, true, false).text("Tells whether the device is being tested");
}
Expose temperature() {
  return numeric("temperature", Access::state).in("°C").text("Measured temperature");
}
Expose humidity() {
  return numeric("humidity", Access::state).in("%").text("Measured relative humidity");
}
Expose pressure() {
  return numeric("pressure", Access::state).in("hPa").text("Measured air pressure");
}
Expose device_temperature() {
  return numeric("device_temperature", Access::state).in("°C").diagnostic().text("Temperature inside the device");
}
Expose power_outage_count() {
  return numeric("power_outage_count", Access::state).diagnostic().text("How often the power was lost");
}
Expose trigger_count() {
  return numeric("trigger_count", Access::state).diagnostic().text("How often the sensor was triggered");
}
Expose power() {
  return numeric("power", Access::state).in("W").text("Power drawn at the moment");
}
Expose voltage() {
  return numeric("voltage", Access::state).in("V").text("Measured voltage");
}
Expose current() {
  return numeric("current", Access::state).in("A").text("Current drawn at the moment");
}
Expose energy() {
  return numeric("energy", Access::state).in("kWh").text("Energy used so far");
}
Expose power_on_behavior(std::vector<std::string> values) {
  return enumeration("power_on_behavior", Access::all, std::move(values))
      .labelled("Power-on behavior").config()
      .text("What the device does when power returns after an outage");
}
Expose action(std::vector<std::string> values) {
  return enumeration("action", Access::state, std::move(values)).diagnostic()
      .text("What was done to the device, such as a press of a button");
}
Expose identify() {
  return enumeration("identify", Access::set, {"identify"}).config().text("Makes the device show which one it is");
}

}  // namespace property

namespace option {

Expose transition() {
  return numeric("transition", Access::set).at_least(0).steps(0.1)
      .text("Seconds that changes of state, brightness and color take. Defaults to `0` (at once).");
}
Expose color_sync() {
  return binary("color_sync", Access::set, true, false)
      .text("Whether the forms of a lamp's color are kept in step: setting one computes the others (default true).");
}
Expose state_action() {
  return binary("state_action", Access::set, true, false)
      .text("Whether changes of state are published as `action` too (default false).");
}
Expose identify_timeout() {
  return numeric("identify_timeout", Access::set).range(1, 30)
      .text("Seconds for which the device shows itself, 1 to 30 (default: 3).");
}
Expose invert_cover() {
  return binary("invert_cover", Access::set, true, false)
      .text("Turns the position around. false: open = 100, closed = 0; true: open = 0, closed = 100 (default false).");
}
Expose cover_position_tilt_disable_report() {
  return binary("cover_position_tilt_disable_report", Access::set, true, false)
      .text("Do not publish the position that was asked for; only what the cover reports (default false).");
}
Expose expose_pin() {
  return binary("expose_pin", Access::set, true, false).labelled("Expose PIN")
      .text("Whether PIN codes are published (default false).");
}
Expose simulated_brightness() {
  return composite("simulated_brightness", "simulated_brightness", Access::set)
      .with(numeric("delta", Access::set).at_least(0).text("Change a step, 20 by default"))
      .with(numeric("interval", Access::set).in("ms").at_least(0).text("Time between steps"))
      .text("Makes a brightness of the button presses");
}
Expose no_occupancy_since() {
  return list("no_occupancy_since", Access::set, numeric("time", Access::state_set))
      .text("Seconds after which to tell that nobody has been there: [10, 60] sends {\"no_occupancy_since\": 10} after 10 seconds, and 60 after 60.");
}
Expose unfreeze_support() {
  return binary("unfreeze_support", Access::set, true, false)
      .text("Whether a lamp that ignores commands during a transition is freed first (default true).");
}

}  // namespace option

void add_actions(Builder& builder, const std::vector<std::string>& values) {
  auto add = [&all = builder.parts.actions](std::string value) {
    if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(std::move(value));
  };
  for (const std::string& value : values) {
    if (builder.only().empty()) add(value);
    for (const std::string& endpoint : builder.only()) add(value + "_" + endpoint);
  }
}

void add_action_group(const Message& message, Step& step) {
  if (message.group.raw != 0) step.publish("action_group", message.group.raw);
}

void set_up(Step& step, const std::vector<Reporting>& rows, Setup what) {
  if (rows.empty()) return;
  constexpr std::size_t chunk = 4;
  const ClusterId cluster = rows[0].attribute.cluster;
  for (const EndpointId endpoint : endpoints_with(step.device(), cluster)) {
    if (what.report) step.send(bind(endpoint, cluster));
    for (std::size_t i = 0; what.report && i < rows.size(); i += chunk) {
      const auto first = rows.begin() + static_cast<std::ptrdiff_t>(i);
      const auto last = rows.begin() + static_cast<std::ptrdiff_t>(std::min(i + chunk, rows.size()));
      step.send(configure_reporting(endpoint, {first, last}));
    }
    for (std::size_t i = 0; what.read && i < rows.size(); i += chunk) {
      Operation& op = step.send(read_attributes(endpoint, {rows[i].attribute}));
      for (std::size_t k = i + 1; k < std::min(i + chunk, rows.size()); ++k) {
        op.attributes.push_back(rows[k].attribute.id);
      }
      op.may_fail = true;
    }
  }
}

void assume_power_source(Step& step, std::string_view source) {
  step.keep({Keep::What::power_source, {}, {}, Value(source), true});
}

bool resolve_attribute(Builder& b, const std::string& cluster, const std::string& attribute, const std::string& type_name,
                       int manufacturer, AttributeRef& ref, zcl::Type& type) {
  const bool by_number = !attribute.empty() && attribute[0] >= '0' && attribute[0] <= '9';
  if (!by_number) {
    ref = b.attribute(cluster, attribute);
    if (ref.row) type = ref.row->type;
    return ref.row != nullptr;
  }
  const ClusterRef known = b.cluster(cluster);
  const auto number = js::to_number(attribute);
  const zcl::TypeInfo* info = zcl::find_type(type_name);
  if (!info) b.problem("attribute " + attribute + " needs 'type', a data type such as uint16");
  const auto id = number ? Value(*number).integer(0, 0xFFFF) : std::nullopt;
  if (!id) b.problem("'" + attribute + "' is no attribute's number");
  if ((!known.rows && known.id.raw == 0) || !info || !id) return false;
  const int of_cluster = known.rows ? known.rows->manufacturer : 0;
  ref = {known.id, AttributeId(static_cast<std::uint16_t>(*id)), nullptr, static_cast<std::uint16_t>(manufacturer ? manufacturer : of_cluster)};
  type = info->type;
  return true;
}

std::optional<double> number_of(const Value& value, std::string_view key, Step& step) {
  std::optional<double> out;
  if (value.is_number()) out = value.number();
  if (value.is_string()) out = js::to_number(value.string());
  if (value.is_bool()) out = value.boolean() ? 1 : 0;
  if (value.is_null()) out = 0;
  if (!out || std::isnan(*out)) {
    step.fail(std::string(key) + " is not a number, got " + std::string(kind_name(value)) + " (" +
              to_text(value) + ")");
    return std::nullopt;
  }
  return out;
}

double scale(double value, double from_low, double from_high, double to_low, double to_high, int digits) {
  return js::precision_round(to_low + (value - from_low) * (to_high - to_low) / (from_high - from_low), digits);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}
std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

std::string slot(std::string_view name, EndpointId endpoint) {
  return std::string(name) + "@" + std::to_string(endpoint.raw);
}

std::optional<std::array<int, 3>> version_of(std::string_view text) {
  std::array<int, 3> out{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out[i]);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (i < 2) {
      if (text.empty() || text[0] != '.') return std::nullopt;
      text.remove_prefix(1);
    }
  }
  return text.empty() ? std::optional(out) : std::nullopt;
}

bool already_seen(const Message& message, Step& step) {
  Value& seen = step.memory()[slot("transactions", message.endpoint)];
  if (!seen.is_array()) seen = Array{};
  const Value tsn(message.frame.header.tsn);
  Array& list = seen.array();
  if (std::find(list.begin(), list.end(), tsn) != list.end()) return true;
  list.insert(list.begin(), tsn);
  if (list.size() > 5) list.resize(5);
  return false;
}

double battery_percentage(double millivolts, double empty, double full) {
  const double inside = std::clamp(millivolts, empty, full);
  return js::round((inside - empty) / (full - empty) * 100);
}

double battery_percentage_steep(double mv) { return js::round(std::clamp(235 - 370000 / (mv + 1), 0.0, 100.0)); }

double battery_percentage_3v(double mv) {
  double percentage = 100;
  if (mv < 2100) {
    percentage = 0;
  } else if (mv < 2440) {
    percentage = 6 - (2440 - mv) * 6 / 340;
  } else if (mv < 2740) {
    percentage = 18 - (2740 - mv) * 12 / 300;
  } else if (mv < 2900) {
    percentage = 42 - (2900 - mv) * 24 / 160;
  } else if (mv < 3000) {
    percentage = 100 - (3000 - mv) * 58 / 100;
  }
  return js::round(percentage);
}

}  // namespace waggle::library
