#include "coordinator/ember/commands.h"

#include <gtest/gtest.h>

#include <set>

#include "coordinator/ember/inspect.h"
#include "coordinator/ember/other_commands.h"

namespace waggle::coordinator::ember {
namespace {

Bytes octets(std::string_view hex) { return from_hex(hex).value(); }

TEST(EzspFrame, HasThreeForms) {
  struct Row {
    FrameForm form;
    std::string_view hex;
    std::uint8_t sequence;
    std::uint16_t control, number;
    std::string_view parameters;
  };
  const Row rows[] = {
      {FrameForm::legacy, "00000004", 0, 0, 0x00, "04"},
      {FrameForm::legacy, "0080000d023074", 0, 0x80, 0x00, "0d023074"},
      {FrameForm::middle, "1080ff0052000a00", 0x10, 0x80, 0x52, "000a00"},
      {FrameForm::extended, "4f800155000000", 0x4F, 0x0180, 0x55, "0000"},
      {FrameForm::extended, "52800114010000", 0x52, 0x0180, 0x114, "0000"},
  };
  for (const Row& row : rows) {
    const Bytes raw = octets(row.hex.size() % 2 ? row.hex.substr(1) : row.hex);
    const auto frame = decode_ezsp(raw, row.form);
    ASSERT_TRUE(frame) << row.hex;
    EXPECT_EQ(frame->sequence, row.sequence);
    EXPECT_EQ(frame->control, row.control);
    EXPECT_EQ(frame->number, row.number);
    EXPECT_EQ(encode(*frame, row.form), raw);
  }
  EXPECT_FALSE(decode_ezsp(octets("1080fe005200"), FrameForm::middle));
  EXPECT_FALSE(decode_ezsp(octets("10800152"), FrameForm::extended));
}

TEST(EzspCommands, LayOutVersionsDifferently) {
  SendUnicast::Request request;
  request.destination = Nwk(0x1234);
  request.profile = profile_home_automation;
  request.cluster = ClusterId(6);
  request.source_endpoint = EndpointId(1);
  request.endpoint = EndpointId(2);
  request.options = aps_option::retry | aps_option::route_discovery;
  request.tag = 0x99;
  request.message.bytes = {1, 2, 3};
  EXPECT_EQ(to_hex(encode(request, 13)), "00" "3412" "0401" "0600" "01" "02" "4001" "0000" "00" "99" "03010203");
  EXPECT_EQ(to_hex(encode(request, 14)), "00" "3412" "0401" "0600" "01" "02" "4001" "0000" "00" "9900" "03010203");

  MessageSent::Message sent;
  Bytes raw = octets("00" "3412" "0401060001024001000007" "99" "66" "00");
  Reader old(raw);
  ASSERT_TRUE(decode(sent, old, 13));
  EXPECT_TRUE(old.done());
  EXPECT_EQ(sent.status, status::delivery_failed);
  EXPECT_EQ(sent.tag, 0x99);
  EXPECT_EQ(to_hex(encode(sent, 13)), to_hex(raw));
  EXPECT_EQ(to_hex(encode(sent, 19)), "020c0000" "00" "3412" "0401060001024001000007" "9900" "00");

  EXPECT_EQ(to_hex(encode(LeaveNetwork::Request{}, 13)), "");
  EXPECT_EQ(to_hex(encode(LeaveNetwork::Request{}, 14)), "00");
  EXPECT_EQ(encode(StatusOnly{status::not_joined}, 13), octets("93"));
  EXPECT_EQ(encode(StatusOnly{status::not_joined}, 14), octets("17000000"));

  SendBroadcast::Request broadcast;
  EXPECT_EQ(encode(broadcast, 14).size(), encode(broadcast, 13).size() + 4);
  SendMulticast::Request multicast;
  EXPECT_EQ(encode(multicast, 14).size(), encode(multicast, 13).size() + 5);  // 5 and 1 for the tag, 1 less
  MacFilterMatch::Message match;
  EXPECT_EQ(encode(match, 13).size(), 5u);
  EXPECT_EQ(encode(match, 17).size(), 21u);
  EXPECT_EQ(encode(match, 18).size(), 22u);
}

TEST(EzspCommands, IncomingMessagesOfBothForms) {
  // What bellows heard of a version 8 radio (zigpy/bellows#425): the layout is that of 13.
  const Bytes raw = octets("00" "0401" "0600" "01" "01" "4001" "0000" "e1" "ff" "d8" "72a3" "ff" "ff" "03" "180a01");
  IncomingMessage::Message message;
  Reader in(raw);
  ASSERT_TRUE(decode(message, in, 13));
  EXPECT_TRUE(in.done());
  EXPECT_EQ(message.source, Nwk(0xA372));
  EXPECT_EQ(message.lqi, 0xFF);
  EXPECT_EQ(message.rssi, -40);
  EXPECT_EQ(encode(message, 13), raw);
  EXPECT_EQ(encode(message, 14).size(), raw.size() + 12);
}

TEST(EzspCommands, EveryRowReadsWhatItWrites) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> names;
  for (const Row& row : table()) {
    EXPECT_TRUE(numbers.insert(row.id.number).second) << row.id.name;
    EXPECT_TRUE(names.insert(row.id.name).second) << row.id.name;
    for (int version = oldest_version; version <= newest_version; ++version) {
      for (const bool response : {false, true}) {
        if (row.id.callback && !response) continue;
        // The shortest that fits.
        std::optional<Bytes> again;
        std::size_t size = 0;
        for (; size < 100 && !again; ++size) again = row.again(Bytes(size), response, version);
        ASSERT_TRUE(again) << row.id.name << " version " << version;
        EXPECT_EQ(*again, Bytes(size - 1)) << row.id.name;
        EXPECT_EQ(row.describe(Bytes(size - 1), response, version).find("malformed"), std::string::npos);
      }
    }
  }
  for (const OtherRow& row : other_rows()) {
    EXPECT_TRUE(numbers.insert(row.number).second) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    for (int version : {13, 14, 19}) {
      for (const bool response : {false, true}) {
        std::size_t least = 0;
        while (least < 200 && !fits(row.layout(response, version), Bytes(least), widths_of(version))) ++least;
        EXPECT_LT(least, 200u) << row.name;
        EXPECT_TRUE(read_and_write(row.number, Bytes(least), response, version));
      }
    }
  }
  EXPECT_GT(numbers.size(), 300u);
  EXPECT_EQ(read_and_write(0x7777, {}, false, 13).error().code, Errc::unsupported);
  EXPECT_EQ(read_and_write(SendUnicast::id.number, octets("00"), false, 13).error().code, Errc::malformed);
}

TEST(EzspStatus, OldOnesBecomeNewOnes) {
  EXPECT_EQ(from_ember_status(0), status::ok);
  EXPECT_EQ(from_ember_status(0x66), status::delivery_failed);
  EXPECT_EQ(from_ember_status(0x72), status::message_limit);
  EXPECT_EQ(from_ember_status(0x90), status::network_up);
  EXPECT_EQ(to_ember_status(status::network_down), 0x91);
  for (int old = 0; old < 256; ++old) {
    const auto again = to_ember_status(from_ember_status(static_cast<std::uint8_t>(old)));
    EXPECT_EQ(from_ember_status(again), from_ember_status(static_cast<std::uint8_t>(old)));
  }
  EXPECT_EQ(status_name(status::delivery_failed), "ZIGBEE_DELIVERY_FAILED");
  EXPECT_EQ(refusal_name(0x31), "ERROR_INVALID_FRAME_ID");
}

}  // namespace
}  // namespace waggle::coordinator::ember
