// The driver on the virtual ConBee: what only this family has. What every family must do is in tests/contract.
#include "sim/deconz/ncp.h"

#include "coordinator/deconz/driver.h"
#include "sim/driver_bench.h"
#include "sim/home.h"
#include "zigbee/green_power/notification.h"
#include "zigbee/zdo/messages.h"

namespace waggle::sim::deconz {
namespace {

namespace parameter = coordinator::deconz::parameter;
using coordinator::Backup;

struct Rig final : DriverBench {
  explicit Rig(NcpOptions options = {}) : ncp(time, air, options) {
    for (DeviceSpec& spec : read_home(bench_home, "rig.yaml").value_or({})) air.add(std::move(spec));
    air.conditions.jitter = {};
    connect();
  }
  ~Rig() override { driver.reset(); }
  void connect() {
    driver.reset();
    driver = std::make_unique<coordinator::deconz::Driver>(time, [this] { return open(); }, coordinator::Options{}, heard);
  }
  Task<Result<std::unique_ptr<io::Stream>>> open() {
    io::PipeEnds ends = io::make_pipe(time);
    ncp.attach(std::move(ends.b));
    co_return std::move(ends.a);
  }
  Air& on_the_air() override { return air; }

  Air air{time};
  DeconzNcp ncp;
};

TEST(DeconzNcp, TellsWhatItIs) {
  struct Story {
    int conbee;
    std::string type, revision;
  };
  for (const Story& story : {Story{1, "ConBee/RaspBee", "0x26370500"}, {2, "ConBee2/RaspBee2", "0x26780700"}, {3, "ConBee3", "0x26450900"}}) {
    Rig rig({.conbee = story.conbee});
    const auto info = rig.run(rig.driver->inspect());
    ASSERT_TRUE(info) << info.error().text;
    EXPECT_EQ(info->type, story.type);
    EXPECT_EQ(*info->meta.find("revision"), Value(story.revision));
    EXPECT_EQ(*info->meta.find("minorrel"), Value(6));
    EXPECT_FALSE(info->network);
  }
}

TEST(DeconzNcp, FirmwareThatIsTooOldIsRefusedInSoManyWords) {
  Rig rig({.conbee = 0});
  const auto info = rig.run(rig.driver->inspect());
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().code, Errc::unsupported);
  EXPECT_NE(info.error().text.find("0x26190500"), std::string::npos) << info.error().text;
}

TEST(DeconzNcp, SilenceIsPerhapsAnotherBaudRate) {
  Rig rig;
  rig.ncp.faults.mute = true;
  const auto info = rig.run(rig.driver->inspect());
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().code, Errc::timeout);
  EXPECT_NE(info.error().text.find("serial.baudrate"), std::string::npos) << info.error().text;
}

TEST(DeconzNcp, RestartsWhenNobodyFeedsItsWatchdog) {
  Rig rig;
  rig.form();
  rig.time.advance(1h);
  EXPECT_EQ(rig.ncp.restarts(), 0u) << "the driver feeds it";
  rig.driver->close();
  rig.time.advance(4min);
  EXPECT_EQ(rig.ncp.restarts(), 0u);
  rig.time.advance(7min);
  EXPECT_EQ(rig.ncp.restarts(), 1u);
  EXPECT_TRUE(rig.ncp.running()) << "and goes on with its network";
  rig.time.advance(1h);
  EXPECT_EQ(rig.ncp.restarts(), 1u);
}

TEST(DeconzNcp, NeedNotHaveAWatchdog) {
  Rig rig({.conbee = 3});
  rig.form();
  rig.time.advance(1h);
  EXPECT_TRUE(rig.heard.lost.empty());
  EXPECT_TRUE(rig.send(rig.join("lamp"), "010101"));
}

TEST(DeconzNcp, SaysThatItIsLostWhenItFallsSilent) {
  Rig rig;
  rig.form();
  rig.ncp.faults.mute = true;
  rig.time.advance(30s);
  ASSERT_EQ(rig.heard.lost.size(), 1u);
  rig.time.advance(10min);
  EXPECT_EQ(rig.heard.lost.size(), 1u);
}

TEST(DeconzNcp, LosesNoNoticeForLong) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.ncp.faults.mute = true;  // the notice, and whatever else is said now, is lost
  lamp.send(EndpointId(1), ClusterId(6), {0x18, 0x05, 0x0A, 0x00, 0x00, 0x10, 0x01}, coordinator_nwk, EndpointId(1));
  rig.time.advance(100ms);
  rig.ncp.faults.mute = false;
  rig.time.advance(3s);
  EXPECT_EQ(rig.heard.messages.size(), 1u);
}

TEST(DeconzNcp, WhatWaitsSinceBeforeTheStartIsNotActedOn) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.driver->close();
  rig.heard = {};
  for (int i = 0; i < 40; ++i) {
    lamp.send(EndpointId(1), ClusterId(6), {0x18, 0x05, 0x0A, 0x00, 0x00, 0x10, 0x01}, coordinator_nwk, EndpointId(1));
    rig.time.advance(1s);
  }
  rig.connect();
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  ASSERT_TRUE(rig.run(rig.driver->resume()));
  rig.time.advance(2s);
  EXPECT_TRUE(rig.heard.messages.empty());
  EXPECT_TRUE(rig.send(lamp, "010101"));
  EXPECT_EQ(rig.heard.messages.size(), 1u);
}

TEST(DeconzNcp, TakesOverAStickThatAnotherProgramSetUp) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.driver->close();
  rig.ncp.memory().endpoints[0].clear();
  rig.ncp.memory().connected = false;
  rig.ncp.restart(Radio::Reason::power_up);
  rig.time.advance(2s);
  EXPECT_FALSE(rig.ncp.running());
  const auto info = rig.run(rig.driver->inspect());
  ASSERT_TRUE(info && info->network) << "it is off its network, and knows it";
  const auto resumed = rig.run(rig.driver->resume());
  ASSERT_TRUE(resumed) << resumed.error().text;
  EXPECT_TRUE(rig.ncp.running());
  EXPECT_EQ(rig.air.coordinator.endpoints.size(), 2u);
  EXPECT_TRUE(rig.send(lamp, "010101"));
}

TEST(DeconzNcp, OpensItsOwnDoorByAParameter) {
  Rig rig;
  rig.form();
  coordinator::ZdoRequest permit;
  permit.nwk = broadcast_routers;
  permit.cluster = zdo::PermitJoinRequest::cluster;
  permit.payload = zdo::encode_request(zdo::PermitJoinRequest{60, 1, {}});
  ASSERT_TRUE(rig.run(rig.driver->send_zdo(permit)));
  EXPECT_TRUE(rig.air.join(*rig.air.find("lamp"))) << "its own broadcast it does not obey";
}

TEST(DeconzNcp, HandsOnWhatGreenPowerDevicesSay) {
  Rig rig;
  rig.form();
  green_power::Gpdf pressed;
  pressed.source = green_power::SourceId(0x12345678);
  pressed.command = 0x20;
  rig.ncp.hear_green_power(encode(pressed));
  rig.time.advance(100ms);
  ASSERT_EQ(rig.heard.messages.size(), 1u);
  EXPECT_EQ(rig.heard.messages[0].source, Nwk(0x5678));
  EXPECT_EQ(rig.heard.messages[0].cluster, green_power::cluster);
  EXPECT_EQ(rig.heard.messages[0].group, green_power::sink_group);
  const Bytes payload = from_hex(rig.heard.messages[0].payload).value();
  EXPECT_EQ(payload[2], green_power::Notification::plain_id);
  auto told = green_power::decode_notification(payload[2], ByteView(payload).subspan(3));
  ASSERT_TRUE(told) << told.error().text;
  EXPECT_EQ(told->frame(), pressed);

  // Encrypted: as it came, so that the network decrypts it.
  pressed.level = green_power::Level::encrypted;
  pressed.individual_key = true;
  pressed.counter = 77;
  green_power::Gpdf sealed = pressed;
  const green_power::Key key{1, 2, 3};
  seal(sealed, key);
  rig.ncp.hear_green_power(encode(sealed));
  rig.time.advance(100ms);
  ASSERT_EQ(rig.heard.messages.size(), 2u);
  const Bytes second = from_hex(rig.heard.messages[1].payload).value();
  told = green_power::decode_notification(second[2], ByteView(second).subspan(3));
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->is_encrypted());
  EXPECT_EQ(told->key_type(), green_power::KeyType::individual);
  green_power::Gpdf opened = told->frame();
  decrypt(opened, key);
  EXPECT_EQ(opened.command, 0x20);
  EXPECT_EQ(opened.counter, 77u);

  rig.ncp.hear_green_power(from_hex("ff00").value());
  rig.time.advance(100ms);
  EXPECT_EQ(rig.heard.messages.size(), 2u);
}

TEST(DeconzNcp, TakesTheLinkKeysOfABackup) {
  Rig rig;
  rig.form();
  auto backup = rig.run(rig.driver->backup());
  ASSERT_TRUE(backup) << backup.error().text;
  backup->frame_counter = 50'000;
  for (std::uint8_t i = 0; i < 120; ++i) {
    coordinator::BackedUpDevice device{Ieee(0x100u + i)};
    device.link_key = coordinator::LinkKey{{i, 1, 2}};
    backup->devices.push_back(device);
  }
  rig.ncp.replace(Ieee(0xABCDEF));
  rig.time.advance(2s);
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  const auto restored = rig.run(rig.driver->restore(*backup));
  ASSERT_TRUE(restored) << restored.error().text << ": those without a place are left out";
  EXPECT_EQ(rig.ncp.memory().link_keys.size(), Memory::link_key_places);
  EXPECT_EQ(rig.ncp.link_key(Ieee(0x103)), (coordinator::Key{3, 1, 2}));
  EXPECT_EQ(rig.ncp.memory().ieee(), backup->ieee);
  EXPECT_GE(rig.air.host_counter, 50'000u);
}

TEST(DeconzNcp, DoesNotTakeAKeyOfAnotherNumber) {
  Rig rig;
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  Backup backup;
  backup.ieee = Ieee(1);
  backup.network = bench_network();
  backup.network.key_sequence = 3;
  const auto restored = rig.run(rig.driver->restore(backup));
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, Errc::unsupported);
  EXPECT_NE(restored.error().text.find("Nothing was changed"), std::string::npos);
  EXPECT_FALSE(rig.ncp.running());
  EXPECT_EQ(rig.ncp.memory().network_key, coordinator::Key{});
}

TEST(DeconzNcp, RemembersItsMemory) {
  Rig rig;
  rig.form();
  rig.ncp.memory().link_keys[Ieee(5)] = {1, 2, 3};
  const Value saved = rig.ncp.memory().save();
  Memory again{Ieee(9)};
  ASSERT_TRUE(again.load(saved));
  EXPECT_EQ(again.save(), saved);
  EXPECT_EQ(again.ieee(), rig.ncp.memory().ieee());
  EXPECT_TRUE(again.network().same_network(bench_network()));
  EXPECT_FALSE(again.load(Value(Object{{"family", "ember"}})));
  EXPECT_FALSE(again.load(Value()));
}

}  // namespace
}  // namespace waggle::sim::deconz
