// The driver on the virtual ZiGate: what only this family has. What every family must do is in tests/contract.
#include "sim/zigate/ncp.h"

#include <gtest/gtest.h>

#include "coordinator/zigate/driver.h"
#include "coordinator/zigate/status.h"
#include "sim/driver_bench.h"
#include "sim/home.h"

namespace waggle::sim::zigate {
namespace {

using namespace coordinator::zigate;  // NOLINT: the command tables, all of them

struct Rig final : DriverBench {
  explicit Rig(NcpOptions options = {}, coordinator::Options wishes = {}) : ncp(time, air, options) {
    for (DeviceSpec& spec : read_home(bench_home, "rig.yaml").value_or({})) air.add(std::move(spec));
    air.conditions.jitter = {};
    driver = std::make_unique<Driver>(time, [this] { return open(); }, wishes, heard);
  }
  Task<Result<std::unique_ptr<io::Stream>>> open() {
    io::PipeEnds ends = io::make_pipe(time);
    ncp.attach(std::move(ends.b));
    co_return std::move(ends.a);
  }
  Air& on_the_air() override { return air; }
  Result<coordinator::RadioInfo> inspect() { return run(driver->inspect()); }

  Air air{time};
  ZigateNcp ncp;
};

/// A host that speaks to the radio without a driver.
struct Host final : io::Stream::Listener {
  explicit Host(Rig& bench) : rig(bench) {
    io::PipeEnds ends = io::make_pipe(rig.time);
    rig.ncp.attach(std::move(ends.b));
    stream = std::move(ends.a);
    stream->listen(this);
  }
  void on_bytes(ByteView octets) override {
    parser.feed(octets, [this](const coordinator::zigate::Frame& frame) {
      const Spoken message = spoken(frame);
      heard.push_back(hex16(message.type) + " " + to_hex(message.data));
    });
  }
  void on_closed(const Error&) override {}
  /// What comes within two seconds.
  std::vector<std::string> say(std::uint16_t command, std::string_view hex = "") {
    heard.clear();
    stream->write(encode({command, from_hex(hex).value()}));
    rig.time.advance(2s);
    return heard;
  }

  Rig& rig;
  std::unique_ptr<io::Stream> stream;
  FrameParser parser;
  std::vector<std::string> heard;
};

using Lines = std::vector<std::string>;

TEST(ZigateNcp, SaysWhatTheFirmwareSays) {
  Rig rig;
  Host host(rig);
  EXPECT_EQ(host.say(0x0010), (Lines{"0x8000 0000001000000000", "0x8010 00050324"}));
  EXPECT_EQ(host.say(0x0011), (Lines{"0x8000 0000001100000000", "0x0302 00", "0x8007 00"}));
  EXPECT_EQ(host.say(0x0020, "0102030405060708"), (Lines{"0x8000 0000002000000000"}));
  EXPECT_EQ(host.say(0x0021, "00008000"), (Lines{"0x8000 0000002100000000"}));
  EXPECT_EQ(host.say(0x0024), (Lines{"0x8000 0000002400000000", "0x8024 01000000158d0001a2b3c40f"}));
  EXPECT_EQ(host.say(0x0020, "0102030405060708"), (Lines{"0x8000 0400002000000000"})) << "too late";
  EXPECT_EQ(host.say(0x0024), (Lines{"0x8024 04000000158d0001a2b3c40f", "0x8000 0000002400000000"}));
  EXPECT_EQ(host.say(0x0011), (Lines{"0x8000 0000001100000000", "0x0302 00", "0x8024 01000000158d0001a2b3c40f", "0x8006 01"}));
  EXPECT_EQ(host.say(0x7777), (Lines{"0x8000 0200777700000000"}));
  EXPECT_EQ(host.say(0x0530, "02"), (Lines{"0x8000 0100053000000000"}));
}

TEST(ZigateNcp, GivesOutItsNetworkBeforeTheStatus) {
  Rig rig;
  rig.form();
  Host host(rig);
  const Lines lines = host.say(0x0600);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].substr(0, 9), "0x8600 02");
  EXPECT_EQ(lines[1], "0x8000 0000060000000000");
  Rig old({.firmware = Firmware::plus});
  Host host_of_old(old);
  EXPECT_EQ(host_of_old.say(0x0600), (Lines{"0x8000 0200060000000000"}));
}

TEST(ZigateDriver, TellsItsVersion) {
  for (const auto& [firmware, minor, release] : {std::tuple(Firmware::v1, "4", "323"), std::tuple(Firmware::plus, "5", "321"),
                                                 std::tuple(Firmware::plus_newest, "5", "324")}) {
    Rig rig({.firmware = firmware});
    const auto info = rig.inspect();
    ASSERT_TRUE(info) << info.error().text;
    EXPECT_EQ(info->type, "zigate");
    EXPECT_EQ(*info->meta.find("minorrel"), Value(minor));
    EXPECT_EQ(*info->meta.find("revision"), Value(release));
    EXPECT_FALSE(info->network);
  }
}

TEST(ZigateDriver, RefusesFirmwareThatIsTooOld) {
  Rig rig({.release = 0x031C});
  const auto info = rig.inspect();
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().code, Errc::unsupported);
  EXPECT_NE(info.error().text.find("3.1c"), std::string::npos) << info.error().text;
  EXPECT_NE(info.error().text.find("Update"), std::string::npos);
}

// What another program made is gone on with: it knows no command for the PAN ID of the settings.
TEST(ZigateDriver, KnowsANetworkByItsExtendedPanId) {
  Rig rig({.firmware = Firmware::v1});
  {
    Host host(rig);
    host.say(0x0020, to_hex(bench_network().extended_pan));
    host.say(0x0021, "00008000");
    host.say(0x0024);
  }
  const auto info = rig.inspect();
  ASSERT_TRUE(info && info->network);
  EXPECT_NE(info->network->pan, bench_network().pan);
  EXPECT_TRUE(info->is_wanted(*info->network, bench_network()));
  auto other = bench_network();
  other.extended_pan[0] ^= 1;
  EXPECT_FALSE(info->is_wanted(*info->network, other));
  EXPECT_TRUE(rig.run(rig.driver->resume()));
}

TEST(ZigateDriver, LeavesTheNetworkAloneWhenItCannotRestore) {
  Rig rig({.firmware = Firmware::plus});
  rig.form();
  const PanId pan = rig.air.network()->pan;
  coordinator::Backup backup;
  backup.network = bench_network();
  const auto restored = rig.run(rig.driver->restore(backup));
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, Errc::unsupported);
  EXPECT_NE(restored.error().text.find("paired again"), std::string::npos) << restored.error().text;
  ASSERT_TRUE(rig.ncp.running());
  EXPECT_EQ(rig.air.network()->pan, pan);
}

TEST(ZigateDriver, SaysOnceThatADeviceHasJoined) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  EXPECT_EQ(rig.heard.joined.size(), 1u) << "let in, and announced";
  rig.heard.joined.clear();
  rig.air.announce(lamp);  // as after a power cut
  rig.time.advance(1s);
  EXPECT_EQ(rig.heard.joined.size(), 1u) << "its router may have let it in";
}

TEST(ZigateDriver, GivesACommandAgainThatTheRadioDidNotHear) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.ncp.faults.refused_frames = 1;
  ASSERT_TRUE(rig.send(lamp, "010101"));
  EXPECT_EQ(rig.on("lamp"), 1);
  rig.ncp.faults.refused_frames = 1;
  const auto once = rig.send(lamp, "010100", 6, false);
  ASSERT_FALSE(once) << "told not to";
  EXPECT_EQ(once.error().code, Errc::timeout);
  EXPECT_EQ(rig.on("lamp"), 1);
}

TEST(ZigateDriver, TakesTheNextHopsWordWhenNoOtherComes) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  lamp.faults.latency = 60s;  // of its acknowledgement, too
  std::optional<Result<>> sent;
  TaskGroup tasks;
  coordinator::ApsRequest request;
  request.nwk = lamp.node.nwk;
  request.ieee = lamp.node.ieee;
  request.endpoint = EndpointId(1);
  request.cluster = ClusterId(6);
  request.payload = {1, 1, 1};
  tasks.spawn("test", Rig::keep(rig.driver->send(request), sent));
  rig.time.advance(1s);
  DataConfirm confirm;
  confirm.destination = {address_mode::nwk, lamp.node.nwk.raw};
  for (int sequence = 0; sequence < 256; ++sequence) {
    confirm.sequence = static_cast<std::uint8_t>(sequence);
    rig.ncp.say(DataConfirm::sent.number, to_wire(confirm));
  }
  rig.time.advance(30s);
  ASSERT_TRUE(sent);
  EXPECT_TRUE(*sent);
}

TEST(ZigateDriver, IsNotDisturbedByWhatItDoesNotKnow) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.heard = {};
  const Bytes noise(17, 0x42);
  for (int type = 0; type < 0x10000; type += 7) rig.ncp.say(static_cast<std::uint16_t>(type), noise);
  rig.ncp.say(Restarted::id.number, noise);
  rig.time.advance(5min);  // heartbeats, too
  EXPECT_TRUE(rig.heard.lost.empty());
  EXPECT_TRUE(rig.send(lamp, "010101"));
}

TEST(ZigateDriver, SpeaksWithNoGreenPowerDevices) {
  Rig rig;
  rig.form();
  coordinator::ApsRequest request;
  request.kind = coordinator::ApsRequest::Kind::broadcast;
  request.nwk = broadcast_rx_on;
  request.source_endpoint = request.endpoint = EndpointId(242);
  request.cluster = ClusterId(0x0021);
  const auto sent = rig.run(rig.driver->send(request));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::unsupported);
}

TEST(ZigateDriver, SaysThatOldFirmwareKnowsNoGroups) {
  Rig rig({.firmware = Firmware::v1, .release = 0x0321});
  rig.form();
  coordinator::ApsRequest request;
  request.kind = coordinator::ApsRequest::Kind::group;
  request.group = GroupId(7);
  const auto sent = rig.run(rig.driver->send(request));
  ASSERT_FALSE(sent);
  EXPECT_NE(sent.error().text.find("3.21"), std::string::npos) << sent.error().text;
}

TEST(ZigateMemory, IsWrittenAsItIsRead) {
  Memory memory(Ieee(0x158D));
  memory.network = bench_network();
  memory.frame_counter = 77;
  memory.raw_mode = 1;
  Memory again{Ieee()};
  ASSERT_TRUE(again.load(memory.save()));
  EXPECT_EQ(again.save(), memory.save());
  EXPECT_FALSE(again.load(Value(Object{{"family", "ember"}, {"ieee", "0x0000000000000001"}})));
}

}  // namespace
}  // namespace waggle::sim::zigate
