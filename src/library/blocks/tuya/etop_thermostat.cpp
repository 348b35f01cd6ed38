// ETOP HT-08 and its kin (Immax 07703L): a radiator valve of the first Tuya generation.
#include <cmath>

#include "core/log.h"
#include "core/number.h"
#include "library/blocks/common.h"
#include "library/blocks/tuya/datapoints.h"

namespace waggle::library::tuya {
namespace {

enum Dp : std::uint8_t {
  dp_state = 1, dp_setpoint = 2, dp_local_temperature = 3, dp_mode = 4, dp_child_lock = 7, dp_faults = 13,
  dp_running_state = 14, dp_first_day = 101,
};
constexpr int transitions_a_day = 4;
constexpr std::string_view days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr auto mode_settles = 500ms;  // the valve forgets a mode that follows its switching on at once

class EtopThermostat final : public Block {
 public:
  void build(Builder& b) const override {
    expose(b);
    const CommandRef request = b.command("manuSpecificTuya", "dataRequest", false);
    const CommandRef query = b.command("manuSpecificTuya", "dataQuery", false);
    for (const std::string_view command : {"dataResponse", "dataReport"}) {
      b.decode_command("manuSpecificTuya", command, [](const Message& m, Step& step) {
        // Its firmware sends one datapoint a message.
        const auto list = read_datapoints(m);
        if (!list.empty()) decode(list[0], step);
      });
    }
    auto put = [request](EndpointId endpoint, std::uint8_t number, DataType type, int value, Step& step) {
      Bytes data = type == DataType::number ? number_data(value) : Bytes{static_cast<std::uint8_t>(value)};
      send_datapoint(endpoint, request, number, type, std::move(data), step);
    };
    const Encode ask = [query](const Request& r, Step& step) {
      step.send(send_command(r.endpoint, query, {}));
    };
    b.encode({"system_mode"},
             [put](const Request& r, Step& step) {
               const std::string mode = to_text(r.value);
               if (mode == "off") put(r.endpoint, dp_state, DataType::boolean, 0, step);
               if (mode != "heat" && mode != "auto") return;
               put(r.endpoint, dp_state, DataType::boolean, 1, step);
               step.wait(mode_settles);
               step.then([put, endpoint = r.endpoint, mode](Step& s) {
                 put(endpoint, dp_mode, DataType::enumeration, mode == "heat" ? 0 : 2, s);
               });
             },
             ask);
    b.encode({"away_mode"}, [put](const Request& r, Step& step) {
      if (r.value == Value("ON")) {
        put(r.endpoint, dp_state, DataType::boolean, 1, step);
        step.wait(mode_settles);
        step.then([put, endpoint = r.endpoint](Step& s) { put(endpoint, dp_mode, DataType::enumeration, 1, s); });
      } else if (r.value == Value("OFF")) {
        put(r.endpoint, dp_mode, DataType::enumeration, 0, step);
      }
    });
    b.encode({"child_lock"}, [put](const Request& r, Step& step) {
      put(r.endpoint, dp_child_lock, DataType::boolean, r.value == Value("LOCK") ? 1 : 0, step);
    });
    b.encode({"current_heating_setpoint"},
             [put](const Request& r, Step& step) {
               if (!r.value.is_number()) {
                 step.fail("Value is not a number, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
                 return;
               }
               put(r.endpoint, dp_setpoint, DataType::number, js::whole<int>(js::round(r.value.number() * 10)), step);
             },
             ask);
    b.encode({"running_state"}, {}, ask);
    b.encode({"weekly_schedule"}, [request](const Request& r, Step& step) {
      if (!r.value.is_object()) {
        step.fail("weekly_schedule must be an object with a schedule a day");
        return;
      }
      for (const auto& [name, day] : r.value.object()) {
        if (!set_day(day, r, request, step)) return;
      }
    });
  }

 private:
  static void expose(Builder& b) {
    b.expose(property::battery_low());
    b.expose(thing(Expose::Type::lock)
                 .with(binary("state", Access::state_set, "LOCK", "UNLOCK").as("child_lock").text("Keeps the buttons from children")));
    b.expose(thing(Expose::Type::toggle)
                 .with(binary("state", Access::state_set, "ON", "OFF").as("away_mode").text("Keeps frost away while nobody is in")));
    b.expose(thing(Expose::Type::climate)
                 .with(numeric("current_heating_setpoint", Access::all).in("°C").range(5, 35).steps(0.5).text("Temperature setpoint"))
                 .with(numeric("local_temperature", Access::state).in("°C").text("Current temperature measured on the device"))
                 .with(enumeration("system_mode", Access::all, {"off", "heat", "auto"}).text("Mode of this device"))
                 .with(enumeration("running_state", Access::state_get, {"idle", "heat"}).text("The current running state")));
    b.option(Builder::OptionFor::definition,
             binary("legacy", Access::set, true, false)
                 .text("Set to false to disable the legacy integration (highly recommended), will change structure of "
                       "the published payload (default true)."));
  }

  // Temperatures were published as text before exposes promised numbers; users keep what they have.
  static Value temperature(double tenths, const Step& step) {
    const Value* legacy = step.options().find("legacy");
    const std::string text = js::to_fixed(tenths / 10, 1);
    if (legacy && legacy->is_bool() && !legacy->boolean()) return Value(js::to_number(text).value_or(0));
    return Value(text);
  }

  static void decode(const Datapoint& dp, Step& step) {
    const std::int64_t value = dp.value();
    if (dp.number >= dp_first_day && dp.number < dp_first_day + 7) {
      decode_day(dp, step);
      return;
    }
    auto on_off = [&](int bit) { return Value((value >> bit & 1) != 0 ? "ON" : "OFF"); };
    switch (dp.number) {
      case dp_state:
        if (value == 0) step.publish("system_mode", "off");
        break;
      case dp_setpoint: step.publish("current_heating_setpoint", temperature(static_cast<double>(value), step)); break;
      case dp_local_temperature: step.publish("local_temperature", temperature(static_cast<double>(value), step)); break;
      case dp_child_lock: step.publish("child_lock", value ? "LOCK" : "UNLOCK"); break;
      case dp_running_state: step.publish("running_state", value ? "heat" : "idle"); break;
      case dp_mode: {
        if (value < 0 || value > 2) {
          log::warning("zhc:etop_thermostat", "{} reports mode {}, which nobody knows", to_string(step.device().ieee()), value);
          break;
        }
        step.publish("system_mode", value == 2 ? "auto" : "heat");
        step.publish("away_mode", value == 1 ? "ON" : "OFF");
        step.publish("preset", value == 1 ? "away" : "none");
        break;
      }
      case dp_faults:
        step.publish("high_temperature", on_off(0));
        step.publish("low_temperature", on_off(1));
        step.publish("internal_sensor_error", on_off(2));
        step.publish("external_sensor_error", on_off(3));
        step.publish("battery_low", (value >> 4 & 1) != 0);
        step.publish("device_offline", on_off(5));
        break;
      default: break;
    }
  }

  // A day is four times and setpoints: minutes since midnight, tenths of a degree.
  static void decode_day(const Datapoint& dp, Step& step) {
    Reader in(dp.data);
    Array transitions;
    for (int i = 0; i < transitions_a_day; ++i) {
      const std::uint16_t time = in.u16_be();
      const std::uint16_t setpoint = in.u16_be();
      if (!in.ok()) return;
      transitions.push_back(Object{{"time", time}, {"heating_setpoint", temperature(setpoint, step)}});
    }
    step.publish("weekly_schedule", Object{{"days", Array{Value(days[dp.number - dp_first_day])}}, {"transitions", std::move(transitions)}});
  }

  // {dayofweek, numoftrans, mode, transitions: [{transitionTime, heatSetpoint}]}
  static bool set_day(const Value& day, const Request& r, const CommandRef& request, Step& step) {
    auto number = [&](std::string_view key) {
      const Value* value = day.find(key);
      if (value && value->is_number()) return value->number();
      return value && value->is_string() ? js::parse_float(value->string()).value_or(NAN) : NAN;
    };
    const double mode = number("mode");
    if (mode != 1) {
      step.fail("Invalid mode: " + js::to_string(mode) + ": this valve takes schedules of mode 1 (heat) only");
      return false;
    }
    const Value* list = day.find("transitions");
    const std::size_t count = list && list->is_array() ? list->array().size() : 0;
    if (count == 0 || number("numoftrans") != static_cast<double>(count)) {
      step.fail("Invalid numoftrans provided. Real: " + std::to_string(count));
      return false;
    }
    if (count > transitions_a_day) {
      step.fail("Too many transitions: " + std::to_string(count) + "; this valve takes " + std::to_string(transitions_a_day));
      return false;
    }
    const double weekday = number("dayofweek");
    if (!(weekday >= 1 && weekday <= 7)) {
      step.fail("Invalid dayofweek: must be 1 (Monday) to 7");
      return false;
    }
    Writer data;
    for (std::size_t i = 0; i < transitions_a_day; ++i) {
      const Value& transition = list->array()[std::min(i, count - 1)];  // the last one fills up the day
      const Value* time = transition.find("transitionTime");
      const Value* setpoint = transition.find("heatSetpoint");
      data.u16_be(js::whole<std::uint16_t>(time ? time->number_or(0) : 0));
      data.u16_be(js::whole<std::uint16_t>(std::floor((setpoint ? setpoint->number_or(0) : 0) * 10)));
    }
    send_datapoint(r.endpoint, request, static_cast<std::uint8_t>(dp_first_day - 1 + weekday), DataType::raw, data.take(), step);
    return true;
  }
};

}  // namespace
}  // namespace waggle::library::tuya

namespace waggle::library {
extern const BlockType etop_thermostat_block =
    block<tuya::EtopThermostat>("etop_thermostat", "Radiator valves of the kind of ETOP HT-08 (Immax 07703L)");
}
