// The data of Monitor and Test commands: type and subsystem, command, data.
#include <algorithm>

#include "coordinator/znp/inspect.h"
#include "coordinator/znp/nv.h"
#include "fuzz/fuzz.h"

using namespace waggle;                    // NOLINT: one file, one function
using namespace waggle::coordinator::znp;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const ByteView input = ByteView(data, size).subspan(2);
  const UnpiFrame frame{static_cast<Type>(data[0] >> 5 & 3), static_cast<Subsystem>(data[0] & 31), data[1], input};
  const auto again = read_and_write(frame);
  if (again) fuzz::require(std::ranges::equal(*again, input), "what is read is written");
  (void)describe(frame);
  for (const char* member : {"source", "status", "data", "value", "cluster"}) (void)member_of(frame, member);
  for (const Alignment alignment : {Alignment::aligned, Alignment::unaligned}) {
    Nib nib;
    if (!decode_nv(nib, alignment, input)) continue;
    const Bytes octets = encode_nv(nib, alignment);
    Nib reread;
    fuzz::require(decode_nv(reread, alignment, octets) && reread == nib, "NV items are written as they are read");
  }
  return 0;
}
