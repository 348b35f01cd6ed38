#include "sim/life.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/log.h"
#include "sim/behaviours/tuya.h"
#include "sim/lookup.h"

namespace waggle::sim {

struct Life::Actor {
  Actor(Scheduler& scheduler, VirtualDevice& whose) : device(whose), timer(scheduler) {}
  VirtualDevice& device;
  double (*deed)(Life&, Actor&) = nullptr;  // does something; seconds until the next time
  int step = 0;
  double drift = 0;  // of a measurement around its daily curve
  Timer timer;
};

/// What a life consists of. Each deed returns the seconds until it wants to be called again.
struct Deeds {
  using Actor = Life::Actor;

  struct Row {
    std::string_view name;
    double (*deed)(Life&, Actor&);
    double first;  // seconds after joining until the first deed, at most
  };
  static std::span<const Row> rows();

  static void note(const Result<>& done, const Actor& actor) {
    if (!done) log::warning("sim", "{}: {}", actor.device.name(), done.error().text);
  }
  static void set(Actor& actor, std::string_view cluster, std::string_view attribute,
                  double value) {
    note(change(actor.device, cluster, attribute, Value(std::round(value))), actor);
  }
  static double get(const Actor& actor, std::string_view cluster, std::string_view attribute) {
    return number_of(actor.device, cluster, attribute);
  }
  static double daily(const Life& life, double mean, double swing) {
    // Warmest in the afternoon.
    return mean + swing * std::sin((life.hour() - 9) / 24 * 2 * std::numbers::pi);
  }
  static void wander(Life& life, Actor& actor, double step, double limit) {
    actor.drift = std::clamp(actor.drift + life.between(-step, step), -limit, limit);
  }
  static void wear_battery(Life& life, Actor& actor) {
    const double left = get(actor, "genPowerCfg", "batteryPercentageRemaining");
    if (left > 20 && life.chance(0.1))
      set(actor, "genPowerCfg", "batteryPercentageRemaining", left - 1);
  }

  // Sensors ---------------------------------------------------------------------------------------
  static double climate(Life& life, Actor& actor) {
    wander(life, actor, 12, 120);
    set(actor, "msTemperatureMeasurement", "measuredValue", daily(life, 2100, 150) + actor.drift);
    set(actor, "msRelativeHumidity", "measuredValue", daily(life, 4800, -500) - 3 * actor.drift);
    wear_battery(life, actor);
    return life.between(12, 30);
  }
  static double motion(Life& life, Actor& actor) {
    const bool now = get(actor, "ssIasZone", "zoneStatus") == 0;
    set(actor, "ssIasZone", "zoneStatus", now ? 1 : 0);
    if (!now) wear_battery(life, actor);
    return now ? life.between(6, 20) : life.between(15, 75);
  }
  static double quiet_alarm(Life& life, Actor& actor) {
    wear_battery(life, actor);
    return life.between(60, 180);
  }

  // Xiaomi's report themselves, and every now and then a structure of their own in the basic
  // cluster: battery voltage in millivolts (tag 1), chip temperature (3), restarts (5), parent
  // (10).
  static void xiaomi_struct(Life& life, Actor& actor) {
    Writer content;
    content.u8(0x01).u8(0x21).u16(static_cast<std::uint16_t>(life.between(2985, 3025)));
    content.u8(0x03).u8(0x28).u8(static_cast<std::uint8_t>(daily(life, 24, 2)));
    content.u8(0x04).u8(0x21).u16(0x13A8);
    content.u8(0x05).u8(0x21).u16(9);
    content.u8(0x06).u8(0x24).uint(1, 5);
    content.u8(0x0A).u8(0x21).u16(0);
    Records records;
    zcl::Record record;
    record.attribute = AttributeId(0xFF01);
    record.has_attribute = true;
    records.add(record, zcl::Type::text, Value(as_text(content.view())));
    constexpr std::uint16_t lumi = 0x115F;
    actor.device.report({EndpointId(1), ClusterId(0x0000), false}, lumi, records);
  }
  static void report_now(Actor& actor, std::string_view cluster, std::string_view attribute) {
    const auto place = find_place(actor.device, cluster);
    if (!place) return;
    if (const auto key = find_attribute(*place, attribute)) actor.device.report({*key});
  }
  static double xiaomi_climate(Life& life, Actor& actor) {
    wander(life, actor, 15, 120);
    set(actor, "msTemperatureMeasurement", "measuredValue", daily(life, 2180, 130) + actor.drift);
    set(actor, "msRelativeHumidity", "measuredValue", daily(life, 4500, -400) - 3 * actor.drift);
    const double pressure = daily(life, 10132, 8) + actor.drift / 20;
    set(actor, "msPressureMeasurement", "measuredValue", pressure / 10);
    set(actor, "msPressureMeasurement", "scaledValue", pressure);
    report_now(actor, "msTemperatureMeasurement", "measuredValue");
    report_now(actor, "msRelativeHumidity", "measuredValue");
    report_now(actor, "msPressureMeasurement", "measuredValue");
    if (actor.step++ % 8 == 0) xiaomi_struct(life, actor);
    return life.between(15, 40);
  }
  static double xiaomi_contact(Life& life, Actor& actor) {
    if (actor.step++ % 6 == 0) xiaomi_struct(life, actor);
    const bool open = get(actor, "genOnOff", "onOff") == 0;  // 1 is open
    set(actor, "genOnOff", "onOff", open ? 1 : 0);
    report_now(actor, "genOnOff", "onOff");
    return open ? life.between(4, 15) : life.between(40, 150);
  }
  static double xiaomi_alarm(Life& life, Actor& actor) {
    xiaomi_struct(life, actor);
    return life.between(60, 120);
  }

  // Some lamps report a change by hand also when nobody has asked them to.
  static void tell_unbound(Actor& actor, std::string_view cluster, std::string_view attribute) {
    const auto place = find_place(actor.device, cluster);
    const auto key =
        place ? find_attribute(*place, attribute) : Result<AttributeKey>(place.error());
    const Attribute* known = key ? actor.device.attributes().find(*key) : nullptr;
    if (!known) return;
    const auto& bindings = actor.device.node.bindings;
    const bool bound = std::any_of(bindings.begin(), bindings.end(), [&](const zdo::Binding& b) {
      return b.source_endpoint == place->endpoint && b.cluster_id == place->cluster;
    });
    if (bound) return;
    Records records;
    zcl::Record record;
    record.attribute = key->id;
    records.add(record, known->type, known->value);
    actor.device.report(*place, 0, records);
  }

  // Lamps and plugs -------------------------------------------------------------------------------
  static double lamp(Life& life, Actor& actor) {
    // Somebody uses the switch on the wall.
    const bool on = get(actor, "genOnOff", "onOff") != 0;
    const bool dims = on && life.chance(0.5);
    if (dims) {
      set(actor, "genLevelCtrl", "currentLevel", life.between(30, 254));
    } else {
      set(actor, "genOnOff", "onOff", on ? 0 : 1);
    }
    tell_unbound(actor, dims ? "genLevelCtrl" : "genOnOff", dims ? "currentLevel" : "onOff");
    return life.between(45, 140);
  }
  static double plug(Life& life, Actor& actor) {
    const bool on = get(actor, "genOnOff", "onOff") != 0;
    if (life.chance(0.05))
      actor.drift = life.between(40, 1800);  // another machine is switched on behind it
    if (actor.drift == 0) actor.drift = 85;
    const double watts = on ? actor.drift * life.between(0.95, 1.05) : 0;
    const double volts = life.between(2280, 2340);
    set(actor, "haElectricalMeasurement", "rmsVoltage", volts);
    set(actor, "haElectricalMeasurement", "activePower", watts);
    set(actor, "haElectricalMeasurement", "rmsCurrent", watts / (volts / 10) * 1000);
    set(actor, "seMetering", "instantaneousDemand", watts / 10);
    actor.step += static_cast<int>(watts);
    if (actor.step > 3600) {  // some hundredths of a kilowatt hour later
      set(actor, "seMetering", "currentSummDelivered",
          get(actor, "seMetering", "currentSummDelivered") + actor.step / 3600);
      actor.step %= 3600;
    }
    return life.between(8, 15);
  }

  // Buttons ---------------------------------------------------------------------------------------
  static void press(Actor& actor, const CommandSpec& spec) {
    note(send_command(actor.device, spec), actor);
  }

  static double ikea_remote(Life& life, Actor& actor) {
    constexpr std::uint16_t ikea = 0x117C;
    const bool holding = actor.step == 1;
    actor.step = 0;
    if (holding) {
      press(actor, {"genLevelCtrl", "stopWithOnOff", {}, false});
      return life.between(30, 90);
    }
    switch (static_cast<int>(life.between(0, 5))) {
      case 0: press(actor, {"genOnOff", "toggle", {}, false}); break;
      case 1:
        press(actor, {"genLevelCtrl",
                      "stepWithOnOff",
                      {{"stepmode", 0}, {"stepsize", 43}, {"transtime", 5}},
                      false});
        break;
      case 2:
        press(
            actor,
            {"genLevelCtrl", "step", {{"stepmode", 1}, {"stepsize", 43}, {"transtime", 5}}, false});
        break;
      case 3:
        press(actor, {"genLevelCtrl", "moveWithOnOff", {{"movemode", 0}, {"rate", 83}}, false});
        actor.step = 1;
        return 1.5;
      default: {
        const int right = life.chance(0.5) ? 256 : 257;
        press(actor,
              {"genScenes", "tradfriArrowSingle", {{"value", right}, {"value2", 13}}, false, ikea});
        break;
      }
    }
    wear_battery(life, actor);
    return life.between(30, 90);
  }

  // The dimmer tells its own cluster of every press and release, and switches its bound lamps
  // besides.
  static double hue_dimmer(Life& life, Actor& actor) {
    constexpr std::uint16_t philips = 0x100B;
    constexpr int pressed = 0, released = 2;
    const bool releasing = actor.step > 0;
    const int button = releasing ? actor.step : 1 + static_cast<int>(life.between(0, 4));
    press(actor, {"manuSpecificPhilips",
                  "hueNotification",
                  {{"button", button},
                   {"unknown1", 0x300000},
                   {"type", releasing ? released : pressed},
                   {"unknown2", 33},
                   {"time", releasing ? 2 : 0},
                   {"unknown3", 0}},
                  true,
                  philips,
                  EndpointId(2)});
    actor.step = releasing ? 0 : button;
    if (!releasing) return 0.25;
    if (button == 1) press(actor, {"genOnOff", "on", {}, false, 0, EndpointId(1)});
    if (button == 4) press(actor, {"genOnOff", "off", {}, false, 0, EndpointId(1)});
    if (button == 2 || button == 3) {
      press(actor, {"genLevelCtrl",
                    "step",
                    {{"stepmode", button == 2 ? 0 : 1}, {"stepsize", 30}, {"transtime", 9}},
                    false,
                    0,
                    EndpointId(1)});
    }
    return life.between(40, 110);
  }

  // Heating, lock, blind --------------------------------------------------------------------------
  static double tuya_valve(Life& life, Actor& actor) {
    constexpr std::uint8_t on = 1, setpoint = 2, measured = 3, running = 14;
    const auto value = [&](std::uint8_t number) {
      const Datapoint* found = find_datapoint(actor.device, number);
      return found ? as_number(found->value) : 0.0;
    };
    const double now = value(measured);
    const double target = value(on) != 0 ? value(setpoint) : 160;
    const double next = now < target       ? now + 1
                        : now > target + 3 ? now - 1
                                           : now + std::round(life.between(-1, 1));
    if (next != now) note(set_datapoint(actor.device, measured, Value(next)), actor);
    const bool heats = next < target;
    if (heats != (value(running) != 0))
      note(set_datapoint(actor.device, running, Value(heats ? 1 : 0)), actor);
    return life.between(15, 40);
  }
  static double lock(Life& life, Actor& actor) {
    // Somebody turns the knob inside.
    constexpr int manual = 2, op_manual_lock = 13, op_manual_unlock = 14, locked = 1, unlocked = 2;
    const bool opens = get(actor, "closuresDoorLock", "lockState") == locked;
    set(actor, "closuresDoorLock", "lockState", opens ? unlocked : locked);
    press(actor, {"closuresDoorLock",
                  "operationEventNotification",
                  {{"opereventsrc", manual},
                   {"opereventcode", opens ? op_manual_unlock : op_manual_lock},
                   {"userid", 0},
                   {"pin", Value(Bytes{})},
                   {"zigbeelocaltime", 0},
                   {"data", ""}}});
    return opens ? life.between(8, 20) : life.between(60, 200);
  }
  static double blind(Life& life, Actor& actor) {
    wear_battery(life, actor);
    return life.between(60, 180);
  }
};

std::span<const Deeds::Row> Deeds::rows() {
  static constexpr Row table[] = {
      {"blind", blind, 60},
      {"climate", climate, 10},
      {"hue dimmer", hue_dimmer, 40},
      {"ikea remote", ikea_remote, 30},
      {"lamp", lamp, 60},
      {"lock", lock, 60},
      {"motion", motion, 15},
      {"plug", plug, 5},
      {"quiet alarm", quiet_alarm, 60},
      {"tuya valve", tuya_valve, 20},
      {"xiaomi alarm", xiaomi_alarm, 30},
      {"xiaomi climate", xiaomi_climate, 10},
      {"xiaomi contact", xiaomi_contact, 30},
  };
  return table;
}

bool is_life(std::string_view name) {
  const auto rows = Deeds::rows();
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
}

Life::Life(Scheduler& scheduler, Air& air, LifeOptions options)
    : scheduler_(scheduler),
      air_(air),
      options_(options),
      random_(options.seed),
      begin_(scheduler.now()),
      wall_(scheduler.wall()) {
  options_.speed = std::clamp(options_.speed, 0.01, 1000.0);
  for (const auto& device : air_.devices()) {
    for (const Deeds::Row& row : Deeds::rows()) {
      if (row.name != device->spec().life) continue;
      Actor& actor = *actors_.emplace_back(std::make_unique<Actor>(scheduler, *device));
      actor.deed = row.deed;
      again(actor, between(1, row.first));
    }
  }
}

Life::~Life() = default;

double Life::between(double low, double high) {
  return low + (high - low) * (static_cast<double>(random_()) / 4294967296.0);
}

double Life::hour() const {
  const std::chrono::duration<double, std::ratio<3600>> passed = scheduler_.now() - begin_;
  const double start = std::fmod(static_cast<double>(wall_.ms) / 3'600'000, 24);
  return std::fmod(start + passed.count() * options_.speed, 24);
}

void Life::again(Actor& actor, double seconds) {
  const std::chrono::duration<double> wait(seconds / options_.speed);
  actor.timer.start(std::chrono::duration_cast<std::chrono::nanoseconds>(wait),
                    [this, &actor] { act(actor); });
}

void Life::act(Actor& actor) {
  double next = 5;  // look again whether it is on a network by now
  if (air_.reachable(actor.device)) {
    next = actor.deed(*this, actor);
    ++deeds_;
  }
  again(actor, next);
}

}  // namespace waggle::sim
