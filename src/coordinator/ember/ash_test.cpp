#include "coordinator/ember/ash.h"

#include <gtest/gtest.h>

#include <random>

namespace waggle::coordinator::ember {
namespace {

using Kind = AshFrame::Kind;

Bytes octets(std::string_view hex) { return from_hex(hex).value(); }

std::vector<AshFrame> parse(std::string_view hex) {
  std::vector<AshFrame> out;
  AshParser parser;
  parser.feed(octets(hex), [&](AshFrame&& frame) { out.push_back(std::move(frame)); });
  return out;
}

AshFrame data_frame(std::uint8_t number, std::uint8_t ack, std::string_view hex, bool again = false) {
  AshFrame frame{Kind::data};
  frame.number = number;
  frame.ack = ack;
  frame.again = again;
  frame.data = octets(hex);
  return frame;
}
AshFrame ack_frame(std::uint8_t ack, Kind kind = Kind::ack) {
  AshFrame frame{kind};
  frame.ack = ack;
  return frame;
}
AshFrame restarted(std::uint8_t code) {
  AshFrame frame{Kind::rstack};
  frame.code = code;
  return frame;
}

// Frames as sticks and hosts have said them.
TEST(AshFrame, ReadsAndWritesRealFrames) {
  struct Row {
    std::string_view hex;
    AshFrame frame;
  };
  const Row rows[] = {
      {"c038bc7e", {Kind::rst}},
      {"c1020b0a527e", restarted(0x0B)},
      {"c102029b7b7e", restarted(0x02)},
      {"8160597e", ack_frame(1)},
      {"8430fc7e", ack_frame(4)},
      {"004221a850ed2c7e", data_frame(0, 0, "00000004")},
      {"0142a1a8592825c6ae917e", data_frame(0, 1, "0080000d023074")},
      {"7d31532157542814b6587bf425aa54924c90f77e", data_frame(1, 1, "1100ff0002010401efbe0000010005")},
      {"225021575 43a154ba6cc482dad57974943f37e", data_frame(2, 2, "1200ff001000f9ff58020807020500")},
      {"254221a856a6097e", data_frame(2, 5, "00000002")},
  };
  for (const Row& row : rows) {
    std::string hex(row.hex);
    std::erase(hex, ' ');
    const auto found = parse(hex);
    ASSERT_EQ(found.size(), 1u) << hex;
    EXPECT_EQ(found[0], row.frame) << hex;
    EXPECT_EQ(to_hex(encode(row.frame)), hex);
  }
}

TEST(AshFrame, FindsFramesAmongNoise) {
  const auto found = parse("1a" "ff" "8160597e" "7e7e" "81605a7e" "1122" "1a" "8430fc7e" "3018" "8160597e");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0], ack_frame(1));
  EXPECT_EQ(found[1].kind, Kind::damaged);
  EXPECT_EQ(found[2], ack_frame(4));         // what a cancel octet ends is nothing
  EXPECT_EQ(found[3].kind, Kind::damaged);   // a substitute octet spoils all up to the flag
}

TEST(AshFrame, EveryOctetSurvives) {
  for (int first = 0; first < 256; ++first) {
    Bytes data;
    for (int i = 0; i < 64; ++i) data.push_back(static_cast<std::uint8_t>(first + i * 3));
    AshFrame frame{Kind::data};
    frame.data = data;
    const Bytes wire = encode(frame);
    EXPECT_EQ(std::count(wire.begin(), wire.end(), ash_flag), 1);
    for (std::uint8_t octet : {ash_xon, ash_xoff, ash_substitute, ash_cancel}) EXPECT_EQ(std::count(wire.begin(), wire.end(), octet), 0);
    EXPECT_EQ(parse(to_hex(wire)), std::vector{frame});
  }
}

// A host, and what it says to a radio that the test plays.
struct Bench final : Ash::Owner {
  VirtualTime time;
  Ash ash{time, *this, Ash::Side::host};
  AshParser parser;
  std::vector<AshFrame> said;
  std::vector<std::string> heard;
  std::vector<std::string> downs;
  int ups = 0;
  std::function<void()> on_data;

  void ash_write(ByteView bytes) override {
    parser.feed(bytes, [this](AshFrame&& frame) { said.push_back(std::move(frame)); });
  }
  void on_ash_data(ByteView ezsp) override {
    heard.push_back(to_hex(ezsp));
    if (on_data) on_data();
  }
  void on_ash_up() override { ++ups; }
  void on_ash_down(const Error& error) override { downs.push_back(error.text); }

  void hear(const AshFrame& frame) { ash.feed(encode(frame)); }
  std::vector<AshFrame> take() { return std::exchange(said, {}); }
  void connect() {
    ash.start();
    hear(restarted(0x0B));
    take();
  }
};

TEST(Ash, BeginsWithAReset) {
  Bench b;
  b.ash.start();
  EXPECT_EQ(b.take(), std::vector{AshFrame{Kind::rst}});
  b.hear(data_frame(3, 2, "808080"));  // from before
  EXPECT_FALSE(b.ash.send({1, 2, 3}));
  b.hear(restarted(0x0B));
  EXPECT_EQ(b.ups, 1);
  EXPECT_TRUE(b.ash.is_up());
  EXPECT_EQ(b.take(), std::vector{ack_frame(0)});
  EXPECT_TRUE(b.heard.empty());
}

TEST(Ash, WaitsForTheResetItAskedFor) {
  Bench b;
  b.ash.start();
  b.hear(restarted(0x02));
  EXPECT_EQ(b.ups, 0);
  b.time.advance(200ms);
  b.hear(restarted(0x0B));
  EXPECT_EQ(b.ups, 1);
  b.time.advance(5s);
  EXPECT_EQ(b.ups, 1);
  EXPECT_TRUE(b.downs.empty());
}

TEST(Ash, TakesAnotherResetWhenNoneFollows) {
  Bench b;
  b.ash.start();
  b.hear(restarted(0x02));
  b.time.advance(2s);
  EXPECT_EQ(b.ups, 1);
}

TEST(Ash, AsksAgainAndGivesUp) {
  Bench b;
  b.ash.start();
  b.time.advance(21s);
  EXPECT_EQ(b.take().size(), 5u);
  EXPECT_TRUE(b.downs.empty());
  b.time.advance(5s);
  ASSERT_EQ(b.downs.size(), 1u);
  EXPECT_NE(b.downs[0].find("serial.baudrate"), std::string::npos);
}

TEST(Ash, RefusesAnotherVersion) {
  Bench b;
  b.ash.start();
  AshFrame frame = restarted(0x0B);
  frame.version = 3;
  b.hear(frame);
  EXPECT_EQ(b.ups, 0);
  EXPECT_EQ(b.downs.size(), 1u);
}

TEST(Ash, NumbersAndAcknowledges) {
  Bench b;
  b.connect();
  ASSERT_TRUE(b.ash.send(octets("00000004")));
  EXPECT_EQ(b.take(), std::vector{data_frame(0, 0, "00000004")});
  b.hear(data_frame(0, 1, "0080000d023074"));
  EXPECT_EQ(b.take(), std::vector{ack_frame(1)});
  EXPECT_EQ(b.heard, std::vector<std::string>{"0080000d023074"});
  for (int i = 1; i < 20; ++i) {
    ASSERT_TRUE(b.ash.send(octets("010203")));
    EXPECT_EQ(b.take(), std::vector{data_frame(static_cast<std::uint8_t>(i & 7), static_cast<std::uint8_t>(i & 7), "010203")});
    b.hear(data_frame(static_cast<std::uint8_t>(i & 7), static_cast<std::uint8_t>((i + 1) & 7), "040506"));
    EXPECT_EQ(b.take(), std::vector{ack_frame(static_cast<std::uint8_t>((i + 1) & 7))});
  }
  b.time.advance(1min);
  EXPECT_TRUE(b.take().empty());
  EXPECT_EQ(b.ash.counters().sent_again, 0u);
}

TEST(Ash, AcknowledgesBeforeAnybodyLooksInside) {
  Bench b;
  b.connect();
  b.on_data = [&] {
    EXPECT_EQ(b.said, std::vector{ack_frame(3)});  // all three at once, before the first is handed on
  };
  Bytes burst;
  for (std::uint8_t i = 0; i < 3; ++i) {
    const Bytes frame = encode(data_frame(i, 0, "010203"));
    burst.insert(burst.end(), frame.begin(), frame.end());
  }
  b.ash.feed(burst);
  EXPECT_EQ(b.heard.size(), 3u);
}

TEST(Ash, AnAnswerCarriesTheAcknowledgement) {
  Bench b;
  b.connect();
  b.on_data = [&] { ASSERT_TRUE(b.ash.send(octets("0a0b0c"))); };
  b.hear(data_frame(0, 0, "010203"));
  EXPECT_EQ(b.take(), (std::vector{ack_frame(1), data_frame(0, 1, "0a0b0c")}));
}

TEST(Ash, KeepsToItsWindow) {
  Bench b;
  b.connect();
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(b.ash.send(octets("010203")));
  EXPECT_EQ(b.take().size(), 3u);
  b.hear(ack_frame(2));
  EXPECT_EQ(b.take(), (std::vector{data_frame(3, 0, "010203"), data_frame(4, 0, "010203")}));
  b.hear(ack_frame(5));
  EXPECT_EQ(b.take(), std::vector{data_frame(5, 0, "010203")});
}

TEST(Ash, SendsAgainWhatWasRejected) {
  Bench b;
  b.connect();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(b.ash.send(octets("010203")));
  b.take();
  b.hear(ack_frame(1, Kind::nak));
  EXPECT_EQ(b.take(), (std::vector{data_frame(1, 0, "010203", true), data_frame(2, 0, "010203", true)}));
}

TEST(Ash, SendsAgainWhatIsNotAcknowledgedAndGivesUp) {
  Bench b;
  b.connect();
  ASSERT_TRUE(b.ash.send(octets("010203")));
  b.take();
  b.time.advance(790ms);
  EXPECT_TRUE(b.take().empty());
  b.time.advance(20ms);
  EXPECT_EQ(b.take(), std::vector{data_frame(0, 0, "010203", true)});
  b.time.advance(30s);
  EXPECT_EQ(b.take().size(), 4u);
  EXPECT_EQ(b.downs.size(), 1u);
  EXPECT_FALSE(b.ash.is_up());
}

TEST(Ash, RejectsOnceAndTakesTheRepetition) {
  Bench b;
  b.connect();
  b.ash.feed(octets("8160597e"));  // acknowledges what was never sent
  EXPECT_EQ(b.take(), std::vector{ack_frame(0, Kind::nak)});
  b.hear(data_frame(1, 0, "010203"));
  b.hear(data_frame(2, 0, "010203"));
  EXPECT_TRUE(b.take().empty());
  b.hear(data_frame(0, 0, "0a0b0c", true));
  EXPECT_EQ(b.take(), std::vector{ack_frame(1)});
  b.hear(data_frame(0, 0, "0a0b0c", true));
  EXPECT_EQ(b.take(), std::vector{ack_frame(1)});  // ours got lost: again
  EXPECT_EQ(b.heard, std::vector<std::string>{"0a0b0c"});
  EXPECT_EQ(b.ash.counters().duplicates, 1u);
}

TEST(Ash, HoldsBackWhileTheOtherSideHasNoRoom) {
  Bench b;
  b.connect();
  AshFrame full = ack_frame(0);
  full.not_ready = true;
  b.hear(full);
  ASSERT_TRUE(b.ash.send(octets("010203")));
  EXPECT_TRUE(b.take().empty());
  b.hear(ack_frame(0));
  EXPECT_EQ(b.take().size(), 1u);
  b.hear(ack_frame(1));
  b.ash.feed(Bytes{ash_xoff});
  ASSERT_TRUE(b.ash.send(octets("010203")));
  EXPECT_TRUE(b.take().empty());
  b.ash.feed(Bytes{ash_xon});
  EXPECT_EQ(b.take().size(), 1u);
}

TEST(Ash, SaysWhyItEnds) {
  Bench b;
  b.connect();
  b.hear(restarted(0x03));
  EXPECT_EQ(b.downs, std::vector<std::string>{"the radio restarted by itself (watchdog)"});
  b.connect();
  AshFrame error{Kind::error};
  error.code = 0x51;
  b.hear(error);
  EXPECT_EQ(b.downs.back(), "the radio's firmware has given up (too many missing acknowledgements)");
}

// Both sides over a line that loses, doubles and changes octets: nothing is lost, doubled or out of order.
struct End final : Ash::Owner {
  End(VirtualTime& virtual_time, Ash::Side side) : time(virtual_time), ash(virtual_time, *this, side) {}
  VirtualTime& time;
  Ash ash;
  End* other = nullptr;
  std::mt19937* random = nullptr;
  double badness = 0;
  std::vector<int> heard;
  int downs = 0;

  void ash_write(ByteView bytes) override {
    Bytes out;
    for (std::uint8_t octet : bytes) {
      const double dice = static_cast<double>((*random)()) / 4294967296.0;
      if (dice < badness) continue;
      out.push_back(dice < 2 * badness ? static_cast<std::uint8_t>(octet ^ 4) : octet);
      if (dice > 1 - badness) out.push_back(octet);
    }
    time.post([to = other, out] { to->ash.feed(out); });
  }
  void on_ash_data(ByteView ezsp) override { heard.push_back(ezsp[0] | ezsp[1] << 8); }
  void on_ash_reset() override { ash.announce(Ash::software_reset); }
  void on_ash_down(const Error&) override { ++downs; }
};

TEST(Ash, NothingIsLostOnABadLine) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    VirtualTime time;
    std::mt19937 random(seed);
    End host(time, Ash::Side::host), radio(time, Ash::Side::radio);
    host.other = &radio;
    radio.other = &host;
    host.random = radio.random = &random;
    host.ash.start();
    time.settle();
    ASSERT_TRUE(host.ash.is_up());
    host.badness = radio.badness = 0.002;
    constexpr int count = 300;
    for (int i = 0; i < count; ++i) {
      const Bytes data{static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8), 7, 7, 7};
      ASSERT_TRUE(host.ash.send(data));
      ASSERT_TRUE(radio.ash.send(data));
      time.advance(5ms);
    }
    time.advance(10min);
    EXPECT_EQ(host.downs + radio.downs, 0) << seed;
    for (const End* end : {&host, &radio}) {
      ASSERT_EQ(end->heard.size(), static_cast<std::size_t>(count)) << seed;
      for (int i = 0; i < count; ++i) EXPECT_EQ(end->heard[static_cast<std::size_t>(i)], i);
    }
  }
}

}  // namespace
}  // namespace waggle::coordinator::ember
