// Logging: the log as the settings want it, for as long as this lives. Before and after, it is the console.
//
// A log that cannot be kept as it is wanted (a folder that cannot be written, an unknown protocol) is told in
// what is left of it and stops nothing.
#pragma once

#include "core/log.h"
#include "io/loop.h"
#include "settings/settings.h"

namespace waggle::app {

class Logging {
 public:
  Logging(io::Loop& loop, const settings::Settings& settings);
  Logging(const Logging&) = delete;
  Logging& operator=(const Logging&) = delete;
  ~Logging() { log::close(); }

 private:
  void settle_now_and_then();

  Timer timer_;
};

}  // namespace waggle::app
