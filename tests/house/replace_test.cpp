// A new lamp takes the place of a broken one: name, options, groups, scenes, and the remote that switches it.
#include "house/homes.h"
#include "house/house.h"

namespace waggle::house {
namespace {

const std::string home = hue_lamp("old lamp", "0x0017880100000001") + hue_lamp("new lamp", "0x0017880100000002") + std::string(hue_dimmer);

TEST(Replace, ANewLampTakesThePlaceOfABrokenOne) {
  House house(home);
  house.start();
  const std::string old = house.join("old lamp", "bed"), remote = house.join("dimmer", "dimmer");
  house.request("device/options", Object{{"id", "bed"}, {"options", Object{{"transition", 2}, {"description", "left"}}}});
  house.request("group/add", Object{{"friendly_name", "night"}, {"id", 7}});
  house.request("group/members/add", Object{{"group", "night"}, {"device", "bed"}});
  house.publish("bed/set", R"({"state":"ON","brightness":40})");
  house.publish("night/set", R"({"scene_store":{"ID":3,"name":"dim"}})");
  ASSERT_EQ(*house.request("device/bind", Object{{"from", remote}, {"to", "bed"}}).find("status"), Value("ok"));

  // It breaks; another is bought.
  house.order({{"cmd", "silent"}, {"device", "old lamp"}, {"count", 1000}});
  house.join("new lamp");
  const std::string heir = house.address("new lamp");
  const Value answer = house.request("device/replace", Object{{"from", "bed"}, {"to", heir}});
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("data", "failed"), Value(Array{})) << json::dump(answer);
  EXPECT_EQ(*answer.find("data", "friendly_name"), Value("bed"));
  house.wait(2s);

  const Value devices = house.last("bridge/devices");
  const Value* now = nullptr;
  for (const Value& device : devices.array()) {
    EXPECT_NE(*device.find("ieee_address"), Value(old));
    if (*device.find("friendly_name") == Value("bed")) now = &device;
  }
  ASSERT_TRUE(now);
  EXPECT_EQ(*now->find("ieee_address"), Value(heir));
  EXPECT_EQ(*now->find("description"), Value("left"));
  const auto lamp = [&] { return house.world->air().find("new lamp")->memberships(EndpointId(11)); };
  EXPECT_EQ(lamp().scenes.size(), 1u);
  const Value group = house.last("bridge/groups").array().at(0);
  EXPECT_EQ(*group.find("members"), Value(Array{Object{{"endpoint", 11}, {"ieee_address", heir}}}));
  EXPECT_EQ(*group.find("scenes"), Value(Array{Object{{"id", 3}, {"name", "dim"}}}));
  EXPECT_EQ(devices.is_array() && json::dump(devices).find(old) == std::string::npos, true) << "something still points to the old one";
  EXPECT_NE(json::dump(devices).find(R"("target":{"endpoint":11,"ieee_address":")" + heir), std::string::npos) << json::dump(devices);
  house.publish("bed/set", R"({"state":"OFF"})");
  EXPECT_EQ(*house.last("bed").find("state"), Value("OFF"));

  house.stop();
  house.start();
  EXPECT_EQ(house.request("device/options", Object{{"id", "bed"}, {"options", Object{}}}).find("data", "to")->find("transition")->number_or(0), 2);
}

TEST(Replace, RefusesWhatMakesNoSense) {
  House house(home);
  house.start();
  house.join("old lamp");
  const std::string lamp = house.address("old lamp");
  EXPECT_EQ(*house.request("device/replace", Object{{"from", lamp}}).find("error"), Value("Invalid payload"));
  EXPECT_EQ(*house.request("device/replace", Object{{"from", lamp}, {"to", lamp}}).find("error"), Value("'" + lamp + "' cannot replace itself"));
  EXPECT_EQ(*house.request("device/replace", Object{{"from", lamp}, {"to", "nobody"}}).find("error"), Value("Device 'nobody' does not exist"));
  EXPECT_EQ(*house.request("device/replace", Object{{"from", "Coordinator"}, {"to", lamp}}).find("error"),
            Value("The coordinator cannot be replaced like a device: see `waggle move`"));
}

}  // namespace
}  // namespace waggle::house
