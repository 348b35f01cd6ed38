// The frames of ZiGate's serial line: a start octet, type, length, check sum and payload, an end octet; whatever
// could be taken for one of these is escaped between them. No I/O and no time. There are no acknowledgements: what
// is damaged is gone, and who waits for an answer asks again.
//
// What the radio says carries the link quality as the last octet of its payload; only its log lines do not.
#pragma once

#include <functional>

#include "core/bytes.h"

namespace waggle::coordinator::zigate {

inline constexpr std::uint8_t start_octet = 0x01, escape_octet = 0x02, end_octet = 0x03;
/// More than any firmware says at once; damaged lengths end here.
inline constexpr std::size_t longest_payload = 2048;

struct Frame {
  std::uint16_t type = 0;
  ByteView payload;  // of the radio's frames with the link quality
};

/// Some programs escape one octet more than the firmware does; both are understood.
enum class Escaping : std::uint8_t { as_firmware, one_more };
Bytes encode(const Frame& frame, Escaping escaping = Escaping::as_firmware);
/// Type, length, check sum, payload: what stands between start and end once nothing is escaped any more.
Bytes encode_plain(const Frame& frame);
bool decode_plain(ByteView octets, Frame& frame);

/// Finds frames in octets, in whatever pieces they come.
class FrameParser {
 public:
  /// The payload is the parser's buffer and good until the listener returns.
  using Listener = std::function<void(const Frame& frame)>;
  void feed(ByteView octets, const Listener& listener);
  /// Frames whose check sum or length was wrong.
  std::size_t damaged() const { return damaged_; }
  void clear();

 private:
  void end(const Listener& listener);

  Bytes content_;
  bool inside_ = false;
  bool escaped_ = false;
  std::size_t damaged_ = 0;
};

/// A frame of the radio's, taken apart.
struct Spoken {
  std::uint16_t type = 0;
  ByteView data;
  std::uint8_t lqi = 0;
};
inline constexpr std::uint16_t log_type = 0x8001;
Spoken spoken(const Frame& frame);
/// The frame in which the radio says this.
Bytes encode_spoken(std::uint16_t type, ByteView data, std::uint8_t lqi);

}  // namespace waggle::coordinator::zigate
