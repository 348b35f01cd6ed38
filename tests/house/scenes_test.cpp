// Scenes of devices and of groups: kept in the device, listed for users, and shown when they are recalled.
#include <sstream>

#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

class Scenes : public testing::Test {
 protected:
  Scenes() {
    house.start();
    for (const std::string name : {"living room lamp", "bedroom lamp"}) {
      house.join(name, name);
    }
  }
  void set(const std::string& name, Object message) { house.publish(name + "/set", json::dump(Value(std::move(message)))); }
  Value of_device(std::string_view name) const {
    const Value devices = house.last("bridge/devices");
    for (const Value& d : devices.array()) {
      if (*d.find("friendly_name") == Value(name)) return *d.find("endpoints", "1", "scenes");
    }
    return {};
  }
  Value of_group() const { return *house.last("bridge/groups").array().at(0).find("scenes"); }
  std::size_t held(std::string_view name) const { return house.world->air().find(name)->memberships(EndpointId(1)).scenes.size(); }
  Value kept(std::string_view name) const {
    std::istringstream lines(house.files.content.at("data/database.db"));
    for (std::string line; std::getline(lines, line);) {
      const Value row = json::parse(line).value_or(Value());
      const Value* ieee = row.find("ieeeAddr");
      const Value* scenes = row.find("endpoints", "1", "meta", "scenes");
      if (ieee && *ieee == Value(house.address(name))) return scenes ? *scenes : Value();
    }
    return {};
  }
  static Value listed(int id, std::string_view name) { return Object{{"id", id}, {"name", name}}; }

  House house;
};

TEST_F(Scenes, OfADeviceAreStoredAndRecalled) {
  set("bedroom lamp", {{"state", "ON"}, {"brightness", 40}});
  set("bedroom lamp", {{"scene_store", Object{{"ID", 1}, {"name", "evening"}}}});
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{listed(1, "evening")}));
  EXPECT_EQ(held("bedroom lamp"), 1u);
  set("bedroom lamp", {{"state", "OFF"}});
  EXPECT_EQ(*house.last("bedroom lamp").find("state"), Value("OFF"));
  set("bedroom lamp", {{"scene_recall", 1}});
  EXPECT_EQ(*house.last("bedroom lamp").find("state"), Value("ON"));
  EXPECT_EQ(*house.last("bedroom lamp").find("brightness"), Value(40));
  house.stop();
  const Value scenes = kept("bedroom lamp");
  EXPECT_EQ(*scenes.find("1_0", "name"), Value("evening"));
  EXPECT_EQ(*scenes.find("1_0", "state", "brightness"), Value(40));
  house.start();
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{listed(1, "evening")}));
}

TEST_F(Scenes, OfADeviceAreAddedRenamedAndRemoved) {
  set("bedroom lamp", {{"scene_add", Object{{"ID", 3}, {"name", "night"}, {"state", "ON"}, {"brightness", 5}, {"transition", 2}}}});
  set("bedroom lamp", {{"scene_add", Object{{"ID", 4}, {"state", "OFF"}}}});
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{listed(3, "night"), listed(4, "Scene 4")}));
  EXPECT_EQ(held("bedroom lamp"), 2u);
  set("bedroom lamp", {{"scene_recall", 3}});
  EXPECT_EQ(*house.last("bedroom lamp").find("brightness"), Value(5));
  set("bedroom lamp", {{"scene_rename", Object{{"ID", 3}, {"name", "deep night"}}}});
  EXPECT_EQ(of_device("bedroom lamp").array().at(0), listed(3, "deep night"));
  set("bedroom lamp", {{"scene_remove", 4}});
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{listed(3, "deep night")}));
  EXPECT_EQ(held("bedroom lamp"), 1u);
  set("bedroom lamp", {{"scene_remove_all", ""}});
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{}));
  EXPECT_EQ(held("bedroom lamp"), 0u);
  house.stop();
  EXPECT_EQ(kept("bedroom lamp"), Value(Object{}));
}

TEST_F(Scenes, OfAGroupAreThoseOfItsMembers) {
  house.request("group/add", Object{{"friendly_name", "lamps"}, {"id", 5}});
  for (const std::string name : {"living room lamp", "bedroom lamp"}) house.request("group/members/add", Object{{"group", "lamps"}, {"device", name}});
  set("lamps", {{"state", "ON"}, {"brightness", 90}});
  set("bedroom lamp", {{"brightness", 30}});
  set("lamps", {{"scene_store", Object{{"ID", 1}, {"name", "reading"}}}});
  EXPECT_EQ(of_group(), Value(Array{listed(1, "reading")}));
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{}));  // it is not one of the lamp alone
  EXPECT_EQ(held("bedroom lamp"), 1u);
  EXPECT_EQ(held("living room lamp"), 1u);
  set("lamps", {{"state", "OFF"}});
  set("lamps", {{"scene_recall", 1}});
  EXPECT_EQ(*house.last("bedroom lamp").find("brightness"), Value(30));
  EXPECT_EQ(*house.last("living room lamp").find("brightness"), Value(90));
  EXPECT_EQ(*house.last("bedroom lamp").find("state"), Value("ON"));
  set("lamps", {{"scene_rename", Object{{"ID", 1}, {"name", "study"}}}});
  EXPECT_EQ(of_group(), Value(Array{listed(1, "study")}));
  house.stop();
  EXPECT_EQ(*kept("bedroom lamp").find("1_5", "name"), Value("study"));
  house.start();
  EXPECT_EQ(of_group(), Value(Array{listed(1, "study")}));
  set("lamps", {{"scene_add", Object{{"ID", 2}, {"name", "dim"}, {"state", "ON"}, {"brightness", 10}}}});
  EXPECT_EQ(of_group(), Value(Array{listed(1, "study"), listed(2, "dim")}));
  set("lamps", {{"scene_remove", 1}});
  EXPECT_EQ(of_group(), Value(Array{listed(2, "dim")}));
  set("lamps", {{"scene_remove_all", ""}});
  EXPECT_EQ(of_group(), Value(Array{}));
  EXPECT_EQ(held("living room lamp"), 0u);
}

// Stored through a lamp, of the group that it is in.
TEST_F(Scenes, OfAGroupCanBeStoredInOneMember) {
  house.request("group/add", Object{{"friendly_name", "lamps"}, {"id", 5}});
  house.request("group/members/add", Object{{"group", "lamps"}, {"device", "bedroom lamp"}});
  set("bedroom lamp", {{"state", "ON"}});
  set("bedroom lamp", {{"scene_store", Object{{"ID", 6}, {"group_id", 5}, {"name", "mine"}}}});
  EXPECT_EQ(of_group(), Value(Array{listed(6, "mine")}));
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{}));
}

TEST_F(Scenes, ThatADeviceRefusesAreNotListed) {
  set("bedroom lamp", {{"scene_store", Object{{"ID", 1}, {"group_id", 77}}}});
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{}));
  set("bedroom lamp", {{"scene_store", 0}});
  EXPECT_EQ(held("bedroom lamp"), 0u);
  set("bedroom lamp", {{"scene_rename", Object{{"ID", 9}, {"name", "x"}}}});
  EXPECT_EQ(of_device("bedroom lamp"), Value(Array{}));
}

}  // namespace
}  // namespace waggle::house
