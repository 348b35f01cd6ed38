// Options of devices and groups: clients may write what they like, and the house goes on.
#include "house/house.h"
#include "house/print.h"
#include "settings/table.h"

namespace waggle::house {
namespace {

class Options : public testing::Test {
 protected:
  Options() : house("", std::string(configuration) + "homeassistant: {enabled: true}\navailability: {enabled: true}\n") {
    house.start();
    house.join("bedroom lamp", "lamp");
    house.join("hallway motion", "motion");
    house.request("group/add", Object{{"friendly_name", "all"}, {"id", 3}});
    house.request("group/members/add", Object{{"group", "all"}, {"device", "lamp"}});
  }
  void set(const std::string& kind, const std::string& id, const std::string& key, const Value& value) {
    const Value answer = house.request(kind + "/options", Object{{"id", id}, {"options", Object{{key, value}}}});
    EXPECT_EQ(*answer.find("status"), Value("ok")) << key << " " << json::dump(value);
  }
  void live() {
    house.order({{"cmd", "command"}, {"device", "hallway motion"}, {"cluster", "ssIasZone"}, {"command", "statusChangeNotification"},
                 {"payload", Object{{"zonestatus", 1}, {"extendedstatus", 0}, {"zoneID", 1}, {"delay", 0}}}});
    house.publish("all/set", R"({"state":"TOGGLE"})");
    house.publish("lamp/set", R"({"brightness":20,"color":{"x":0.3,"y":0.3}})");
  }

  House house;
};

/// What no option takes, or few.
const Value nonsense[] = {true, false, -5, 1e300, 0.5, "", "perhaps", Array{}, Array{-1, "(", Object{}}, Object{}, Object{{"timeout", "long"}, {"name", 5}}};

TEST_F(Options, ThatMeanNothingStopNothing) {
  for (const Value& value : nonsense) {
    for (const auto& [kind, rows, id] : {std::tuple("device", settings::device_settings, "lamp"), std::tuple("device", settings::device_settings, "motion"),
                                         std::tuple("group", settings::group_settings, "all")}) {
      for (const settings::Setting& row : rows) {
        const std::string key(row.path.substr(0, row.path.find('.')));
        if (key != "friendly_name") set(kind, id, key, value);
      }
      for (const char* key : {"availability", "transition", "occupancy_timeout", "no_occupancy_since", "state_action", "color_sync", "hue_correction", "brightness_calibration"}) {
        set(kind, id, key, value);
      }
    }
    live();
    house.stop();
    house.start();
    live();
    EXPECT_FALSE(house.last("bridge/devices").is_null()) << json::dump(value);
  }
}

TEST_F(Options, AreUsedAsFarAsTheyMeanSomething) {
  set("device", "lamp", "retain", "perhaps");
  set("device", "lamp", "qos", 9);
  house.publish("lamp/set", "ON");
  const auto sent = std::find_if(house.mqtt->sent.rbegin(), house.mqtt->sent.rend(), [](const auto& s) { return s.topic == "zigbee2mqtt/lamp"; });
  ASSERT_NE(sent, house.mqtt->sent.rend());
  EXPECT_TRUE(sent->options.retain) << "as Zigbee2MQTT reads it";
  EXPECT_EQ(sent->options.qos, 0);
  EXPECT_EQ(*house.request("options", Object{{"options", Object{{"advanced", Object{{"log_level", "debug"}}}}}}).find("status"), Value("ok"))
      << "everything else can be changed";
}

TEST_F(Options, OfAGroupThatWasRenamedLeaveNoAvailabilityBehind) {
  house.forget();
  house.request("group/rename", Object{{"from", "all"}, {"to", "every lamp"}});
  ASSERT_NE(house.mqtt->last("zigbee2mqtt/all/availability"), nullptr);
  EXPECT_EQ(*house.mqtt->last("zigbee2mqtt/all/availability"), "");
  EXPECT_FALSE(house.last("every lamp/availability").is_null());
}

}  // namespace
}  // namespace waggle::house
