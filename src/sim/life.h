// Life: what the devices of a home do by themselves. Rooms warm up and cool down over the day,
// people walk past sensors, press buttons and use lamps; a plug's power follows its switch, a
// valve's temperature its setpoint.
//
// Seeded, and driven by the scheduler alone: the same home lives the same day again. A life is a
// row of a table in life.cpp; home files name it.
#pragma once

#include <memory>
#include <random>
#include <vector>

#include "sim/air.h"

namespace waggle::sim {

bool is_life(std::string_view name);

struct LifeOptions {
  std::uint32_t seed = 1;
  double speed = 1;  // how much faster than in a lively house
};

class Life {
 public:
  Life(Scheduler& scheduler, Air& air, LifeOptions options = {});
  ~Life();
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  /// How often devices have done something.
  std::uint64_t deeds() const { return deeds_; }

 private:
  struct Actor;
  friend struct Deeds;  // life.cpp: the table and what its rows do

  void act(Actor& actor);
  void again(Actor& actor, double seconds);
  double between(double low, double high);
  bool chance(double probability) { return between(0, 1) < probability; }
  /// Hours, 0 to 24, of a day that passes as fast as this life.
  double hour() const;

  Scheduler& scheduler_;
  Air& air_;
  LifeOptions options_;
  std::mt19937 random_;
  Instant begin_;
  WallTime wall_;
  std::uint64_t deeds_ = 0;
  std::vector<std::unique_ptr<Actor>> actors_;
};

}  // namespace waggle::sim
