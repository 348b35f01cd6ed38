// Colour control (ZCL 8, 5.2): the three ways of saying a colour, with transitions. Hue and
// saturation are kept; coordinates follow from them or from the temperature, as lamps report them.
#include <algorithm>
#include <cmath>

#include "sim/behaviours/all.h"
#include "sim/behaviours/color_math.h"
#include "sim/behaviours/ramp.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

enum Mode : std::uint8_t { hue_saturation = 0, coordinates = 1, temperature = 2, enhanced_hue = 3 };
enum Move : std::uint8_t { stop_moving = 0, up = 1, down = 3 };  // tables 5-14 and following

constexpr double top = 254;  // of hue and saturation
constexpr double enhanced_top = 65535;
constexpr double unit = 65536;  // coordinates are 1/65536

class Color final : public CommandTable<Color> {
 public:
  Color(VirtualDevice& device, Place place)
      : CommandTable(device, place), first_(device.scheduler()), second_(device.scheduler()) {}
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"moveToHue", &Color::move_to_hue},
        {"moveHue", &Color::move_hue},
        {"stepHue", &Color::step_hue},
        {"moveToSaturation", &Color::move_to_saturation},
        {"moveSaturation", &Color::move_saturation},
        {"stepSaturation", &Color::step_saturation},
        {"moveToHueAndSaturation", &Color::move_to_hue_and_saturation},
        {"moveToColor", &Color::move_to_color},
        {"moveColor", &Color::move_color},
        {"stepColor", &Color::step_color},
        {"moveToColorTemp", &Color::move_to_temperature},
        {"enhancedMoveToHue", &Color::move_to_hue},
        {"enhancedMoveHue", &Color::move_hue},
        {"enhancedStepHue", &Color::step_hue},
        {"enhancedMoveToHueAndSaturation", &Color::move_to_hue_and_saturation},
        {"colorLoopSet", &Color::loop},
        {"stopMoveStep", &Color::stop},
        {"moveColorTemp", &Color::move_temperature},
        {"stepColorTemp", &Color::step_temperature},
    };
    return table;
  }
  void approach(AttributeId id, double value, std::chrono::nanoseconds time) override {
    // A scene holds every form; the mode it was stored in is not part of it, and coordinates
    // decide.
    if (id == attribute_id(place().cluster, "currentX")) {
      go("currentX", value, time, first_);
      mode(coordinates);
    } else if (id == attribute_id(place().cluster, "currentY")) {
      go("currentY", value, time, second_);
    } else {
      Behaviour::approach(id, value, time);
    }
  }

 private:
  static bool enhanced(const Call& call) {
    return call.frame.command->id >= 0x40 && call.frame.command->id <= 0x43;
  }
  static double param(const Call& call, std::string_view name) {
    return static_cast<double>(call.uint(name));
  }
  void put(std::string_view attribute, double value) {
    if (has(attribute)) set(attribute, std::round(value));
  }
  void mode(Mode m) {
    put("colorMode", m == enhanced_hue ? hue_saturation : m);
    put("enhancedColorMode", m);
  }
  void go(std::string_view attribute, double to, std::chrono::nanoseconds time, Ramp& ramp) {
    put("remainingTime", static_cast<double>(time / 100ms));
    ramp.start(
        number(attribute), to, time, [this, attribute](double value) { put(attribute, value); },
        [this] { put("remainingTime", 0); });
  }
  void stop_all() {
    first_.stop();
    second_.stop();
  }

  // Hue -----------------------------------------------------------------------------------------
  void show_hue(double fine) {
    put("enhancedCurrentHue", fine);
    put("currentHue", std::floor(fine / 256));
    const Chromaticity c = from_hue_saturation(fine / unit, number("currentSaturation") / top);
    put("currentX", c.x * unit);
    put("currentY", c.y * unit);
  }
  double hue() const { return number("enhancedCurrentHue", number("currentHue") * 256); }
  static double fine(const Call& call) {
    return enhanced(call) ? param(call, "enhancehue") : param(call, "hue") * 256;
  }
  // Around the circle by the way asked for: shortest, longest, up, down (table 5-12).
  void turn_to(double to, std::uint64_t direction, std::chrono::nanoseconds time, bool fine_mode) {
    mode(fine_mode ? enhanced_hue : hue_saturation);
    const double from = hue();
    double way = std::fmod(to - from + unit, unit);  // upwards
    const bool short_way_is_up = way <= unit / 2;
    const bool up_asked = direction == 2 || (direction == 0 && short_way_is_up) ||
                          (direction == 1 && !short_way_is_up);
    if (!up_asked && way != 0) way -= unit;
    first_.start(from, from + way, time,
                 [this](double value) { show_hue(std::fmod(value + unit, unit)); });
  }
  void saturate(double to, std::chrono::nanoseconds time) {
    second_.start(number("currentSaturation"), std::clamp(to, 0.0, top), time,
                  [this](double value) {
                    put("currentSaturation", value);
                    show_hue(hue());
                  });
  }

  Reaction move_to_hue(const Call& call) {
    turn_to(fine(call), call.uint("direction"), tenths(call.uint("transtime")), enhanced(call));
    return {};
  }
  Reaction move_hue(const Call& call) {
    if (call.uint("movemode") == stop_moving) {
      first_.stop();
      return {};
    }
    const double rate = param(call, "rate") * (enhanced(call) ? 1 : 256);
    if (rate == 0) return {zcl::Status::invalid_field};
    mode(enhanced(call) ? enhanced_hue : hue_saturation);
    const double way = call.uint("movemode") == up ? unit : -unit;
    spin(way, rate);
    return {};
  }
  void spin(double way, double rate) {
    const std::chrono::duration<double> round(unit / rate);
    const double from = hue();
    first_.start(
        from, from + way, std::chrono::duration_cast<std::chrono::nanoseconds>(round),
        [this](double value) { show_hue(std::fmod(value + unit, unit)); },
        [this, way, rate] { spin(way, rate); });
  }
  Reaction step_hue(const Call& call) {
    const double size = param(call, "stepsize") * (enhanced(call) ? 1 : 256);
    const bool upwards = call.uint("stepmode") == up;
    turn_to(std::fmod(hue() + (upwards ? size : -size) + unit, unit), upwards ? 2 : 3,
            tenths(call.uint("transtime")), enhanced(call));
    return {};
  }
  Reaction move_to_saturation(const Call& call) {
    mode(hue_saturation);
    saturate(param(call, "saturation"), tenths(call.uint("transtime")));
    return {};
  }
  Reaction move_saturation(const Call& call) {
    if (call.uint("movemode") == stop_moving || call.uint("rate") == 0) {
      second_.stop();
      return {};
    }
    mode(hue_saturation);
    const double to = call.uint("movemode") == up ? top : 0;
    const std::chrono::duration<double> time(std::abs(to - number("currentSaturation")) /
                                             param(call, "rate"));
    saturate(to, std::chrono::duration_cast<std::chrono::nanoseconds>(time));
    return {};
  }
  Reaction step_saturation(const Call& call) {
    mode(hue_saturation);
    const double size = param(call, "stepsize");
    saturate(number("currentSaturation") + (call.uint("stepmode") == up ? size : -size),
             tenths(call.uint("transtime")));
    return {};
  }
  Reaction move_to_hue_and_saturation(const Call& call) {
    const auto time = tenths(call.uint("transtime"));
    saturate(param(call, "saturation"), time);
    turn_to(fine(call), 0, time, enhanced(call));
    return {};
  }

  // Coordinates -----------------------------------------------------------------------------------
  Reaction move_to_color(const Call& call) {
    const auto time = tenths(call.uint("transtime"));
    mode(coordinates);
    go("currentX", param(call, "colorx"), time, first_);
    go("currentY", param(call, "colory"), time, second_);
    return {};
  }
  Reaction move_color(const Call& call) {
    stop_all();
    mode(coordinates);
    drift("currentX", static_cast<double>(call.sint("ratex")), first_);
    drift("currentY", static_cast<double>(call.sint("ratey")), second_);
    return {};
  }
  void drift(std::string_view attribute, double rate, Ramp& ramp) {
    if (rate == 0) return;
    const double to = rate > 0 ? 0xFEFF : 0;
    const std::chrono::duration<double> time(std::abs((to - number(attribute)) / rate));
    go(attribute, to, std::chrono::duration_cast<std::chrono::nanoseconds>(time), ramp);
  }
  Reaction step_color(const Call& call) {
    const auto time = tenths(call.uint("transtime"));
    mode(coordinates);
    const auto stepped = [&](std::string_view attribute, std::string_view step) {
      return std::clamp(number(attribute) + static_cast<double>(call.sint(step)), 0.0, 65279.0);
    };
    go("currentX", stepped("currentX", "stepx"), time, first_);
    go("currentY", stepped("currentY", "stepy"), time, second_);
    return {};
  }

  // Temperature -----------------------------------------------------------------------------------
  void warm_to(double mireds, std::chrono::nanoseconds time, double low = 0, double high = 0) {
    mode(temperature);
    second_.stop();
    low = std::max(low, number("colorTempPhysicalMin", 153));
    high = high == 0 ? number("colorTempPhysicalMax", 500)
                     : std::min(high, number("colorTempPhysicalMax", 500));
    put("remainingTime", static_cast<double>(time / 100ms));
    first_.start(
        number("colorTemperature"), std::clamp(mireds, low, std::max(low, high)), time,
        [this](double value) {
          put("colorTemperature", value);
          const Chromaticity c = from_mireds(value);
          put("currentX", c.x * unit);
          put("currentY", c.y * unit);
        },
        [this] { put("remainingTime", 0); });
  }
  Reaction move_to_temperature(const Call& call) {
    warm_to(param(call, "colortemp"), tenths(call.uint("transtime")));
    return {};
  }
  Reaction move_temperature(const Call& call) {
    const std::uint64_t way = call.uint("movemode");
    if (way == stop_moving || call.uint("rate") == 0) {
      first_.stop();
      return {};
    }
    const double to = way == up ? enhanced_top : 0;
    const double low = param(call, "minimum");
    const double high = param(call, "maximum");
    const double end = way == up ? (high == 0 ? number("colorTempPhysicalMax", 500) : high)
                                 : std::max(low, number("colorTempPhysicalMin", 153));
    const std::chrono::duration<double> time(std::abs(end - number("colorTemperature")) /
                                             param(call, "rate"));
    warm_to(to, std::chrono::duration_cast<std::chrono::nanoseconds>(time), low, high);
    return {};
  }
  Reaction step_temperature(const Call& call) {
    const double size = param(call, "stepsize");
    warm_to(number("colorTemperature") + (call.uint("stepmode") == up ? size : -size),
            tenths(call.uint("transtime")), param(call, "minimum"), param(call, "maximum"));
    return {};
  }

  Reaction loop(const Call& call) {
    const std::uint64_t update = call.uint("updateflags");
    if (update & 2) put("colorLoopDirection", param(call, "direction"));
    if (update & 4) put("colorLoopTime", param(call, "time"));
    if (update & 8) put("colorLoopStartEnhancedHue", param(call, "starthue"));
    if (!(update & 1)) return {};
    const bool run = call.uint("action") != 0;
    put("colorLoopActive", run);
    stop_all();
    if (run) {
      mode(enhanced_hue);
      const double seconds = std::max(1.0, number("colorLoopTime", 25));
      spin(number("colorLoopDirection") != 0 ? unit : -unit, unit / seconds);
    }
    return {};
  }
  Reaction stop(const Call&) {
    stop_all();
    put("remainingTime", 0);
    return {};
  }

  Ramp first_;   // hue, x, or temperature
  Ramp second_;  // saturation, or y
};

}  // namespace

std::unique_ptr<Behaviour> make_color(VirtualDevice& device, Place place) {
  return std::make_unique<Color>(device, place);
}

}  // namespace waggle::sim
