#include "sim/behaviours/ramp.h"

#include <algorithm>
#include <utility>

#include "core/time.h"

namespace waggle::sim {
namespace {
constexpr auto period = 100ms;
}

void Ramp::start(double from, double to, std::chrono::nanoseconds time,
                 std::function<void(double)> step, std::function<void()> done) {
  timer_.stop();
  from_ = from;
  to_ = to;
  begin_ = scheduler_.now();
  time_ = time;
  step_ = std::move(step);
  done_ = std::move(done);
  if (time_.count() > 0 && from_ != to_) {
    timer_.start(std::min<std::chrono::nanoseconds>(period, time_), [this] { tick(); });
    return;
  }
  arrive();
}

void Ramp::arrive() {
  step_(to_);
  // What happens next may start the next movement, which replaces done_.
  if (const auto done = std::exchange(done_, {})) done();
}

void Ramp::tick() {
  const std::chrono::nanoseconds passed = scheduler_.now() - begin_;
  if (passed >= time_) {
    arrive();
    return;
  }
  const double part = static_cast<double>(passed.count()) / static_cast<double>(time_.count());
  step_(from_ + (to_ - from_) * part);
  timer_.start(std::min<std::chrono::nanoseconds>(period, time_ - passed), [this] { tick(); });
}

std::chrono::nanoseconds tenths(std::uint64_t value) {
  return value == 0xFFFF ? std::chrono::nanoseconds{} : std::chrono::nanoseconds(value * 100ms);
}

}  // namespace waggle::sim
