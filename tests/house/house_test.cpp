#include "bridge/data_folder.h"
#include "house/house.h"

namespace waggle::house {
namespace {

const Value* device_of(const Value& devices, const std::string& address) {
  for (const Value& device : devices.array()) {
    if (*device.find("ieee_address") == Value(address)) return &device;
  }
  return nullptr;
}

TEST(House, PresentsItselfWhenItIsReady) {
  House house;
  house.start();
  const Value info = house.last("bridge/info");
  EXPECT_EQ(*info.find("coordinator", "type"), Value("ZStack3x0"));
  EXPECT_EQ(*info.find("network", "channel"), Value(15));
  EXPECT_EQ(info.find("config", "advanced", "network_key"), nullptr);
  EXPECT_EQ(house.last("bridge/devices").array().size(), 1u);
  EXPECT_EQ(house.last("bridge/groups"), Value(Array{}));
  EXPECT_NE(house.last("bridge/definitions").find("clusters", "genOnOff"), nullptr);
}

TEST(House, TakesADeviceInFromJoinToState) {
  House house;
  house.start();
  house.join("hallway motion");
  const std::string address = house.address("hallway motion");
  const auto events = house.all("bridge/event");
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(*events[0].find("type"), Value("device_joined"));
  EXPECT_EQ(*events[1].find("data", "status"), Value("started"));
  // It is not asked before it has announced itself: it has no key so far.
  EXPECT_EQ(*events[2].find("type"), Value("device_announce"));
  EXPECT_EQ(*events[3].find("data", "status"), Value("successful"));
  EXPECT_EQ(*events[3].find("data", "definition", "model"), Value("07043M"));
  const Value devices = house.last("bridge/devices");
  const Value* device = device_of(devices, address);
  ASSERT_NE(device, nullptr);
  EXPECT_EQ(*device->find("interview_state"), Value("SUCCESSFUL"));
  EXPECT_EQ(*device->find("supported"), Value(true));

  EXPECT_EQ(*house.request("device/rename", Object{{"from", address}, {"to", "hall"}}).find("status"), Value("ok"));
  house.forget();
  house.order({{"cmd", "command"}, {"device", "hallway motion"}, {"cluster", "ssIasZone"}, {"command", "statusChangeNotification"},
               {"payload", Object{{"zonestatus", 1}, {"extendedstatus", 0}, {"zoneID", 1}, {"delay", 0}}}});
  house.wait(1s);
  EXPECT_EQ(*house.last("hall").find("occupancy"), Value(true));
}

TEST(House, LetsADeviceInByItsInstallCode) {
  House house(R"(
- name: lamp
  model: RB 265
  manufacturer: innr
  ieee: 0x00158d0002650001
  install_code: 83FED3407A939723A5C639B26916D505C3B5
  endpoints:
    1: {device: 0x0101, inputs: [genBasic, genIdentify, genOnOff, genLevelCtrl], outputs: [genOta]}
)");
  house.start();
  house.request("permit_join", Object{{"time", 254}});
  const auto join = [&] { return house.world->control().run(Value(Object{{"cmd", "join"}, {"device", "lamp"}})); };
  EXPECT_EQ(join().error().text, "the trust centre does not know its install code");
  struct Row {
    Value request;
    std::string error;
  };
  const Row rows[] = {
      {Object{}, "Invalid payload"},
      {"x", "Unsupported install code, got 1 chars, expected 95 or 91 chars, or known format"},
      {Object{{"value", "00158d0002650001|83FED3"}}, "Install code 83fed3 has invalid size"},
  };
  for (const Row& row : rows) EXPECT_EQ(*house.request("install_code/add", row.request).find("error"), Value(row.error));
  // Another device's code, and a code with a mistake in it, are taken but open nothing.
  EXPECT_EQ(*house.request("install_code/add", "00158d0002650002|83FED3407A939723A5C639B26916D505C3B5").find("status"), Value("ok"));
  EXPECT_EQ(*house.request("install_code/add", "00158d0002650001|93FED3407A939723A5C639B26916D505").find("status"), Value("ok"));
  EXPECT_FALSE(join());
  const std::string value = "00158d0002650001|83FED3407A939723A5C639B26916D505";
  EXPECT_EQ(*house.request("install_code/add", Object{{"value", value}}).find("data"), Value(Object{{"value", value}}));
  EXPECT_TRUE(join());
  house.wait(20s);
  EXPECT_EQ(*house.last("bridge/devices").array().at(1).find("interview_state"), Value("SUCCESSFUL"));
}

TEST(House, SwitchesALampAndSaysSo) {
  House house;
  house.start();
  house.join("bedroom lamp");
  const std::string address = house.address("bedroom lamp");
  house.publish(address + "/set", R"({"state":"ON","brightness":100})");
  EXPECT_EQ(*house.last(address).find("state"), Value("ON"));
  EXPECT_EQ(*house.last(address).find("brightness"), Value(100));
  house.publish(address + "/set/state", "OFF");
  EXPECT_EQ(*house.last(address).find("state"), Value("OFF"));
  house.publish(address + "/set", "on");
  EXPECT_EQ(*house.last(address).find("state"), Value("ON"));
}

TEST(House, KnowsEverythingAgainAfterARestart) {
  House house;
  house.start();
  house.join("bedroom lamp");
  const std::string address = house.address("bedroom lamp");
  house.request("device/rename", Object{{"from", address}, {"to", "bed/lamp"}});
  house.publish("bed/lamp/set", R"({"state":"ON"})");
  house.stop();
  EXPECT_EQ(house.last("bridge/state"), Value(Object{{"state", "offline"}}));
  house.start();
  EXPECT_EQ(*house.last("bed/lamp").find("state"), Value("ON"));
  EXPECT_EQ(house.all("bridge/event").size(), 0u);
  house.publish("bed/lamp/set", R"({"state":"OFF"})");
  EXPECT_EQ(*house.last("bed/lamp").find("state"), Value("OFF"));
}

TEST(House, SaysWhatIsWrongWithARequest) {
  House house;
  house.start();
  house.join("bedroom lamp");
  struct Row {
    std::string path;
    Value payload;
    std::string error;
  };
  const std::string address = house.address("bedroom lamp");
  const Row rows[] = {
      {"permit_join", Object{}, "Invalid payload"},
      {"permit_join", Object{{"time", 10}, {"device", "nobody"}}, "Device 'nobody' does not exist"},
      {"device/rename", Object{{"from", "nobody"}, {"to", "x"}}, "Device 'nobody' does not exist"},
      {"device/rename", Object{{"from", address}}, "Invalid payload"},
      {"device/remove", "nobody", "Device 'nobody' does not exist"},
      {"device/options", Object{{"id", address}}, "Invalid payload"},
      {"device/interview", Object{}, "Invalid payload"},
      {"device/configure", "nobody", "Device 'nobody' does not exist"},
      {"device/configure", Object{{"id", Object{{"a", 1}}}}, R"(Device '{"a":1}' does not exist)"},
      {"group/add", Value(true), "Invalid payload"},
      {"group/remove", "nobody", "Group 'nobody' does not exist"},
      {"group/members/add", Object{{"device", address}, {"group", "nobody"}}, "Group 'nobody' does not exist"},
      {"options", "nothing", "Invalid payload"},
      {"options", Object{{"options", Object{{"mqtt", Object{{"server", "nonsense"}}}}}},
       "mqtt.server 'nonsense': it must begin with mqtt://, mqtts:// or unix:/, such as mqtt://localhost:1883"},
  };
  for (const Row& row : rows) {
    const Value answer = house.request(row.path, row.payload);
    ASSERT_TRUE(answer.find("status")) << row.path;
    EXPECT_EQ(*answer.find("status"), Value("error")) << row.path;
    EXPECT_EQ(*answer.find("error"), Value(row.error)) << row.path;
  }
  const Value echoed = house.request("health_check", Object{{"transaction", 7}});
  EXPECT_EQ(*echoed.find("transaction"), Value(7));
  EXPECT_EQ(*echoed.find("data", "healthy"), Value(true));
}

TEST(House, RemovesADeviceEverywhere) {
  House house;
  house.start();
  house.join("bedroom lamp");
  const std::string address = house.address("bedroom lamp");
  house.publish(address + "/set", "ON");
  const Value answer = house.request("device/remove", Object{{"id", address}, {"force", false}});
  EXPECT_EQ(*answer.find("status"), Value("ok"));
  EXPECT_EQ(house.last("bridge/devices").array().size(), 1u);
  EXPECT_EQ(house.last(address), Value(""));
  house.stop();
  house.start();
  EXPECT_EQ(house.last("bridge/devices").array().size(), 1u);
}

TEST(House, KeepsGroupsAndMembersInStep) {
  House house;
  house.start();
  house.join("bedroom lamp");
  house.join("living room lamp");
  const std::string first = house.address("bedroom lamp");
  const std::string second = house.address("living room lamp");
  EXPECT_EQ(*house.request("group/add", Object{{"friendly_name", "all"}, {"id", 3}}).find("data", "id"), Value(3));
  EXPECT_EQ(*house.request("group/members/add", Object{{"group", "all"}, {"device", first}}).find("status"), Value("ok"));
  EXPECT_EQ(*house.request("group/members/add", Object{{"group", "all"}, {"device", second}}).find("status"), Value("ok"));
  house.publish("all/set", R"({"state":"ON"})");
  EXPECT_EQ(*house.last("all").find("state"), Value("ON"));
  EXPECT_EQ(*house.last(first).find("state"), Value("ON"));
  EXPECT_EQ(*house.last(second).find("state"), Value("ON"));
  house.publish(first + "/set", "OFF");
  EXPECT_EQ(*house.last("all").find("state"), Value("ON"));
  house.publish(second + "/set", "OFF");
  EXPECT_EQ(*house.last("all").find("state"), Value("OFF"));
}

TEST(House, GoesOnAfterBadInput) {
  House house;
  house.start();
  house.join("bedroom lamp");
  const std::string address = house.address("bedroom lamp");
  for (const std::string_view payload : {"{", "[1,2]", "17", "\xff\xfe", "{\"state\": {\"x\": []}}", "{\"brightness\": \"bright\"}", ""}) {
    house.publish(address + "/set", payload);
  }
  house.publish("nobody/set", "ON");
  house.publish(address + "/set/", R"({"state":"OFF"})");
  EXPECT_EQ(house.last(address).find("state"), nullptr);
  house.publish(address + "/set", std::string(10'000'000, 'x'));
  house.publish(address + "/set", R"({"state":"ON"})");
  EXPECT_EQ(*house.last(address).find("state"), Value("ON"));
}

TEST(House, ClosesWithWhatOldClientsSend) {
  House house;
  house.start();
  for (const Value& time : {Value(false), Value(true), Value(""), Value(-1)}) {
    house.request("permit_join", Object{{"time", 60}});
    ASSERT_EQ(*house.last("bridge/info").find("permit_join"), Value(true));
    EXPECT_EQ(*house.request("permit_join", time).find("status"), Value("ok"));
    EXPECT_EQ(*house.last("bridge/info").find("permit_join"), Value(false));
  }
  EXPECT_EQ(*house.request("permit_join", Value("now")).find("status"), Value("error"));
}

TEST(House, SaysWhatTakesThePlaceOfJavaScript) {
  House house;
  house.start();
  const Value code = Object{{"name", "mine.js"}, {"code", "module.exports = []"}, {"transaction", 1}};
  for (const std::string path : {"converter/save", "extension/save"}) {
    const Value answer = house.request(path, code);
    EXPECT_EQ(*answer.find("status"), Value("error")) << path;
    EXPECT_NE(answer.find("error")->string().find("runs no JavaScript"), std::string::npos) << path;
  }
  (void)house.files.replace("data/external_extensions/mine.js", "module.exports = []");
  EXPECT_EQ(*house.request("extension/remove", code).find("status"), Value("ok"));
  EXPECT_FALSE(house.files.exists("data/external_extensions/mine.js"));
  EXPECT_EQ(*house.request("extension/remove", code).find("error"), Value("mine.js (data/external_extensions/mine.js) doesn't exists"));
  EXPECT_EQ(*house.request("converter/remove", Object{{"name", "../configuration.yaml"}}).find("error"),
            Value("Invalid payload: '../configuration.yaml' is no name of a file"));
  EXPECT_TRUE(house.files.exists("data/configuration.yaml"));
  io::MemoryFiles files;
  (void)files.replace("data/external_converters/mine.js", "module.exports = []");
  (void)files.replace("data/external_converters/README", "no code");
  EXPECT_EQ(bridge::foreign_code(files, "data"),
            std::vector<std::string>{"data/external_converters has mine.js, and Waggle runs no JavaScript: describe the devices in devices/*.yaml (docs/add-a-device.md)"});
}

}  // namespace
}  // namespace waggle::house
