// Touchlink through the whole program: lamps of this network, of another one and of none.
#include "house/house.h"

namespace waggle::house {
namespace {

class TouchlinkTest : public testing::Test {
 protected:
  TouchlinkTest() { house.start(); }
  Value found(std::string_view name, int channel) const {
    return Object{{"channel", channel}, {"ieee_address", house.address(name)}};
  }
  bool belongs_elsewhere(std::string_view name) { return house.world->air().find(name)->network.has_value(); }
  void move_away(std::string_view name, int channel) {
    house.order({{"cmd", "elsewhere"}, {"device", name}, {"channel", channel}});
  }

  House house;
};

TEST_F(TouchlinkTest, FindsLampsOnEveryChannel) {
  house.join("bedroom lamp");
  move_away("living room lamp", 20);
  const Value answer = house.request("touchlink/scan", "");
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  bool own = false, other = false, blank = false;
  for (const Value& one : answer.find("data", "found")->array()) {
    own = own || one == found("bedroom lamp", 15);
    other = other || one == found("living room lamp", 20);
    blank = blank || *one.find("channel") == Value(11);
  }
  EXPECT_TRUE(own && other && blank) << json::dump(answer);
  // And the network is served again.
  house.publish(house.address("bedroom lamp") + "/set", "ON");
  EXPECT_EQ(*house.last(house.address("bedroom lamp")).find("state"), Value("ON"));
}

TEST_F(TouchlinkTest, MakesALampBlink) {
  move_away("living room lamp", 20);
  const Value answer = house.request("touchlink/identify", found("living room lamp", 20));
  EXPECT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("data"), found("living room lamp", 20));
  const Value lamp = house.order({{"cmd", "device"}, {"device", "living room lamp"}});
  EXPECT_NE(json::dump(lamp).find("\"identifyTime\":6553"), std::string::npos);
}

TEST_F(TouchlinkTest, ResetsALampOfAnotherNetwork) {
  move_away("living room lamp", 20);
  const Value answer = house.request("touchlink/factory_reset", found("living room lamp", 20));
  EXPECT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_FALSE(belongs_elsewhere("living room lamp"));
}

TEST_F(TouchlinkTest, ResetsTheFirstThatAnswers) {
  const Value answer = house.request("touchlink/factory_reset", "");
  EXPECT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("data"), Value(Object{}));
}

TEST_F(TouchlinkTest, SaysWhatIsWrong) {
  move_away("living room lamp", 20);
  struct Row {
    std::string path;
    Value payload;
    std::string error;
  };
  const std::string away = house.address("living room lamp");
  const Row rows[] = {
      {"touchlink/identify", "", "Invalid payload"},
      {"touchlink/identify", Object{{"ieee_address", away}}, "Invalid payload"},
      {"touchlink/identify", Object{{"ieee_address", "lamp"}, {"channel", 20}},
       "Invalid payload: ieee_address is an address such as 0x00158d0001070430, not 'lamp'"},
      {"touchlink/identify", Object{{"ieee_address", away}, {"channel", 9}},
       "Invalid payload: channel is a number from 11 to 26, not '9'"},
      {"touchlink/identify", Object{{"ieee_address", away}, {"channel", 25}},
       "'" + away + "' did not answer on channel 25: hold it closer to the radio, switch it off and on, and try again at once"},
  };
  for (const Row& row : rows) {
    const Value answer = house.request(row.path, row.payload);
    EXPECT_EQ(*answer.find("status"), Value("error")) << row.path;
    EXPECT_EQ(*answer.find("error"), Value(row.error)) << row.path;
  }
  EXPECT_TRUE(belongs_elsewhere("living room lamp"));
}

TEST_F(TouchlinkTest, OneAtATimeAndNothingElseMeanwhile) {
  house.join("bedroom lamp");
  house.forget();
  house.mqtt->deliver("zigbee2mqtt/bridge/request/touchlink/scan", "");
  house.wait(1s);
  const Value busy = house.request("touchlink/scan", "");
  EXPECT_EQ(*busy.find("error"), Value("Touchlink operation already in progress"));
  house.wait(20s);
  EXPECT_EQ(house.all("bridge/response/touchlink/scan").size(), 2u);
  EXPECT_EQ(*house.last("bridge/response/touchlink/scan").find("status"), Value("ok"));
}

TEST_F(TouchlinkTest, NobodyThere) {
  for (const auto& device : house.world->air().devices()) device->faults.dropped = true;
  EXPECT_EQ(*house.request("touchlink/scan", "").find("data", "found"), Value(Array{}));
  EXPECT_EQ(*house.request("touchlink/factory_reset", "").find("error"), Value("Failed to factory reset device through Touchlink"));
}

TEST_F(TouchlinkTest, ARestartWaitsForTheRadioToComeBack) {
  house.join("bedroom lamp");
  house.mqtt->deliver("zigbee2mqtt/bridge/request/touchlink/scan", "");
  house.wait(1s);
  house.stop();
  house.start();
  house.publish(house.address("bedroom lamp") + "/set", "ON");
  EXPECT_EQ(*house.last(house.address("bedroom lamp")).find("state"), Value("ON"));
}

}  // namespace
}  // namespace waggle::house
