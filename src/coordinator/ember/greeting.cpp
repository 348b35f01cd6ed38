#include "coordinator/ember/greeting.h"

#include "coordinator/ember/ash_frame.h"

namespace waggle::coordinator::ember {

/// ASH knows no question that leaves the firmware as it is: it is reset, and its host starts the network again.
Bytes hello() {
  Bytes out = encode(AshFrame{.kind = AshFrame::Kind::rst});
  out.insert(out.begin(), ash_cancel);  // ends whatever stands in its buffer
  return out;
}

/// A host that reconnects hears the last session's frames first; they count as well as the RSTACK.
bool recognises(ByteView heard) {
  bool known = false;
  AshParser parser;
  parser.feed(heard, [&](AshFrame&& frame) {
    using Kind = AshFrame::Kind;
    known |= frame.kind == Kind::rstack || frame.kind == Kind::error || frame.kind == Kind::data;
  });
  return known;
}

}  // namespace waggle::coordinator::ember
