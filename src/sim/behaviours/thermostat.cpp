// Thermostat (ZCL 8, 6.3): setpoints within their limits, the weekly schedule, and a valve that
// opens as far as the room is too cold.
#include <algorithm>
#include <cmath>
#include <map>

#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr std::string_view heating = "occupiedHeatingSetpoint";
constexpr std::string_view cooling = "occupiedCoolingSetpoint";
constexpr double full_demand =
    200;  // hundredths of a degree below the setpoint at which the valve is wide open

class Thermostat final : public CommandTable<Thermostat> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"setpointRaiseLower", &Thermostat::raise_lower},
        {"setWeeklySchedule", &Thermostat::set_schedule},
        {"getWeeklySchedule", &Thermostat::get_schedule},
        {"clearWeeklySchedule", &Thermostat::clear_schedule},
    };
    return table;
  }
  void changed(const AttributeKey& key) override {
    if (is(key, "localTemp") || is(key, heating) || is(key, "systemMode")) regulate();
  }

 private:
  void regulate() {
    const bool off = number("systemMode") == 0;
    const double missing = off ? 0 : number(heating) - number("localTemp");
    const double demand = std::clamp(missing / full_demand * 100, 0.0, 100.0);
    if (has("pIHeatingDemand")) set("pIHeatingDemand", std::round(demand));
    if (has("runningState")) set("runningState", demand > 0 ? 1 : 0);
  }
  void shift(std::string_view setpoint, std::string_view low, std::string_view high, double by) {
    if (!has(setpoint)) return;
    set(setpoint, std::clamp(number(setpoint) + by, number(low, 500), number(high, 3500)));
  }

  Reaction raise_lower(const Call& call) {
    const std::uint64_t mode = call.uint("mode");  // heat, cool, both
    const double by =
        static_cast<double>(call.sint("amount")) * 10;  // tenths to hundredths of a degree
    if (mode > 2) return {zcl::Status::invalid_field};
    if (mode != 1) shift(heating, "minHeatSetpointLimit", "maxHeatSetpointLimit", by);
    if (mode != 0) shift(cooling, "minCoolSetpointLimit", "maxCoolSetpointLimit", by);
    return {};
  }

  // A day's transitions, as they came. A command may name several days.
  Reaction set_schedule(const Call& call) {
    const ByteView raw = call.raw("transitions");
    for (unsigned day = 0; day < 8; ++day) {
      if (call.uint("dayofweek") >> day & 1) {
        days_[day] = {static_cast<std::uint8_t>(call.uint("mode")), {raw.begin(), raw.end()}};
      }
    }
    return {};
  }
  Reaction get_schedule(const Call& call) {
    const std::uint64_t asked = call.uint("daystoreturn");
    const auto mode = static_cast<std::uint8_t>(call.uint("modetoreturn"));
    for (unsigned day = 0; day < 8; ++day) {
      if (!(asked >> day & 1)) continue;
      const auto at = days_.find(day);
      if (at == days_.end() || !(at->second.mode & mode)) continue;
      Array transitions;
      for (Reader in(at->second.raw); in.remaining() >= 4;) {
        Object row{{"transitionTime", in.u16()}};
        if (at->second.mode & 1) row.set("heatSetpoint", in.sint(2));
        if (at->second.mode & 2) row.set("coolSetpoint", in.sint(2));
        transitions.emplace_back(std::move(row));
      }
      return answer(call, 1u << day, at->second.mode, std::move(transitions));
    }
    return answer(call, static_cast<unsigned>(asked), mode, {});
  }
  Reaction answer(const Call& call, unsigned days, std::uint8_t mode, Array transitions) {
    return respond(call, "getWeeklyScheduleRsp",
                   {{"numoftrans", transitions.size()},
                    {"dayofweek", days},
                    {"mode", mode},
                    {"transitions", std::move(transitions)}});
  }
  Reaction clear_schedule(const Call&) {
    days_.clear();
    return {};
  }

  struct Day {
    std::uint8_t mode = 0;
    Bytes raw;
  };
  std::map<unsigned, Day> days_;
};

}  // namespace

std::unique_ptr<Behaviour> make_thermostat(VirtualDevice& device, Place place) {
  return std::make_unique<Thermostat>(device, place);
}

}  // namespace waggle::sim
