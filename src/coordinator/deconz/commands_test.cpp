#include "coordinator/deconz/commands.h"

#include <gtest/gtest.h>

#include <set>

#include "coordinator/deconz/stack_parameters.h"
#include "coordinator/deconz/status.h"

namespace waggle::coordinator::deconz {
namespace {

Bytes octets(std::string_view hex) { return from_hex(hex).value(); }

TEST(DeconzCommands, EachHasOneRow) {
  std::set<int> numbers;
  for (const Row& row : table()) {
    EXPECT_TRUE(numbers.insert(row.id.number).second) << row.id.name;
    EXPECT_EQ(find_row(row.id.number)->id.name, row.id.name);
  }
  EXPECT_EQ(find_row(0x77), nullptr);
  std::set<int> ids;
  for (const Parameter& parameter : parameters()) {
    EXPECT_TRUE(ids.insert(parameter.id).second) << parameter.name;
    EXPECT_EQ(find_parameter(parameter.id)->name, parameter.name);
  }
}

// Recorded by users of ZHA with a ConBee II (zigpy/zigpy#984, zigpy/zha-device-handlers#881).
TEST(DeconzCommands, ReadsMessages) {
  const Bytes frame = octets("1788002a002300260200000102ae4901040119000c00017801009d1131011001000000afd7a3000102c0");
  ReadIndication::Response message;
  ASSERT_TRUE(read_content<ReadIndication>(message, decode_plain(frame)->content));
  EXPECT_EQ(message.state, state::connected | state::has_confirm | state::has_room);
  EXPECT_EQ(message.destination, Address::of(coordinator_nwk));
  EXPECT_EQ(message.source, Address::of(Nwk(0x49AE)));
  EXPECT_EQ(message.profile, profile_home_automation);
  EXPECT_EQ(message.cluster, ClusterId(25));
  EXPECT_EQ(to_hex(message.payload), "017801009d11310110010000");
  EXPECT_EQ(message.lqi, 0xD7) << "behind the two octets of the last hop, which are always 00 af here";
  EXPECT_EQ(static_cast<std::int8_t>(message.tail.back()), -64);
  EXPECT_EQ(to_hex(content<ReadIndication>(message)), to_hex(ByteView(frame).subspan(5)));
}

TEST(DeconzCommands, ReadsConfirmations) {
  ReadConfirm::Response confirmed;
  ASSERT_TRUE(read_content<ReadConfirm>(confirmed, decode_plain(octets("04300013000c00220702c6980000d000000000"))->content));
  EXPECT_EQ(confirmed.request, 7);
  EXPECT_EQ(confirmed.destination, Address::of(Nwk(0x98C6)));
  EXPECT_EQ(confirmed.confirmed, confirm::no_route);
}

TEST(DeconzCommands, GroupsHaveNoEndpoint) {
  SendData::Request request;
  request.request = 9;
  request.destination = Address::of(GroupId(7));
  request.profile = profile_home_automation;
  request.cluster = ClusterId(6);
  request.source_endpoint = EndpointId(1);
  request.payload = {1, 2, 3};
  EXPECT_EQ(to_hex(content<SendData>(request)), "1100" "0900" "010700" "0401" "0600" "01" "0300" "010203" "0000");
  SendData::Request again;
  ASSERT_TRUE(read_content<SendData>(again, content<SendData>(request)));
  EXPECT_EQ(again, request);
}

TEST(DeconzCommands, ARefusalCarriesWhatItLikes) {
  const Bytes refused = octets("1715050800010026");
  const auto again = read_and_write(*decode_plain(refused), true);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_hex(*again), "010026");
  EXPECT_FALSE(read_and_write(*decode_plain(octets("1715000800010026")), true)) << "no indication is that short";
  EXPECT_FALSE(read_and_write(*decode_plain(octets("0a02000a000400220e01")), true)) << "it counts itself wrongly";
}

TEST(DeconzCommands, KeysAreNotShown) {
  Writer value;
  value.u16(18).u8(parameter::network_key.id).u8(0).bytes(Bytes(16, 0x5A));
  const Frame frame{WriteParameter::id.number, 3, 0, value.view()};
  EXPECT_EQ(describe(frame, false), "write parameter 3 network key");
  EXPECT_EQ(describe(*decode_plain(octets("0a02000a000300220e01")), true), "read parameter 2 answered protocol version 0e01");
}

TEST(DeconzCommands, StatusesHaveNames) {
  EXPECT_EQ(status_name(status::unsupported), "unsupported");
  EXPECT_EQ(status_name(77), "status 77");
  EXPECT_EQ(confirm_name(confirm::no_ack), "NO_ACK of the next hop");
  EXPECT_EQ(confirm_name(0x55), "status 0x55");
  EXPECT_TRUE(silent(confirm::expired));
  EXPECT_FALSE(silent(confirm::no_channel_access));
  EXPECT_TRUE(crowded(confirm::no_channel_access));
  EXPECT_FALSE(crowded(confirm::success));
}

}  // namespace
}  // namespace waggle::coordinator::deconz
