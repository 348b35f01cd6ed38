// DefinitionEvents: what definitions do when something happens to their device: at the start, when it has
// been interviewed, announces itself, or its options change.
#pragma once

#include "bridge/entity.h"

namespace waggle::bridge {

class DefinitionEvents {
 public:
  explicit DefinitionEvents(network::Executor& executor) : executor_(executor) {}

  /// In the background; what goes wrong is in the log.
  void trigger(const EntityPtr& entity, library::Event event);

 private:
  Task<> run(EntityPtr entity, library::Event event);

  network::Executor& executor_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
