// Window covering (ZCL 8, 7.4): a blind that takes its time. 0 % is open, 100 % closed.
#include <cmath>

#include "sim/behaviours/all.h"
#include "sim/behaviours/ramp.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr double open = 0;
constexpr double closed = 100;
constexpr std::chrono::duration<double> per_percent(0.12);  // twelve seconds from end to end

class WindowCovering final : public CommandTable<WindowCovering> {
 public:
  WindowCovering(VirtualDevice& device, Place place)
      : CommandTable(device, place), lift_(device.scheduler()), tilt_(device.scheduler()) {}
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"upOpen", &WindowCovering::up},
        {"downClose", &WindowCovering::down},
        {"stop", &WindowCovering::stop},
        {"goToLiftPercentage", &WindowCovering::go_to_lift},
        {"goToTiltPercentage", &WindowCovering::go_to_tilt},
    };
    return table;
  }
  void approach(AttributeId id, double value, std::chrono::nanoseconds) override {
    const bool tilts = id == attribute_id(place().cluster, tilt_attribute);
    move(tilts ? tilt_attribute : lift_attribute, value, tilts ? tilt_ : lift_);
  }

 private:
  static constexpr std::string_view lift_attribute = "currentPositionLiftPercentage";
  static constexpr std::string_view tilt_attribute = "currentPositionTiltPercentage";

  Reaction move(std::string_view attribute, double to, Ramp& ramp) {
    if (!has(attribute)) return {zcl::Status::unsupported_cluster_command};
    const double from = number(attribute);
    ramp.start(
        from, to,
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::abs(to - from) * per_percent),
        [this, attribute](double value) { set(attribute, std::round(value)); });
    return {};
  }
  Reaction up(const Call&) { return move(lift_attribute, open, lift_); }
  Reaction down(const Call&) { return move(lift_attribute, closed, lift_); }
  Reaction stop(const Call&) {
    lift_.stop();
    tilt_.stop();
    return {};
  }
  Reaction go_to_lift(const Call& call) {
    return move(lift_attribute, static_cast<double>(call.uint("percentageliftvalue")), lift_);
  }
  Reaction go_to_tilt(const Call& call) {
    return move(tilt_attribute, static_cast<double>(call.uint("percentagetiltvalue")), tilt_);
  }

  Ramp lift_;
  Ramp tilt_;
};

}  // namespace

std::unique_ptr<Behaviour> make_window_covering(VirtualDevice& device, Place place) {
  return std::make_unique<WindowCovering>(device, place);
}

}  // namespace waggle::sim
