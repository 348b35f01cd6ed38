// The driver on the virtual ZBOSS radio: what only this family has. What every family must do is in tests/contract.
#include "sim/zboss/ncp.h"

#include <gtest/gtest.h>

#include "coordinator/zboss/driver.h"
#include "sim/driver_bench.h"
#include "sim/home.h"

namespace waggle::sim::zboss {
namespace {

using coordinator::zboss::Driver;
using coordinator::zboss::ResetIndication;

struct Rig final : DriverBench {
  explicit Rig(NcpOptions options = {}) : ncp(std::make_unique<ZbossNcp>(time, air, options)) {
    for (DeviceSpec& spec : read_home(bench_home, "rig.yaml").value_or({})) air.add(std::move(spec));
    air.conditions.jitter = {};
    driver = std::make_unique<Driver>(time, [this] { return open(); }, coordinator::Options{}, heard);
  }
  Task<Result<std::unique_ptr<io::Stream>>> open() {
    ++opened;
    if (refuse_to_open > 0) {
      --refuse_to_open;
      co_return Error{Errc::io, "no such port"};
    }
    io::PipeEnds ends = io::make_pipe(time);
    ncp->attach(std::move(ends.b));
    co_return std::move(ends.a);
  }
  Air& on_the_air() override { return air; }
  Result<coordinator::RadioInfo> inspect() { return run(driver->inspect()); }

  Air air{time};
  std::unique_ptr<ZbossNcp> ncp;
  int opened = 0, refuse_to_open = 0;
};

/// A host that speaks to the radio without a driver.
struct Host final : coordinator::zboss::Line::Owner, io::Stream::Listener {
  Host(Rig& bench) : rig(bench), line(bench.time, *this) {
    io::PipeEnds ends = io::make_pipe(rig.time);
    rig.ncp->attach(std::move(ends.b));
    stream = std::move(ends.a);
    stream->listen(this);
    line.start();
  }
  void on_bytes(ByteView octets) override { line.feed(octets); }
  void on_closed(const Error&) override {}
  void line_write(ByteView octets) override { stream->write(octets); }
  void on_line_packet(ByteView packet) override { heard.push_back(to_hex(packet)); }
  void on_line_down(const Error&) override {}
  /// What comes within a second.
  std::vector<std::string> say(std::string_view hex) {
    heard.clear();
    line.send(from_hex(hex).value());
    rig.time.advance(1s);
    return heard;
  }
  Rig& rig;
  coordinator::zboss::Line line;
  std::unique_ptr<io::Stream> stream;
  std::vector<std::string> heard;
};

TEST(ZbossNcp, TellsItsVersion) {
  for (const Firmware firmware : {Firmware::nordic, Firmware::espressif}) {
    Rig rig({.firmware = firmware});
    const auto info = rig.inspect();
    ASSERT_TRUE(info) << info.error().text;
    EXPECT_EQ(info->type, "zboss");
    EXPECT_EQ(*info->meta.find("stack"), Value(firmware == Firmware::nordic ? "3.11.6.0" : "3.1.0.0"));
    EXPECT_FALSE(info->network);
  }
}

TEST(ZbossNcp, SaysWhyItRestarted) {
  Rig nordic;
  Host host(nordic);
  EXPECT_EQ(host.say("0000020001" "00"), (std::vector<std::string>{"00010200ff0000"})) << "as the host wanted";
  nordic.ncp->restart(Radio::Reason::pin);
  EXPECT_EQ(host.say(""), (std::vector<std::string>{"00022b0002"}));

  Rig espressif({.firmware = Firmware::espressif});
  Host other(espressif);
  espressif.ncp->restart(Radio::Reason::watchdog);
  EXPECT_EQ(other.say(""), (std::vector<std::string>{"00010200ff0000"})) << "it never does";
}

TEST(ZbossNcp, IsFollowedWhenItsPortVanishes) {
  Rig rig({.vanishes = true});
  rig.form();
  const int opened = rig.opened;
  ASSERT_TRUE(rig.inspect());
  rig.refuse_to_open = 2;
  auto other = bench_network();
  other.pan = PanId(0x4321);
  const auto formed = rig.run(rig.driver->form(other));
  ASSERT_TRUE(formed) << formed.error().text;
  EXPECT_EQ(rig.opened, opened + 1 + 3) << "until the port was there again";
  EXPECT_TRUE(rig.heard.lost.empty()) << "that was no loss";
  EXPECT_EQ(rig.air.network()->pan, other.pan);
}

TEST(ZbossNcp, IsNotFollowedForEver) {
  Rig rig({.vanishes = true});
  rig.form();
  rig.refuse_to_open = 100;
  const auto formed = rig.run(rig.driver->form(bench_network()));
  ASSERT_FALSE(formed);
  EXPECT_EQ(formed.error().text, "no such port");
}

TEST(ZbossNcp, HasRestartedWithoutAWord) {
  Rig rig;
  rig.form();
  EXPECT_TRUE(rig.run(rig.driver->ping()));
  rig.ncp->faults.mute = true;
  rig.ncp->restart(Radio::Reason::watchdog);
  rig.time.advance(2s);
  rig.ncp->faults.mute = false;
  const auto alive = rig.run(rig.driver->ping());
  ASSERT_FALSE(alive);
  EXPECT_EQ(alive.error().code, Errc::closed);
  ASSERT_TRUE(rig.inspect());
  ASSERT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.run(rig.driver->ping()));
}

// Firmware that keeps the key to itself: whose network it is the other parameters tell.
TEST(ZbossNcp, KeepsTheKeyToItself) {
  Rig rig({.firmware = Firmware::espressif});
  rig.form();
  const auto info = rig.inspect();
  ASSERT_TRUE(info && info->network);
  EXPECT_FALSE(info->network->key_known);
  EXPECT_TRUE(info->network->same_network(bench_network()));
  auto other = bench_network();
  other.pan = PanId(0x4321);
  EXPECT_FALSE(info->network->same_network(other));
  const auto backup = rig.run(rig.driver->backup());
  ASSERT_FALSE(backup);
  EXPECT_NE(backup.error().text.find("paired again"), std::string::npos);
  coordinator::Backup wanted;
  wanted.network = bench_network();
  const auto restored = rig.run(rig.driver->restore(wanted));
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, Errc::unsupported);
  EXPECT_TRUE(rig.ncp->running()) << "nothing was changed";
}

TEST(ZbossNcp, KeepsItsMemoryInTheStateFile) {
  Rig rig;
  rig.form();
  rig.join("lamp");
  Memory memory(Ieee(1));
  ASSERT_TRUE(memory.load(rig.ncp->memory().save()));
  EXPECT_EQ(memory.save(), rig.ncp->memory().save());
  EXPECT_EQ(memory.keys.size(), 1u);
  EXPECT_FALSE(memory.load(Value(Object{{"family", "ember"}})));
  EXPECT_EQ(memory.keys.size(), 1u);
}

TEST(ZbossNcp, TakesBothFormsOfMessagesToGroups) {
  Rig rig;
  rig.form();
  Host host(rig);
  const std::string front = "00000103", address = "0700000000000000" "0401" "0600", rest = "01" "1e" "01" "02" "00" "0000" "00" "011001";
  EXPECT_EQ(host.say(front + "05" "15" "0300" + address + "00" + rest).size(), 1u);
  EXPECT_EQ(host.say(front + "06" "14" "0300" + address + rest).size(), 1u);
  EXPECT_EQ(rig.air.history().back().kind, "zcl");
  EXPECT_EQ(to_hex(rig.air.history().back().data), "011001");
  const auto wrong = host.say(front + "07" "14" "0500" + address + rest);
  ASSERT_EQ(wrong.size(), 1u);
  EXPECT_EQ(wrong[0], "00010103" "07" "0017");
}

TEST(ZbossNcp, TellsOfALeavingDeviceTwice) {
  for (const Firmware firmware : {Firmware::nordic, Firmware::espressif}) {
    Rig rig({.firmware = firmware});
    rig.form();
    VirtualDevice& lamp = rig.join("lamp");
    VirtualDevice& sensor = rig.join("sensor");
    ASSERT_EQ(rig.air.parent_of(sensor).nwk, lamp.node.nwk);
    rig.air.leave(sensor, false);
    rig.time.advance(1s);
    ASSERT_EQ(rig.heard.left.size(), 1u) << "and the driver once";
    rig.join("sensor");
    rig.air.leave(sensor, false);
    rig.time.advance(1s);
    EXPECT_EQ(rig.heard.left.size(), 2u);
  }
}

TEST(ZbossNcp, TellsOfALeavingDeviceInTwoForms) {
  for (const Firmware firmware : {Firmware::nordic, Firmware::espressif}) {
    Rig rig({.firmware = firmware});
    rig.form();
    VirtualDevice& lamp = rig.join("lamp");
    const Nwk nwk = lamp.node.nwk;
    rig.air.leave(lamp, false);
    rig.time.advance(1s);
    ASSERT_EQ(rig.heard.left.size(), 1u);
    EXPECT_EQ(rig.heard.left[0].second, Ieee(0x11));
    EXPECT_EQ(rig.heard.left[0].first, firmware == Firmware::nordic ? unknown_nwk : nwk);
  }
}

TEST(ZbossNcp, RefusesBadInstallCodes) {
  Rig rig;
  rig.form();
  Bytes code = from_hex("83fed3407a939723a5c639b26916d505c3b5").value();
  EXPECT_TRUE(rig.run(rig.driver->add_install_code(Ieee(5), code, false)));
  code.back() ^= 1;
  const auto wrong = rig.run(rig.driver->add_install_code(Ieee(5), code, false));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Errc::refused);
  const auto derived = rig.run(rig.driver->add_install_code(Ieee(5), Bytes(16), true));
  ASSERT_FALSE(derived);
  EXPECT_EQ(derived.error().code, Errc::unsupported);
}

}  // namespace
}  // namespace waggle::sim::zboss
