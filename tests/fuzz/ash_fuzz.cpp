// Two ends of an ASH line on which anything may come, in pieces of any size: frames are written as they are read,
// and whatever was heard, no frame is handed on twice or out of turn.
#include <algorithm>

#include "coordinator/ember/ash.h"
#include "fuzz/fuzz.h"

using namespace waggle;                      // NOLINT: one file, one function
using namespace waggle::coordinator::ember;  // NOLINT

namespace {

struct End final : Ash::Owner {
  explicit End(VirtualTime& time, Ash::Side side) : ash(time, *this, side) {}
  void ash_write(ByteView octets) override { said += octets.size(); }
  void on_ash_data(ByteView ezsp) override {
    fuzz::require(ezsp.size() >= least_ash_data && ezsp.size() <= most_ash_data, "an EZSP frame has its size");
    ++heard;
  }
  void on_ash_down(const Error&) override {}
  void on_ash_reset() override { ash.announce(Ash::software_reset); }
  Ash ash;
  std::size_t said = 0;
  std::size_t heard = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t piece = size > 0 ? 1 + data[0] % 64u : 1;
  VirtualTime time;
  End host(time, Ash::Side::host), radio(time, Ash::Side::radio);
  host.ash.start();
  AshFrame up{AshFrame::Kind::rstack};
  up.code = Ash::software_reset;
  host.ash.feed(encode(up));
  host.ash.send({1, 2, 3});
  AshParser parser;
  std::size_t data_frames = 0;
  for (std::size_t at = 0; at < size; at += piece) {
    const ByteView part = input.subspan(at, std::min(piece, size - at));
    parser.feed(part, [&](AshFrame&& frame) {
      if (frame.kind == AshFrame::Kind::damaged) return;
      data_frames += frame.kind == AshFrame::Kind::data;
      AshParser again;
      int found = 0;
      again.feed(encode(frame), [&](AshFrame&& second) {
        ++found;
        fuzz::require(second == frame, "what is read is written");
      });
      fuzz::require(found == 1, "a frame is one frame");
    });
    host.ash.feed(part);
    radio.ash.feed(part);
    time.advance(std::chrono::milliseconds(part[0]));
  }
  fuzz::require(host.heard <= data_frames && radio.heard <= data_frames, "no frame is handed on twice");
  return 0;
}
