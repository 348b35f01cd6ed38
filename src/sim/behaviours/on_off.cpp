// On/Off (ZCL 8, 3.8), with the timed commands.
#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

class OnOff final : public CommandTable<OnOff> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"off", &OnOff::off},
        {"on", &OnOff::on},
        {"toggle", &OnOff::toggle},
        {"offWithEffect", &OnOff::off_with_effect},
        {"onWithRecallGlobalScene", &OnOff::on_with_recall},
        {"onWithTimedOff", &OnOff::on_with_timed_off},
    };
    return table;
  }
  void approach(AttributeId, double value, std::chrono::nanoseconds) override { turn(value != 0); }

 private:
  bool is_on() const { return number("onOff") != 0; }
  void turn(bool on) {
    later().clear();
    if (has("onTime")) set("onTime", 0);
    if (has("offWaitTime") && on) set("offWaitTime", 0);
    set("onOff", on ? 1 : 0);
    if (on && has("globalSceneCtrl")) set("globalSceneCtrl", 1);
  }

  Reaction off(const Call&) {
    turn(false);
    return {};
  }
  Reaction on(const Call&) {
    turn(true);
    return {};
  }
  Reaction toggle(const Call&) {
    turn(!is_on());
    return {};
  }
  Reaction off_with_effect(const Call&) {
    turn(false);
    if (has("globalSceneCtrl")) set("globalSceneCtrl", 0);
    return {};
  }
  Reaction on_with_recall(const Call&) {
    if (number("globalSceneCtrl", 1) == 0) turn(true);
    return {};
  }
  // 3.8.2.3.6: on for a time, then off, and for a while not to be switched on by the same command.
  Reaction on_with_timed_off(const Call& call) {
    const bool only_when_on = call.uint("ctrlbits") & 1;
    if (only_when_on && !is_on()) return {};
    if (number("offWaitTime") > 0 && !is_on()) return {};
    const std::uint64_t on_time = call.uint("ontime");
    const std::uint64_t wait = call.uint("offwaittime");
    turn(true);
    if (on_time == 0 || on_time == 0xFFFF) return {};
    set("onTime", on_time);
    later().after(on_time * 100ms, [this, wait] {
      turn(false);
      set("offWaitTime", wait);
      later().after(wait * 100ms, [this] { set("offWaitTime", 0); });
    });
    return {};
  }
};

}  // namespace

std::unique_ptr<Behaviour> make_on_off(VirtualDevice& device, Place place) {
  return std::make_unique<OnOff>(device, place);
}

}  // namespace waggle::sim
