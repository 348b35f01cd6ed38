// Which USB sticks are known, and which family's firmware they are sold with. A table; a new stick is a row.
#pragma once

#include <optional>
#include <span>

#include "io/serial_ports.h"

namespace waggle::coordinator {

struct UsbStick {
  std::string_view name;    // as people call it
  std::string_view family;  // a row of family.h
  std::string_view vendor, product;
  std::string_view manufacturer;  // as the device says it, letter case aside; empty: none is typical
  std::string_view path;          // a pattern (fnmatch) of the stable name, letter case aside
  unsigned baud = 115200;
  bool rtscts = false;
  std::string_view but_not = {};  // a pattern of names that belong to another stick
};

std::span<const UsbStick> usb_sticks();

struct UsbMatch {
  const UsbStick* stick;
  int score;  // 2: the manufacturer fits; 3: the name; 4: both
};
/// Vendor and product alone are no proof: sticks share them with everything else that has the same converter.
std::optional<UsbMatch> match_usb(const io::SerialPort& port);

}  // namespace waggle::coordinator
