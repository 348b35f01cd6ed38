#include "coordinator/zigate/greeting.h"

#include "coordinator/zigate/commands.h"
#include "coordinator/zigate/frame.h"

namespace waggle::coordinator::zigate {

/// All firmware tells its version, in any state, and nothing comes of it.
Bytes hello() { return encode({GetVersion::id.number, {}}); }

/// One octet of a check sum is little: the frame must also be one that a radio sends, and as long as it should be.
bool recognises(ByteView heard) {
  bool known = false;
  FrameParser parser;
  parser.feed(heard, [&](const Frame& frame) {
    const Spoken message = spoken(frame);
    const Row* row = find_row(message.type);
    const bool command = row && message.type < 0x8000 && message.type != DeviceAnnounced::id.number && message.type != PdmLoaded::id.number;
    known |= row && !command && row->again(message.data);
  });
  return known;
}

}  // namespace waggle::coordinator::zigate
