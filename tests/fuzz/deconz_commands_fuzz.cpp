// Commands of the deCONZ serial protocol: whether it is an answer, then a frame without SLIP and checksum.
#include <algorithm>

#include "coordinator/deconz/commands.h"
#include "fuzz/fuzz.h"

using namespace waggle;                       // NOLINT: one file, one function
using namespace waggle::coordinator::deconz;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const bool response = data[0] & 1;
  const ByteView input = ByteView(data, size).subspan(1);
  const auto frame = decode_plain(input);
  if (!frame) return 0;
  fuzz::require(std::ranges::equal(plain(*frame), input), "a frame is written as it is read");
  (void)coordinator::deconz::describe(*frame, response);
  if (const auto again = read_and_write(*frame, response)) {
    fuzz::require(std::ranges::equal(*again, frame->content), "what is read is written");
  }
  return 0;
}
