// Frames of real devices (a Moes two-gang switch, published with Koenkk/zigbee2mqtt#19405), and round trips.
#include <gtest/gtest.h>

#include <algorithm>

#include "zigbee/green_power/commissioning.h"
#include "zigbee/green_power/notification.h"

namespace waggle::green_power {
namespace {

Key key_of(std::string_view hex) {
  Key out{};
  std::ranges::copy(*from_hex(hex), out.begin());
  return out;
}

TEST(GreenPower, ReadsTheIntroductionOfARealSwitch) {
  const auto heard = decode_commissioning(*from_hex("0289f31adb70a88d71196ee50c03580537767de27ad5331309000037647a62697061304047503030303157"));
  ASSERT_TRUE(heard) << heard.error().text;
  EXPECT_EQ(heard->device, 2);
  EXPECT_TRUE(heard->counts_frames);
  EXPECT_FALSE(heard->receives);
  EXPECT_EQ(heard->level, Level::encrypted);
  EXPECT_EQ(heard->key_type, KeyType::individual);
  EXPECT_EQ(heard->counter, 2323u);
  // Its key is encrypted with the well-known key, and says so with a MIC of its own.
  const SourceId source(1496140231);
  const Key key = transport(source, *heard->key);
  EXPECT_EQ(to_hex(key), "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf");
  EXPECT_EQ(transport_mic(source, key), *heard->mic);
  EXPECT_EQ(transport(source, key), *heard->key);
}

TEST(GreenPower, IntroductionsSurviveARoundTrip) {
  Commissioning all;
  all.device = 7;
  all.counts_frames = all.receives = all.fixed = all.wants_pan = all.wants_key = true;
  all.level = Level::authenticated;
  all.key_type = KeyType::derived;
  all.key = key_of("000102030405060708090a0b0c0d0e0f");
  all.mic = 0x12345678;
  all.counter = 99;
  all.manufacturer = 0x1021;
  all.model = 0x0001;
  all.commands = {0x10, 0x11};
  all.servers = {0x0006};
  all.clients = {0x0008, 0x0300};
  all.contacts = 0x04;
  all.pressed = 0x01;
  const auto again = decode_commissioning(encode(all));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, all);
  const auto bare = decode_commissioning(encode(Commissioning{}));
  ASSERT_TRUE(bare);
  EXPECT_EQ(*bare, Commissioning{});
  const Bytes octets = encode(all);
  for (std::size_t size = 0; size < octets.size(); ++size) {
    EXPECT_FALSE(decode_commissioning(ByteView(octets).first(size))) << size;
  }
}

struct Press {
  std::uint32_t counter;
  std::uint8_t encrypted;
  std::uint32_t mic;
  std::uint8_t command;
};

TEST(GreenPower, DecryptsWhatAProxyCouldNotCheck) {
  const SourceId source(2777252112);
  const Key key = transport(source, key_of("e3e3e186eb688dfaa2d36893c99243af"));
  const Press presses[] = {{17326, 38, 1441399364, 0x21}, {17335, 17, 3064327344, 0x21}, {17344, 211, 3315864057, 0x21},
                           {17353, 174, 827946906, 0x20}, {17362, 230, 2941277720, 0x20}, {17371, 59, 3231351307, 0x20}};
  for (const Press& press : presses) {
    Notification told;
    told.commissioning = true;
    told.options = 2864;
    told.source = source;
    told.counter = press.counter;
    told.command = press.encrypted;
    told.proxy = Notification::Proxy{Nwk(24404), 207};
    told.mic = press.mic;
    const auto heard = decode_notification(Notification::commissioning_id, encode(told));
    ASSERT_TRUE(heard) << heard.error().text;
    EXPECT_EQ(*heard, told);
    EXPECT_TRUE(heard->is_encrypted());
    Gpdf frame = heard->frame();
    ASSERT_TRUE(open(frame, key)) << press.counter;
    EXPECT_EQ(frame.command, press.command);
    // And a device with this key would send these octets.
    frame.mic.reset();
    seal(frame, key);
    EXPECT_EQ(frame, heard->frame());
    EXPECT_EQ(decode_gpdf(encode(frame)), frame);
    frame.counter += 1;
    EXPECT_FALSE(open(frame, key));
  }
}

TEST(GreenPower, SealsAndOpensEveryLevel) {
  const Key key = key_of("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf");
  for (const Level level : {Level::none, Level::authenticated, Level::encrypted}) {
    Gpdf plain;
    plain.source = SourceId(0x87654321);
    plain.level = level;
    plain.individual_key = level != Level::none;
    plain.counter = level == Level::none ? 0 : 2;
    plain.command = 0xA0;
    plain.payload = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
    Gpdf sent = plain;
    seal(sent, key);
    auto heard = decode_gpdf(encode(sent));
    ASSERT_TRUE(heard);
    EXPECT_EQ(*heard, sent);
    EXPECT_EQ(heard->payload == plain.payload, level != Level::encrypted);
    if (level == Level::none) continue;
    Gpdf forged = *heard;
    forged.command ^= 1;
    EXPECT_FALSE(open(forged, key));
    EXPECT_FALSE(open(*heard, key_of("00000000000000000000000000000000")));
    ASSERT_TRUE(open(*heard, key));
    EXPECT_EQ(heard->payload, plain.payload);
  }
}

TEST(GreenPower, LeavesOutFramesOfOthers) {
  EXPECT_FALSE(decode_gpdf({}));
  EXPECT_FALSE(decode_gpdf(*from_hex("480222fd6b1d1e")));            // a network frame
  EXPECT_FALSE(decode_gpdf(*from_hex("8c02214365870600000022")));    // a device with an IEEE address
  EXPECT_FALSE(decode_gpdf(*from_hex("8c80214365870600000022")));    // from a sink
  EXPECT_FALSE(decode_gpdf(*from_hex("8c3021436587060000002201")));  // no room for the MIC
  ASSERT_TRUE(decode_gpdf(*from_hex("0c2143658722")));
}

TEST(GreenPower, ReadsNotificationsThroughAProxy) {
  // Options: proxy information present. A Hue tap, its first button.
  const auto heard = decode_notification(Notification::plain_id, *from_hex("0040785634120500000022003412cf"));
  ASSERT_TRUE(heard) << heard.error().text;
  EXPECT_EQ(heard->source, SourceId(0x12345678));
  EXPECT_EQ(heard->counter, 5u);
  EXPECT_EQ(heard->command, 0x22);
  ASSERT_TRUE(heard->proxy);
  EXPECT_EQ(heard->proxy->nwk, Nwk(0x1234));
  EXPECT_FALSE(decode_notification(Notification::plain_id, *from_hex("0040785634120500000022003412")));
  EXPECT_FALSE(decode_notification(Notification::plain_id, *from_hex("0200785634120500000022003412cf")));
  EXPECT_FALSE(decode_notification(0x06, {}));
  // 0xFF for the size stands for nothing.
  EXPECT_TRUE(decode_notification(Notification::plain_id, *from_hex("00007856341205000000 22ff"))->payload.empty());
}

TEST(GreenPower, ChannelsGoByTheirNumbers) {
  const auto wanted = decode_channel_request(*from_hex("41"));
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->next, 12);
  EXPECT_EQ(wanted->after_next, 15);
  EXPECT_EQ(to_hex(encode(*wanted)), "41");
  EXPECT_FALSE(decode_channel_request({}));
  EXPECT_EQ(to_hex(channel_configuration(15)), "14");
}

}  // namespace
}  // namespace waggle::green_power
