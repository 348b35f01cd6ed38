// A serial line on which anything may come, in pieces of any size.
#include <algorithm>

#include "coordinator/znp/inspect.h"
#include "fuzz/fuzz.h"

using namespace waggle;                    // NOLINT: one file, one function
using namespace waggle::coordinator::znp;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t piece = size > 0 ? 1 + data[0] % 64u : 1;
  UnpiParser parser;
  std::size_t in_frames = 0;
  const auto hear = [&](const UnpiFrame& frame) {
    const Bytes octets = encode(frame);
    fuzz::require(octets.size() == frame.data.size() + 5, "a frame has five octets around its data");
    in_frames += octets.size();
    if (const auto again = read_and_write(frame)) {
      fuzz::require(std::ranges::equal(*again, frame.data), "what is read is written");
    }
    (void)describe(frame);
  };
  for (std::size_t at = 0; at < size; at += piece) parser.feed(input.subspan(at, std::min(piece, size - at)), hear);
  parser.give_up_waiting(hear);
  while (parser.waiting()) parser.give_up_waiting(hear);
  fuzz::require(in_frames + parser.skipped() == size, "each octet is of a frame or skipped");
  return 0;
}
