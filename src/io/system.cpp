#include "io/system.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include <cmath>
#include <fstream>
#include <set>
#include <thread>

namespace waggle::io {

Machine machine() {
  Machine out;
  utsname name{};
  if (uname(&name) == 0) {
    out.system = std::string(name.version) + " - " + name.release + " - " + name.machine;
  }
  std::set<std::string> models;
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) models.insert(line.substr(colon + 2));
  }
  for (const std::string& model : models) out.processors += (out.processors.empty() ? "" : " | ") + model;
  out.processors += (out.processors.empty() ? "(x" : " (x") + std::to_string(std::thread::hardware_concurrency()) + ")";
  struct sysinfo memory {};
  if (sysinfo(&memory) == 0) {
    out.memory_mb = std::round(static_cast<double>(memory.totalram) * memory.mem_unit / 1024 / 1024);
  }
  return out;
}

}  // namespace waggle::io
