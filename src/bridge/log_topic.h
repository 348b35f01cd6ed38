// LogTopic: the log as users follow it over MQTT, on bridge/logging. Lines that repeat the one before are
// left out.
#pragma once

#include "bridge/publisher.h"
#include "core/log.h"

namespace waggle::bridge {

class LogTopic {
 public:
  /// `debug`: also lines of that level.
  LogTopic(Publisher& publisher, bool debug);

 private:
  void hear(const log::Message& message);

  Publisher& publisher_;
  bool debug_;
  bool busy_ = false;  // publishing logs too
  std::string last_;
  log::Listener listener_;
};

}  // namespace waggle::bridge
