// Sticks that can be seen from here: USB devices of this machine and services of the local network, with what tables
// and the services themselves tell of them. Asks none of them anything; that is coordinator/probe.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/task.h"
#include "core/value.h"
#include "io/loop.h"

namespace waggle::app {

struct SeenStick {
  std::string name;     // for people
  std::string path;     // as serial.port takes it
  std::string adapter;  // the likely family; empty: it does not show
  std::optional<unsigned> baud;
  std::optional<bool> rtscts;
  int certainty = 0;  // of the family: more is surer
};

std::vector<SeenStick> sticks_by_usb();
/// Takes two seconds. `type`: a service type ("slzb-06"); empty: every service that says which radio it has.
Task<Result<std::vector<SeenStick>>> sticks_by_mdns(io::Loop& loop, std::string type);
/// As the set-up page takes it.
Object to_value(const SeenStick& stick);

}  // namespace waggle::app
