// EZSP frames: a version, whether it is a response, a header and parameters.
#include <algorithm>

#include "coordinator/ember/inspect.h"
#include "fuzz/fuzz.h"

using namespace waggle;                      // NOLINT: one file, one function
using namespace waggle::coordinator::ember;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const int version = oldest_version + data[0] % (newest_version - oldest_version + 1);
  const auto form = static_cast<FrameForm>(data[0] >> 4 & 1 ? data[0] >> 5 & 1 : 2);
  const ByteView input = ByteView(data, size).subspan(1);
  const auto frame = decode_ezsp(input, form);
  if (!frame) return 0;
  const bool canonical = form != FrameForm::extended || input[2] != 0;  // nothing sends a format version of 0
  if (canonical) fuzz::require(std::ranges::equal(encode(*frame, form), input), "a header is written as it is read");
  (void)describe(frame->number, frame->parameters, frame->response(), version);
  // Statuses of old firmware become those of new, and several become one: compared is what is read the second time.
  const auto again = read_and_write(frame->number, frame->parameters, frame->response(), version);
  if (!again) return 0;
  fuzz::require(again->size() == frame->parameters.size(), "what is read is written");
  const auto third = read_and_write(frame->number, *again, frame->response(), version);
  fuzz::require(third && *third == *again, "what is written is read");
  return 0;
}
