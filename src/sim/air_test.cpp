#include "sim/air.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "sim/home.h"
#include "sim/lookup.h"
#include "sim/zdo_server.h"

namespace waggle::sim {
namespace {

struct Radio final : Host {
  std::vector<Message> messages;
  std::vector<std::pair<Nwk, std::string>> zdo;  // cluster and payload in hex
  int joined = 0;
  int left = 0;
  void on_message(const Message& message, std::uint8_t) override { messages.push_back(message); }
  void on_zdo(Nwk source, ClusterId cluster, ByteView payload) override {
    zdo.emplace_back(source, hex16(cluster.raw) + " " + to_hex(payload));
  }
  void on_joined(const Node&, Nwk) override { ++joined; }
  void on_left(Nwk, Ieee, bool) override { ++left; }
  void on_address(const Node&) override {}
  void on_network_changed() override {}
};

class AirTest : public testing::Test {
 protected:
  AirTest() {
    auto home = read_home(demo_home(), "demo.yaml");
    for (DeviceSpec& spec : *home) air.add(std::move(spec));
    air.coordinator.ieee = Ieee(0x00124B0000000001);
    Endpoint own;
    own.inputs = {0x0501};
    air.coordinator.endpoints.push_back(own);
    air.set_host(&radio);
    coordinator::NetworkParameters network;
    network.pan = PanId(0x1A62);
    network.channel = 11;
    air.start(network);
  }
  VirtualDevice& join(std::string_view name) {
    VirtualDevice& device = *air.find(name);
    EXPECT_TRUE(air.join(device, true));
    time.advance(1s);
    return device;
  }
  void join_all() {
    for (const auto& device : air.devices()) EXPECT_TRUE(air.join(*device, true));
    time.advance(1s);
  }
  static Message command(const VirtualDevice& to, std::uint16_t cluster, std::string_view hex) {
    Message m;
    m.destination = to.node.nwk;
    m.cluster = ClusterId(cluster);
    m.payload = from_hex(hex).value();
    return m;
  }

  VirtualTime time;
  Air air{time};
  Radio radio;
};

TEST_F(AirTest, EveryoneGetsAnAddressAndAParent) {
  join_all();
  std::set<Nwk> addresses;
  int below_routers = 0;
  for (const auto& device : air.devices()) {
    EXPECT_TRUE(addresses.insert(device->node.nwk).second);
    const Node& parent = air.parent_of(*device);
    EXPECT_NE(parent.type, Node::Type::end_device);
    below_routers += parent.type == Node::Type::router;
    if (device->spec().parent.empty()) continue;
    EXPECT_EQ(parent.ieee, air.find(device->spec().parent)->node.ieee) << device->name();
  }
  EXPECT_GT(below_routers, 4);
  EXPECT_EQ(radio.joined, static_cast<int>(air.devices().size()));
}

TEST_F(AirTest, TheSameSeedIsTheSameStory) {
  const auto story = [](std::uint32_t seed) {
    VirtualTime clock;
    Air world(clock, seed);
    Radio listener;
    auto home = read_home(demo_home(), "demo.yaml");
    for (DeviceSpec& spec : *home) world.add(std::move(spec));
    world.set_host(&listener);
    world.conditions.loss = 0.3;
    world.conditions.duplicates = 0.2;
    world.start({});
    VirtualDevice& lamp = *world.find("bedroom lamp");
    (void)world.join(lamp, true);
    clock.advance(1s);
    std::string out;
    for (int i = 0; i < 50; ++i) {
      world.send_unicast(command(lamp, 6, "010102"),
                         [&](Delivery d) { out += std::to_string(static_cast<int>(d)); });
      clock.advance(2s);
    }
    return out + " " + std::to_string(listener.messages.size());
  };
  EXPECT_EQ(story(3), story(3));
  EXPECT_NE(story(3), story(4));
  EXPECT_NE(story(3).find('2'), std::string::npos) << "some are lost";
}

TEST_F(AirTest, NothingOvertakesOnTheWayFromOneDevice) {
  VirtualDevice& lamp = join("bedroom lamp");
  air.conditions.jitter = 50ms;
  radio.messages.clear();
  for (std::uint8_t i = 0; i < 100; ++i) {
    lamp.send(EndpointId(1), ClusterId(6), {0x18, i, 0x0A}, coordinator_nwk, EndpointId(1));
  }
  time.advance(10s);
  ASSERT_EQ(radio.messages.size(), 100u);
  for (std::uint8_t i = 0; i < 100; ++i) EXPECT_EQ(radio.messages[i].payload[1], i);
}

TEST_F(AirTest, SleepersMissWhatIsSentToThoseWhoListen) {
  VirtualDevice& lamp = join("bedroom lamp");
  VirtualDevice& blind = join("living room blind");
  blind.memberships(EndpointId(1)).groups.insert(7);
  lamp.memberships(EndpointId(1)).groups.insert(7);
  Message group;
  group.group = GroupId(7);
  group.endpoint = all_endpoints;
  group.cluster = ClusterId(0x0003);
  group.payload = from_hex("1101000500").value();
  air.send_group(group);
  time.advance(100ms);
  EXPECT_EQ(number_of(lamp, "genIdentify", "identifyTime"), 5);
  EXPECT_EQ(number_of(blind, "genIdentify", "identifyTime"), 0);
  group.destination = broadcast_all;
  air.send_broadcast(group);
  time.advance(100ms);
  EXPECT_EQ(number_of(blind, "genIdentify", "identifyTime"), 5);
}

TEST_F(AirTest, DevicesTalkToEachOtherAndToGroups) {
  VirtualDevice& lamp = join("bedroom lamp");
  VirtualDevice& dimmer = join("bedroom dimmer");
  zdo::Binding to_lamp;
  to_lamp.source = dimmer.node.ieee;
  to_lamp.source_endpoint = EndpointId(1);
  to_lamp.cluster_id = ClusterId(6);
  to_lamp.target = lamp.node.ieee;
  to_lamp.target_endpoint = EndpointId(1);
  dimmer.node.bindings.push_back(to_lamp);
  radio.messages.clear();
  ASSERT_TRUE(send_command(dimmer, {"genOnOff", "on", {}, false, 0, EndpointId(1)}));
  time.advance(1s);
  EXPECT_EQ(number_of(lamp, "genOnOff", "onOff"), 1);
  EXPECT_TRUE(radio.messages.empty()) << "the coordinator has no part in it";
  dimmer.node.bindings[0].to_group = true;
  dimmer.node.bindings[0].group = GroupId(9);
  lamp.memberships(EndpointId(1)).groups.insert(9);
  ASSERT_TRUE(send_command(dimmer, {"genOnOff", "off", {}, false, 0, EndpointId(1)}));
  time.advance(1s);
  EXPECT_EQ(number_of(lamp, "genOnOff", "onOff"), 0);
  EXPECT_TRUE(radio.messages.empty());
  air.coordinator_groups.insert(GroupId(9));
  ASSERT_TRUE(send_command(dimmer, {"genOnOff", "on", {}, false, 0, EndpointId(1)}));
  time.advance(1s);
  ASSERT_EQ(radio.messages.size(), 1u);
  EXPECT_EQ(radio.messages[0].group, GroupId(9));
}

TEST_F(AirTest, ADeviceOfAnotherNetworkIsOutOfReach) {
  VirtualDevice& lamp = join("bedroom lamp");
  coordinator::NetworkParameters other;
  other.pan = PanId(0x2222);
  air.start(other);
  EXPECT_FALSE(air.on_network(lamp));
  EXPECT_FALSE(air.rejoin(lamp));
  radio.messages.clear();
  lamp.send(EndpointId(1), ClusterId(6), {0x18, 1, 0x0A}, coordinator_nwk, EndpointId(1));
  time.advance(1s);
  EXPECT_TRUE(radio.messages.empty());
}

TEST_F(AirTest, PermitsOnlyWhereAndWhenItIsTold) {
  VirtualDevice& lamp = join("living room lamp");
  VirtualDevice& remote = *air.find("sofa remote");
  EXPECT_FALSE(air.join(remote));
  air.permit_joining(lamp.node.nwk, 60);
  ASSERT_TRUE(air.join(remote));
  EXPECT_EQ(air.parent_of(remote).ieee, lamp.node.ieee);
  air.permit_joining(std::nullopt, 0);
  EXPECT_FALSE(air.joining_permitted());
  air.permit_joining(std::nullopt, 255);
  time.advance(24h);
  EXPECT_TRUE(air.joining_permitted());
}

TEST_F(AirTest, TablesCoverTheWholeNetwork) {
  join_all();
  std::set<Ieee> seen;
  std::vector<const Node*> askable{&air.coordinator};
  for (const auto& device : air.devices()) {
    if (device->node.type == Node::Type::router) askable.push_back(&device->node);
  }
  int children = 0;
  for (const Node* node : askable) {
    for (const zdo::Neighbor& neighbor : air.neighbors_of(*node)) {
      seen.insert(neighbor.ieee);
      EXPECT_GT(neighbor.lqi, 0);
      children += (neighbor.kind >> 4 & 7) == 1;
    }
    for (const zdo::Route& route : air.routes_of(*node)) EXPECT_NE(air.node_by_nwk(route.next), nullptr);
  }
  EXPECT_EQ(seen.size(), air.devices().size() + 1);
  EXPECT_EQ(children, 12) << "every end device is somebody's child once";
  for (const auto& device : air.devices()) {
    if (device->node.type != Node::Type::end_device) continue;
    EXPECT_EQ(air.neighbors_of(device->node).size(), 1u);
  }
}

// ZDO, as bytes: what is asked of a node, and what it answers. {n}: the node's address.
TEST_F(AirTest, ZdoRequestsAreAnsweredAsTheSpecificationSays) {
  VirtualDevice& dimmer = join("bedroom dimmer");
  VirtualDevice& lamp = join("bedroom lamp");
  ASSERT_TRUE(air.rejoin(dimmer));
  const auto address = [](const Node& node) { return to_hex(zdo::encode_request(zdo::ActiveEndpointsRequest{node.nwk})); };
  const std::string n = address(dimmer.node);
  const std::string l = address(lamp.node);
  const std::string ieee = "01003a0b01881700";  // little-endian
  const std::string target = "010000004b120000";
  struct Row {
    std::string_view what;
    std::uint16_t cluster;
    std::string request;
    std::optional<std::string> response;
  };
  const Row rows[] = {
      {"address of its own", 0x0000, ieee + "0000", "00" + ieee + n},
      {"address of another", 0x0000, target + "0000", std::nullopt},
      {"with children", 0x0000, ieee + "0100", "00" + ieee + n + "0000"},
      {"long address", 0x0001, n + "0000", "00" + ieee + n},
      {"long address of another", 0x0001, "0100" "0000", "81" "0100"},
      {"node descriptor", 0x0002, n, "00" + n + "0240800b1052" "5200" "002c" "5200" "00"},
      {"node descriptor of another", 0x0002, l, "81" + l},
      {"power descriptor", 0x0003, n, "00" + n + "41c4"},
      {"simple descriptor", 0x0004, n + "02",
       "00" + n + "14" "02" "0401" "0c00" "01" "05" "0000" "0100" "0300" "0f00" "00fc" "01" "1900"},
      {"simple descriptor of no endpoint", 0x0004, n + "03", "82" + n + "00"},
      {"endpoints", 0x0005, n, "00" + n + "02" "0102"},
      {"match", 0x0006, n + "0401" "01" "0100" "00", "00" + n + "01" "02"},
      {"match of an output", 0x0006, n + "5ec0" "00" "01" "0600", "00" + n + "01" "01"},
      {"no match", 0x0006, n + "0401" "01" "0007" "00", "00" + n + "00"},
      {"no match, asked of all", 0x0006, "fdff" "0401" "01" "0007" "00", std::nullopt},
      {"bind", 0x0021, ieee + "01" "0600" "03" + target + "01", "00"},
      {"bind again", 0x0021, ieee + "01" "0600" "03" + target + "01", "00"},
      {"bind to a group", 0x0021, ieee + "01" "0600" "01" "0500", "00"},
      {"bind an endpoint that is not there", 0x0021, ieee + "07" "0600" "03" + target + "01", "82"},
      {"bind for somebody else", 0x0021, target + "01" "0600" "03" + target + "01", "80"},
      {"bindings", 0x0033, "00", "00" "02" "00" "02" + ieee + "01" "0600" "03" + target + "01" + ieee + "01" "0600" "01" "0500"},
      {"bindings from the second on", 0x0033, "01", "00" "02" "01" "01" + ieee + "01" "0600" "01" "0500"},
      {"unbind", 0x0022, ieee + "01" "0600" "01" "0500", "00"},
      {"unbind again", 0x0022, ieee + "01" "0600" "01" "0500", "88"},
      {"clear all bindings with one", 0x002B, "00" "08" "01" + target, "00"},
      {"bindings: none", 0x0033, "00", "00" "00" "00" "00"},
      {"routes of an end device", 0x0032, "00", "84"},
      {"servers that it has not", 0x0015, "4100", std::nullopt},
      {"children that it has not", 0x001F, "01" + target, std::nullopt},
      {"energy, a few channels", 0x0038, "00180000" "02" "01", "00" "00180000" "0a00" "0000" "02" "1e1e"},
      {"permit joining: an end device cannot", 0x0036, "3c01", "84"},
      {"something newer", 0x0043, "", "84"},
      {"cut short", 0x0004, n, "80"},
  };
  for (const Row& row : rows) {
    const auto answer = answer_zdo(air, dimmer.node, ClusterId(row.cluster), from_hex(row.request).value());
    EXPECT_EQ(answer ? std::optional(to_hex(*answer)) : std::nullopt, row.response) << row.what;
  }
  // What only routers and the coordinator have.
  const auto children = answer_zdo(air, lamp.node, ClusterId(0x001F), from_hex("01" + ieee).value());
  EXPECT_EQ(children ? to_hex(*children) : "", "0001" + ieee);
  const auto table = answer_zdo(air, lamp.node, ClusterId(0x0031), Bytes{0});
  ASSERT_TRUE(table);
  zdo::LqiResponse neighbors;
  Reader in(ByteView(*table).subspan(1));
  ASSERT_TRUE(decode(neighbors, in) && in.done());
  EXPECT_EQ(neighbors.total, 2);
  EXPECT_EQ(neighbors.entries[1].ieee, dimmer.node.ieee);
  EXPECT_EQ(neighbors.entries[1].kind, 0x12) << "an end device that sleeps, a child";
  std::printf("zdo: %zu requests\n", std::size(rows) + 2);
}

TEST_F(AirTest, OrdersToEverybodyAreNotAnswered) {
  join("bedroom lamp");
  join("kitchen plug");
  radio.zdo.clear();
  air.send_zdo(broadcast_routers, zdo::PermitJoinRequest::cluster, {60, 1});
  time.advance(1s);
  ASSERT_EQ(radio.zdo.size(), 1u) << "only the radio itself";
  EXPECT_EQ(radio.zdo[0].first, coordinator_nwk);
  EXPECT_TRUE(air.joining_permitted());
}

TEST_F(AirTest, ZdoFaults) {
  VirtualDevice& lamp = join("bedroom lamp");
  const Bytes request = zdo::encode_request(zdo::ActiveEndpointsRequest{lamp.node.nwk});
  const auto answers = [&] {
    radio.zdo.clear();
    air.send_zdo(lamp.node.nwk, zdo::ActiveEndpointsRequest::cluster, request);
    time.advance(1s);
    return radio.zdo.size();
  };
  EXPECT_EQ(answers(), 1u);
  lamp.faults.zdo_failures = 2;
  EXPECT_EQ(answers(), 0u);
  lamp.faults.zdo_failure = 0x84;
  EXPECT_EQ(answers(), 1u);
  EXPECT_EQ(radio.zdo[0].second.substr(0, 9), "0x8005 84");
  lamp.faults.dropped = true;
  EXPECT_EQ(answers(), 0u);
}

TEST_F(AirTest, ALeaveRequestForAChildSendsTheChildAway) {
  VirtualDevice& lamp = join("bedroom lamp");
  VirtualDevice& dimmer = join("bedroom dimmer");
  ASSERT_EQ(air.parent_of(dimmer).ieee, lamp.node.ieee);
  air.send_zdo(lamp.node.nwk, zdo::LeaveRequest::cluster,
               zdo::encode_request(zdo::LeaveRequest{dimmer.node.ieee, 0}));
  time.advance(1s);
  EXPECT_FALSE(air.on_network(dimmer));
  EXPECT_TRUE(air.on_network(lamp));
  EXPECT_EQ(radio.left, 1);
}

}  // namespace
}  // namespace waggle::sim
