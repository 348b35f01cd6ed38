// What the operating system says about the machine and about us, for people who read bridge/info and bridge/health.
#pragma once

#include <array>
#include <string>

namespace waggle::io {

struct Machine {
  std::string system;  // "#1 SMP Debian … - 6.1.0 - x86_64"
  std::string processors;
  double memory_mb = 0;
};
Machine machine();

struct Usage {
  std::array<double, 3> load{};  // of 1, 5 and 15 minutes
  double total_mb = 0;
  double used_mb = 0;  // of the whole machine, without what would be given back
  double own_mb = 0;   // resident memory of this process
};
Usage usage();

}  // namespace waggle::io
