// Home Assistant hears of every entity, once, and of what becomes of it.
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

std::string with_home_assistant(std::string_view more = "") {
  return std::string(configuration) + "homeassistant:\n  enabled: true\n" + std::string(more);
}

class HomeAssistant : public testing::Test {
 protected:
  void start(std::string_view more = "") {
    house = std::make_unique<House>("", with_home_assistant(more));
    house->start();
    house->wait(10s);
  }
  void join(const std::string& name) {
    house->join(name, name);
    house->wait(5s);
  }
  std::string topic(std::string_view type, std::string_view device, std::string_view object) const {
    return fmt::format("homeassistant/{}/{}/{}/config", type, house->address(device), object);
  }
  /// Null: nothing was sent; an empty text: it was taken back.
  Value announced(const std::string& where) const {
    const std::string* found = house->mqtt->last(where);
    return !found ? Value() : found->empty() ? Value("") : json::parse(*found).value_or(Value());
  }
  std::vector<std::string> sent_below(std::string_view prefix) const {
    std::vector<std::string> out;
    for (const auto& sent : house->mqtt->sent) {
      if (sent.topic.starts_with(prefix)) out.push_back(sent.topic);
    }
    return out;
  }
  void press_up() {
    house->order({{"cmd", "command"}, {"device", "bedroom dimmer"}, {"cluster", "manuSpecificPhilips"}, {"command", "hueNotification"}, {"ep", 2},
                  {"manufacturer", 0x100b}, {"payload", Object{{"button", 2}, {"unknown1", 3145728}, {"type", 0}, {"unknown2", 0}, {"time", 0}, {"unknown3", 0}}}});
    house->wait(2s);
  }
  void restart() {
    const auto retained = house->mqtt->retained;
    house->stop();
    house->start(false);
    house->mqtt->retained = retained;
    house->wait(30s);
  }
  const Value& part(const Value& message, std::string_view key) const {
    static const Value none;
    const Value* found = message.find(key);
    return found ? *found : none;
  }

  std::unique_ptr<House> house;
};

TEST_F(HomeAssistant, HearsOfTheBridge) {
  start();
  const std::vector<std::string> all = sent_below("homeassistant/");
  EXPECT_EQ(all.size(), 8u);
  for (const std::string& each : all) {
    EXPECT_NE(each.find("/1221051039810110150109113116116_0x"), std::string::npos) << each;
    const Value message = announced(each);
    EXPECT_EQ(part(part(message, "device"), "name"), Value("Zigbee2MQTT Bridge")) << each;
  }
}

TEST_F(HomeAssistant, HearsOfADeviceAndItsName) {
  start();
  join("bedroom lamp");
  const Value lamp = announced(topic("light", "bedroom lamp", "light"));
  EXPECT_EQ(part(lamp, "state_topic"), Value("zigbee2mqtt/bedroom lamp"));
  EXPECT_EQ(part(lamp, "command_topic"), Value("zigbee2mqtt/bedroom lamp/set"));
  EXPECT_EQ(part(lamp, "default_entity_id"), Value("light.bedroom_lamp"));
  EXPECT_EQ(part(lamp, "unique_id"), Value(house->address("bedroom lamp") + "_light_zigbee2mqtt"));
  EXPECT_EQ(part(part(lamp, "device"), "name"), Value("bedroom lamp"));
  house->forget();
  house->order({{"cmd", "announce"}, {"device", "bedroom lamp"}});
  house->wait(10s);
  EXPECT_TRUE(sent_below("homeassistant/").empty()) << "nothing has changed";
}

TEST_F(HomeAssistant, ForgetsAnOldNameFirstWhenAsked) {
  start();
  join("kitchen plug");
  house->forget();
  house->request("device/rename", Object{{"from", "kitchen plug"}, {"to", "kettle"}, {"homeassistant_rename", true}});
  EXPECT_EQ(announced(topic("switch", "kitchen plug", "switch")), Value(""));
  house->wait(3s);
  EXPECT_EQ(part(announced(topic("switch", "kitchen plug", "switch")), "state_topic"), Value("zigbee2mqtt/kettle"));
}

TEST_F(HomeAssistant, FollowsTheUsersOptions) {
  start();
  join("kitchen plug");
  const std::string power = topic("sensor", "kitchen plug", "power");
  const std::string plug = topic("switch", "kitchen plug", "switch");
  const auto set = [&](Value own) {
    house->request("device/options", Object{{"id", "kitchen plug"}, {"options", Object{{"homeassistant", std::move(own)}}}});
  };
  set(Object{{"name", "Desk"}, {"power", Object{{"name", "Watts"}, {"icon", nullptr}, {"unit_of_measurement", "kW"}}}});
  EXPECT_EQ(part(announced(power), "name"), Value("Watts"));
  EXPECT_EQ(part(announced(power), "unit_of_measurement"), Value("kW"));
  EXPECT_EQ(part(part(announced(plug), "device"), "name"), Value("Desk"));
  EXPECT_EQ(part(announced(plug), "state_topic"), Value("zigbee2mqtt/kitchen plug"));
  EXPECT_EQ(part(announced(plug), "default_entity_id"), Value("switch.desk"));
  set(Object{{"power", nullptr}});
  EXPECT_EQ(announced(power), Value("")) << "one entity is hidden";
  set(nullptr);
  EXPECT_EQ(announced(plug), Value("")) << "all of them are";
}

TEST_F(HomeAssistant, HearsOfActions) {
  start();
  join("bedroom dimmer");
  press_up();
  const Value trigger = announced(topic("device_automation", "bedroom dimmer", "action_up_press"));
  EXPECT_EQ(part(trigger, "topic"), Value("zigbee2mqtt/bedroom dimmer/action"));
  EXPECT_EQ(part(trigger, "payload"), Value("up_press"));
  EXPECT_EQ(house->last("bedroom dimmer/action"), Value("up_press"));
  house->request("device/rename", Object{{"from", "bedroom dimmer"}, {"to", "clicker"}});
  EXPECT_EQ(part(announced(topic("device_automation", "bedroom dimmer", "action_up_press")), "topic"), Value("zigbee2mqtt/clicker/action"));
}

TEST_F(HomeAssistant, HearsOfGroupsAndScenes) {
  start();
  join("bedroom lamp");
  join("reading light");
  house->request("group/add", Object{{"friendly_name", "lamps"}, {"id", 7}});
  const std::string lamps = "homeassistant/light/1221051039810110150109113116116_7/light/config";
  EXPECT_TRUE(announced(lamps).is_null()) << "an empty group is nothing";
  for (const std::string name : {"bedroom lamp", "reading light"}) house->request("group/members/add", Object{{"group", "lamps"}, {"device", name}});
  EXPECT_EQ(part(announced(lamps), "group"),
            Value(Array{house->address("bedroom lamp") + "_light_zigbee2mqtt", house->address("reading light") + "_light_zigbee2mqtt"}));
  house->publish("bedroom lamp/set", R"({"scene_store": {"ID": 2, "name": "Late Evening"}})");
  house->wait(3s);
  const Value scene = announced(topic("scene", "bedroom lamp", "scene_2"));
  EXPECT_EQ(part(scene, "default_entity_id"), Value("scene.bedroom_lamp_2_late_evening"));
  EXPECT_EQ(part(scene, "payload_on"), Value(R"({ "scene_recall": 2 })"));
  house->request("group/remove", Object{{"id", "lamps"}, {"force", true}});
  EXPECT_EQ(announced(lamps), Value(""));
}

TEST_F(HomeAssistant, GetsEveryPropertyAndItsOwnWords) {
  start();
  join("living room lamp");
  house->stop();
  house->files.content["data/state.json"] = "{\"" + house->address("living room lamp") + R"(":{"color":{"hue":120,"saturation":80}}})";
  house->start();
  const Value state = house->last("living room lamp");
  ASSERT_NE(state.find("color"), nullptr) << json::dump(state);
  EXPECT_EQ(*state.find("color"), Value(Object{{"hue", 120}, {"saturation", 80}, {"h", 120}, {"s", 80}}));
  EXPECT_NE(state.find("effect"), nullptr) << "known of, and null";
  ASSERT_NE(state.find("update"), nullptr);
  EXPECT_EQ(*state.find("update", "latest_version"), Value(-1));
  EXPECT_NE(state.find("linkquality"), nullptr);
}

TEST_F(HomeAssistant, GetsTheStatesAgainAfterItsStart) {
  start();
  join("bedroom lamp");
  house->publish("bedroom lamp/set", R"({"state": "ON"})");
  house->forget();
  house->mqtt->deliver("homeassistant/status", "online");
  house->wait(25s);
  EXPECT_TRUE(house->all("bridge/state").empty());
  house->wait(10s);
  EXPECT_EQ(house->all("bridge/state").size(), 1u);
  EXPECT_EQ(*house->last("bedroom lamp").find("state"), Value("ON"));
  EXPECT_TRUE(sent_below("homeassistant/").empty());
}

TEST_F(HomeAssistant, KeepsWhatTheBrokerHasAndClearsWhatIsStale) {
  start();
  join("bedroom lamp");
  house->mqtt->retained["homeassistant/sensor/0x0011223344556677/x/config"] = R"({"availability":[{"topic":"zigbee2mqtt/bridge/state"}]})";
  house->mqtt->retained["homeassistant/sensor/other/x/config"] = R"({"state_topic":"elsewhere"})";
  house->mqtt->retained[topic("sensor", "bedroom lamp", "gone")] = R"({"availability":[{"topic":"zigbee2mqtt/bridge/state"}]})";
  restart();
  EXPECT_EQ(announced("homeassistant/sensor/0x0011223344556677/x/config"), Value("")) << "of a device that is gone";
  EXPECT_EQ(announced(topic("sensor", "bedroom lamp", "gone")), Value("")) << "an entity that is gone";
  EXPECT_TRUE(announced("homeassistant/sensor/other/x/config").is_null()) << "somebody else's";
  EXPECT_TRUE(announced(topic("light", "bedroom lamp", "light")).is_null()) << "the broker has it already";
  house->request("device/remove", Object{{"id", "bedroom lamp"}, {"force", true}});
  EXPECT_EQ(announced(topic("light", "bedroom lamp", "light")), Value(""));
}

TEST_F(HomeAssistant, SpeaksAgainWhenTheBrokerHasForgotten) {
  start();
  join("bedroom lamp");
  house->mqtt->disconnect();
  house->mqtt->retained.clear();
  house->forget();
  house->mqtt->connect();
  house->wait(10s);
  EXPECT_TRUE(announced(topic("light", "bedroom lamp", "light")).is_object());
}

TEST_F(HomeAssistant, MayGetOneMessageADevice) {
  start();
  join("kitchen plug");
  const std::string plug = topic("switch", "kitchen plug", "switch");
  const std::string whole = "homeassistant/device/" + house->address("kitchen plug") + "/config";
  const Value single = announced(plug);
  ASSERT_TRUE(single.is_object());
  const auto choose = [&](std::string_view from, std::string_view to) {
    std::string& config = house->files.content.at("data/configuration.yaml");
    config.replace(config.find(from), from.size(), to);
    house->forget();
    restart();
  };
  choose("  enabled: true\n", "  enabled: true\n  device_discovery: true\n");
  // Told to let go, then the new form, then nothing on the old topic.
  std::vector<std::string> on_old;
  std::size_t told = 0, cleared = 0, came = 0;
  for (std::size_t i = 0; i < house->mqtt->sent.size(); ++i) {
    const auto& sent = house->mqtt->sent[i];
    if (sent.topic == whole) came = i;
    if (sent.topic == plug && sent.payload.empty()) cleared = i;
    if (sent.topic == plug && !sent.payload.empty()) {
      told = i;
      EXPECT_EQ(sent.payload, R"({"migrate_discovery":true})");
    }
  }
  EXPECT_LT(told, came);
  EXPECT_LT(came, cleared);
  const Value message = announced(whole);
  const Value& component = part(part(message, "components"), "switch_switch");
  EXPECT_EQ(part(component, "platform"), Value("switch"));
  EXPECT_EQ(part(component, "unique_id"), part(single, "unique_id"));
  EXPECT_EQ(part(component, "command_topic"), part(single, "command_topic"));
  EXPECT_EQ(component.find("device"), nullptr);
  EXPECT_EQ(part(message, "device"), part(single, "device"));
  EXPECT_EQ(part(message, "availability"), part(single, "availability"));
  EXPECT_GT(part(message, "components").object().size(), 5u);
  house->forget();
  restart();
  EXPECT_EQ(sent_below("homeassistant/"), std::vector<std::string>()) << "nothing has changed";
  choose("  device_discovery: true\n", "");
  EXPECT_EQ(announced(whole), Value(""));
  EXPECT_EQ(announced(plug), single);
}

// As after a power cut in the middle of it: some old topics still tell Home Assistant to let go.
TEST_F(HomeAssistant, SeesAMigrationEndedThatWasCutOff) {
  start("  device_discovery: true\n");
  join("kitchen plug");
  const std::string plug = topic("switch", "kitchen plug", "switch");
  const std::string others = "homeassistant/switch/0x0011223344556677/switch/config";
  const std::string of_another_bridge = "homeassistant/scene/4711_" + house->address("kitchen plug") + "/scene_1/config";
  for (const std::string& left : {plug, others, of_another_bridge}) house->mqtt->retained[left] = R"({"migrate_discovery":true})";
  house->forget();
  restart();
  EXPECT_EQ(announced(plug), Value(""));
  EXPECT_EQ(sent_below("homeassistant/"), std::vector<std::string>{plug}) << "nothing else has changed, and theirs is theirs";
}

TEST_F(HomeAssistant, GetsAnEmptyActionAfterEachForOldAutomations) {
  start("  legacy_action_sensor: true\n");
  join("bedroom dimmer");
  EXPECT_EQ(part(announced(topic("sensor", "bedroom dimmer", "action")), "entity_category"), Value("diagnostic"));
  house->forget();
  press_up();
  const std::vector<Value> states = house->all("bedroom dimmer");
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(part(states[0], "action"), Value("up_press"));
  EXPECT_EQ(part(states[1], "action"), Value(""));
}

TEST_F(HomeAssistant, HearsNothingWhenNobodyAsked) {
  house = std::make_unique<House>();
  house->start();
  join("bedroom lamp");
  EXPECT_TRUE(sent_below("homeassistant/").empty());
  EXPECT_EQ(house->last("bedroom lamp").find("update"), nullptr);
  const auto& heard = house->mqtt->subscribed;
  EXPECT_TRUE(std::none_of(heard.begin(), heard.end(), [](const std::string& f) { return f.starts_with("homeassistant"); }));
}

}  // namespace
}  // namespace waggle::house
