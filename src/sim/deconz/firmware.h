// The firmware that a virtual ConBee has: the differences that a host meets.
#pragma once

#include "sim/deconz/ncp.h"

namespace waggle::sim::deconz {

struct DeconzNcp::Firmware {
  int conbee;
  std::uint32_t version;
  std::uint16_t protocol;
  bool has_frame_counter;       // as a parameter
  bool has_watchdog;
  bool state_as_answer;         // tells of changes with the number of an answer
  bool tells_its_endpoints;     // when asked by a ZDO request
};

}  // namespace waggle::sim::deconz
