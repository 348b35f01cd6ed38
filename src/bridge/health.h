// Health: how the program and its devices are doing, published now and then on bridge/health.
#pragma once

#include <map>

#include "bridge/publisher.h"

namespace waggle::bridge {

class Health {
 public:
  Health(Scheduler& scheduler, const settings::Settings& settings, const mqtt::Client& mqtt, Publisher& publisher);

  /// From now on, every `health.interval` minutes.
  void start() { wait(); }

  void heard(Ieee device);
  void left(Ieee device) { ++devices_[device].leaves; }
  void moved(Ieee device) { ++devices_[device].moves; }

  struct Count {
    std::uint64_t messages = 0;
    WallTime first;  // when the first of them came
    std::uint64_t leaves = 0;
    std::uint64_t moves = 0;  // to another network address
  };
  /// Since the start, or since the last report with `health.reset_on_check`.
  const std::map<Ieee, Count>& counts() const { return devices_; }
  Instant started() const { return started_; }

 private:
  void wait();
  void report();
  Object devices() const;

  Scheduler& scheduler_;
  const settings::Settings& settings_;
  const mqtt::Client& mqtt_;
  Publisher& publisher_;
  Instant started_;
  mqtt::Counters before_;  // what is not counted any more
  std::map<Ieee, Count> devices_;
  Timer timer_;
};

}  // namespace waggle::bridge
