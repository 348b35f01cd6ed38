// Whoever is near says anything on the channel: an inter-PAN frame, then the answer to a touchlink scan in it.
#include "fuzz/fuzz.h"
#include "zigbee/touchlink/inter_pan.h"
#include "zigbee/zcl/frame.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto frame = touchlink::decode_inter_pan(ByteView(data, size));
  if (!frame) return 0;
  const Bytes octets = encode(*frame);
  fuzz::require(octets.size() == size, "nothing is lost");
  fuzz::require(touchlink::decode_inter_pan(octets) == frame, "a frame is written as it was read");
  zcl::Frame inner;
  (void)zcl::decode(zcl::Catalogue(), frame->cluster, frame->payload, inner);
  return 0;
}
