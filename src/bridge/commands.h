// Commands: /set and /get of devices and groups, in all the forms users write them.
//
//   <name>/set  {"state": "ON"}       <name>/set/state  ON        <name>/<endpoint>/set/state  ON
#pragma once

#include "bridge/postman.h"

namespace waggle::bridge {

class Commands {
 public:
  /// `base`: of the topics.
  Commands(Entities& entities, CallRunner& runner, Postman& postman, Answers& answers, const std::string& base)
      : entities_(entities), runner_(runner), postman_(postman), answers_(answers), base_(base) {}

  /// `topic` is without the base. False when it is no /set or /get.
  bool handle(std::string_view topic, const mqtt::Message& message);

 private:
  struct Topic {
    std::string name;       // device or group, maybe with an endpoint behind it
    bool set = false;
    std::string attribute;  // of …/set/<attribute>
    std::string_view verb() const { return set ? "set" : "get"; }
  };
  struct Addressed {
    EntityPtr entity;
    std::string endpoint;
  };
  static std::optional<Topic> parse(std::string_view topic);
  static std::optional<Object> read_message(const Topic& topic, std::string_view payload, std::optional<Value>& transaction);
  std::optional<Asker> asker(const Topic& topic, const mqtt::Message& message, std::optional<Value> transaction) const;
  Addressed resolve(const std::string& name) const;
  Task<> carry_out(EntityPtr entity, std::vector<library::Call> calls, bool set, Postman::Command command);

  Entities& entities_;
  CallRunner& runner_;
  Postman& postman_;
  Answers& answers_;
  const std::string& base_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
