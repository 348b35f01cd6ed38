#include "io/system.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
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

Usage usage() {
  constexpr double mb = 1024 * 1024;
  Usage out;
  if (getloadavg(out.load.data(), static_cast<int>(out.load.size())) < 0) out.load = {};
  std::ifstream meminfo("/proc/meminfo");
  std::string name;
  std::string unit;
  for (double kb = 0; meminfo >> name >> kb && std::getline(meminfo, unit);) {
    if (name == "MemTotal:") out.total_mb = kb / 1024;
    if (name == "MemAvailable:") out.used_mb = out.total_mb - kb / 1024;
  }
  double pages = 0;
  double resident = 0;
  if (std::ifstream("/proc/self/statm") >> pages >> resident) out.own_mb = resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / mb;
  return out;
}

}  // namespace waggle::io
