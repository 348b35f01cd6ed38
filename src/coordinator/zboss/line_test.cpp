#include "coordinator/zboss/line.h"

#include <gtest/gtest.h>

#include <random>

namespace waggle::coordinator::zboss {
namespace {

Bytes octets(std::string_view hex) { return from_hex(hex).value(); }

std::vector<Frame> frames_in(ByteView input, std::size_t piece = 1000) {
  std::vector<Frame> out;
  FrameParser parser;
  const auto keep = [&](Frame&& frame, FrameParser::Body body) {
    if (body == FrameParser::Body::whole) out.push_back(std::move(frame));
  };
  for (std::size_t at = 0; at < input.size(); at += piece) parser.feed(input.subspan(at, std::min(piece, input.size() - at)), keep);
  while (parser.unfinished()) parser.give_up(keep);
  return out;
}

// Recorded of a stick (Koenkk/zigbee2mqtt#32476).
constexpr std::string_view get_channel = "dead0c0006c8e9f4a30000080006";
constexpr std::string_view acknowledgement = "dead0500062111";
constexpr std::string_view response = "dead100006ccba3c9c00010800060000000f";

TEST(ZbossFrame, ReadsAndWritesWhatSticksSay) {
  const auto request = frames_in(octets(get_channel));
  ASSERT_EQ(request.size(), 1u);
  EXPECT_EQ(request[0], (Frame{.number = 2, .first = true, .last = true, .body = octets("0000080006")}));
  const auto ack = frames_in(octets(acknowledgement));
  ASSERT_EQ(ack.size(), 1u);
  EXPECT_EQ(ack[0], (Frame{.acknowledges = true, .acknowledged = 2}));
  for (std::string_view hex : {get_channel, acknowledgement, response}) EXPECT_EQ(to_hex(encode(frames_in(octets(hex)).at(0))), hex);
}

TEST(ZbossFrame, FindsFramesAmongAnything) {
  const Bytes all = octets(std::string("4553502d524f4d3a") + std::string(get_channel) + "dedeadde" + std::string(acknowledgement) +
                           "dead0c0006c8e8" + std::string(response) + "dead");
  for (std::size_t piece : {1, 2, 3, 7, 1000}) EXPECT_EQ(frames_in(all, piece).size(), 3u) << piece;
}

TEST(ZbossFrame, KnowsDamage) {
  for (std::string_view hex : {get_channel, acknowledgement, response}) {
    const Bytes right = octets(hex);
    for (std::size_t i = 0; i < right.size(); ++i) {
      Bytes wrong = right;
      wrong[i] ^= 0x10;
      EXPECT_TRUE(frames_in(wrong).empty()) << hex << " at " << i;
      Bytes shorter = right;
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
      // What follows is found although the end of the damaged one was looked for in it.
      shorter.insert(shorter.end(), right.begin(), right.end());
      EXPECT_EQ(frames_in(shorter).size(), 1u) << hex << " without octet " << i;
    }
  }
}

struct End final : Line::Owner {
  explicit End(VirtualTime& clock) : time(clock), line(clock, *this) { line.start(); }
  void line_write(ByteView written) override {
    said.emplace_back(to_hex(written));
    if (deaf) return;
    time.post([this, copy = Bytes(written.begin(), written.end())] { other->line.feed(copy); });
  }
  void on_line_packet(ByteView packet) override { heard.push_back(to_hex(packet)); }
  void on_line_down(const Error& error) override { down.push_back(error.text); }

  VirtualTime& time;
  Line line;
  End* other = nullptr;
  bool deaf = false;  // what it says gets lost
  std::vector<std::string> said, heard, down;
};

struct ZbossLine : testing::Test {
  ZbossLine() {
    host.other = &radio;
    radio.other = &host;
  }
  void say(Bytes packet) {
    host.line.send(std::move(packet));
    time.settle();
  }
  VirtualTime time;
  End host{time}, radio{time};
};

TEST_F(ZbossLine, NumbersAndAcknowledges) {
  for (int i = 0; i < 5; ++i) say({0, 0, 8, 0, static_cast<std::uint8_t>(i)});
  EXPECT_EQ(radio.heard, (std::vector<std::string>{"0000080000", "0000080001", "0000080002", "0000080003", "0000080004"}));
  std::vector<int> numbers;
  for (const std::string& hex : host.said) numbers.push_back(frames_in(octets(hex)).at(0).number);
  EXPECT_EQ(numbers, (std::vector<int>{0, 1, 2, 3, 1}));
  EXPECT_EQ(radio.said.at(2), acknowledgement);
}

TEST_F(ZbossLine, SendsAgainWhatGotLost) {
  host.deaf = true;
  host.line.send({1});
  host.line.send({2});
  time.advance(1500ms);
  host.deaf = false;
  time.advance(1s);
  EXPECT_EQ(radio.heard, (std::vector<std::string>{"01", "02"}));
  EXPECT_EQ(host.line.counters().sent_again, 2u);
}

TEST_F(ZbossLine, HandsNothingOnTwice) {
  radio.deaf = true;
  host.line.send({1});
  time.advance(2500ms);
  radio.deaf = false;
  time.advance(1s);
  EXPECT_EQ(radio.heard, (std::vector<std::string>{"01"}));
  EXPECT_EQ(radio.line.counters().duplicates, 3u);
  // The same again is another, when it is a new frame: also for a host that begins anew.
  say({1});
  for (int i = 0; i < 2; ++i) {
    host.line.start();
    say({1});
  }
  EXPECT_EQ(radio.heard.size(), 4u);
}

// Firmware that counts its acknowledgements as well comes to the same number with the next frame.
TEST_F(ZbossLine, TakesAnyNumbers) {
  Frame frame{.first = true, .last = true};
  for (const auto& [number, body] : {std::pair(2, 1), {2, 2}, {2, 3}, {1, 3}, {3, 4}, {3, 4}}) {
    frame.number = static_cast<std::uint8_t>(number);
    frame.body = {static_cast<std::uint8_t>(body)};
    host.line.feed(encode(frame));
  }
  EXPECT_EQ(host.heard, (std::vector<std::string>{"01", "02", "03", "03", "04"}));
}

TEST_F(ZbossLine, SendsAgainWhatArrivedDamaged) {
  radio.line.refuse_next();
  say({1});
  EXPECT_EQ(radio.heard, (std::vector<std::string>{"01"}));
  EXPECT_EQ(host.line.counters().sent_again, 1u);
  EXPECT_EQ(radio.line.counters().damaged, 1u);
}

TEST_F(ZbossLine, CutsLongPackets) {
  Bytes packet(600);
  for (std::size_t i = 0; i < packet.size(); ++i) packet[i] = static_cast<std::uint8_t>(i);
  say(packet);
  EXPECT_EQ(host.said.size(), 3u);
  EXPECT_EQ(frames_in(octets(host.said[0])).at(0).body.size(), 600 - 2 * most_body);
  EXPECT_EQ(radio.heard, (std::vector<std::string>{to_hex(packet)}));
  say(Bytes(most_body, 7));
  EXPECT_EQ(host.said.size(), 4u);
  EXPECT_EQ(radio.heard.size(), 2u);
}

TEST_F(ZbossLine, GivesUpOnASilentRadio) {
  radio.deaf = true;
  host.line.send({1});
  time.advance(20s);
  EXPECT_EQ(host.down.size(), 1u);
  EXPECT_FALSE(host.line.is_up());
  host.line.start();
  host.line.send({1}, Line::Effort::once);
  host.line.send({2}, Line::Effort::once);
  time.advance(20s);
  EXPECT_EQ(host.down.size(), 1u) << "nobody waits for it";
  EXPECT_EQ(host.line.counters().sent, 3u);
}

TEST_F(ZbossLine, WaitsForLateAcknowledgements) {
  radio.line.acknowledge_after = 1700ms;
  for (int i = 0; i < 6; ++i) host.line.send({static_cast<std::uint8_t>(i)});
  time.advance(30s);
  EXPECT_EQ(radio.heard.size(), 6u);
  EXPECT_TRUE(host.down.empty());
}

TEST_F(ZbossLine, ForgetsWhatIsNeverFinished) {
  const Bytes begun = octets("dead0c0006c8e9f4a3");
  host.line.feed(begun);
  time.advance(1s);
  radio.line.send({1});
  time.settle();
  EXPECT_EQ(host.heard, (std::vector<std::string>{"01"}));
}

}  // namespace
}  // namespace waggle::coordinator::zboss
