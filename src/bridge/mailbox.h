// Mailbox: what waits for devices that sleep, as data: commands and which of their keys are still to be
// carried out. A newer value takes the place of an older one for the same key; everything expires. Pure:
// it knows neither files nor devices nor what time it is (postman.h does).
#pragma once

#include <functional>

#include "bridge/answers.h"
#include "core/time.h"

namespace waggle::bridge {

/// One /set, of which at least one key waits.
struct Order {
  std::uint64_t number = 0;
  std::string device;    // its address
  std::string name;      // as it was addressed
  std::string endpoint;  // from the topic
  Object message;        // whole, because keys are read together ("transition")
  KeyResults keys;       // those that wait are `queued`
  WallTime asked;
  WallTime until;
  int tries = 0;
  std::optional<Asker> asker;

  bool waits() const;
  bool waits_for(std::string_view key) const;
};

class Mailbox {
 public:
  static constexpr std::size_t most_orders = 50;         // of one device
  static constexpr std::size_t largest_message = 10'000;  // octets of JSON

  /// malformed: names the order and what is wrong with it.
  static Result<Mailbox> read(std::string_view text);
  std::string text() const;

  bool empty() const { return orders_.empty(); }
  /// The oldest first.
  const std::vector<Order>& orders() const { return orders_; }
  bool waits(std::string_view device) const { return next(device) != nullptr; }
  /// The oldest of the device that is younger than this one.
  const Order* next(std::string_view device, std::uint64_t after = 0) const;
  std::optional<WallTime> next_expiry() const;

  /// At the end. Refused when the device has too many, or it is too large.
  Result<> put(Order order);
  /// A try has ended: results of keys that still wait. Given back, and out of the box, when nothing waits any more.
  std::optional<Order> tried(std::uint64_t number, const KeyResults& results, bool unanswered);

  /// These keys wait no longer, for this reason. Gives the orders of which nothing waits any more, which
  /// are out of the box, and the keys.
  struct Ended {
    std::vector<Order> orders;
    std::vector<std::string> keys;
  };
  using Which = std::function<bool(const Order&, const KeyResult&)>;
  Ended end(const Which& which, std::string_view reason);

 private:
  std::vector<Order> orders_;
  std::uint64_t last_number_ = 0;
};

/// Means something only at the moment it was said (toggle, stop, identify, a siren): nobody wants that hours
/// later.
bool is_of_the_moment(std::string_view key, const Value& value);

}  // namespace waggle::bridge
