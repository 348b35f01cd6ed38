// EzspFrame: the header before the parameters of an EZSP command or response (UG100, 3): sequence number, control,
// number of the command. The form depends on the protocol's version; firmware of every version takes the oldest
// form of the first command, by which versions are agreed on.
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"

namespace waggle::coordinator::ember {

enum class FrameForm : std::uint8_t {
  legacy,    // to version 4, and the first `version` of every host
  middle,    // 5 to 7: numbers are still short, an octet says that a longer header is meant
  extended,  // from 8
};

struct EzspFrame {
  // Bits of `control` in responses.
  static constexpr std::uint16_t response_bit = 0x80, asynchronous = 0x10, synchronous = 0x08, pending = 0x04, truncated = 0x02,
                                 overflow = 0x01;

  std::uint8_t sequence = 0;
  std::uint16_t control = 0;  // the low octet is the same in all forms; the high one only in `extended`
  std::uint16_t number = 0;
  ByteView parameters;

  bool response() const { return control & response_bit; }
  bool callback() const { return control & (asynchronous | synchronous); }
};

Bytes encode(const EzspFrame& frame, FrameForm form);
std::optional<EzspFrame> decode_ezsp(ByteView octets, FrameForm form);

}  // namespace waggle::coordinator::ember
