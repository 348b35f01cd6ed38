// Touchlink: finds lamps and the like next to the radio on every channel, whatever network they belong to,
// makes them blink, and resets them to factory new (ZCL 8, chapter 13).
//
// One conversation at a time, and none with the network meanwhile. Errors are worded as Zigbee2MQTT's.
#pragma once

#include <random>
#include <vector>

#include "coordinator/coordinator.h"
#include "core/task.h"

namespace waggle::network {

class Touchlink {
 public:
  struct Found {
    Ieee ieee;
    int channel;
    bool operator==(const Found&) const = default;
  };

  Touchlink(Scheduler& scheduler, coordinator::Coordinator& radio);

  /// Everybody who answers, channel by channel.
  Task<Result<std::vector<Found>>> scan();
  Task<Result<>> identify(Found whom);
  Task<Result<>> factory_reset(Found whom);
  /// Whoever answers first; false when nobody does.
  Task<Result<bool>> factory_reset_first();
  /// Sends one frame, on this channel or on all of them; then waits for a moment. Nobody is listened to.
  Task<Result<>> say(std::optional<int> channel, coordinator::InterPanRequest request, Millis pause);

  void heard(const coordinator::InterPanIncoming& message);
  /// Ends what is under way, early, and with the radio back on its network.
  Task<> stop();

 private:
  using Answers = std::vector<Ieee>;
  /// What is done on a channel with those who answered there; true ends the visits.
  using Visit = std::function<Task<Result<bool>>(int channel, const Answers& answers)>;

  /// What is done on a channel; true ends the tour.
  using Stop = std::function<Task<Result<bool>>(int channel)>;

  Task<Result<>> tour(std::vector<int> channels, Stop stop);
  Task<Result<>> visit(std::vector<int> channels, Visit visit);
  Task<Result<>> ask();
  Task<Result<>> tell(Ieee whom, std::string_view command, Object parameters);
  Task<Result<>> make_blink(Ieee whom);
  Task<Result<>> reset(Ieee whom);

  Scheduler& scheduler_;
  coordinator::Coordinator& radio_;
  std::mt19937 random_{std::random_device{}()};
  bool busy_ = false;
  bool stopping_ = false;
  std::uint32_t transaction_ = 0;  // 0: none
  Answers answers_;                // in it
};

}  // namespace waggle::network
