// Who can be reached: what devices say is evidence, silence is asked about, and batteries are only waited for.
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

class Availability : public testing::Test {
 protected:
  void start(std::string_view more = "") {
    house = std::make_unique<House>("", std::string(configuration) + "availability:\n  enabled: true\n" + std::string(more));
    house->start();
  }
  void join(const std::string& name) { house->join(name, name); }
  void drop(std::string_view name, bool on = true) { house->order({{"cmd", "drop"}, {"device", name}, {"on", on}}); }
  void options(std::string_view name, Object options) {
    house->request("device/options", Object{{"id", name}, {"options", std::move(options)}});
  }
  Value state(const std::string& name) const { return house->last(name + "/availability"); }
  /// Reads of genBasic.zclVersion that were sent to it.
  std::size_t pings(std::string_view name) {
    const Value log = house->order({{"cmd", "log"}, {"from", from}});
    std::size_t count = 0;
    for (const Value& frame : log.find("frames")->array()) {
      const std::string_view data = frame.find("data")->string();
      count += *frame.find("device") == Value(name) && *frame.find("dir") == Value("down") && *frame.find("kind") == Value("zcl") &&
               *frame.find("cluster") == Value(0) && data.size() == 10 && data.ends_with("000000");
    }
    return count;
  }
  void count_from_here() { from = static_cast<std::int64_t>(house->order({{"cmd", "log"}, {"from", from}}).find("last")->number_or(0)); }

  std::unique_ptr<House> house;
  std::int64_t from = 0;
  const Value online = Object{{"state", "online"}};
  const Value offline = Object{{"state", "offline"}};
};

TEST_F(Availability, IsToldOnceAndRetained) {
  start();
  house->join("bedroom lamp");
  const std::string topic = house->address("bedroom lamp") + "/availability";
  EXPECT_EQ(house->all(topic), std::vector<Value>{online});
  EXPECT_TRUE(house->mqtt->retained.contains("zigbee2mqtt/" + topic));
  house->wait(9min);
  EXPECT_EQ(house->all(topic).size(), 1u);
}

TEST_F(Availability, ALampThatIsSilentIsAsked) {
  start();
  join("bedroom lamp");
  count_from_here();
  house->wait(9min);
  EXPECT_EQ(pings("bedroom lamp"), 0u);
  house->wait(2min);
  EXPECT_EQ(pings("bedroom lamp"), 1u);
  house->wait(33min);
  EXPECT_EQ(pings("bedroom lamp"), 4u);
  EXPECT_EQ(state("bedroom lamp"), online);
}

TEST_F(Availability, ALampThatDoesNotAnswerIsOfflineAndAskedLessAndLess) {
  start();
  join("bedroom lamp");
  drop("bedroom lamp");
  house->wait(12min);
  EXPECT_EQ(state("bedroom lamp"), offline);
  count_from_here();
  house->wait(13min);  // 15 after it was given up, a minute ago
  EXPECT_EQ(pings("bedroom lamp"), 0u);
  house->wait(3min);
  const std::size_t first = pings("bedroom lamp");
  EXPECT_GT(first, 0u);
  house->wait(27min);  // and 30 after that
  EXPECT_EQ(pings("bedroom lamp"), first);
  house->wait(5min);
  EXPECT_GT(pings("bedroom lamp"), first);
  EXPECT_EQ(house->all("bedroom lamp/availability"), (std::vector<Value>{online, offline}));
}

TEST_F(Availability, ALampThatComesBackIsReadAgain) {
  start();
  join("bedroom lamp");
  house->publish("bedroom lamp/set", R"({"state":"ON"})");
  drop("bedroom lamp");
  house->wait(12min);
  ASSERT_EQ(state("bedroom lamp"), offline);
  drop("bedroom lamp", false);
  house->order({{"cmd", "set"}, {"device", "bedroom lamp"}, {"cluster", "genOnOff"}, {"attrs", Object{{"onOff", 0}}}});
  house->order({{"cmd", "report"}, {"device", "bedroom lamp"}, {"cluster", "genLevelCtrl"}, {"attrs", Object{{"currentLevel", 12}}}});
  house->wait(5s);
  EXPECT_EQ(state("bedroom lamp"), online);
  EXPECT_EQ(*house->last("bedroom lamp").find("state"), Value("OFF"));
}

TEST_F(Availability, RestsAboveAMultipleUntilTheLampIsHeard) {
  start("  active:\n    timeout: 1\n    pause_on_backoff_gt: 3\n");
  join("bedroom lamp");
  drop("bedroom lamp");
  house->wait(1h);
  ASSERT_EQ(state("bedroom lamp"), offline);
  count_from_here();
  house->wait(24h);
  EXPECT_EQ(pings("bedroom lamp"), 0u);
  drop("bedroom lamp", false);
  house->order({{"cmd", "announce"}, {"device", "bedroom lamp"}});
  house->wait(5min);
  EXPECT_EQ(state("bedroom lamp"), online);
  EXPECT_GE(pings("bedroom lamp"), 2u);
}

TEST_F(Availability, WhatLivesOnABatteryIsWaitedForAndNeverAsked) {
  start();
  join("bedroom dimmer");
  count_from_here();
  drop("bedroom dimmer");
  house->wait(24h);
  EXPECT_EQ(state("bedroom dimmer"), online);
  house->wait(2h);
  EXPECT_EQ(state("bedroom dimmer"), offline);
  EXPECT_EQ(pings("bedroom dimmer"), 0u);
}

TEST_F(Availability, OfADeviceIsAsItsUserWants) {
  start();
  join("bedroom lamp");
  join("kitchen plug");
  options("bedroom lamp", {{"availability", Object{{"timeout", 1}}}});
  options("kitchen plug", {{"availability", false}});
  drop("bedroom lamp");
  drop("kitchen plug");
  house->wait(3min);
  EXPECT_EQ(state("bedroom lamp"), offline);
  house->wait(1h);
  EXPECT_EQ(state("kitchen plug"), online) << "as it was when it was last watched";
}

TEST_F(Availability, OfAGroupIsThatOfAnyMember) {
  start("  active:\n    timeout: 1\n");
  house->request("group/add", Object{{"friendly_name", "lamps"}, {"id", 5}});
  for (const std::string name : {"living room lamp", "bedroom lamp"}) {
    join(name);
    house->request("group/members/add", Object{{"group", "lamps"}, {"device", name}});
  }
  EXPECT_EQ(state("lamps"), online);
  drop("bedroom lamp");
  house->wait(3min);
  ASSERT_EQ(state("bedroom lamp"), offline);
  EXPECT_EQ(state("lamps"), online);
  drop("living room lamp");
  house->wait(3min);
  EXPECT_EQ(state("lamps"), offline);
  EXPECT_EQ(house->all("lamps/availability"), (std::vector<Value>{online, offline}));
}

TEST_F(Availability, MovesWithTheName) {
  start();
  join("bedroom lamp");
  house->request("device/rename", Object{{"from", "bedroom lamp"}, {"to", "lamp"}});
  EXPECT_FALSE(house->mqtt->retained.contains("zigbee2mqtt/bedroom lamp/availability"));
  EXPECT_EQ(state("lamp"), online);
}

TEST_F(Availability, IsToldAgainAfterARestartAndLateOnesAreAskedAtOnce) {
  start();
  join("bedroom lamp");
  join("kitchen plug");
  house->stop();
  house->wait(1h);
  drop("kitchen plug");
  house->start();
  EXPECT_EQ(house->all("bedroom lamp/availability").front(), offline);
  house->wait(30s);
  EXPECT_EQ(state("bedroom lamp"), online);
  EXPECT_EQ(state("kitchen plug"), offline);
}

TEST_F(Availability, DoesNotBlameDevicesForALostRadio) {
  start("  active:\n    timeout: 1\n");
  join("bedroom lamp");
  house->order({{"cmd", "unplug"}});
  house->wait(1s);
  house->wait(10min);
  for (const Value& said : house->all("bedroom lamp/availability")) EXPECT_EQ(said, online);
}

// Many that are silent do not keep each other waiting for long, nor are all asked at once.
TEST_F(Availability, SeveralAreAskedAtATime) {
  start("  active:\n    timeout: 1\n    max_jitter: 1000\n");
  const std::string lamps[] = {"living room lamp", "reading light", "bedroom lamp", "kitchen plug"};
  for (const std::string& name : lamps) join(name);
  for (const std::string& name : lamps) drop(name);
  house->wait(2min);
  for (const std::string& name : lamps) EXPECT_EQ(state(name), offline) << name;
}

}  // namespace
}  // namespace waggle::house
