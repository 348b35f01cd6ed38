// A device that answers nonsense: cluster, then a ZCL frame.
#include <algorithm>

#include "core/json.h"
#include "fuzz/fuzz.h"
#include "zigbee/zcl/frame.h"

using namespace waggle;       // NOLINT: one file, one function
using namespace waggle::zcl;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView input(data, size);
  const ClusterId cluster(fuzz::take_u16(input));
  Frame frame;
  if (!decode(Catalogue(), cluster, input, frame)) return 0;
  fuzz::require(std::ranges::equal(encode(frame), input), "a frame is written as it was read");
  for (const Record& record : frame.records) {
    (void)json::dump(to_value(record.value));
    (void)record.value.is_invalid();
    if (frame.cluster) (void)attribute_value(frame.cluster->attribute(record.attribute), record.value);
  }
  if (frame.command) {
    const Object values = params_to_object(frame);
    (void)json::dump(Value(values));
    Writer out;
    (void)encode_params(*frame.command, values, out);
  }
  return 0;
}
