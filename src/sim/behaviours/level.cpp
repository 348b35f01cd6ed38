// Level control (ZCL 8, 3.10): transitions in steps, and the commands that switch on and off on the
// way.
#include <algorithm>
#include <cmath>

#include "sim/behaviours/all.h"
#include "sim/behaviours/ramp.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr double default_rate = 50;  // levels a second, when the command leaves it to the device

class Level final : public CommandTable<Level> {
 public:
  Level(VirtualDevice& device, Place place)
      : CommandTable(device, place), ramp_(device.scheduler()) {}
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"moveToLevel", &Level::move_to},
        {"move", &Level::move},
        {"step", &Level::step},
        {"stop", &Level::stop},
        {"moveToLevelWithOnOff", &Level::move_to},
        {"moveWithOnOff", &Level::move},
        {"stepWithOnOff", &Level::step},
        {"stopWithOnOff", &Level::stop},
    };
    return table;
  }
  void approach(AttributeId, double value, std::chrono::nanoseconds time) override {
    go(value, time, false);
  }

 private:
  static bool with_on_off(const Call& call) { return call.frame.command->id >= 0x04; }
  double level() const { return number("currentLevel"); }
  double lowest() const { return number("minLevel", 1); }
  double highest() const { return number("maxLevel", 254); }
  bool is_on() const { return number("genOnOff", "onOff", 1) != 0; }

  // 3.10.2.2.8.1: without "with on/off", a lamp that is off does nothing, unless its options or the
  // command's override say otherwise.
  bool ignored(const Call& call) const {
    if (with_on_off(call) || is_on()) return false;
    const std::uint64_t mask = call.uint("optionsMask");
    const auto options = static_cast<std::uint64_t>(number("options"));
    const std::uint64_t effective = (options & ~mask) | (call.uint("optionsOverride") & mask);
    return !(effective & 1);
  }

  void go(double to, std::chrono::nanoseconds time, bool switching) {
    const double target = std::clamp(to, lowest(), highest());
    const bool ends_off = switching && to <= lowest() && to < level();
    const double from = level();
    if (switching && !ends_off && to > 0) set("genOnOff", "onOff", 1);
    if (switching && ends_off && !is_on()) return;
    set("remainingTime", time / 100ms);
    ramp_.start(
        from, target, time, [this](double value) { set("currentLevel", std::round(value)); },
        [this, ends_off, from] {
          set("remainingTime", 0);
          if (!ends_off) return;
          // Faded to off, it comes back where it was.
          set("genOnOff", "onOff", 0);
          set("currentLevel", from);
        });
  }

  Reaction move_to(const Call& call) {
    if (ignored(call)) return {};
    go(static_cast<double>(call.uint("level")), tenths(call.uint("transtime")), with_on_off(call));
    return {};
  }
  Reaction move(const Call& call) {
    if (ignored(call)) return {};
    double rate = static_cast<double>(call.uint("rate", 0xFF));
    if (rate == 0xFF) rate = default_rate;
    if (rate == 0) return {};
    const double to = call.uint("movemode") == 0 ? highest() : lowest();
    const std::chrono::duration<double> time(std::abs(to - level()) / rate);
    go(to, std::chrono::duration_cast<std::chrono::nanoseconds>(time), with_on_off(call));
    return {};
  }
  Reaction step(const Call& call) {
    if (ignored(call)) return {};
    const double size = static_cast<double>(call.uint("stepsize"));
    go(level() + (call.uint("stepmode") == 0 ? size : -size), tenths(call.uint("transtime")),
       with_on_off(call));
    return {};
  }
  Reaction stop(const Call&) {
    ramp_.stop();
    set("remainingTime", 0);
    return {};
  }

  Ramp ramp_;
};

}  // namespace

std::unique_ptr<Behaviour> make_level(VirtualDevice& device, Place place) {
  return std::make_unique<Level>(device, place);
}

}  // namespace waggle::sim
