// Outbox: what retained topics should hold once the broker is back. Last value wins, one for each
// topic, in the order in which they were last set. Knows nothing of connections.
#pragma once

#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/time.h"

namespace waggle::mqtt {

struct PublishOptions {
  int qos = 0;
  bool retain = false;
  std::uint32_t expiry = 0;  // seconds until the broker forgets it; MQTT 5 only; 0: never
  bool echo = false;         // our own subscriptions are to hear it (Home Assistant discovery)
  std::string correlation_data{};  // MQTT 5 only: what the asker gave us along with its response topic
};

class Outbox {
 public:
  static constexpr std::size_t capacity = 10'000;

  std::size_t size() const { return kept_.size(); }
  bool empty() const { return kept_.empty(); }

  /// False when there are too many topics already.
  bool put(const std::string& topic, std::string_view payload, const PublishOptions& options, Instant now);

  /// Gives the oldest to `send`, with what is left of its expiry, until all are gone or it says no.
  void drain(Instant now,
             const std::function<bool(const std::string& topic, std::string_view payload,
                                      const PublishOptions& options)>& send);

 private:
  struct Kept {
    std::string topic;
    std::string payload;
    PublishOptions options;
    Instant since;
  };
  std::list<Kept> kept_;
  std::unordered_map<std::string_view, std::list<Kept>::iterator> by_topic_;  // views into kept_
};

}  // namespace waggle::mqtt
