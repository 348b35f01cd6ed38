// Scheduler: the one source of time and of "later" for everything above the operating system.
//
// It keeps the timers of one thread. The real one (io/loop.h) sleeps in Asio until the next is due;
// VirtualTime, below, is moved by tests. Whoever waits owns a Timer: when the owner goes away, so
// does the wait, and the callback can no longer run.
#pragma once

#include <deque>
#include <functional>
#include <map>

#include "core/time.h"

namespace waggle {

class Timer;

class Scheduler {
 public:
  Scheduler() = default;
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  virtual ~Scheduler() = default;

  virtual Instant now() const = 0;
  virtual WallTime wall() const = 0;

  /// Runs `work` soon, after whatever is running now has returned. Never inline.
  void post(std::function<void()> work);

  /// When the next timer is due; nullopt-like maximum when there is none.
  Instant next_due() const;

 protected:
  /// Runs everything posted and every timer that is due by now(); what these add for "now" runs too.
  void run_due();
  /// The earliest deadline may have changed: a real scheduler re-arms its alarm.
  virtual void deadline_changed() = 0;

 private:
  friend class Timer;
  std::multimap<Instant, Timer*> timers_;  // equal deadlines fire in the order they were armed
  std::deque<std::function<void()>> posted_;
};

/// One wait. Restarting moves the deadline; destruction cancels. Zero means "soon, but not inline".
class Timer {
 public:
  explicit Timer(Scheduler& scheduler) : scheduler_(scheduler) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { stop(); }

  void start(std::chrono::nanoseconds delay, std::function<void()> action);
  void stop();
  bool running() const { return running_; }
  /// Meaningful while running.
  Instant due() const { return position_->first; }

 private:
  friend class Scheduler;
  Scheduler& scheduler_;
  std::function<void()> action_;
  std::multimap<Instant, Timer*>::iterator position_{};
  bool running_ = false;
};

/// Time that moves only when told to.
class VirtualTime final : public Scheduler {
 public:
  explicit VirtualTime(WallTime wall = {1'768'478'400'000}) : epoch_(wall) {}  // 2026-01-15T12:00Z

  Instant now() const override { return now_; }
  WallTime wall() const override;

  /// Runs what is due, then moves on to each later deadline within `duration`, in order.
  void advance(std::chrono::nanoseconds duration);
  /// Runs what is due now, without moving time.
  void settle() { advance({}); }

 protected:
  void deadline_changed() override {}

 private:
  Instant now_{};
  WallTime epoch_;
};

}  // namespace waggle
