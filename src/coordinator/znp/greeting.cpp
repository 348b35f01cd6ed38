#include "coordinator/znp/greeting.h"

#include "coordinator/znp/unpi.h"

namespace waggle::coordinator::znp {
namespace {
constexpr std::uint8_t leave_bootloader = 0xEF;  // of CC2530 and CC2531; noise to every other
constexpr std::uint8_t sys_ping = 0x01;
}  // namespace

Bytes hello() {
  Bytes out = encode({Type::sreq, Subsystem::sys, sys_ping, {}});
  out.insert(out.begin(), leave_bootloader);
  return out;
}

/// FE and a check sum of eight bits stand in noise, too: it must be what Z-Stack says to a ping, or when it starts.
bool recognises(ByteView heard) {
  bool known = false;
  UnpiParser parser;
  const auto hear = [&](const UnpiFrame& frame) {
    if (frame.subsystem != Subsystem::sys) return;
    known |= frame.type == Type::srsp && frame.command == sys_ping && frame.data.size() == 2;
    known |= frame.type == Type::areq && frame.command == 0x80 && frame.data.size() == 6;  // SYS_RESET_IND
  };
  parser.feed(heard, hear);
  if (parser.waiting()) parser.give_up_waiting(hear);
  return known;
}

}  // namespace waggle::coordinator::znp
