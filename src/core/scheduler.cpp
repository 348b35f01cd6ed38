#include "core/scheduler.h"

#include <utility>

namespace waggle {

void Scheduler::post(std::function<void()> work) {
  posted_.push_back(std::move(work));
  deadline_changed();
}

Instant Scheduler::next_due() const {
  if (!posted_.empty()) return now();
  if (timers_.empty()) return {std::chrono::nanoseconds::max()};
  return timers_.begin()->first;
}

void Scheduler::run_due() {
  for (;;) {
    if (!posted_.empty()) {
      auto work = std::move(posted_.front());
      posted_.pop_front();
      work();
    } else if (!timers_.empty() && timers_.begin()->first <= now()) {
      Timer& timer = *timers_.begin()->second;
      auto action = std::move(timer.action_);
      timer.stop();
      action();  // may destroy or restart the timer
    } else {
      return;
    }
  }
}

void Timer::start(std::chrono::nanoseconds delay, std::function<void()> action) {
  stop();
  action_ = std::move(action);
  const Instant due = scheduler_.now() + (delay.count() > 0 ? delay : std::chrono::nanoseconds{});
  position_ = scheduler_.timers_.emplace(due, this);
  running_ = true;
  if (position_ == scheduler_.timers_.begin()) scheduler_.deadline_changed();
}

void Timer::stop() {
  if (!running_) return;
  scheduler_.timers_.erase(position_);
  running_ = false;
}

WallTime VirtualTime::wall() const {
  return {epoch_.ms + std::chrono::duration_cast<Millis>(now_.since_start).count()};
}

void VirtualTime::advance(std::chrono::nanoseconds duration) {
  const Instant end = now_ + duration;
  run_due();
  while (next_due() <= end) {
    if (next_due() > now_) now_ = next_due();
    run_due();
  }
  now_ = end;
}

}  // namespace waggle
