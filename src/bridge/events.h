// Events: what happens to devices, told once on bridge/event.
#pragma once

#include "bridge/publisher.h"

namespace waggle::bridge {

class Events {
 public:
  explicit Events(Publisher& publisher) : publisher_(publisher) {}

  void joined(const Entity& entity);
  void announced(const Entity& entity);
  void left(const Entity& entity);
  void interview(const Entity& entity, network::InterviewState state);

 private:
  void publish(std::string_view type, Object data);

  Publisher& publisher_;
};

}  // namespace waggle::bridge
