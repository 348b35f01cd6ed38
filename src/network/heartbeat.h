// Heartbeat: whether the radio still lives. A stick whose firmware hangs closes no port; it just says nothing.
// When nothing was heard for a while it is asked, and when it does not answer it is given up.
#pragma once

#include <functional>

#include "coordinator/coordinator.h"

namespace waggle::network {

class Heartbeat {
 public:
  /// `dead` is called once for each start().
  Heartbeat(Scheduler& scheduler, coordinator::Coordinator& radio, std::function<void(Error)> dead)
      : radio_(radio), dead_(std::move(dead)), timer_(scheduler) {}

  void start();
  void stop();
  /// It said something of its own.
  void heard() { heard_ = true; }

 private:
  void wait();
  Task<> ask();

  coordinator::Coordinator& radio_;
  std::function<void(Error)> dead_;
  bool heard_ = false;
  Timer timer_;
  TaskGroup tasks_;
};

}  // namespace waggle::network
