// UNPI, the frame of TI's serial protocol: FE, length, type and subsystem, command, data, FCS.
// No I/O: octets in, frames out. (TI "Z-Stack Monitor and Test API", 2.1.2.)
#pragma once

#include <cstdint>
#include <functional>

#include "core/bytes.h"

namespace waggle::coordinator::znp {

enum class Type : std::uint8_t { poll = 0, sreq = 1, areq = 2, srsp = 3 };
enum class Subsystem : std::uint8_t {
  rpc_error = 0, sys = 1, mac = 2, nwk = 3, af = 4, zdo = 5, sapi = 6, util = 7, debug = 8, app = 9,
  app_cnf = 15, green_power = 21,
};

struct UnpiFrame {
  Type type = Type::poll;
  Subsystem subsystem = Subsystem::rpc_error;
  std::uint8_t command = 0;
  ByteView data;
};

Bytes encode(const UnpiFrame& frame);
inline constexpr std::size_t max_data = 250;

/// Finds frames in a stream that may start anywhere and may be damaged. A frame whose FCS is wrong is
/// dropped and the search goes on at the octet after its FE, so that the next good frame is found.
class UnpiParser {
 public:
  /// `hear` is called for each frame; its data is valid during the call.
  void feed(ByteView bytes, const std::function<void(const UnpiFrame&)>& hear);
  void reset() { buffer_.clear(); }
  /// A frame has begun and not ended. On a line at 115,200 baud that lasts 23 ms at most.
  bool waiting() const { return !buffer_.empty(); }
  /// The rest will not come: what looked like a beginning was noise. Frames behind it are found.
  void give_up_waiting(const std::function<void(const UnpiFrame&)>& hear);

  std::size_t damaged() const { return damaged_; }  // frames with a wrong FCS
  std::size_t skipped() const { return skipped_; }  // octets that belong to no frame

 private:
  Bytes buffer_;
  std::size_t damaged_ = 0;
  std::size_t skipped_ = 0;
};

}  // namespace waggle::coordinator::znp
