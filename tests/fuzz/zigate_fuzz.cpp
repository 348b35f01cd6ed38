// ZiGate's serial line, on which anything may come, in pieces of any size.
#include <algorithm>

#include "coordinator/zigate/frame.h"
#include "coordinator/zigate/greeting.h"
#include "fuzz/fuzz.h"

using namespace waggle;                       // NOLINT: one file, one function
using namespace waggle::coordinator::zigate;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t piece = size > 0 ? 1 + data[0] % 64u : 1;
  FrameParser parser;
  const auto hear = [&](const Frame& frame) {
    fuzz::require(frame.payload.size() <= longest_payload, "no frame is longer than it may be");
    for (const Escaping escaping : {Escaping::as_firmware, Escaping::one_more}) {
      FrameParser again;
      int found = 0;
      again.feed(encode(frame, escaping), [&](const Frame& same) {
        ++found;
        fuzz::require(same.type == frame.type && std::ranges::equal(same.payload, frame.payload), "what is written is read");
      });
      fuzz::require(found == 1 && again.damaged() == 0, "one frame is one frame");
    }
    const Spoken parts = spoken(frame);
    fuzz::require(parts.data.size() + 1 >= frame.payload.size(), "the link quality is one octet");
  };
  for (std::size_t at = 0; at < size; at += piece) parser.feed(input.subspan(at, std::min(piece, size - at)), hear);
  (void)recognises(input);
  return 0;
}
