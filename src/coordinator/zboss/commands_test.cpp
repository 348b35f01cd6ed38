#include "coordinator/zboss/commands.h"

#include <gtest/gtest.h>

#include <set>

#include "coordinator/zboss/frame.h"
#include "coordinator/zboss/greeting.h"
#include "coordinator/zboss/memory_sets.h"
#include "coordinator/zboss/status.h"
#include "coordinator/zboss/zdo.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zboss {
namespace {

Bytes octets(std::string_view hex) { return from_hex(hex).value(); }

TEST(ZbossMessage, HasThreeKinds) {
  struct Row {
    std::string_view hex;
    Message::Kind kind;
    std::uint16_t call;
    std::uint8_t sequence;
    std::string_view parameters;
  };
  // Recorded (Koenkk/zigbee2mqtt#32476), but for the indication.
  const Row rows[] = {
      {"000032000b030000", Message::Kind::request, 0x32, 11, "030000"},
      {"00010800060000000f", Message::Kind::response, 0x08, 6, "000f"},
      {"00022b0002", Message::Kind::indication, 0x2B, 0, "02"},
  };
  for (const Row& row : rows) {
    const Bytes raw = octets(row.hex);
    const auto message = decode_message(raw);
    ASSERT_TRUE(message) << row.hex;
    EXPECT_EQ(message->kind, row.kind);
    EXPECT_EQ(message->call, row.call);
    EXPECT_EQ(message->sequence, row.sequence);
    EXPECT_EQ(to_hex(message->parameters), row.parameters);
    EXPECT_EQ(encode(*message), raw);
    EXPECT_TRUE(find_row(row.call)->again(message->parameters, message->kind)) << describe(*message);
  }
  EXPECT_EQ(describe(*decode_message(octets("00010800060000000f"))), "GET_ZIGBEE_CHANNEL response 6 OK page=0x00 channel=0x0f");
  EXPECT_FALSE(decode_message(octets("000108000600")));
  EXPECT_FALSE(decode_message(octets("0003080006")));
}

TEST(ZbossCommands, EveryRowReadsWhatItWrites) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> names;
  for (const Row& row : table()) {
    EXPECT_TRUE(numbers.insert(row.id.number).second) << row.id.name;
    EXPECT_TRUE(names.insert(row.id.name).second) << row.id.name;
    EXPECT_EQ(call_name(row.id.number), row.id.name);
    for (const auto kind : {Message::Kind::request, Message::Kind::response, Message::Kind::indication}) {
      if (row.id.indication != (kind == Message::Kind::indication)) continue;
      // The shortest that fits.
      std::optional<Bytes> again;
      std::size_t size = 0;
      for (; size < 100 && !again; ++size) again = row.again(Bytes(size), kind);
      ASSERT_TRUE(again) << row.id.name;
      EXPECT_EQ(*again, Bytes(size - 1)) << row.id.name;
    }
  }
  EXPECT_EQ(call_name(0x0207), "ZDO_MATCH_DESC_REQ");
  EXPECT_EQ(call_name(0x7777), "call 0x7777");
}

TEST(ZbossCommands, LayOutMessages) {
  SendData::Request request;
  request.size = 3;
  request.destination = 0x1234;
  request.profile = profile_home_automation;
  request.cluster = ClusterId(6);
  request.endpoint = EndpointId(2);
  request.source_endpoint = EndpointId(1);
  request.radius = 30;
  request.mode = SendData::to_nwk;
  request.options = SendData::acknowledge;
  request.data.bytes = {1, 2, 3};
  EXPECT_EQ(to_hex(encode(request)), "15" "0300" "3412000000000000" "0401" "0600" "02" "01" "1e" "02" "04" "00" "0000" "00" "010203");
  Form::Request form;
  form.channels = 1u << 15;
  form.scan_duration = 5;
  form.extended_pan = {1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(to_hex(encode(form)), "01" "00" "00800000" "05" "00" "0000" "0102030405060708");
}

TEST(ZbossStatus, HasNames) {
  EXPECT_EQ(status_name(status::ok), "OK");
  EXPECT_EQ(status_name(status::no_ack), "APS NO_ACK");
  EXPECT_EQ(status_name({Category::zdo, 0x81}), "ZDO DEVICE_NOT_FOUND");
  EXPECT_EQ(status_name({Category::generic, 0xC0}), "0xc0");
  EXPECT_EQ(Status::from(status::no_route.both()), status::no_route);
  EXPECT_TRUE(silent(status::no_ack));
  EXPECT_TRUE(silent({Category::generic, status::no_ack.code})) << "some firmware leaves the category out";
  EXPECT_FALSE(silent(status::no_resources));
  EXPECT_TRUE(crowded(status::no_resources));
}

TEST(ZbossZdo, TranslatesRequests) {
  struct Row {
    std::uint16_t cluster;
    std::string_view air, call;
  };
  const std::string binding = "1122334455667788" "01" "0600";
  const Row rows[] = {
      {0x0000, "1122334455667788" "00" "00", "3412" "1122334455667788" "00" "00"},
      {0x0002, "3412", "3412"},
      {0x0004, "3412" "01", "3412" "01"},
      {0x0006, "3412" "0401" "01" "0600" "02" "08000003", "3412" "0401" "01" "02" "0600" "08000003"},
      {0x0021, "112233445566778801060001" "0700", "3412" "112233445566778801060001" "0700000000000000" "00"},
      {0x0022, "112233445566778801060003" "8877665544332211" "02", "3412" "112233445566778801060003" "8877665544332211" "02"},
      {0x0031, "05", "3412" "05"},
      {0x0034, "1122334455667788" "80", "3412" "1122334455667788" "80"},
      {0x0036, "3c" "01", "3412" "3c" "01"},
      {0x0038, "00000002" "fe" "01", "00000002" "fe" "01" "0000" "3412"},
      {0x0038, "00f8ff07" "03" "02", "00f8ff07" "03" "02" "0000" "3412"},
  };
  for (const Row& row : rows) {
    const ZdoForm* form = find_zdo_form(ClusterId(row.cluster));
    ASSERT_NE(form, nullptr) << row.cluster;
    EXPECT_EQ(find_zdo_form(form->call), form);
    const auto call = to_call(*form, Nwk(0x1234), octets(row.air));
    ASSERT_TRUE(call) << row.air;
    EXPECT_EQ(to_hex(*call), row.call);
    const auto air = from_call(*form, *call);
    ASSERT_TRUE(air) << row.call;
    EXPECT_EQ(air->to, Nwk(0x1234));
    EXPECT_EQ(to_hex(air->payload), row.air);
  }
  EXPECT_EQ(find_zdo_form(zdo::RoutingRequest::cluster), nullptr) << "the firmware has no call for it";
  EXPECT_FALSE(to_call(*find_zdo_form(zdo::BindRequest::cluster), Nwk(1), octets("1122")));
}

TEST(ZbossZdo, TranslatesResponses) {
  struct Row {
    std::uint16_t cluster;
    std::string_view air, call;
  };
  const Row rows[] = {
      {0x0000, "00" "1122334455667788" "3412", "1122334455667788" "3412"},
      {0x0002, "00" "3412" "01408e5f1152520000520000", "01408e5f1152520000520000" "3412"},
      {0x0003, "00" "3412" "10c1", "10c1" "3412"},
      {0x0004, "00" "3412" "0e" "01" "0401" "0001" "01" "02" "00000600" "01" "1900", "01" "0401" "0001" "01" "02" "01" "00000600" "1900" "3412"},
      {0x0005, "00" "3412" "02" "01f2", "02" "01f2" "3412"},
      {0x0006, "00" "3412" "01" "01", "01" "01" "3412"},
      {0x0021, "00", ""},
      {0x0021, "84", ""},
      {0x0004, "82" "3412", ""},
  };
  for (const Row& row : rows) {
    const ZdoForm& form = *find_zdo_form(ClusterId(row.cluster));
    const Bytes air = octets(row.air);
    const auto call = to_response(form, air);
    ASSERT_TRUE(call) << row.air;
    EXPECT_EQ(to_hex(*call), row.call);
    const auto back = from_response(form, air[0], *call, Nwk(0x1234));
    ASSERT_TRUE(back) << row.call;
    EXPECT_EQ(to_hex(*back), row.air);
  }
  EXPECT_FALSE(from_response(*find_zdo_form(ClusterId(0x0004)), 0, octets("0104010001010901"), Nwk(1)));
  EXPECT_FALSE(from_response(*find_zdo_form(ClusterId(0x0005)), 0, octets("01"), Nwk(1)));
}

TEST(ZbossMemory, ReadsWhatItWrites) {
  const CounterSet counters{0x11223344, 5};
  EXPECT_EQ(to_hex(encode(counters)), "4433221105000000");
  EXPECT_EQ(decode_counters(encode(counters)), counters);
  const AddressSet addresses{{{Ieee(1), Nwk(0), 0}, {Ieee(0x8877665544332211), Nwk(0x1234), 1}}};
  EXPECT_EQ(to_hex(encode(addresses)), "02020000" "01000000000000000000000000000000" "11223344556677883412010000000000");
  EXPECT_EQ(decode_addresses(encode(addresses)), addresses);
  KeySet keys{{{Ieee(1), {1, 2, 3}}, {Ieee(2), {4}}}};
  EXPECT_EQ(encode(keys).size(), 4u + 2 * 28);
  EXPECT_EQ(decode_keys(encode(keys)), keys);
  for (std::size_t size = 0; size < 36; ++size) {
    EXPECT_EQ(decode_counters(Bytes(size)).has_value(), size >= 8);
    EXPECT_FALSE(decode_addresses(ByteView(encode(addresses)).first(size)));
    const bool whole = size == 4 || size == 32;
    EXPECT_EQ(decode_keys(ByteView(encode(keys)).first(size)).has_value(), whole) << size;
  }
}

TEST(ZbossGreeting, KnowsItsOwn) {
  EXPECT_EQ(to_hex(hello()).substr(0, 12), "dead0c0006c0");
  EXPECT_FALSE(recognises(hello())) << "an echo";
  EXPECT_TRUE(recognises(octets("0505dead0500062111")));
  EXPECT_TRUE(recognises(octets("4553502d524f4ddeaddead100006ccba3c9c00010800060000000f00")));
  EXPECT_FALSE(recognises(octets("dead100006ccba3c9c00010800060000000e")));
  EXPECT_FALSE(recognises(octets("fe0061010000")));
  EXPECT_FALSE(recognises({}));
}

}  // namespace
}  // namespace waggle::coordinator::zboss
