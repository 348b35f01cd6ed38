#include "coordinator/zboss/message.h"

namespace waggle::coordinator::zboss {

Bytes encode(const Message& message) {
  Writer out;
  out.u8(message.version).u8(static_cast<std::uint8_t>(message.kind)).u16(message.call);
  if (message.kind != Message::Kind::indication) out.u8(message.sequence);
  if (message.kind == Message::Kind::response) out.u8(message.category).u8(message.status);
  return out.bytes(message.parameters).take();
}

std::optional<Message> decode_message(ByteView packet) {
  Reader in(packet);
  Message out;
  out.version = in.u8();
  const std::uint8_t kind = in.u8();
  out.call = in.u16();
  if (kind > static_cast<std::uint8_t>(Message::Kind::indication)) return std::nullopt;
  out.kind = static_cast<Message::Kind>(kind);
  if (out.kind != Message::Kind::indication) out.sequence = in.u8();
  if (out.kind == Message::Kind::response) {
    out.category = in.u8();
    out.status = in.u8();
  }
  if (!in.ok()) return std::nullopt;
  out.parameters = in.rest();
  return out;
}

}  // namespace waggle::coordinator::zboss
