// Commands: /set and /get of devices and groups, in all the forms users write them.
//
//   <name>/set  {"state": "ON"}       <name>/set/state  ON        <name>/<endpoint>/set/state  ON
#pragma once

#include "bridge/entities.h"
#include "bridge/publisher.h"

namespace waggle::bridge {

class Commands {
 public:
  Commands(Entities& entities, Publisher& publisher, network::Executor& executor)
      : entities_(entities), publisher_(publisher), executor_(executor) {}

  /// `topic` is without the base. False when it is no /set or /get.
  bool handle(std::string_view topic, std::string_view payload);

  /// Scenes of the entity have changed.
  std::function<void(const EntityPtr&)> on_scenes_changed;

 private:
  struct Topic {
    std::string name;       // device or group, maybe with an endpoint behind it
    bool set = false;
    std::string attribute;  // of …/set/<attribute>
  };
  struct Addressed {
    EntityPtr entity;
    std::string endpoint;
  };
  static std::optional<Topic> parse(std::string_view topic);
  static std::optional<Object> read_message(const Topic& topic, std::string_view payload);
  Addressed resolve(const std::string& name) const;
  std::vector<const library::Definition*> definitions(const Entity& entity) const;
  Task<> carry_out(EntityPtr entity, std::vector<library::Call> calls, bool set);

  Entities& entities_;
  Publisher& publisher_;
  network::Executor& executor_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
