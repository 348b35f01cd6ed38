// Airtime: the one queue in which all updates wait for their turn to speak, so that a house that is being
// updated can still be used. One update has the air to itself, at its own pace; from two on, the parts of
// all of them are spaced.
#pragma once

#include "core/pending.h"
#include "core/task.h"

namespace waggle::ota {

class Airtime {
 public:
  /// A part with its question, its acknowledgements and a hop on the way occupies the channel for some 25 ms:
  /// this leaves four fifths of it to others.
  static constexpr Millis spacing{120};
  /// Updates under way at once; then each is asked at least every two seconds by its device.
  static constexpr std::size_t most_updates = 4;

  explicit Airtime(Scheduler& scheduler) : scheduler_(scheduler), parts_(scheduler, 1), updates_(scheduler, most_updates) {}

  /// The updates that people ask for begin in this order.
  Turnstile& updates() { return updates_; }

  /// While there is one, an update is under way.
  class [[nodiscard]] Share {
   public:
    explicit Share(Airtime& air) : air_(air) { ++air_.shares_; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { --air_.shares_; }
    /// Ends when a part may be sent.
    Task<> turn() { return air_.turn(); }

   private:
    Airtime& air_;
  };

 private:
  Task<> turn();

  Scheduler& scheduler_;
  Turnstile parts_;
  Turnstile updates_;
  std::size_t shares_ = 0;
  Instant free_{};
};

}  // namespace waggle::ota
