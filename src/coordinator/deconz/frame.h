// The frame of dresden elektronik's serial protocol: SLIP (RFC 1055) around command, sequence number, status,
// length, content and a checksum of 16 bits. No I/O: octets in, frames out; what a command says is in commands.h.
//
// The checksum is a plain sum: it does not notice octets that change places. The length in the frame, which must
// agree, makes that rare.
#pragma once

#include <functional>
#include <optional>

#include "core/bytes.h"

namespace waggle::coordinator::deconz {

struct Frame {
  std::uint8_t command = 0;
  std::uint8_t sequence = 0;  // an answer has that of the request
  std::uint8_t status = 0;    // of answers
  ByteView content;           // what follows the length

  static constexpr std::size_t header = 5;
};

/// From the command to the end of the content, without SLIP and checksum.
Bytes plain(const Frame& frame);
/// nullopt when the length is wrong. The content points into `octets`.
std::optional<Frame> decode_plain(ByteView octets);
std::uint16_t checksum(ByteView plain);

/// As it goes on the line, with an END on both sides: what noise has left in the receiver ends with the first.
Bytes encode(const Frame& frame);

/// Finds frames in a stream that may start anywhere and may be damaged: what stands between two ENDs and is right.
class FrameParser {
 public:
  /// `hear` is called for each frame; its content is valid during the call.
  void feed(ByteView octets, const std::function<void(const Frame&)>& hear);
  void reset();
  std::size_t damaged() const { return damaged_; }

 private:
  void end(const std::function<void(const Frame&)>& hear);
  Bytes buffer_;
  bool escaped_ = false;
  bool spoiled_ = false;  // an escape that means nothing, or too long
  std::size_t damaged_ = 0;
};

}  // namespace waggle::coordinator::deconz
