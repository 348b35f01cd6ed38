// Configurer: sets devices up as their definitions say, once for each version of the definition: when they
// have been interviewed, when a sleepy one is awake, for routers also some time after the start.
#pragma once

#include <map>
#include <set>

#include "bridge/entities.h"

namespace waggle::bridge {

class Configurer {
 public:
  Configurer(Scheduler& scheduler, network::Network& network, network::Executor& executor)
      : scheduler_(scheduler), network_(network), executor_(executor) {}

  /// Routers, one after the other, so that the network is not flooded.
  void start(std::vector<EntityPtr> routers);
  /// The device has just been heard.
  void heard(const EntityPtr& entity);
  /// It joined (again): whatever was set up is gone.
  void joined(const EntityPtr& entity);
  /// Some of what was set up may have been undone. Sleepy devices follow when they are heard next.
  void configure_again(const EntityPtr& entity);
  /// Asked for by a user: always done, and the error is told.
  Task<Result<>> configure(EntityPtr entity);

  static bool can_configure(const Entity& entity);

  std::function<void(const EntityPtr&)> on_configured;

 private:
  bool wanted(const Entity& entity) const;
  Task<Result<>> run(EntityPtr entity);
  Task<> run_unasked(EntityPtr entity);
  Task<> run_all(std::vector<EntityPtr> routers);

  Scheduler& scheduler_;
  network::Network& network_;
  network::Executor& executor_;
  std::set<const Entity*> running_;
  std::map<std::string, int> attempts_;  // by id, since the program started
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
