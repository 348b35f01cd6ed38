#include "coordinator/deconz/frame.h"

#include <gtest/gtest.h>

#include <random>

#include "coordinator/deconz/greeting.h"

namespace waggle::coordinator::deconz {
namespace {

Bytes octets(std::string_view hex) { return from_hex(hex).value(); }

std::vector<std::string> frames_in(FrameParser& parser, ByteView heard) {
  std::vector<std::string> out;
  parser.feed(heard, [&](const Frame& frame) { out.push_back(to_hex(plain(frame))); });
  return out;
}

// A version as a ConBee II tells it (zsmartsystems/com.zsmartsystems.zigbee#1252).
const Bytes version = octets("0d0200090000076f26");

TEST(DeconzFrame, HasTheChecksumOfRealFrames) {
  EXPECT_EQ(checksum(version), 0xFF4C);
  const auto frame = decode_plain(version);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->command, 0x0D);
  EXPECT_EQ(frame->sequence, 2);
  EXPECT_EQ(frame->status, 0);
  EXPECT_EQ(to_hex(frame->content), "00076f26");
  EXPECT_EQ(to_hex(encode(*frame)), "c00d0200090000076f264cffc0");
}

TEST(DeconzFrame, EscapesWhatWouldEndIt) {
  const Bytes content = octets("c0db01");
  const Frame frame{0x0B, 0xC0, 0, content};
  const Bytes line = encode(frame);
  EXPECT_EQ(to_hex(ByteView(line).subspan(0, 12)), "c00bdbdc000800dbdcdbdd01");
  FrameParser parser;
  EXPECT_EQ(frames_in(parser, line), std::vector{to_hex(plain(frame))});
  EXPECT_EQ(parser.damaged(), 0u);
}

TEST(DeconzFrame, IsFoundInPiecesOfAnySize) {
  const Bytes line = encode(*decode_plain(version));
  for (std::size_t piece = 1; piece <= line.size(); ++piece) {
    FrameParser parser;
    std::vector<std::string> found;
    for (std::size_t at = 0; at < line.size(); at += piece) {
      for (auto& frame : frames_in(parser, ByteView(line).subspan(at, std::min(piece, line.size() - at)))) found.push_back(frame);
    }
    EXPECT_EQ(found, std::vector{to_hex(version)}) << piece;
  }
}

TEST(DeconzFrame, IsFoundBehindNoise) {
  const Bytes line = encode(*decode_plain(version));
  for (const char* noise : {"00", "0d0200", "dbdb", "db", "db01", "c0c0", "0d0a426f6f740d0a", "ffffffffffffffff"}) {
    FrameParser parser;
    Bytes heard = octets(noise);
    heard.insert(heard.end(), line.begin(), line.end());
    EXPECT_EQ(frames_in(parser, heard), std::vector{to_hex(version)}) << noise;
  }
  FrameParser parser;
  EXPECT_TRUE(frames_in(parser, Bytes(100'000, 0x11)).empty());
  EXPECT_EQ(frames_in(parser, line).size(), 1u) << "what is too long ends with the next END";
}

TEST(DeconzFrame, IsDroppedWhenAnOctetIsAnother) {
  const Bytes line = encode(*decode_plain(version));
  for (std::size_t at = 1; at + 1 < line.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      if (value == line[at]) continue;
      Bytes damaged = line;
      damaged[at] = static_cast<std::uint8_t>(value);
      FrameParser parser;
      EXPECT_TRUE(frames_in(parser, damaged).empty()) << at << " " << value;
      EXPECT_GE(parser.damaged(), 1u);
    }
  }
}

TEST(DeconzFrame, IsReadAsItIsWritten) {
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    Bytes content(random() % 200);
    for (auto& octet : content) octet = static_cast<std::uint8_t>(random() % 3 ? 0xC0 + random() % 0x20 : random());
    const Frame frame{static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random()), content};
    FrameParser parser;
    ASSERT_EQ(frames_in(parser, encode(frame)), std::vector{to_hex(plain(frame))});
  }
}

TEST(DeconzGreeting, AsksForTheVersion) {
  EXPECT_EQ(to_hex(hello()), "c00d550009000000000095ffc0");
}

TEST(DeconzGreeting, IsRecognisedByWhatComesBack) {
  Bytes heard = octets("6f6e6365c0");
  EXPECT_FALSE(recognises(heard));
  const Bytes line = encode(*decode_plain(version));
  heard.insert(heard.end(), line.begin(), line.end());
  EXPECT_TRUE(recognises(heard));
  EXPECT_TRUE(recognises(encode(*decode_plain(octets("0e89000700ae00"))))) << "a state told unasked";
  EXPECT_FALSE(recognises(ByteView(heard).first(heard.size() - 3)));
  EXPECT_FALSE(recognises(encode(*decode_plain(octets("770200090000076f26"))))) << "a command that there is not";
  EXPECT_FALSE(recognises(octets("fe0261017900620d")));
  EXPECT_FALSE(recognises(octets("1ac1020b0a527e")));
}

}  // namespace
}  // namespace waggle::coordinator::deconz
