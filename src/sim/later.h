// Things that happen later and die with their owner: replies under way, steps of a movement,
// packets in the air. Scheduler::post cannot be taken back; this can, by going away.
#pragma once

#include <functional>
#include <list>

#include "core/scheduler.h"

namespace waggle::sim {

class Later {
 public:
  explicit Later(Scheduler& scheduler) : scheduler_(scheduler) {}
  Later(const Later&) = delete;
  Later& operator=(const Later&) = delete;

  /// Equal deadlines run in the order in which they were asked for.
  void after(std::chrono::nanoseconds delay, std::function<void()> action) {
    const auto timer = timers_.emplace(timers_.end(), scheduler_);
    timer->start(delay, [this, timer, action = std::move(action)] {
      timers_.erase(timer);
      action();  // may destroy the owner
    });
  }
  void clear() { timers_.clear(); }
  std::size_t size() const { return timers_.size(); }

  Scheduler& scheduler() const { return scheduler_; }

 private:
  Scheduler& scheduler_;
  std::list<Timer> timers_;
};

}  // namespace waggle::sim
