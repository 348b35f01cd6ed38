// The driver on the virtual EmberZNet radio: what only this family has. What every family must do is in
// tests/contract.
#include "sim/ember/ncp.h"

#include <gtest/gtest.h>

#include "coordinator/ember/driver.h"
#include "sim/home.h"

namespace waggle::sim::ember {
namespace {

using coordinator::ember::Driver;

struct Silent final : coordinator::Events {
  void on_message(const coordinator::Incoming& m) override { messages.push_back(to_hex(m.payload)); }
  void on_zdo(const coordinator::ZdoIncoming&) override {}
  void on_joined(Nwk, Ieee) override { ++joined; }
  void on_left(Nwk, Ieee) override {}
  void on_address(Nwk, Ieee) override {}
  void on_lost(const Error& error) override { lost.push_back(error.text); }
  std::vector<std::string> messages;
  std::vector<std::string> lost;
  int joined = 0;
};

constexpr std::string_view home = R"(
- {name: lamp, model: L, manufacturer: F, ieee: 0x0000000000000011, endpoints: {1: {inputs: [genBasic, genOnOff]}}}
- {name: cube, model: C, manufacturer: LUMI, ieee: 0x54ef440000000012, endpoints: {1: {inputs: [genBasic]}}}
)";

struct Rig {
  explicit Rig(NcpOptions options = {}, coordinator::Options wishes = {})
      : ncp(time, air, options), driver(time, [this] { return open(); }, wishes, heard) {
    for (DeviceSpec& spec : read_home(home, "rig.yaml").value_or({})) air.add(std::move(spec));
    network.pan = PanId(0x1A62);
    network.channel = 15;
    network.key.fill(7);
  }
  Task<Result<std::unique_ptr<io::Stream>>> open() {
    io::PipeEnds ends = io::make_pipe(time);
    ncp.attach(std::move(ends.b));
    co_return std::move(ends.a);
  }
  template <class T>
  static Task<> keep(Task<T> task, std::optional<T>& out) {
    out.emplace(co_await std::move(task));
  }
  template <class T>
  T run(Task<T> task) {
    std::optional<T> out;
    TaskGroup group;
    group.spawn("test", keep(std::move(task), out));
    for (int i = 0; i < 60'000 && !out; ++i) time.advance(10ms);
    EXPECT_TRUE(out);
    return out ? std::move(*out) : T(Error{Errc::timeout, "for ever"});
  }
  void form() {
    ASSERT_TRUE(run(driver.inspect()));
    const auto formed = run(driver.form(network));
    ASSERT_TRUE(formed) << formed.error().text;
  }

  VirtualTime time;
  Air air{time};
  EmberNcp ncp;
  Silent heard;
  Driver driver;
  coordinator::NetworkParameters network;
};

TEST(EmberNcp, TellsItsVersion) {
  for (int version = 13; version <= 19; ++version) {
    Rig rig({.version = version});
    const auto info = rig.run(rig.driver.inspect());
    ASSERT_TRUE(info) << version << ": " << info.error().text;
    EXPECT_EQ(info->type, "EmberZNet");
    EXPECT_EQ(*info->meta.find("ezsp"), Value(version));
    EXPECT_NE(info->meta.find("revision")->string().find("[GA]"), std::string::npos);
  }
}

TEST(EmberNcp, OtherVersionsAreRefusedInSoManyWords) {
  Rig old({.version = 8});
  const auto too_old = old.run(old.driver.inspect());
  ASSERT_FALSE(too_old);
  EXPECT_EQ(too_old.error().code, Errc::unsupported);
  EXPECT_NE(too_old.error().text.find("version 8"), std::string::npos);
  EXPECT_NE(too_old.error().text.find("EmberZNet 7.4"), std::string::npos);
  Rig fresh({.version = 20});
  const auto too_new = fresh.run(fresh.driver.inspect());
  ASSERT_FALSE(too_new);
  EXPECT_NE(too_new.error().text.find("version 20"), std::string::npos);
}

TEST(EmberNcp, IsSetUpAsItsUserWants) {
  coordinator::Options wishes;
  wishes.transmit_power = 9;
  wishes.stack_config = R"({"MAX_END_DEVICE_CHILDREN": 48})";
  Rig rig({}, wishes);
  rig.form();
  EXPECT_EQ(rig.ncp.memory().power, 9);
  EXPECT_EQ(rig.ncp.memory().channels, 0x07FFF800u);
  EXPECT_EQ(rig.ncp.configuration(coordinator::ember::config::max_end_device_children), 48);
  ASSERT_EQ(rig.air.coordinator.endpoints.size(), 2u);
  EXPECT_EQ(rig.air.coordinator.endpoints[0].outputs.size(), 18u);
  EXPECT_TRUE(rig.air.coordinator_groups.contains(GroupId(901)));
  EXPECT_EQ(rig.air.coordinator.manufacturer, ManufacturerCode(0x1049));
}

TEST(EmberNcp, ALumiDeviceMeetsALumiCoordinator) {
  Rig rig;
  rig.form();
  ASSERT_TRUE(rig.air.join(*rig.air.find("cube"), true));
  rig.time.advance(1s);
  EXPECT_EQ(rig.heard.joined, 1);
  EXPECT_EQ(rig.air.coordinator.manufacturer, ManufacturerCode(0x115F));
  ASSERT_TRUE(rig.air.join(*rig.air.find("lamp"), true));
  rig.time.advance(1s);
  EXPECT_EQ(rig.heard.joined, 2);
  EXPECT_EQ(rig.air.coordinator.manufacturer, ManufacturerCode(0x1049));
}

// A switch without battery was pressed, as real firmware told it; what the network hears is the cluster's command.
TEST(EmberNcp, HandsOnGreenPowerDevices) {
  Rig rig({.version = 13});
  rig.form();
  rig.ncp.say(0x00C5, from_hex("7fe8700021957101219571017f020100007001000010fb8e0ac4ff00").value());
  rig.time.advance(100ms);
  ASSERT_EQ(rig.heard.messages.size(), 1u);
  EXPECT_EQ(rig.heard.messages[0], "017000" "8001" "21957101" "70010000" "10" "00");
  rig.heard.messages.clear();
  // One that introduces itself; and one with an address of its own, which is left out.
  rig.ncp.say(0x00C5, from_hex("00e871002195710121957101" "00" "00000000" "01000000" "e0" "00000000" "ff" "020281").value());
  rig.ncp.say(0x00C5, from_hex("00e871022195710121957101" "00" "00000000" "01000000" "e0" "00000000" "ff" "020281").value());
  rig.time.advance(100ms);
  ASSERT_EQ(rig.heard.messages.size(), 1u);
  EXPECT_EQ(rig.heard.messages[0], "017104" "0000" "21957101" "01000000" "e0" "020281");
}

TEST(EmberNcp, WhatItDoesNotKnowIsNoHarm) {
  Rig rig;
  rig.form();
  rig.ncp.say(0x7777, from_hex("00").value());
  rig.ncp.say(0x0045, from_hex("00").value());
  rig.time.advance(1s);
  EXPECT_TRUE(rig.heard.messages.empty());
  EXPECT_TRUE(rig.heard.lost.empty());
  EXPECT_TRUE(rig.run(rig.driver.ping()));
}

TEST(EmberNcp, HearsTheGroupsItSpeaksTo) {
  Rig rig;
  rig.form();
  coordinator::ApsRequest request;
  request.kind = coordinator::ApsRequest::Kind::group;
  request.group = GroupId(77);
  request.cluster = ClusterId(6);
  request.payload = {0x11, 1, 1};
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(rig.run(rig.driver.send(request)));
  rig.time.advance(1s);
  EXPECT_TRUE(rig.air.coordinator_groups.contains(GroupId(77)));
  EXPECT_TRUE(rig.heard.messages.empty()) << "its own words are none of a device's";
}

TEST(EmberNcp, ARadioThatKeepsItsAddressTakesTheNetworkAllTheSame) {
  Rig rig({.takes_addresses = false});
  rig.form();
  auto backup = rig.run(rig.driver.backup());
  ASSERT_TRUE(backup);
  EXPECT_TRUE(backup->ember_link_key);
  rig.driver.close();
  rig.ncp.replace(Ieee(0xABCDEF));
  rig.time.advance(1s);
  ASSERT_TRUE(rig.run(rig.driver.inspect()));
  ASSERT_TRUE(rig.run(rig.driver.restore(*backup)));
  const auto info = rig.run(rig.driver.inspect());
  ASSERT_TRUE(info && info->network);
  EXPECT_TRUE(info->network->same_network(rig.network));
  EXPECT_EQ(info->ieee, Ieee(0xABCDEF));
}

TEST(EmberNcp, TakesAsManyLinkKeysAsItHasRoomFor) {
  Rig rig;
  rig.form();
  auto backup = rig.run(rig.driver.backup());
  ASSERT_TRUE(backup);
  for (std::uint64_t i = 1; i <= Memory::link_key_places + 1; ++i) {
    coordinator::BackedUpDevice device;
    device.ieee = Ieee(i);
    device.link_key = coordinator::LinkKey{};
    backup->devices.push_back(device);
  }
  ASSERT_TRUE(rig.run(rig.driver.restore(*backup)));
  ASSERT_TRUE(rig.run(rig.driver.inspect()));
  const auto again = rig.run(rig.driver.backup());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->devices.size(), Memory::link_key_places);
  EXPECT_TRUE(again->network.same_network(rig.network));
}

// A host that is busy for two seconds loses nothing: what came meanwhile is acknowledged before it is looked into.
TEST(EmberNcp, AFloodIsAcknowledgedInTime) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = *rig.air.find("lamp");
  ASSERT_TRUE(rig.air.join(lamp, true));
  rig.time.advance(1s);
  for (int i = 0; i < 500; ++i) {
    lamp.send(EndpointId(1), ClusterId(6), {0x18, static_cast<std::uint8_t>(i), 0x0A}, coordinator_nwk, EndpointId(1));
  }
  rig.time.advance(5s);
  EXPECT_EQ(rig.heard.messages.size(), 500u);
  EXPECT_EQ(rig.ncp.counters().silences, 0u);
  EXPECT_EQ(rig.ncp.counters().sent_again, 0u);
}

TEST(EmberNcp, RemembersItsNetworkInAFile) {
  const std::string path = testing::TempDir() + "waggle_ember_state.json";
  std::remove(path.c_str());
  coordinator::NetworkParameters network;
  {
    VirtualTime time;
    StateFile state(time, path);
    Rig rig({.state = &state});
    rig.form();
    network = rig.network;
  }
  VirtualTime time;
  StateFile state(time, path);
  ASSERT_TRUE(state.load());
  Rig rig({.state = &state});
  const auto info = rig.run(rig.driver.inspect());
  ASSERT_TRUE(info && info->network);
  EXPECT_TRUE(info->network->same_network(network));
  std::remove(path.c_str());
}

}  // namespace
}  // namespace waggle::sim::ember
