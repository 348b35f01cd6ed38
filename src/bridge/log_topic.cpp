#include "bridge/log_topic.h"

#include "core/json.h"

namespace waggle::bridge {

LogTopic::LogTopic(Publisher& publisher, bool debug)
    : publisher_(publisher), debug_(debug), listener_([this](const log::Message& message) { hear(message); }) {}

void LogTopic::hear(const log::Message& message) {
  if (busy_ || !publisher_.connected() || (message.level == log::Level::debug && !debug_)) return;
  busy_ = true;
  const Value line = Object{{"level", log::to_string(message.level)}, {"message", fmt::format("{}: {}", message.name, message.text)}};
  std::string text = json::dump(line, json::Keys::sorted);
  if (text != last_) {
    publisher_.send_unlogged("bridge/logging", text);
    last_ = std::move(text);
  }
  busy_ = false;
}

}  // namespace waggle::bridge
