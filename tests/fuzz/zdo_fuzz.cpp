// What nodes say about themselves: cluster, then a ZDO message.
#include <algorithm>

#include "fuzz/fuzz.h"
#include "zigbee/zdo/messages.h"

using namespace waggle;  // NOLINT: one file, one function

namespace {

template <class T>
void read(ClusterId cluster, ByteView payload) {
  if (T::cluster != cluster) return;
  const auto response = zdo::decode_response<T>(payload);
  fuzz::require(!response || !response->ok() || response->body, "a success has a body");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView input(data, size);
  const ClusterId cluster(fuzz::take_u16(input));
  for (const zdo::Row& row : zdo::table()) {
    if (row.cluster != cluster) continue;
    if (const auto again = row.again(input)) fuzz::require(std::ranges::equal(*again, input), "what is read is written");
  }
  read<zdo::NwkAddressResponse>(cluster, input);
  read<zdo::NodeDescriptorResponse>(cluster, input);
  read<zdo::SimpleDescriptorResponse>(cluster, input);
  read<zdo::ActiveEndpointsResponse>(cluster, input);
  read<zdo::LqiResponse>(cluster, input);
  read<zdo::RoutingResponse>(cluster, input);
  read<zdo::BindingTableResponse>(cluster, input);
  read<zdo::NwkUpdateResponse>(cluster, input);
  return 0;
}
