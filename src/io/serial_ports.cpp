#include "io/serial_ports.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

namespace waggle::io {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

/// /sys/class/tty has dozens of virtual terminals; these are the drivers of ports that sticks have.
bool may_have_a_stick(std::string_view name) {
  for (const std::string_view beginning : {"ttyUSB", "ttyACM", "ttyAMA", "ttyXR", "ttymxc"}) {
    if (name.starts_with(beginning)) return true;
  }
  return false;
}

/// The stable name of each device.
std::map<std::string, std::string> stable_names(const fs::path& root) {
  std::map<std::string, std::string> out;
  std::error_code ignored;
  for (const auto& link : fs::directory_iterator(root / "dev/serial/by-id", ignored)) {
    const fs::path target = fs::read_symlink(link.path(), ignored);
    if (!ignored) out[target.filename().string()] = "/dev/serial/by-id/" + link.path().filename().string();
  }
  return out;
}

}  // namespace

std::vector<SerialPort> serial_ports(const std::string& root) {
  std::vector<SerialPort> out;
  const std::map<std::string, std::string> stable = stable_names(root);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::path(root) / "sys/class/tty", ignored)) {
    const std::string name = entry.path().filename().string();
    if (!may_have_a_stick(name)) continue;
    SerialPort& port = out.emplace_back();
    const auto known = stable.find(name);
    port.path = known != stable.end() ? known->second : "/dev/" + name;
    // The USB device is some folders above the port: an interface of it, and with converters another.
    const fs::path top = fs::weakly_canonical(fs::path(root) / "sys", ignored);
    for (fs::path place = fs::weakly_canonical(entry.path() / "device", ignored); place.has_relative_path() && place != top; place = place.parent_path()) {
      if (!fs::exists(place / "idVendor", ignored)) continue;
      port.vendor = first_line(place / "idVendor");
      port.product = first_line(place / "idProduct");
      port.manufacturer = first_line(place / "manufacturer");
      port.description = first_line(place / "product");
      break;
    }
  }
  std::sort(out.begin(), out.end(), [](const SerialPort& a, const SerialPort& b) { return a.path < b.path; });
  return out;
}

}  // namespace waggle::io
