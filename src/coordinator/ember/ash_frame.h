// AshFrame: one frame of ASH, Silicon Labs' serial protocol under EZSP (UG101): control octet, data, CRC, with
// reserved octets escaped and data randomised so that they are rare. No I/O, no time, no state of a connection.
#pragma once

#include <cstdint>
#include <functional>

#include "core/bytes.h"

namespace waggle::coordinator::ember {

struct AshFrame {
  enum class Kind : std::uint8_t {
    data,
    ack,
    nak,
    rst,      // the host wants a reset
    rstack,   // the firmware has restarted
    error,    // the firmware has given up; only a reset helps
    damaged,  // octets that are no frame
  };
  Kind kind = Kind::damaged;
  std::uint8_t number = 0;     // data: 0 to 7
  std::uint8_t ack = 0;        // data, ack, nak: the number that is expected next
  bool again = false;          // data: sent before
  bool not_ready = false;      // ack, nak: the sender has no room
  std::uint8_t version = 2;    // rstack, error
  std::uint8_t code = 0;       // rstack, error: why
  Bytes data;                  // data: the EZSP frame, in the clear

  bool operator==(const AshFrame&) const = default;
};

inline constexpr std::size_t least_ash_data = 3, most_ash_data = 220;
inline constexpr std::uint8_t ash_flag = 0x7E, ash_escape = 0x7D, ash_xon = 0x11, ash_xoff = 0x13,
                              ash_substitute = 0x18, ash_cancel = 0x1A;

/// From the control octet to the flag.
Bytes encode(const AshFrame& frame);
/// Control octet, data still randomised, CRC; nothing escaped. `damaged` when it is no frame.
AshFrame decode_ash(ByteView octets);
/// Exclusive or with the sequence that starts with 0x42; twice is nothing.
void randomise(Bytes& data);
std::uint16_t ash_crc(ByteView octets);

/// Finds frames in a stream that may start anywhere.
class AshParser {
 public:
  using Hear = std::function<void(AshFrame&&)>;
  /// `hear` is called for each frame, and with `damaged` for octets between two flags that are none.
  void feed(ByteView octets, const Hear& hear);
  void reset();
  /// The other side has said that it has no room (XOFF) and not yet that it has (XON).
  bool held() const { return held_; }
  void release() { held_ = false; }

 private:
  Bytes octets_;
  bool escaped_ = false;
  bool spoilt_ = false;  // a substitute octet, or too long
  bool held_ = false;
};

}  // namespace waggle::coordinator::ember
