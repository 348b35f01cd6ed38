#include "coordinator/deconz/greeting.h"

#include "coordinator/deconz/commands.h"

namespace waggle::coordinator::deconz {

/// The firmware's version: any firmware tells it at any time. The number is chosen so that no octet begins a frame of
/// another family.
Bytes hello() {
  constexpr std::uint8_t number = 0x55;
  const Bytes asked = content<GetVersion>(GetVersion::Request{});
  return encode(Frame{GetVersion::id.number, number, 0, asked});
}

/// Its state it tells unasked as well.
bool recognises(ByteView heard) {
  bool known = false;
  FrameParser parser;
  parser.feed(heard, [&](const Frame& frame) { known |= read_and_write(frame, true).ok(); });
  return known;
}

}  // namespace waggle::coordinator::deconz
