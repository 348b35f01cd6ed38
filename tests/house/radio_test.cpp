// The radio goes away in every way it can, and comes back.
#include "house/house.h"

namespace waggle::house {
namespace {

const Value online = Object{{"state", "online"}};
const Value offline = Object{{"state", "offline"}};

class RadioLoss : public testing::Test {
 protected:
  RadioLoss() {
    house.start();
    house.join("bedroom lamp");
    address = house.address("bedroom lamp");
    house.request("device/rename", Object{{"from", address}, {"to", "lamp"}});
    house.publish("lamp/set", R"({"state":"ON"})");
  }

  /// Waits until the bridge is there again; how long it took.
  std::chrono::seconds recover() {
    const Instant begin = house.time.now();
    while (house.last("bridge/state") != online && house.time.now() - begin < 2h) house.wait(1s);
    return std::chrono::duration_cast<std::chrono::seconds>(house.time.now() - begin);
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
  for (int i = 0; i < 20; ++i) {
    house.order({{"cmd", "reset"}});
    house.wait(1s);
    recover();
  }
  expect_all_is_well();
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
