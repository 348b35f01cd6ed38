// Weekly schedules of thermostats (ZCL 8, 6.3.2.3): days, and setpoints with the minute of the day from which they hold.
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

constexpr std::string_view cluster_name = "hvacThermostat";
constexpr std::string_view days[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "away_or_vacation"};
constexpr unsigned heat = 1, cool = 2;

const Value* first_of(const Value& object, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const Value* value = object.find(key);
    if (value && !value->is_null()) return value;
  }
  return nullptr;
}

// As JavaScript's parseInt.
double whole_number(const Value& value) { return std::trunc(js::parse_float(to_text(value)).value_or(NAN)); }

// "19:30", {"hour": 19, "minute": 30}, or minutes since midnight.
std::optional<Value> minute_of(const Value* time, Step& step) {
  if (!time) return Value();
  if (time->is_string()) {
    const std::string& text = time->string();
    const auto colon = text.find(':');
    const double minutes = colon == std::string::npos ? NAN : whole_number(text.substr(0, colon)) * 60 + whole_number(text.substr(colon + 1));
    if (!std::isnan(minutes)) return Value(minutes);
  } else if (time->is_object()) {
    const Value* hour = first_of(*time, {"hour"});
    const Value* minute = first_of(*time, {"minute"});
    if (hour && minute) return Value(whole_number(*hour) * 60 + whole_number(*minute));
  } else {
    return *time;
  }
  step.fail("weekly_schedule: a time is 19:30 or {\"hour\": 19, \"minute\": 30}, not '" + to_text(*time) + "'");
  return std::nullopt;
}

class WeeklySchedule final : public Block {
  bool settable_ = true;
  bool clearable_ = true;
  bool by_day_ = false;

 public:
  void read(Options& o) override {
    o.read("settable", settable_, "can be set and asked for");
    o.read("clearable", clearable_, "can be cleared");
    o.read("by_day", by_day_, "publishes a text for each day beside it: schedule_monday: 06:00/21°C 22:00/17°C");
  }

  void build(Builder& b) const override {
    b.decode_command(cluster_name, "getWeeklyScheduleRsp", [names = b.names()](const Message& m, Step& step) { told(m, *names, step); });
    if (by_day_) {
      for (const std::string_view command : {"getWeeklyScheduleRsp", "setWeeklySchedule"}) {
        b.decode_command(cluster_name, command, [](const Message& m, Step& step) { told_by_day(m, step); });
      }
    }
    if (settable_) {
      const CommandRef set = b.command(cluster_name, "setWeeklySchedule", false);
      const CommandRef get = b.command(cluster_name, "getWeeklySchedule", false);
      b.encode({"weekly_schedule"}, [set](const Request& r, Step& step) { send(set, r, step); },
               [get](const Request& r, Step& step) { step.send(send_command(r.endpoint, get, {{"daystoreturn", 0xFF}, {"modetoreturn", heat | cool}})); });
    }
    if (clearable_) {
      const CommandRef clear = b.command(cluster_name, "clearWeeklySchedule", false);
      b.encode({"clear_weekly_schedule"}, [clear](const Request& r, Step& step) { step.send(send_command(r.endpoint, clear, {})); });
    }
  }

 private:
  static void told(const Message& m, const EndpointNames& names, Step& step) {
    const Object said = zcl::params_to_object(m.frame);
    Array on;
    const std::uint64_t bits = m.frame.uint_or("dayofweek", 0);
    for (std::size_t i = 0; i < std::size(days); ++i) {
      if (bits >> i & 1) on.emplace_back(days[i]);
    }
    Array rows;
    const Value* given = said.find("transitions");
    if (given && given->is_array()) {
      for (const Value& one : given->array()) {
        Object row;
        if (const Value* time = one.find("transitionTime")) row.set("time", *time);
        for (const auto& [theirs, ours] : {std::pair{"heatSetpoint", "heating_setpoint"}, std::pair{"coolSetpoint", "cooling_setpoint"}}) {
          if (const Value* n = one.find(theirs)) row.set(ours, n->number_or(NAN) / 100);
        }
        rows.emplace_back(std::move(row));
      }
    }
    step.publish(names.property("weekly_schedule", m.endpoint), Object{{"days", std::move(on)}, {"transitions", std::move(rows)}});
  }

  static void told_by_day(const Message& m, Step& step) {
    const Object said = zcl::params_to_object(m.frame);
    std::string text;
    const Value* given = said.find("transitions");
    if (given && given->is_array()) {
      for (const Value& one : given->array()) {
        const Value* time = one.find("transitionTime");
        const Value* heating = one.find("heatSetpoint");
        const double minutes = time ? time->number_or(0) : 0;
        auto two = [](double n) { return (n < 10 ? "0" : "") + js::to_string(n); };
        text += (text.empty() ? "" : " ") + two(std::floor(minutes / 60)) + ":" + two(std::fmod(minutes, 60)) + "/" +
                js::to_string((heating ? heating->number_or(NAN) : NAN) / 100) + "°C";
      }
    }
    const std::uint64_t bits = m.frame.uint_or("dayofweek", 0);
    for (std::size_t i = 0; i < 7; ++i) {
      if (bits >> i & 1) step.publish("schedule_" + std::string(days[i]), text);
    }
  }

  static void send(const CommandRef& command, const Request& r, Step& step) {
    const Value* given = r.value.find("transitions");
    if (!given || !given->is_array()) {
      if (!r.value.is_object()) step.fail("weekly_schedule is not an object, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
      return;
    }
    unsigned mode = 0;
    Array rows;
    for (const Value& one : given->array()) {
      Object row;
      auto setpoint = [&](const Value* value, std::string_view name, unsigned bit) {
        if (!value) return;
        mode |= bit;
        row.set(name, value->is_number() ? Value(js::round(value->number() * 100)) : *value);
      };
      setpoint(first_of(one, {"heatSetpoint", "heat_setpoint"}), "heatSetpoint", heat);
      setpoint(first_of(one, {"coolSetpoint", "cool_setpoint"}), "coolSetpoint", cool);
      auto minute = minute_of(first_of(one, {"transitionTime", "transition_time", "time"}), step);
      if (!minute) return;
      row.set("transitionTime", std::move(*minute));
      rows.emplace_back(std::move(row));
    }
    const auto on = day_bits(r.value.find("dayofweek"), step);
    if (!on) return;
    const std::size_t count = rows.size();
    step.send(send_command(r.endpoint, command, {{"dayofweek", *on}, {"numoftrans", count}, {"transitions", std::move(rows)}, {"mode", mode}}));
  }

  // A day, or a list of days by name, number, or as {"day": name}.
  static std::optional<unsigned> day_bits(const Value* given, Step& step) {
    unsigned bits = 0;
    if (!given) return bits;
    const Array list = given->is_array() ? given->array() : given->is_string() ? Array{*given} : Array{};
    for (const Value& one : list) {
      const Value* day = one.is_object() ? first_of(one, {"day"}) : &one;
      std::optional<unsigned> number;
      for (unsigned i = 0; day && i < std::size(days); ++i) {
        if (lower(to_text(*day)) == days[i] || to_text(*day) == std::to_string(i)) number = i;
      }
      if (!number) {
        step.fail("weekly_schedule: '" + to_text(one) + "' is no day");
        return std::nullopt;
      }
      bits |= 1U << *number;
    }
    return bits;
  }
};

}  // namespace

extern const BlockType weekly_schedule_block = block<WeeklySchedule>("weekly_schedule", "A thermostat's schedule by days of the week (hvacThermostat)");

}  // namespace waggle::library
