// Against what Zigbee2MQTT announces for the same exposes: tests/data/homeassistant/answers.jsonl has definitions that
// show every kind of entity. All of them: node tests/homeassistant/peer.mjs NODE_MODULES > all.jsonl, then
// WAGGLE_ANSWERS=all.jsonl homeassistant_test.
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/json.h"
#include "homeassistant/actions.h"
#include "homeassistant/announcement.h"
#include "homeassistant/answers.h"
#include "homeassistant/names.h"

namespace waggle::homeassistant {
namespace {

TEST(HomeAssistant, AnnouncesWhatZigbee2MqttAnnounces) {
  const char* file = std::getenv("WAGGLE_ANSWERS");
  const auto answers = read_answers(file ? file : "tests/data/homeassistant/answers.jsonl");
  ASSERT_TRUE(answers) << answers.error().text;
  ASSERT_GT(answers->size(), 20u);
  std::size_t equal = 0;
  std::size_t messages = 0;
  for (const Answer& answer : *answers) {
    const std::vector<std::string> found = differences(answer);
    messages += answer.messages.size();
    if (found.empty()) ++equal;
    for (const std::string& line : found) ADD_FAILURE() << answer.vendor << " " << answer.model << ": " << line;
  }
  std::printf("%zu of %zu definitions equal, %zu messages\n", equal, answers->size(), messages);
}

const Site site{"zigbee2mqtt", "2.14.1", "0x00124b0029a1b2c3", "http://house", true};

Owner lamp(const Object& options) {
  Owner out;
  out.id = "0x00158d0000000001";
  out.name = "Küche/Lamp";
  out.options = &options;
  out.identity = {{"manufacturer", "IKEA"}, {"hw_version", 1}};
  return out;
}

Entry switch_entry() {
  Entry out("switch", "switch");
  out.payload = {{"name", nullptr}};
  out.command("command_topic");
  return out;
}

TEST(HomeAssistant, SaysWhoseAnEntityIs) {
  const Object none;
  Owner owner = lamp(none);
  owner.availability = true;
  const Announcement made = announce(switch_entry(), owner, site);
  EXPECT_EQ(made.topic, "switch/0x00158d0000000001/switch/config");
  EXPECT_EQ(json::dump(*made.payload.find("device")),
            R"({"identifiers":["zigbee2mqtt_0x00158d0000000001"],"name":"Küche/Lamp","manufacturer":"IKEA","hw_version":1,)"
            R"("configuration_url":"http://house/#/device/0/0x00158d0000000001/info","via_device":"zigbee2mqtt_bridge_0x00124b0029a1b2c3"})");
  EXPECT_EQ(json::dump(*made.payload.find("availability")),
            R"([{"topic":"zigbee2mqtt/bridge/state","value_template":"{{ value_json.state }}"},)"
            R"({"topic":"zigbee2mqtt/Küche/Lamp/availability","value_template":"{{ value_json.state }}"}])");
  EXPECT_EQ(*made.payload.find("availability_mode"), Value("all"));
  EXPECT_EQ(*made.payload.find("default_entity_id"), Value("switch.küche/lamp"));
  owner.disabled = true;
  owner.availability = false;
  EXPECT_EQ(json::dump(*announce(switch_entry(), owner, site).payload.find("availability")),
            R"([{"topic":"zigbee2mqtt/bridge/state","value_template":"{{ \"offline\" }}"}])");
}

TEST(HomeAssistant, GroupsAreTheirBridgesOwn) {
  Owner owner;
  owner.kind = Owner::Kind::group;
  owner.id = "7";
  owner.name = "lamps";
  owner.members = [](std::string_view type) { return type == "switch" ? Array{"a", "b"} : Array{}; };
  const Announcement made = announce(switch_entry(), owner, site);
  EXPECT_EQ(made.topic, "switch/1221051039810110150109113116116_7/switch/config");
  EXPECT_EQ(made.unique_id, "7_switch_zigbee2mqtt");
  EXPECT_EQ(*made.payload.find("group"), Value(Array{"a", "b"}));
  EXPECT_EQ(*made.payload.find("device")->find("identifiers"), Value(Array{"zigbee2mqtt_1221051039810110150109113116116_7"}));
}

TEST(HomeAssistant, UsersHaveTheLastWord) {
  const Value options = *json::parse(R"({"homeassistant": {"name": "Desk", "icon": "mdi:desk", "availability": null,
    "device": {"suggested_area": "Office"}, "switch": {"type": "light", "object_id": "lamp"},
    "lamp": {"name": "Desk lamp", "icon": null, "deep": {"ignored": true}}, "other": null}})");
  const Owner owner = lamp(options.object());
  Entries entries{switch_entry(), Entry("sensor", "other")};
  choose(*overrides(owner), entries);
  ASSERT_EQ(entries.size(), 1u);
  const Announcement made = announce(entries[0], owner, site);
  EXPECT_EQ(made.topic, "light/0x00158d0000000001/lamp/config");
  EXPECT_EQ(*made.payload.find("name"), Value("Desk lamp"));
  EXPECT_FALSE(made.payload.contains("icon"));
  EXPECT_FALSE(made.payload.contains("availability"));
  EXPECT_FALSE(made.payload.contains("deep"));
  EXPECT_EQ(*made.payload.find("device")->find("suggested_area"), Value("Office"));
  EXPECT_EQ(*made.payload.find("device")->find("name"), Value("Desk"));
}

TEST(HomeAssistant, TakesActionsApart) {
  const std::vector<Value> actions{"1_hold_release", "button_2_press", "scene_21", "region_10_enter", "region_*_leave", "dial_rotate_left_slow",
                                   "brightness_step_up", "recall_*", "toggle", "color_*", "on_press"};
  EXPECT_EQ(json::dump(event_types(actions)), R"(["hold_release","press","scene","region_enter","region_leave","dial_rotate","brightness_step","recall","toggle"])");
  EXPECT_TRUE(event_template().starts_with(R"({% set patterns = [
{"pattern": '^(?P<button>(?:button_)?[a-z0-9]+)_(?P<action>(?:press|hold)(?:_release)?)$', "groups": ["button", "action"]},)"));
}

TEST(HomeAssistant, WritesNamesAsEntityIds) {
  EXPECT_EQ(entity_id("Living  Room\tLamp"), "living_room_lamp");
  EXPECT_EQ(entity_id("ÄÖÜ Ж"), "äöü_ж");
  EXPECT_EQ(as_numbers("zä"), "122228");
}

}  // namespace
}  // namespace waggle::homeassistant
