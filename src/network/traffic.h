// Traffic: what the network has sent, got and waited for since the start, as numbers. For metrics alone;
// nothing is decided by it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace waggle::network {

/// How long answers took: how many within each limit, and all together.
class RoundTrips {
 public:
  static constexpr std::array limits{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};  // seconds

  void add(std::chrono::nanoseconds took) {
    const double seconds = std::chrono::duration<double>(took).count();
    for (std::size_t i = 0; i < limits.size(); ++i) within_[i] += seconds <= limits[i];
    ++count_;
    seconds_ += seconds;
  }
  std::uint64_t within(std::size_t limit) const { return within_[limit]; }
  std::uint64_t count() const { return count_; }
  double seconds() const { return seconds_; }

 private:
  std::array<std::uint64_t, limits.size()> within_{};
  std::uint64_t count_ = 0;
  double seconds_ = 0;
};

struct Traffic {
  std::uint64_t received = 0;      // messages of devices
  std::uint64_t sent = 0;          // handed to the radio, repetitions among them
  std::uint64_t undelivered = 0;   // the radio says that it did not get there
  std::uint64_t repeated = 0;      // sent again on a new way, because nobody answered
  std::uint64_t unanswered = 0;    // given up
  std::uint64_t under_way = 0;     // requests that are waiting for their turn or for an answer, now
  std::uint64_t radio_losses = 0;  // the radio was gone
  RoundTrips round_trips;
};

}  // namespace waggle::network
