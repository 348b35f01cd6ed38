#include "coordinator/znp/unpi.h"

#include <gtest/gtest.h>

#include <random>

namespace waggle::coordinator::znp {
namespace {

struct Heard {
  Type type;
  Subsystem subsystem;
  std::uint8_t command;
  Bytes data;
  bool operator==(const Heard&) const = default;
};

struct Line {
  UnpiParser parser;
  std::vector<Heard> heard;

  void feed(ByteView octets) {
    parser.feed(octets, [this](const UnpiFrame& frame) { hear(frame); });
  }
  void feed(std::string_view hex) { feed(*from_hex(hex)); }
  void give_up() {
    parser.give_up_waiting([this](const UnpiFrame& frame) { hear(frame); });
  }
  void hear(const UnpiFrame& frame) {
    heard.push_back({frame.type, frame.subsystem, frame.command, Bytes(frame.data.begin(), frame.data.end())});
  }
};

const Heard ping{Type::sreq, Subsystem::sys, 0x01, {}};
const Heard reset{Type::areq, Subsystem::sys, 0x80, {0, 2, 2, 2, 7, 2}};
constexpr std::string_view ping_octets = "fe00210120";
constexpr std::string_view reset_octets = "fe064180000202020702c0";  // a CC2531 says so when it starts

TEST(Unpi, FramesAsSticksSendThem) {
  EXPECT_EQ(to_hex(encode({Type::sreq, Subsystem::sys, 0x01, {}})), ping_octets);
  EXPECT_EQ(to_hex(encode({reset.type, reset.subsystem, reset.command, reset.data})), reset_octets);
  Line line;
  line.feed(ping_octets);
  line.feed(reset_octets);
  EXPECT_EQ(line.heard, (std::vector{ping, reset}));
  EXPECT_EQ(line.parser.skipped(), 0u);
  EXPECT_FALSE(line.parser.waiting());
}

TEST(Unpi, ASplitAnywhereChangesNothing) {
  const Bytes octets = *from_hex(std::string(reset_octets) + std::string(ping_octets) + std::string(reset_octets));
  for (std::size_t first = 0; first <= octets.size(); ++first) {
    for (std::size_t second = first; second <= octets.size(); ++second) {
      Line line;
      line.feed(ByteView(octets).first(first));
      line.feed(ByteView(octets).subspan(first, second - first));
      line.feed(ByteView(octets).subspan(second));
      ASSERT_EQ(line.heard, (std::vector{reset, ping, reset})) << first << ", " << second;
    }
  }
}

TEST(Unpi, GarbageBetweenFramesIsSkippedAndCounted) {
  Line line;
  line.feed("0003ef");
  line.feed(ping_octets);
  line.feed("ff fb 7f");  // no length that a frame can have follows an FE in it
  line.feed(reset_octets);
  EXPECT_EQ(line.heard, (std::vector{ping, reset}));
  EXPECT_EQ(line.parser.skipped(), 6u);
  EXPECT_EQ(line.parser.damaged(), 0u);
}

TEST(Unpi, ADamagedFrameCostsItselfAlone) {
  Line line;
  std::string damaged(reset_octets);
  damaged.back() ^= 1;
  line.feed(damaged);
  line.feed(ping_octets);
  EXPECT_EQ(line.heard, std::vector{ping});
  EXPECT_EQ(line.parser.damaged(), 1u);
  EXPECT_EQ(line.parser.skipped(), damaged.size() / 2);
}

TEST(Unpi, AFrameInsideTheRestOfABrokenOneIsFound) {
  Line line;
  line.feed("fe06");  // the beginning of six octets of data, and then the line was cut
  line.feed(ping_octets);
  line.feed(reset_octets);
  EXPECT_EQ(line.heard, (std::vector{ping, reset}));
}

TEST(Unpi, AnImpossibleLengthIsNoFrame) {
  Line line;
  line.feed("feff");
  line.feed("fefb");
  line.feed(ping_octets);
  EXPECT_EQ(line.heard, std::vector{ping});
  const Bytes most(max_data, 7);
  const Bytes octets = encode({Type::areq, Subsystem::af, 0x81, most});
  line.feed(octets);
  ASSERT_EQ(line.heard.size(), 2u);
  EXPECT_EQ(line.heard.back().data, most);
}

TEST(Unpi, NoiseThatLooksLikeABeginningHoldsNothingBackForever) {
  Line line;
  line.feed("fef0");  // announces 240 octets
  line.feed(ping_octets);
  EXPECT_TRUE(line.heard.empty());
  EXPECT_TRUE(line.parser.waiting());
  line.give_up();
  EXPECT_EQ(line.heard, std::vector{ping});
  EXPECT_FALSE(line.parser.waiting());
}

TEST(UnpiProperty, EveryFrameComesThroughNoiseThatHoldsNoStart) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    Line line;
    std::vector<Heard> sent;
    Bytes octets;
    for (auto n = random() % 5; n > 0; --n) {
      for (auto noise = random() % 6; noise > 0; --noise) octets.push_back(static_cast<std::uint8_t>(random() % 0xFE));
      Heard& one = sent.emplace_back(static_cast<Type>(random() % 8), static_cast<Subsystem>(random() % 32),
                                     static_cast<std::uint8_t>(random()), Bytes());
      for (auto size = random() % 40; size > 0; --size) one.data.push_back(static_cast<std::uint8_t>(random()));
      const Bytes frame = encode({one.type, one.subsystem, one.command, one.data});
      octets.insert(octets.end(), frame.begin(), frame.end());
    }
    for (std::size_t at = 0; at < octets.size();) {
      const std::size_t size = std::min<std::size_t>(1 + random() % 9, octets.size() - at);
      line.feed(ByteView(octets).subspan(at, size));
      at += size;
    }
    ASSERT_EQ(line.heard, sent) << to_hex(octets);
  }
}

}  // namespace
}  // namespace waggle::coordinator::znp
