// What the operating system says about the machine, for people who read bridge/info.
#pragma once

#include <string>

namespace waggle::io {

struct Machine {
  std::string system;  // "#1 SMP Debian … - 6.1.0 - x86_64"
  std::string processors;
  double memory_mb = 0;
};
Machine machine();

}  // namespace waggle::io
