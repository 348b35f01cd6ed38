// The contract of a coordinator driver, played by the Z-Stack driver against the virtual radio. Both use the
// same command structures, so what they could have wrong together is left to tests/interop.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "sim/znp/rig.h"

namespace waggle::sim::znp {
namespace {

class Products : public testing::TestWithParam<Product> {};

TEST_P(Products, FormAndResume) {
  Rig rig(GetParam());
  rig.form();
  const auto now = rig.run(rig.driver->network_parameters());
  ASSERT_TRUE(now) << now.error().text;
  EXPECT_TRUE(now->same_network(bench_network()));
  EXPECT_EQ(now->channel, 15);

  // The program restarts; the stick has stayed powered.
  rig.connect();
  const auto seen = rig.run(rig.driver->inspect());
  ASSERT_TRUE(seen) << seen.error().text;
  ASSERT_TRUE(seen->network);
  EXPECT_TRUE(seen->network->same_network(bench_network()));
  EXPECT_TRUE(rig.run(rig.driver->resume()));

  // The stick restarts as well.
  rig.ncp.restart(Radio::Reason::power_up);
  rig.time.advance(1s);
  rig.connect();
  const auto again = rig.run(rig.driver->inspect());
  ASSERT_TRUE(again) << again.error().text;
  ASSERT_TRUE(again->network);
  EXPECT_TRUE(again->network->same_network(bench_network()));
  EXPECT_FALSE(rig.air.running());
  EXPECT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.air.running());
  EXPECT_EQ(rig.air.coordinator.endpoints.size(), 15u);

  VirtualDevice& lamp = rig.join("lamp");
  EXPECT_TRUE(rig.send(lamp, "110101"));
  EXPECT_EQ(rig.on("lamp"), 1);
}

INSTANTIATE_TEST_SUITE_P(ZStack, Products,
                         testing::Values(Product::zstack3x0, Product::zstack30x, Product::zstack12),
                         [](const auto& product) {
                           return product.param == Product::zstack3x0   ? "3x0"
                                  : product.param == Product::zstack30x ? "30x"
                                                                        : "12";
                         });

TEST(Ncp, FormsOverAnOldNetwork) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  NetworkParameters other = bench_network();
  other.pan = PanId(0x2B2B);
  other.key[0] = 1;
  other.channel = 20;
  rig.connect();
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  ASSERT_TRUE(rig.run(rig.driver->form(other)));
  EXPECT_TRUE(rig.air.network()->same_network(other));
  EXPECT_FALSE(rig.air.on_network(lamp)) << "the lamp is left behind";
  EXPECT_FALSE(rig.send(lamp, "110101"));
}

TEST(Ncp, SaysWhenItHadToTakeAnotherPan) {
  Rig rig;
  rig.ncp.faults.pans_nearby = {PanId(0x1A62), PanId(0x1A63)};
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  const auto formed = rig.run(rig.driver->form(bench_network()));
  ASSERT_FALSE(formed);
  EXPECT_NE(formed.error().text.find("6756"), std::string::npos) << formed.error().text;  // 0x1A64
}

TEST(Ncp, MemorySurvivesInAFile) {
  const auto path = std::filesystem::temp_directory_path() / "waggle-ncp-test.json";
  std::filesystem::remove(path);
  {
    VirtualTime time;
    StateFile state(time, path.string());
    ASSERT_TRUE(state.load());
    Rig rig(Product::zstack3x0, &state);
    rig.form();
    rig.join("sensor");
  }
  {
    VirtualTime time;
    StateFile state(time, path.string());
    ASSERT_TRUE(state.load());
    Rig rig(Product::zstack3x0, &state);
    const auto seen = rig.run(rig.driver->inspect());
    ASSERT_TRUE(seen) << seen.error().text;
    ASSERT_TRUE(seen->network);
    EXPECT_TRUE(seen->network->same_network(bench_network()));
    EXPECT_TRUE(rig.run(rig.driver->resume()));
    EXPECT_GE(rig.ncp.memory().frame_counter(), 2250u) << "the counter jumps ahead";
  }
  std::ofstream(path) << "{ not json";
  VirtualTime time;
  StateFile broken(time, path.string());
  EXPECT_FALSE(broken.load());
  std::filesystem::remove(path);
}

// Messages ----------------------------------------------------------------------------------------

TEST(Ncp, UnicastIsDeliveredConfirmedAndAnswered) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.heard.messages.clear();
  ASSERT_TRUE(rig.send(lamp, "1001000500", 0x0000));
  ASSERT_EQ(rig.heard.messages.size(), 1u);
  EXPECT_EQ(rig.heard.messages[0].source, lamp.node.nwk);
  EXPECT_EQ(rig.heard.messages[0].payload, "180101050000" "42" "014c");
}

struct Failure {
  std::string_view what;
  Delivery delivery;
  int times;
  bool ends_well;
  std::uint8_t status;
};

TEST(Ncp, FailedDeliveriesAreRecoveredOrReported) {
  const Failure failures[] = {
      {"the radio's buffer, once", Delivery::buffer_full, 1, true, 0},
      {"the channel, twice", Delivery::channel_access_failure, 2, true, 0},
      {"no acknowledgement, once", Delivery::no_ack, 1, true, 0},
      {"no acknowledgement, ever", Delivery::no_ack, 100, false, 0xE9},
      {"expired, ever", Delivery::expired, 100, false, 0xF0},
      {"no route, until one is discovered", Delivery::no_route, 1, true, 0},
      {"no route, ever", Delivery::no_route, 100, false, 0xCD},
  };
  int played = 0;
  for (const Failure& failure : failures) {
    Rig rig;
    rig.form();
    VirtualDevice& lamp = rig.join("lamp");
    lamp.faults.failures = failure.times;
    lamp.faults.failure = static_cast<std::uint8_t>(failure.delivery);
    const auto sent = rig.send(lamp, "110101");
    EXPECT_EQ(sent.ok(), failure.ends_well) << failure.what;
    const int status = sent ? 0 : sent.error().status;
    EXPECT_EQ(status, failure.status) << failure.what;
    EXPECT_EQ(rig.on("lamp"), failure.ends_well ? 1 : 0) << failure.what;
    ++played;
  }
  std::printf("ncp: %d failures recovered or reported\n", played);
}

TEST(Ncp, FailuresWithoutRecoveryEndAtOnce) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  lamp.faults.failures = 1;
  lamp.faults.failure = static_cast<std::uint8_t>(Delivery::no_ack);
  EXPECT_FALSE(rig.send(lamp, "110101", 0x0006, false));
  EXPECT_TRUE(rig.send(lamp, "110201", 0x0006, false));
  rig.ncp.faults.buffer_full = 1;
  const auto full = rig.send(lamp, "110300", 0x0006, false);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().status, 0x11);
  EXPECT_EQ(rig.on("lamp"), 1);
  rig.ncp.faults.buffer_full = 2;
  EXPECT_TRUE(rig.send(lamp, "110400")) << "refused twice, taken the third time";
  EXPECT_EQ(rig.on("lamp"), 0);
}

TEST(Ncp, SilentDevicesTimeOutAsTheirKindDoes) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  VirtualDevice& sensor = rig.join("sensor");
  lamp.faults.dropped = true;
  sensor.faults.dropped = true;
  EXPECT_EQ(rig.send(lamp, "1001000500", 0, false).error().status, 0xE9);
  EXPECT_EQ(rig.send(sensor, "1001000500", 0, false).error().status, 0xF0);
  Rig empty;
  empty.form();
  EXPECT_EQ(empty.send(*empty.air.find("lamp"), "110101", 6, false).error().status, 0xCD);
}

TEST(Ncp, GroupsAndBroadcasts) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.join("plug");
  rig.join("sensor");
  ASSERT_TRUE(rig.send(lamp, "010100050000", 0x0004));
  ApsRequest group;
  group.kind = ApsRequest::Kind::group;
  group.group = GroupId(5);
  group.cluster = ClusterId(0x0006);
  group.payload = {0x11, 0x01, 0x01};
  EXPECT_TRUE(rig.run(rig.driver->send(group)));
  rig.time.advance(1s);
  EXPECT_EQ(rig.on("lamp"), 1);
  EXPECT_EQ(rig.on("plug"), 0);
  ApsRequest all;
  all.kind = ApsRequest::Kind::broadcast;
  all.nwk = broadcast_rx_on;
  all.endpoint = EndpointId(0xFF);
  all.cluster = ClusterId(0x0006);
  all.payload = {0x11, 0x02, 0x02};
  EXPECT_TRUE(rig.run(rig.driver->send(all)));
  rig.time.advance(1s);
  EXPECT_EQ(rig.on("lamp"), 0);
  EXPECT_EQ(rig.on("plug"), 1);
}

TEST(Ncp, LargeMessagesAreFetchedInParts) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  for (const std::size_t size : {std::size_t{223}, std::size_t{224}, std::size_t{241}, std::size_t{700}}) {
    rig.heard.messages.clear();
    Bytes payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i);
    lamp.send(EndpointId(1), ClusterId(0xE004), payload, coordinator_nwk, EndpointId(1));
    lamp.send(EndpointId(1), ClusterId(0x0006), {0x18, 0x01, 0x0A}, coordinator_nwk, EndpointId(1));
    rig.time.advance(5s);
    ASSERT_EQ(rig.heard.messages.size(), 2u) << size;
    const auto& large = rig.heard.messages[size <= 223 ? 0 : 1];
    EXPECT_EQ(large.payload, to_hex(payload)) << size;
    EXPECT_EQ(large.source, lamp.node.nwk);
  }
}

// ZDO ---------------------------------------------------------------------------------------------

TEST(Ncp, EveryZdoRowGoesThereAndBack) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.join("sensor");
  const Nwk nwk = lamp.node.nwk;
  const std::string address = to_hex(encode(zdo::ActiveEndpointsRequest{nwk}));
  const std::string ieee = "1100000000000000";
  const std::string binding = ieee + "01" "0600" "03" "0100000000" "4b1200" "01";
  const std::map<std::uint16_t, std::pair<std::string, std::string>> payloads = {
      // request, beginning of the response
      {0x0000, {ieee + "0100", "00" + ieee + address}},
      {0x0001, {address + "0000", "00" + ieee + address}},
      {0x0002, {address, "00" + address + "01408e"}},
      {0x0003, {address, "00" + address + "10c1"}},
      {0x0004, {address + "01", "00" + address + "12" "01" "0401" "0001" "01" "04" "0000" "0400" "0600" "0010" "01" "1900"}},
      {0x0005, {address, "00" + address + "0101"}},
      {0x0006, {address + "0401" "01" "0600" "00", "00" + address + "0101"}},
      {0x0015, {"4100", "00" "4100"}},
      {0x0021, {binding, "00"}},
      {0x0022, {binding, "00"}},
      {0x0031, {"00", "00" "0" }},
      {0x0032, {"00", "00" "0"}},
      {0x0033, {"00", "00" "0000" "00"}},
      {0x0036, {"3c" "01", "00"}},
      {0x0038, {"00f8ff07" "03" "01", "00" "00f8ff07" "0a00" "0000" "10"}},
      {0x0034, {ieee + "00", "00"}},
  };
  int rows = 0;
  // Leaving comes last.
  for (const bool leaving : {false, true}) {
    for (const auto& row : coordinator::znp::zdo_rows()) {
      if (row.request == 0xFF || (row.cluster == 0x0034) != leaving) continue;
      const auto story = payloads.find(row.cluster);
      ASSERT_NE(story, payloads.end()) << row.name << " has no story";
      rig.heard.zdo.clear();
      coordinator::ZdoRequest request;
      request.nwk = nwk;
      request.ieee = lamp.node.ieee;
      request.cluster = ClusterId(row.cluster);
      request.payload = from_hex(story->second.first).value();
      const auto sent = rig.run(rig.driver->send_zdo(request));
      ASSERT_TRUE(sent) << row.name << ": " << sent.error().text;
      rig.time.advance(1s);
      const auto answer = std::find_if(rig.heard.zdo.begin(), rig.heard.zdo.end(), [&](const auto& m) {
        return m.cluster.raw == (row.cluster | zdo::response_bit);
      });
      ASSERT_NE(answer, rig.heard.zdo.end()) << row.name;
      EXPECT_EQ(answer->payload.substr(0, story->second.second.size()), story->second.second) << row.name;
      if (row.names_source) {
        EXPECT_EQ(answer->source, row.cluster == 0x0015 ? coordinator_nwk : nwk) << row.name;
      }
      ++rows;
    }
  }
  EXPECT_FALSE(rig.air.on_network(lamp)) << "told to leave, it left";
  std::printf("ncp: %d ZDO requests answered\n", rows);
}

TEST(Ncp, ChangesTheChannel) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  coordinator::ZdoRequest request;
  request.nwk = broadcast_rx_on;
  request.cluster = zdo::NwkUpdateRequest::cluster;
  request.payload = zdo::encode_request(zdo::NwkUpdateRequest{1u << 25, zdo::NwkUpdateRequest::change_channel, 1, {}});
  EXPECT_TRUE(rig.run(rig.driver->send_zdo(request)));
  rig.time.advance(1s);
  const auto now = rig.run(rig.driver->network_parameters());
  ASSERT_TRUE(now);
  EXPECT_EQ(now->channel, 25);
  EXPECT_TRUE(rig.send(lamp, "110101")) << "the devices have moved as well";
  rig.ncp.restart(Radio::Reason::power_up);
  rig.time.advance(1s);
  rig.connect();
  const auto seen = rig.run(rig.driver->inspect());
  ASSERT_TRUE(seen && seen->network);
  EXPECT_EQ(seen->network->channel, 25);
}

// Devices that come and go ------------------------------------------------------------------------

TEST(Ncp, JoinAnnounceAndLeaveAreHeard) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = *rig.air.find("lamp");
  EXPECT_FALSE(rig.air.join(lamp)) << "joining is not permitted";
  coordinator::ZdoRequest permit;
  permit.nwk = broadcast_routers;
  permit.cluster = zdo::PermitJoinRequest::cluster;
  permit.payload = zdo::encode_request(zdo::PermitJoinRequest{60, 1, {}});
  ASSERT_TRUE(rig.run(rig.driver->send_zdo(permit)));
  rig.time.advance(1s);
  ASSERT_TRUE(rig.air.join(lamp));
  rig.time.advance(1s);
  const Nwk nwk = lamp.node.nwk;
  ASSERT_EQ(rig.heard.joined.size(), 1u);
  EXPECT_EQ(rig.heard.joined[0], std::pair(nwk, lamp.node.ieee));
  EXPECT_EQ(rig.heard.zdo.back().cluster, zdo::DeviceAnnounce::cluster);
  EXPECT_EQ(rig.heard.zdo.back().payload, to_hex(encode(zdo::DeviceAnnounce{nwk, lamp.node.ieee, 0x8E})));
  rig.time.advance(60s);
  EXPECT_FALSE(rig.air.join(*rig.air.find("plug"))) << "a minute is over";

  rig.air.leave(lamp, true);
  rig.time.advance(5s);
  EXPECT_TRUE(rig.heard.left.empty()) << "it comes back by itself";
  EXPECT_EQ(rig.heard.joined.size(), 2u);
  EXPECT_EQ(lamp.node.nwk, nwk);
  rig.air.leave(lamp, false);
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.left.size(), 1u);
  EXPECT_EQ(rig.heard.left[0], std::pair(nwk, Ieee(0x11)));

  VirtualDevice& plug = rig.join("plug");
  rig.heard.zdo.clear();
  ASSERT_TRUE(rig.air.move(plug, Nwk(0x4321)));
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.zdo.size(), 1u);
  EXPECT_EQ(rig.heard.zdo[0].source, Nwk(0x4321));
  EXPECT_TRUE(rig.send(plug, "110101"));

  ASSERT_TRUE(rig.air.move(plug, Nwk(0x5432), true));
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.addresses.size(), 1u) << "it did not announce itself, but was heard";
  EXPECT_EQ(rig.heard.addresses[0], std::pair(Nwk(0x5432), plug.node.ieee));
}

}  // namespace
}  // namespace waggle::sim::znp
