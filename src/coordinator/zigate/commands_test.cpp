#include "coordinator/zigate/commands.h"

#include <gtest/gtest.h>

#include <set>

#include "coordinator/zigate/frame.h"
#include "coordinator/zigate/greeting.h"
#include "coordinator/zigate/status.h"
#include "coordinator/zigate/zdo.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zigate {
namespace {

Bytes bytes(std::string_view hex) { return from_hex(hex).value(); }

TEST(ZigateCommands, HasEachNumberOnce) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> names;
  for (const Row& row : table()) {
    EXPECT_TRUE(numbers.insert(row.id.number).second) << row.id.name;
    EXPECT_TRUE(names.insert(row.id.name).second) << row.id.name;
  }
}

TEST(ZigateCommands, ReadsWhatRealRadiosSaid) {
  const auto status = from_wire<Status>(bytes("003d0140"));
  ASSERT_TRUE(status);
  EXPECT_EQ(status->sequence, 0x3D);
  EXPECT_EQ(status->command, 0x0140);
  EXPECT_FALSE(status->sent);
  const auto newer = from_wire<Status>(bytes("0076053001760407"));
  ASSERT_TRUE(newer);
  EXPECT_EQ(newer->command, SendRaw::id.number);
  EXPECT_EQ(newer->aps_sequence, 0x76);
  const auto announced = from_wire<DeviceAnnounced>(bytes("fe90000b57fffe2c890480"));
  ASSERT_TRUE(announced);
  EXPECT_EQ(announced->nwk, Nwk(0xFE90));
  EXPECT_EQ(announced->ieee, Ieee(0x000B57FFFE2C8904));
  EXPECT_FALSE(announced->rejoin);
  const auto data = read_indication(bytes("00010400060101020289020000181e0a00802003"));
  ASSERT_TRUE(data);
  EXPECT_EQ(data->source, (Address{address_mode::nwk, 0x0289}));
  EXPECT_EQ(data->cluster, ClusterId(6));
  EXPECT_EQ(to_hex(data->payload), "181e0a00802003");
  EXPECT_EQ(to_hex(to_wire(*data)), "00010400060101020289020000181e0a00802003");
}

TEST(ZigateCommands, WritesHighOctetsFirst) {
  SendRaw::Request raw;
  raw.destination = 0x282B;
  raw.cluster = ClusterId(0);
  raw.profile = profile_home_automation;
  raw.radius = 30;
  raw.data.bytes = bytes("1007000100");
  EXPECT_EQ(to_hex(to_wire(raw)), "02282b010100000104021e051007000100") << "as a log of another program shows it";
  EXPECT_EQ(to_hex(to_wire(SetExtendedPan::Request{{1, 2, 3, 4, 5, 6, 7, 8}})), "0102030405060708");
  const auto back = from_wire<SendRaw::Request>(to_wire(raw));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, raw);
  EXPECT_FALSE(from_wire<SendRaw::Request>(bytes("02282b0101000001040209")));
}

TEST(ZigateCommands, ReadsLongAndShortAddresses) {
  DataConfirm confirm;
  confirm.destination = {address_mode::ieee, 0x1122334455667788};
  confirm.sequence = 7;
  const Bytes octets = to_wire(confirm);
  EXPECT_EQ(to_hex(octets), "0000000311223344556677880" "7");
  EXPECT_EQ(read_confirm(octets), confirm);
  EXPECT_FALSE(read_confirm(ByteView(octets).first(octets.size() - 1)));
}

TEST(ZigateCommands, HasTheFirmwaresGapsInTheRecoveryData) {
  Recovery network;
  EXPECT_EQ(waggle::encode(network).size(), 72u);
  network.extended_pan = 0x0102030405060708;
  network.pan = PanId(0x1A62);
  network.frame_counter = 77;
  const Bytes octets = waggle::encode(network);
  EXPECT_EQ(octets[8], 8);
  EXPECT_EQ(octets[24], 0x62);
  EXPECT_EQ(octets[52], 77);
  RecoveryAll all{network, {{Ieee(0x11), Nwk(0x1234), 1, 0}, {Ieee(0x12), Nwk(0x2345), 0, 0}}};
  const Bytes whole = encode_all(all);
  EXPECT_EQ(whole.size(), 72u + 4 + 2 * 16) << "the firmware counts so";
  EXPECT_EQ(decode_all(whole), all);
  EXPECT_FALSE(decode_all(ByteView(whole).first(whole.size() - 1)));
}

TEST(ZigateZdo, TurnsEachRequestIntoACommandAndBack) {
  const Nwk nwk(0x1234);
  const auto octets = [](const auto& request) { return zdo::encode_request(request); };
  struct Story {
    ClusterId cluster;
    Bytes payload;
    std::uint16_t command;
    std::string_view data;
  };
  zdo::BindRequest bind;
  bind.source = Ieee(0x11);
  bind.source_endpoint = EndpointId(1);
  bind.cluster_id = ClusterId(6);
  bind.target = Ieee(0x00124B0001020304);
  bind.target_endpoint = EndpointId(1);
  const Story stories[] = {
      {ClusterId(0x0000), octets(zdo::NwkAddressRequest{Ieee(0x11), 0, 0}), 0x0040, "123400000000000000110000"},
      {ClusterId(0x0001), octets(zdo::IeeeAddressRequest{nwk, 1, 0}), 0x0041, "123412340100"},
      {ClusterId(0x0002), octets(zdo::ActiveEndpointsRequest{nwk}), 0x0042, "1234"},
      {ClusterId(0x0003), octets(zdo::ActiveEndpointsRequest{nwk}), 0x0044, "1234"},
      {ClusterId(0x0004), octets(zdo::SimpleDescriptorRequest{nwk, EndpointId(3)}), 0x0043, "123403"},
      {ClusterId(0x0005), octets(zdo::ActiveEndpointsRequest{nwk}), 0x0045, "1234"},
      {ClusterId(0x0006), octets(zdo::MatchDescriptorsRequest{nwk, ProfileId(0x0104), {{6, 8}}, {{0x0019}}}), 0x0046, "12340104020006000801" "0019"},
      {ClusterId(0x0021), octets(bind), 0x0030, "0000000000000011" "01" "0006" "03" "00124b0001020304" "01"},
      {ClusterId(0x0022), octets(bind), 0x0031, "0000000000000011" "01" "0006" "03" "00124b0001020304" "01"},
      {ClusterId(0x0031), octets(zdo::LqiRequest{3}), 0x004E, "123403"},
      {ClusterId(0x0034), octets(zdo::LeaveRequest{Ieee(0x11), zdo::LeaveRequest::rejoin}), 0x0047, "123400000000000000110100"},
      {ClusterId(0x0036), octets(zdo::PermitJoinRequest{60, 1, {}}), 0x0049, "12343c01"},
      {ClusterId(0x0038), octets(zdo::NwkUpdateRequest{1u << 25, 0xFE, {}, {}}), 0x004A, "123402000000fe000000"},
  };
  for (const Story& story : stories) {
    const auto command = zdo_command({nwk, Ieee(0x11), story.cluster, story.payload});
    ASSERT_TRUE(command) << hex16(story.cluster.raw);
    EXPECT_EQ(command->id.number, story.command);
    EXPECT_EQ(to_hex(command->data), story.data) << hex16(story.cluster.raw);
    const auto back = standard_zdo(command->id.number, command->data);
    ASSERT_TRUE(back) << hex16(story.cluster.raw);
    EXPECT_EQ(back->cluster, story.cluster);
    EXPECT_EQ(to_hex(back->payload), to_hex(story.payload)) << hex16(story.cluster.raw);
    if (back->to_ieee.raw == 0) {
      EXPECT_EQ(back->to, nwk);
    } else {
      EXPECT_EQ(back->to_ieee, Ieee(0x11));
    }
  }
}

TEST(ZigateZdo, LeavesOutWhatNoCommandSays) {
  zdo::BindRequest group;
  group.to_group = true;
  EXPECT_FALSE(zdo_command({Nwk(1), {}, zdo::BindRequest::cluster, zdo::encode_request(group)})) << "firmware differs in it";
  EXPECT_FALSE(zdo_command({Nwk(1), {}, zdo::RoutingRequest::cluster, bytes("00")}));
  EXPECT_FALSE(zdo_command({Nwk(1), {}, zdo::NodeDescriptorRequest::cluster, bytes("0200")})) << "about another device";
  EXPECT_FALSE(zdo_command({Nwk(1), {}, zdo::LqiRequest::cluster, {}})) << "cut short";
}

TEST(ZigateGreeting, KnowsAnswersAndNothingElse) {
  EXPECT_EQ(to_hex(hello()), "01021010021002101003");
  const Bytes version = encode_spoken(Version::id.number, bytes("00050324"), 0);
  EXPECT_TRUE(recognises(version));
  Bytes noise = bytes("fffe0103");
  noise.insert(noise.end(), version.begin(), version.end());
  EXPECT_TRUE(recognises(noise));
  EXPECT_TRUE(recognises(encode_spoken(Heartbeat::id.number, bytes("2f000000"), 0)));
  EXPECT_FALSE(recognises(hello())) << "an echo is no answer";
  EXPECT_FALSE(recognises({}));
  EXPECT_FALSE(recognises(bytes("fe0201010103"))) << "another family's";
  Bytes damaged = version;
  damaged[4] ^= 1;
  EXPECT_FALSE(recognises(damaged));
}

TEST(ZigateStatus, NamesWhatItKnows) {
  EXPECT_EQ(status_name(0xE9), "NO_ACK (0xe9)");
  EXPECT_EQ(status_name(0x42), "0x42");
  for (int status = 0; status < 256; ++status) {
    EXPECT_FALSE(crowded(static_cast<std::uint8_t>(status)) && silent(static_cast<std::uint8_t>(status)));
  }
}

}  // namespace
}  // namespace waggle::coordinator::zigate
