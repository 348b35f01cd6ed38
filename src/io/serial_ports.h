// The serial ports of this machine, and what the operating system knows of the USB device behind each. Knows
// nothing of coordinators.
#pragma once

#include <string>
#include <vector>

namespace waggle::io {

struct SerialPort {
  std::string path;          // "/dev/serial/by-id/…", which stays the same when sticks are replugged; else "/dev/ttyAMA0"
  std::string vendor;        // four hexadecimal digits, lower case; empty when there is no USB device behind it
  std::string product;       // likewise
  std::string manufacturer;  // as the USB device says it
  std::string description;   // likewise: its product name
};

/// By path. `root`: of the file system; tests have one of their own.
std::vector<SerialPort> serial_ports(const std::string& root = "/");

}  // namespace waggle::io
