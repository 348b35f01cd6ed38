// Message: the high level of the ZBOSS NCP protocol. The host's requests are answered by responses with the same call
// and sequence number; indications come unasked. A view: parameters belong to whoever has the packet.
#pragma once

#include <optional>

#include "core/bytes.h"

namespace waggle::coordinator::zboss {

struct Message {
  enum class Kind : std::uint8_t { request = 0, response = 1, indication = 2 };
  std::uint8_t version = 0;
  Kind kind = Kind::request;
  std::uint16_t call = 0;
  std::uint8_t sequence = 0;  // not of indications
  std::uint8_t category = 0;  // of responses
  std::uint8_t status = 0;    // of responses
  ByteView parameters;
};

Bytes encode(const Message& message);
std::optional<Message> decode_message(ByteView packet);

}  // namespace waggle::coordinator::zboss
