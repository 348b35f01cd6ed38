#include "sim/life.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <set>

#include "sim/home.h"
#include "sim/lookup.h"
#include "sim/world.h"

namespace waggle::sim {
namespace {

struct Radio final : Host {
  std::vector<std::string> messages;
  std::set<Nwk> speakers;
  void on_message(const Message& message, std::uint8_t) override {
    messages.push_back(hex16(message.source.raw) + " " + hex16(message.cluster.raw) + " " + to_hex(message.payload));
    speakers.insert(message.source);
  }
  void on_zdo(Nwk, ClusterId, ByteView) override {}
  void on_joined(const Node&, Nwk) override {}
  void on_left(Nwk, Ieee, bool) override {}
  void on_address(const Node&) override {}
  void on_network_changed() override {}
};

struct Home {
  VirtualTime time;
  Air air;
  Radio radio;

  explicit Home(bool joined = true) : air(time) {
    auto specs = read_home(demo_home(), "demo.yaml");
    for (DeviceSpec& spec : *specs) air.add(std::move(spec));
    air.set_host(&radio);
    air.start({});
    if (joined) {
      for (const auto& device : air.devices()) EXPECT_TRUE(air.join(*device, true));
    }
    time.advance(10s);
    radio.messages.clear();
  }
};

TEST(Life, IsLivelyAndTheSameEveryTime) {
  const auto live = [](std::uint32_t seed) {
    Home home;
    const Life life(home.time, home.air, {seed, 1});
    home.time.advance(10min);
    return home.radio.messages;
  };
  const auto one = live(1);
  EXPECT_EQ(one, live(1));
  EXPECT_NE(one, live(2));
  // Something every few seconds: no device has its reporting configured here, so this counts only those who
  // speak unasked.
  EXPECT_GT(one.size(), 150u);
  EXPECT_LT(one.size(), 2000u);
  std::printf("life: %zu messages in ten minutes\n", one.size());
}

TEST(Life, SpeedMakesItFaster) {
  const auto deeds = [](double speed) {
    Home home;
    const Life life(home.time, home.air, {1, speed});
    home.time.advance(10min);
    return life.deeds();
  };
  EXPECT_NEAR(static_cast<double>(deeds(10)) / static_cast<double>(deeds(1)), 10, 3);
}

TEST(Life, NobodyLivesOutsideTheNetwork) {
  Home home(false);
  const Life life(home.time, home.air);
  home.time.advance(1h);
  EXPECT_EQ(life.deeds(), 0u);
  EXPECT_TRUE(home.radio.messages.empty());
}

TEST(Life, MeasurementsStayBelievableForADay) {
  Home home;
  const Life life(home.time, home.air);
  VirtualDevice& room = *home.air.find("bedroom climate");
  VirtualDevice& plug = *home.air.find("kitchen plug");
  double coldest = 1e9, warmest = -1e9;
  for (int minute = 0; minute < 24 * 60; minute += 5) {
    home.time.advance(5min);
    const double now = number_of(room, "msTemperatureMeasurement", "measuredValue");
    coldest = std::min(coldest, now);
    warmest = std::max(warmest, now);
    EXPECT_GE(number_of(plug, "haElectricalMeasurement", "activePower"), 0);
  }
  EXPECT_GT(coldest, 1700);
  EXPECT_LT(warmest, 2500);
  EXPECT_GT(warmest - coldest, 200) << "it follows the day";
  EXPECT_GT(number_of(plug, "seMetering", "currentSummDelivered"), 12345);
  ASSERT_TRUE(change(plug, "genOnOff", "onOff", Value(0)));
  home.time.advance(1min);
  EXPECT_EQ(number_of(plug, "haElectricalMeasurement", "activePower"), 0);
}

// World -------------------------------------------------------------------------------------------

TEST(World, DevicesJoinByThemselvesWhenTheyMay) {
  VirtualTime time;
  WorldOptions options;
  options.join_all = true;
  auto world = World::make(time, *read_home(demo_home(), "demo.yaml"), options);
  ASSERT_TRUE(world) << world.error().text;
  Air& air = (*world)->air();
  air.start({});
  time.advance(1min);
  for (const auto& device : air.devices()) EXPECT_FALSE(air.on_network(*device));
  air.permit_joining(std::nullopt, 60);
  time.advance(3s);
  const auto joined = [&] {
    return std::count_if(air.devices().begin(), air.devices().end(),
                         [&](const auto& device) { return air.on_network(*device); });
  };
  EXPECT_GT(joined(), 1);
  EXPECT_LT(joined(), 8) << "one after another";
  time.advance(20s);
  EXPECT_EQ(joined(), 16);
}

TEST(World, RemembersRadioAndDevices) {
  const std::string path = testing::TempDir() + "waggle-world-test.json";
  std::remove(path.c_str());
  VirtualTime time;
  WorldOptions options;
  options.state = path;
  coordinator::NetworkParameters network;
  network.pan = PanId(0x1A62);
  network.channel = 20;
  {
    auto world = World::make(time, *read_home(demo_home(), "demo.yaml"), options);
    ASSERT_TRUE(world);
    (*world)->ncp().memory().store_keys(network);
    (*world)->ncp().memory().store_nib(network);
    (*world)->air().start(network);
    ASSERT_TRUE((*world)->air().join(*(*world)->air().find("bedroom lamp"), true));
    time.advance(1s);
    ASSERT_TRUE(change(*(*world)->air().find("bedroom lamp"), "genOnOff", "onOff", Value(1)));
  }
  auto world = World::make(time, *read_home(demo_home(), "demo.yaml"), options);
  ASSERT_TRUE(world);
  const auto stored = (*world)->ncp().memory().network();
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->pan, network.pan);
  (*world)->air().start(network);
  const VirtualDevice& lamp = *(*world)->air().find("bedroom lamp");
  EXPECT_TRUE((*world)->air().on_network(lamp));
  EXPECT_EQ(number_of(lamp, "genOnOff", "onOff"), 1);
  EXPECT_FALSE((*world)->air().on_network(*(*world)->air().find("kitchen plug")));
  world = Error{Errc::cancelled, "over"};
  std::remove(path.c_str());
}

}  // namespace
}  // namespace waggle::sim
