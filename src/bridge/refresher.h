// Refresher: a device that announces itself had no power or no network for a while; what is known of it may
// not be true any more, so it is asked.
#pragma once

#include <map>

#include "bridge/entity.h"

namespace waggle::bridge {

class Refresher {
 public:
  Refresher(Scheduler& scheduler, network::Executor& executor) : scheduler_(scheduler), executor_(executor) {}

  void announced(const EntityPtr& entity);
  void forget(const Entity& entity) { waiting_.erase(&entity); }

 private:
  Task<> ask(EntityPtr entity);

  Scheduler& scheduler_;
  network::Executor& executor_;
  std::map<const Entity*, Timer> waiting_;  // devices announce themselves several times in a row
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
