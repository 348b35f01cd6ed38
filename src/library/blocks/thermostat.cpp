// Thermostats (ZCL 8, 6.3), their user interfaces (6.6) and fans (6.4): a row for each attribute.
#include <algorithm>
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"
#include "library/expression.h"

namespace waggle::library {
namespace {

using Words = std::span<const std::pair<std::string_view, int>>;

constexpr std::pair<std::string_view, int> sequences[] = {
    {"cooling_only", 0}, {"cooling_with_reheat", 1}, {"heating_only", 2}, {"heating_with_reheat", 3},
    {"cooling_and_heating_4-pipes", 4}, {"cooling_and_heating_4-pipes_with_reheat", 5}};
constexpr std::pair<std::string_view, int> programs[] = {{"setpoint", 0}, {"schedule", 1}, {"schedule_with_preheat", 3}, {"eco", 4}};
constexpr std::pair<std::string_view, int> modes[] = {
    {"off", 0}, {"auto", 1}, {"cool", 3}, {"heat", 4}, {"emergency_heating", 5}, {"precooling", 6}, {"fan_only", 7}, {"dry", 8}, {"sleep", 9}};
constexpr std::pair<std::string_view, int> running_modes[] = {{"off", 0}, {"cool", 3}, {"heat", 4}};
constexpr std::pair<std::string_view, int> running_states[] = {
    {"idle", 0}, {"heat", 1}, {"cool", 2}, {"fan_only", 4}, {"heat", 5}, {"cool", 6}, {"heat", 8}, {"heat", 9}, {"cool", 10},
    {"cool", 12}, {"cool", 14}, {"cool", 15}, {"cool", 22}, {"heat", 33}, {"cool", 34}, {"heat", 65}, {"cool", 66},
    {"idle", 32768}, {"heat", 32769}};
constexpr std::pair<std::string_view, int> louvers[] = {
    {"fully_closed", 0}, {"fully_closed", 1}, {"fully_open", 2}, {"quarter_open", 3}, {"half_open", 4}, {"three_quarters_open", 5}};
constexpr std::pair<std::string_view, int> sources[] = {{"manual", 0}, {"schedule", 1}, {"externally", 2}};
constexpr std::pair<std::string_view, int> lockouts[] = {{"unlock", 0}, {"lock1", 1}, {"lock2", 2}, {"lock3", 3}, {"lock4", 4}, {"lock5", 5}};
constexpr std::pair<std::string_view, int> units[] = {{"celsius", 0}, {"fahrenheit", 1}};
constexpr std::pair<std::string_view, int> fans[] = {{"off", 0}, {"low", 1}, {"medium", 2}, {"high", 3}, {"on", 4}, {"auto", 5}, {"smart", 6}};

// How an attribute is shown. A `temperature` is in hundredths; below the absolute zero it means nothing.
enum class Kind : std::uint8_t { temperature, hundredths, tenths, words, demand, odd, flag, raw, time, remote };

struct Row {
  std::string_view property;
  std::string_view attribute;
  Kind kind;
  Words words{};
};
constexpr Row thermostat_rows[] = {
    {"local_temperature", "localTemp", Kind::temperature},
    {"local_temperature_calibration", "localTemperatureCalibration", Kind::tenths},
    {"outdoor_temperature", "outdoorTemp", Kind::temperature},
    {"occupancy", "occupancy", Kind::odd},
    {"occupied_heating_setpoint", "occupiedHeatingSetpoint", Kind::temperature},
    {"unoccupied_heating_setpoint", "unoccupiedHeatingSetpoint", Kind::hundredths},
    {"occupied_cooling_setpoint", "occupiedCoolingSetpoint", Kind::hundredths},
    {"unoccupied_cooling_setpoint", "unoccupiedCoolingSetpoint", Kind::hundredths},
    {"setpoint_change_amount", "setpointChangeAmount", Kind::hundredths},
    {"setpoint_change_source", "setpointChangeSource", Kind::words, sources},
    {"setpoint_change_source_timestamp", "setpointChangeSourceTimeStamp", Kind::time},
    {"remote_sensing", "remoteSensing", Kind::remote},
    {"control_sequence_of_operation", "ctrlSeqeOfOper", Kind::words, sequences},
    {"programming_operation_mode", "programingOperMode", Kind::words, programs},
    {"system_mode", "systemMode", Kind::words, modes},
    {"running_mode", "runningMode", Kind::words, running_modes},
    {"running_state", "runningState", Kind::words, running_states},
    {"pi_heating_demand", "pIHeatingDemand", Kind::demand},
    {"pi_cooling_demand", "pICoolingDemand", Kind::demand},
    {"temperature_setpoint_hold", "tempSetpointHold", Kind::flag},
    {"temperature_setpoint_hold_duration", "tempSetpointHoldDuration", Kind::raw},
    {"min_heat_setpoint_limit", "minHeatSetpointLimit", Kind::temperature},
    {"max_heat_setpoint_limit", "maxHeatSetpointLimit", Kind::temperature},
    {"abs_min_heat_setpoint_limit", "absMinHeatSetpointLimit", Kind::temperature},
    {"abs_max_heat_setpoint_limit", "absMaxHeatSetpointLimit", Kind::temperature},
    {"abs_min_cool_setpoint_limit", "absMinCoolSetpointLimit", Kind::temperature},
    {"abs_max_cool_setpoint_limit", "absMaxCoolSetpointLimit", Kind::temperature},
    {"min_setpoint_dead_band", "minSetpointDeadBand", Kind::temperature},
    {"ac_louver_position", "acLouverPosition", Kind::words, louvers},
};
// Never published when the device tells them.
constexpr Row silent_rows[] = {
    {"min_cool_setpoint_limit", "minCoolSetpointLimit", Kind::temperature},
    {"max_cool_setpoint_limit", "maxCoolSetpointLimit", Kind::temperature},
};
constexpr Row screen_rows[] = {
    {"keypad_lockout", "keypadLockout", Kind::words, lockouts},
    {"temperature_display_mode", "tempDisplayMode", Kind::words, units},
};

std::optional<Value> shown(const Row& row, double n, bool hundred_percent) {
  switch (row.kind) {
    case Kind::temperature: {
      const double value = js::precision_round(n, 2) / 100;
      return value >= -273.15 ? std::optional(Value(value)) : std::nullopt;
    }
    case Kind::hundredths: return Value(js::precision_round(n, 2) / 100);
    case Kind::tenths: return Value(js::precision_round(n, 2) / 10);
    case Kind::demand: return Value(scale(n, 0, hundred_percent ? 100 : 255, 0, 100));
    case Kind::odd: return Value(std::fmod(n, 2) > 0);
    case Kind::flag: return Value(n == 1);
    case Kind::raw: return Value(n);
    case Kind::time: return Value(local_time_since_2000(n));
    case Kind::remote: {
      // Whether the thermostat measures itself or is told.
      const auto bits = static_cast<std::uint32_t>(n);
      auto by = [&](unsigned bit) { return Value(bits >> bit & 1 ? "remotely" : "internally"); };
      return Value(Object{{"local_temperature", by(0)}, {"outdoor_temperature", by(1)}, {"occupancy", by(2)}});
    }
    case Kind::words: break;
  }
  for (const auto& [word, number] : row.words) {
    if (number == n) return Value(word);
  }
  return std::nullopt;
}

// To half a degree; as a whole number of degrees Fahrenheit for those who think in them.
double setpoint(double value, const Step& step) {
  auto halves = [](double n) { return js::precision_round(js::round(js::precision_round(n * 2, 1)) / 2, 1); };
  const Value* unit = step.options().find("thermostat_unit");
  if (unit && *unit == Value("fahrenheit")) {
    const double rounded = halves(value * 1.8 + 32);
    return js::round(js::precision_round((rounded - 32) / 1.8, 2) * 100);
  }
  return halves(value) * 100;
}

bool is_setpoint(const Row& row) { return row.property.find("setpoint") != std::string_view::npos && row.kind != Kind::flag && row.kind != Kind::raw; }

class Thermostat final : public Block {
  std::vector<std::string> set_;
  bool hundred_ = false;
  bool tells_ = true;
  bool screen_ = true;

 public:
  void read(Options& o) override {
    o.read("set", set_, "which properties can be set or asked for, by name");
    o.read("tells", tells_, "publishes what it tells");
    o.read("screen", screen_, "publishes what its screen tells");
    o.read("demand_in_percent", hundred_, "the device counts demand to 100, not to 255");
  }

  void build(Builder& b) const override {
    if (std::any_of(set_.begin(), set_.end(), [](const std::string& n) { return n.find("setpoint") != std::string::npos && n.find("hold") == std::string::npos; })) {
      b.option(Builder::OptionFor::set, enumeration("thermostat_unit", Access::set, {"celsius", "fahrenheit"})
                                            .text("The unit that setpoints are rounded in (default celsius)."));
    }
    add(b, "hvacThermostat", thermostat_rows);
    for (const Row& row : silent_rows) add_set(b, row, b.attribute("hvacThermostat", row.attribute));
    add(b, "hvacUserInterfaceCfg", screen_rows);
  }

 private:
  void add(Builder& b, std::string_view cluster, std::span<const Row> rows) const {
    const bool screen = cluster == "hvacUserInterfaceCfg";
    for (const Row& row : rows) {
      const AttributeRef ref = b.attribute(cluster, row.attribute);
      if (screen ? screen_ : tells_) b.decode(cluster, Message::attributes, [&row, ref, screen, hundred = hundred_, names = b.names()](const Message& m, Step& step) {
        const auto n = m.number(ref);
        if (!n) return;
        auto value = shown(row, *n, hundred);
        if (!value && screen) value = Value(*n);  // a number without a word
        if (value) step.publish(screen ? std::string(row.property) : names->property(row.property, m.endpoint), std::move(*value));
      });
      add_set(b, row, ref);
    }
  }

  void add_set(Builder& b, const Row& row, const AttributeRef& ref) const {
    if (std::find(set_.begin(), set_.end(), row.property) == set_.end()) return;
    b.encode({std::string(row.property)}, [&row, ref](const Request& r, Step& step) { set(row, ref, r, step); },
             [ref](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {ref})); });
  }

  static void set(const Row& row, const AttributeRef& ref, const Request& r, Step& step) {
    Value raw = r.value;
    if (row.kind == Kind::words) {
      for (const auto& [word, number] : row.words) {
        if (r.value == Value(word)) {
          raw = number;
          break;
        }
      }
      if (!raw.is_number()) {
        step.fail("'" + to_text(r.value) + "' is no " + std::string(row.property));
        return;
      }
    } else if (is_setpoint(row) || row.kind == Kind::tenths) {
      if (!r.value.is_number()) {
        step.fail(std::string(row.property) + " is not a number, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
        return;
      }
      raw = row.kind == Kind::tenths ? js::round(r.value.number() * 10) : setpoint(r.value.number(), step);
    }
    step.send(write_attribute(r.endpoint, ref, std::move(raw)));
    if (row.kind != Kind::flag && row.kind != Kind::raw) step.publish(row.property, r.value);
  }
};

class Fan final : public Block {
 public:
  void build(Builder& b) const override {
    const AttributeRef mode = b.attribute("hvacFanCtrl", "fanMode");
    b.decode("hvacFanCtrl", Message::attributes, [mode](const Message& m, Step& step) {
      const auto n = m.number(mode);
      if (!n) return;
      std::string_view word;
      for (const auto& [name, number] : fans) {
        if (number == *n) word = name;
      }
      if (!word.empty()) step.publish("fan_mode", word);
      step.publish("fan_state", word == "off" ? "OFF" : "ON");
    });
    b.encode({"fan_mode", "fan_state"},
             [mode](const Request& r, Step& step) {
               const std::string word = lower(to_text(r.value));
               const auto number = look_up(word, fans, step);
               if (!number) return;
               step.send(write_attribute(r.endpoint, mode, *number));
               step.publish("fan_mode", word);
               step.publish("fan_state", word == "off" ? "OFF" : "ON");
             },
             [mode](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {mode})); });
  }
};

}  // namespace

extern const BlockType thermostat_block = block<Thermostat>("thermostat", "A thermostat's attributes, and those of its screen (hvacThermostat, hvacUserInterfaceCfg)");
extern const BlockType fan_block = block<Fan>("fan", "A fan's speed (hvacFanCtrl)");

}  // namespace waggle::library
