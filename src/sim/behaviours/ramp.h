// A value on its way: brightness, colour, the position of a blind. Moves in steps of a tenth of a
// second, as lamps do, so that whoever reads or has reports configured sees it travel.
#pragma once

#include <functional>

#include "core/scheduler.h"

namespace waggle::sim {

class Ramp {
 public:
  explicit Ramp(Scheduler& scheduler) : scheduler_(scheduler), timer_(scheduler) {}

  /// `step` gets each value, the last of them exactly `to`; then `done` is called. Without time the
  /// only step is taken at once.
  void start(double from, double to, std::chrono::nanoseconds time,
             std::function<void(double)> step, std::function<void()> done = {});
  void stop() { timer_.stop(); }
  bool running() const { return timer_.running(); }

 private:
  void tick();
  void arrive();

  Scheduler& scheduler_;
  Timer timer_;
  double from_ = 0;
  double to_ = 0;
  Instant begin_{};
  std::chrono::nanoseconds time_{};
  std::function<void(double)> step_;
  std::function<void()> done_;
};

/// The ZCL's tenths of a second; 0xFFFF stands for "as fast as you can".
std::chrono::nanoseconds tenths(std::uint64_t value);

}  // namespace waggle::sim
