#include "coordinator/zboss/greeting.h"

#include "coordinator/zboss/commands.h"
#include "coordinator/zboss/frame.h"

namespace waggle::coordinator::zboss {

Bytes hello() {
  Message message;
  message.call = GetModuleVersion::id.number;
  message.sequence = 1;
  Frame frame;
  frame.first = frame.last = true;
  frame.body = encode(message);
  return encode(frame);
}

bool recognises(ByteView heard) {
  bool known = false;
  FrameParser parser;
  const auto look = [&](Frame&& frame, FrameParser::Body body) {
    if (body == FrameParser::Body::damaged) return;
    const auto message = decode_message(frame.body);
    // A port that gives back what it is given is no radio.
    known |= frame.acknowledges || (message && message->kind != Message::Kind::request);
  };
  parser.feed(heard, look);
  while (parser.unfinished()) parser.give_up(look);
  return known;
}

}  // namespace waggle::coordinator::zboss
