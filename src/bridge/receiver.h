// Receiver: what a device says becomes its state: the definition's blocks read it, the user's corrections
// are applied, and it is published now, after a pause (debounce), or not too often (throttle).
#pragma once

#include <map>

#include "bridge/publisher.h"

namespace waggle::bridge {

class Receiver {
 public:
  Receiver(Scheduler& scheduler, network::Executor& executor, Publisher& publisher);

  void on_message(const EntityPtr& entity, const library::Message& message);
  /// Heard from, but nothing was said that concerns users.
  void on_seen(const EntityPtr& entity, network::SeenReason reason);
  /// The way of everything a device has said, also of what its blocks find out later.
  void publish(const EntityPtr& entity, Object payload);
  void forget(const Entity& entity);

 private:
  struct Pending {
    explicit Pending(Scheduler& scheduler) : timer(scheduler) {}
    Timer timer;
    Object payload;
    bool waiting = false;  // throttle: something came in meanwhile
  };

  void debounce(const EntityPtr& entity, const Object& payload);
  void throttle(const EntityPtr& entity, const Object& payload);
  void throttle_over(const EntityPtr& entity);
  void published(const Publication& publication);

  Scheduler& scheduler_;
  network::Executor& executor_;
  Publisher& publisher_;
  std::map<const Entity*, Pending> debounced_;
  std::map<const Entity*, Pending> throttled_;
  std::map<const Entity*, WallTime> heard_;
};

}  // namespace waggle::bridge
