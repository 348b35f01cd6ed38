#include "coordinator/zigate/frame.h"

#include <gtest/gtest.h>

namespace waggle::coordinator::zigate {
namespace {

Bytes bytes(std::string_view hex) { return from_hex(hex).value(); }

std::vector<std::string> heard(FrameParser& parser, ByteView octets, std::size_t piece = 0) {
  std::vector<std::string> out;
  const auto listen = [&](const Frame& frame) {
    Writer name;
    name.u16_be(frame.type);
    out.push_back(to_hex(name.view()) + ":" + to_hex(frame.payload));
  };
  if (piece == 0) piece = octets.size();
  for (std::size_t at = 0; at < octets.size(); at += piece) parser.feed(octets.subspan(at, std::min(piece, octets.size() - at)), listen);
  return out;
}

// Recorded on the line of a real stick.
constexpr std::string_view announcement = "0102104d0210021cfe90210210021b57fffe2c890214807203";
constexpr std::string_view order = "01021015021002101503";

TEST(ZigateFrame, FindsRecordedFramesInAnyPieces) {
  const Bytes line = bytes(std::string(announcement) + "ffee" + std::string(order));
  for (std::size_t piece = 1; piece <= line.size(); ++piece) {
    FrameParser parser;
    EXPECT_EQ(heard(parser, line, piece), (std::vector<std::string>{"004d:9021000b57fffe2c89048072", "0015:"})) << piece;
    EXPECT_EQ(parser.damaged(), 0u);
  }
}

TEST(ZigateFrame, WritesWhatItReads) {
  FrameParser parser;
  parser.feed(bytes(announcement), [](const Frame& frame) { EXPECT_EQ(to_hex(encode(frame)), announcement); });
  EXPECT_EQ(to_hex(encode({0x0015, {}})), order);
  const Bytes payload{0x0F, 0x10, 0x11};
  EXPECT_EQ(to_hex(encode({0x1111, payload})), "01111102100213021d021f101103");
  EXPECT_EQ(to_hex(encode({0x1111, payload}, Escaping::one_more)), "01111102100213021d021f02001103");
}

TEST(ZigateFrame, UnderstandsBothEscapings) {
  const Bytes payload{0x10, 0x00};
  FrameParser parser;
  EXPECT_EQ(heard(parser, encode({0x0530, payload}, Escaping::one_more)), heard(parser, encode({0x0530, payload})));
}

TEST(ZigateFrame, DropsWhatIsDamagedAndGoesOn) {
  const Bytes good = bytes(announcement);
  for (std::size_t at = 1; at + 1 < good.size(); ++at) {
    FrameParser parser;
    Bytes line = good;
    line[at] ^= 0x40;
    EXPECT_TRUE(heard(parser, line).empty()) << at;
    EXPECT_EQ(parser.damaged(), 1u) << at;
    EXPECT_EQ(heard(parser, good).size(), 1u) << at;
  }
}

TEST(ZigateFrame, BeginsAnewAtEachStart) {
  FrameParser parser;
  Bytes line = bytes(announcement);
  line.resize(7);
  const Bytes whole = bytes(announcement);
  line.insert(line.end(), whole.begin(), whole.end());
  EXPECT_EQ(heard(parser, line).size(), 1u);
  EXPECT_EQ(parser.damaged(), 1u);
}

TEST(ZigateFrame, TakesNoFrameWithoutEnd) {
  FrameParser parser;
  Bytes line(longest_payload + 100, 0x55);
  line[0] = start_octet;
  EXPECT_TRUE(heard(parser, line).empty());
  EXPECT_EQ(parser.damaged(), 1u);
}

TEST(ZigateFrame, PartsTheLinkQuality) {
  const Bytes payload{1, 2, 0xB4};
  const Spoken parts = spoken({0x8002, payload});
  EXPECT_EQ(to_hex(parts.data), "0102");
  EXPECT_EQ(parts.lqi, 0xB4);
  EXPECT_EQ(spoken({log_type, payload}).data.size(), 3u) << "a line of the log has none";
  EXPECT_EQ(spoken({0x8002, {}}).lqi, 0);
}

}  // namespace
}  // namespace waggle::coordinator::zigate
