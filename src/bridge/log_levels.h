// LogLevels: the levels of the log as the settings have them, at the start and when a user changes them.
#pragma once

#include "core/log.h"
#include "settings/settings.h"

namespace waggle::bridge {

class LogLevels {
 public:
  explicit LogLevels(const settings::Settings& settings) : settings_(settings), now_(read(settings)) {}

  /// Carries over to the log what has changed in the settings since the last time, and only that: a level
  /// that somebody gave from outside stays until the setting itself changes.
  void apply();

  struct Wanted {
    log::Level level = log::Level::info;
    log::NamespaceLevels namespaces;
    std::string ignore_debug;
  };
  static Wanted read(const settings::Settings& settings);
  /// Says in the log what is wrong with the expression.
  static void ignore_debug(const std::string& expression);

 private:
  const settings::Settings& settings_;
  Wanted now_;
};

}  // namespace waggle::bridge
