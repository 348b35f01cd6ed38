#include "zigbee/touchlink/inter_pan.h"

#include <gtest/gtest.h>

namespace waggle::touchlink {
namespace {

TEST(InterPan, WritesTheScanOfARemote) {
  InterPanFrame frame;
  frame.sequence = 0x2A;
  frame.from_pan = PanId(0x1A62);
  frame.from = Ieee(0x00124B0029A1B2C3);
  frame.payload = *from_hex("1100000100000004 12");
  const Bytes octets = encode(frame);
  EXPECT_EQ(to_hex(octets), "01c82affffffff621ac3b2a129004b12000b000b00105ec0110000010000000412");
  EXPECT_EQ(decode_inter_pan(octets), frame);
}

TEST(InterPan, KnowsOneOneGroupAndEverybody) {
  InterPanFrame frame;
  frame.from = Ieee(1);
  frame.to = Ieee(0x000B57FFFE000001);
  frame.to_pan = PanId(0x1234);
  EXPECT_EQ(decode_inter_pan(encode(frame)), frame);
  frame.to.reset();
  frame.group = GroupId(7);
  EXPECT_EQ(decode_inter_pan(encode(frame)), frame);
}

TEST(InterPan, LeavesOutFramesOfNetworks) {
  const Bytes frame = encode(InterPanFrame{});
  for (std::size_t size = 0; size < frame.size(); ++size) EXPECT_FALSE(decode_inter_pan(ByteView(frame).first(size))) << size;
  EXPECT_FALSE(decode_inter_pan(*from_hex("61882a621a00000f6f4802000000001e2a")));  // data of a network
  EXPECT_FALSE(decode_inter_pan(*from_hex("0308ffffffffff07")));                    // a beacon request
}

}  // namespace
}  // namespace waggle::touchlink
