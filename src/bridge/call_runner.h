// CallRunner: carries out the calls of one /set or /get, one after the other, publishes the state that
// follows from them, and says what became of each key. It knows neither topics nor who asked.
#pragma once

#include "bridge/answers.h"
#include "bridge/entities.h"
#include "bridge/publisher.h"
#include "core/log.h"

namespace waggle::bridge {

class CallRunner {
 public:
  CallRunner(Entities& entities, Publisher& publisher, network::Executor& executor)
      : entities_(entities), publisher_(publisher), executor_(executor) {}

  /// Who serves which key of the message.
  std::vector<library::Call> dispatch(const Entity& entity, const std::string& endpoint, bool set, const Object& message) const;
  /// `failures`: how loud the log speaks of what a device did not do.
  Task<KeyResults> run(EntityPtr entity, std::vector<library::Call> calls, bool set, log::Level failures = log::Level::error);

  /// Scenes of the entity have changed.
  std::function<void(const EntityPtr&)> on_scenes_changed;

 private:
  Entities& entities_;
  Publisher& publisher_;
  network::Executor& executor_;
};

}  // namespace waggle::bridge
