// The radio goes away in every way it can, and comes back.
#include <algorithm>
#include <random>

#include "house/house.h"

namespace waggle::house {
namespace {

const Value online = Object{{"state", "online"}};
const Value offline = Object{{"state", "offline"}};

class RadioLoss : public testing::Test {
 protected:
  RadioLoss() {
    house.start();
    address = house.join("bedroom lamp", "lamp");
    house.publish("lamp/set", R"({"state":"ON"})");
  }

  /// Waits until the bridge is there again; how long it took.
  std::chrono::milliseconds recover() {
    const Instant begin = house.time.now();
    while (house.last("bridge/state") != online && house.time.now() - begin < 2h) house.wait(20ms);
    return std::chrono::duration_cast<std::chrono::milliseconds>(house.time.now() - begin);
  }
  static void tell(std::string_view what, std::vector<std::chrono::milliseconds> times) {
    std::sort(times.begin(), times.end());
    std::printf("%.*s: %zu times, recovered in %lld to %lld ms, half of them within %lld ms\n", static_cast<int>(what.size()), what.data(),
                times.size(), static_cast<long long>(times.front().count()), static_cast<long long>(times.back().count()),
                static_cast<long long>(times[times.size() / 2].count()));
  }
  void expect_all_is_well() {
    EXPECT_EQ(house.last("bridge/state"), online);
    EXPECT_EQ(house.bridge->network().devices().size(), 2u);
    house.publish("lamp/set", R"({"state":"OFF"})");
    EXPECT_EQ(*house.last("lamp").find("state"), Value("OFF"));
    house.publish("lamp/set", R"({"state":"ON"})");
    EXPECT_EQ(*house.last("lamp").find("state"), Value("ON"));
  }

  House house;
  std::string address;
};

TEST_F(RadioLoss, ATwitchOfTheFirmware) {
  std::vector<std::chrono::milliseconds> times;
  for (int i = 0; i < 20; ++i) {
    house.order({{"cmd", "reset"}});
    house.wait(20ms);
    times.push_back(recover());
    house.wait(1s);
  }
  tell("the radio restarts", times);
  expect_all_is_well();
}

// In the middle of whatever goes on: commands, answers, joins, backups.
TEST_F(RadioLoss, ACableIsPulledAHundredTimes) {
  house.request("group/add", Object{{"friendly_name", "all"}, {"id", 5}});
  house.request("group/members/add", Object{{"group", "all"}, {"device", "lamp"}});
  std::mt19937 random(5);
  std::vector<std::chrono::milliseconds> times;
  for (int i = 0; i < 100; ++i) {
    house.mqtt->deliver("zigbee2mqtt/all/set", i % 2 ? R"({"state":"ON"})" : R"({"brightness":50,"transition":1})");
    house.mqtt->deliver("zigbee2mqtt/lamp/get", R"({"state":""})");
    house.wait(std::chrono::milliseconds(random() % 3000));
    house.order({{"cmd", "unplug"}});
    house.wait(20ms);
    times.push_back(recover());
  }
  tell("the line is cut", times);
  EXPECT_LE(*std::max_element(times.begin(), times.end()), 120s);
  house.wait(1min);
  expect_all_is_well();
  EXPECT_EQ(house.last("bridge/groups").array().size(), 1u);
  house.publish("all/set", R"({"state":"OFF"})");
  EXPECT_EQ(*house.last("all").find("state"), Value("OFF"));
}

TEST_F(RadioLoss, ACableIsPulled) {
  house.order({{"cmd", "unplug"}});
  house.wait(2s);
  const auto states = house.all("bridge/state");
  EXPECT_NE(std::find(states.begin(), states.end(), offline), states.end());
  EXPECT_LE(recover(), 120s);
  expect_all_is_well();
}

TEST_F(RadioLoss, SilenceForHalfAnHour) {
  house.order({{"cmd", "mute"}, {"on", true}});
  house.wait(5min);
  EXPECT_EQ(house.last("bridge/state"), offline);
  house.publish("lamp/set", R"({"state":"OFF"})");
  house.wait(25min);
  house.order({{"cmd", "mute"}, {"on", false}});
  EXPECT_LE(recover(), 120s);
  expect_all_is_well();
}

TEST_F(RadioLoss, GarbageBetweenFrames) {
  for (int i = 0; i < 50; ++i) {
    house.order({{"cmd", "garbage"}, {"data", "fefe00ff41fe0300"}});
    house.wait(700ms);
  }
  expect_all_is_well();
}

}  // namespace
}  // namespace waggle::house
