// A serial line to a ConBee on which anything may come, in pieces of any size.
#include <algorithm>

#include "coordinator/deconz/greeting.h"
#include "coordinator/deconz/frame.h"
#include "fuzz/fuzz.h"

using namespace waggle;                       // NOLINT: one file, one function
using namespace waggle::coordinator::deconz;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t piece = size > 0 ? 1 + data[0] % 64u : 1;
  FrameParser parser;
  std::size_t frames = 0, in_frames = 0;
  const auto hear = [&](const Frame& frame) {
    ++frames;
    const Bytes line = encode(frame);
    in_frames += plain(frame).size();
    FrameParser again;
    int found = 0;
    again.feed(line, [&](const Frame& second) {
      ++found;
      fuzz::require(plain(second) == plain(frame), "what is read is written");
    });
    fuzz::require(found == 1 && again.damaged() == 0, "a frame is one frame");
  };
  for (std::size_t at = 0; at < size; at += piece) parser.feed(input.subspan(at, std::min(piece, size - at)), hear);
  fuzz::require(in_frames <= size, "frames are made of what was heard");
  FrameParser whole;
  std::size_t at_once = 0;
  whole.feed(input, [&](const Frame&) { ++at_once; });
  fuzz::require(at_once == frames, "pieces change nothing");
  if (frames == 0) fuzz::require(!recognises(input), "no frame is no greeting");
  return 0;
}
