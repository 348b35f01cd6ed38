// The low level of the ZBOSS NCP protocol: octets to frames and back. A frame has a signature, a header of its own
// check sum, and either acknowledges or carries a packet, or a part of one. Knows nothing of what is in a packet, of
// time and of I/O.
#pragma once

#include <functional>

#include "core/bytes.h"

namespace waggle::coordinator::zboss {

/// What fits into one frame; longer packets go in parts.
inline constexpr std::size_t most_body = 247;

std::uint8_t crc8(ByteView octets);    // CRC-8/KOOP, of headers
std::uint16_t crc16(ByteView octets);  // CRC-16/KERMIT, of bodies

struct Frame {
  bool acknowledges = false;
  bool again = false;              // sent before; of an acknowledgement: to be sent again
  std::uint8_t number = 0;         // 0 to 3
  std::uint8_t acknowledged = 0;   // the number of the frame that arrived
  bool first = false, last = false;  // part of its packet
  Bytes body;

  bool operator==(const Frame&) const = default;
};

Bytes encode(const Frame& frame);

/// Finds frames among octets, whatever stands around them.
class FrameParser {
 public:
  enum class Body : std::uint8_t { whole, damaged };
  /// A damaged body: all but it is right.
  using Found = std::function<void(Frame&&, Body)>;

  void feed(ByteView octets, const Found& found);
  /// What was begun will not be finished: looks for frames in what came after its signature.
  void give_up(const Found& found);
  bool unfinished() const { return !buffer_.empty(); }
  void clear() { buffer_.clear(); }

 private:
  enum class Step : std::uint8_t { wait, skip_signature, took };
  Step next(const Found& found);
  void drop(std::size_t count);

  Bytes buffer_;
};

}  // namespace waggle::coordinator::zboss
