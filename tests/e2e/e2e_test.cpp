// What a user lives through, with real parts on both ways a radio is connected. The cases of one line share
// an installation, because forming a network and taking devices in takes its time; each leaves it as it was.
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "core/json.h"
#include "e2e/site.h"

namespace waggle::e2e {
namespace {

struct Seed {
  std::string_view name;  // in the simulated home
  std::string_view address;
  std::string_view model;
  std::vector<std::string_view> properties;  // as the device's page lists them, with their types
};

const std::vector<Seed>& seeds() {
  static const std::vector<Seed> table{
      {"hallway motion", "0x00158d0001070430", "07043M",
       {"occupancy binary", "battery_low binary", "tamper binary", "battery numeric", "linkquality numeric"}},
      {"radiator valve", "0xa4c1380007703001", "07703L",
       {"battery_low binary", "child_lock lock", "away_mode switch", "current_heating_setpoint climate",
        "local_temperature climate", "system_mode climate", "running_state climate", "linkquality numeric"}},
      {"stairs motion", "0x0050430000de1001", "HS3MS",
       {"occupancy binary", "battery_low binary", "tamper binary", "linkquality numeric"}},
      {"bedroom lamp", "0x00158d0002650001", "RB 265", {"state light", "brightness light"}},
  };
  return table;
}
constexpr std::string_view valve = "0xa4c1380007703001";
constexpr std::string_view motion = "0x00158d0001070430";
constexpr std::string_view lamp = "0x00158d0002650001";
// Their names from the start. A name once given cannot be changed back to the address.
constexpr std::string_view motion_name = "motion";
constexpr std::string_view lamp_name = "lamp";

const Value* device_of(const Value& devices, std::string_view address) {
  if (!devices.is_array()) return nullptr;
  for (const Value& device : devices.array()) {
    if (at(device, {"ieee_address"}) == Value(address)) return &device;
  }
  return nullptr;
}

/// "property type" of each expose, that of a composed one with the type of the whole.
std::set<std::string> properties_of(const Value& device) {
  std::set<std::string> out;
  const Value exposes = at(device, {"definition", "exposes"});
  if (!exposes.is_array()) return out;
  for (const Value& expose : exposes.array()) {
    const std::string type(at(expose, {"type"}).string_or(""));
    const Value features = at(expose, {"features"});
    if (!features.is_array()) out.insert(std::string(at(expose, {"property"}).string_or("")) + " " + type);
    for (const Value& feature : features.is_array() ? features.array() : Array{}) {
      out.insert(std::string(at(feature, {"property"}).string_or("")) + " " + type);
    }
  }
  return out;
}

void take_in(Site& site, std::string_view name, std::string_view address) {
  EXPECT_EQ(at(site.request("permit_join", Object{{"time", 254}}), {"status"}), Value("ok"));
  site.order({{"cmd", "join"}, {"device", name}});
  site.wait_for(
      "bridge/event",
      [&](const Value& v) {
        return at(v, {"data", "ieee_address"}) == Value(address) && at(v, {"data", "status"}) == Value("successful");
      },
      30s);
}

void rename(Site& site, std::string_view from, std::string_view to) {
  const Value answer = site.request("device/rename", Object{{"from", from}, {"to", to}});
  EXPECT_EQ(at(answer, {"status"}), Value("ok")) << json::dump(answer);
}

std::unique_ptr<Site> make_home(Line line) {
  auto site = std::make_unique<Site>(line);
  site->start_bridge();
  EXPECT_EQ(at(site->request("permit_join", Object{{"time", 254}}), {"data", "time"}), Value(254));
  for (const Seed& seed : seeds()) site->order({{"cmd", "join"}, {"device", seed.name}});
  site->wait_for(
      "bridge/devices",
      [&](const Value& devices) {
        for (const Seed& seed : seeds()) {
          const Value* device = device_of(devices, seed.address);
          if (!device || at(*device, {"interview_state"}) != Value("SUCCESSFUL")) return false;
        }
        return true;
      },
      30s);
  EXPECT_EQ(at(site->request("permit_join", Object{{"time", 0}}), {"status"}), Value("ok"));
  rename(*site, motion, motion_name);
  rename(*site, lamp, lamp_name);
  return site;
}

struct Tcp {
  static constexpr Line line = Line::tcp;
};
struct Pty {
  static constexpr Line line = Line::pty;
};

template <class Kind>
class Home : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { home_ = make_home(Kind::line); }
  static void TearDownTestSuite() { home_.reset(); }
  void SetUp() override {
    if (!home().bridge.runs()) home().start_bridge();
  }
  static Site& home() { return *home_; }
  static std::unique_ptr<Site> home_;
};
template <class Kind>
std::unique_ptr<Site> Home<Kind>::home_;

struct Names {
  template <class Kind>
  static std::string GetName(int) {
    return Kind::line == Line::tcp ? "Tcp" : "Pty";
  }
};
using Kinds = ::testing::Types<Tcp, Pty>;
TYPED_TEST_SUITE(Home, Kinds, Names);

bool has_all(const Value& devices) { return devices.is_array() && devices.array().size() == seeds().size() + 1; }

void says_occupied(Site& site, const std::string& topic, std::string_view device, bool occupied) {
  site.order({{"cmd", "set"}, {"device", device}, {"cluster", "ssIasZone"}, {"attrs", Object{{"zoneStatus", occupied ? 1 : 0}}}});
  site.wait_for(topic, [&](const Value& v) { return at(v, {"occupancy"}) == Value(occupied); });
}

/// Proves that commands pass from MQTT to a device and its answer back.
void lamp_obeys(Site& site, const std::string& topic = std::string(lamp_name)) {
  for (const int level : {77, 154}) {
    site.forget();
    site.publish(topic + "/set", json::dump(Value(Object{{"state", "ON"}, {"brightness", level}})));
    site.wait_for(topic, [&](const Value& v) { return at(v, {"brightness"}) == Value(level) && at(v, {"state"}) == Value("ON"); });
    auto there = [&] { return at(site.order({{"cmd", "device"}, {"device", "bedroom lamp"}}), {"attributes", "1/genLevelCtrl", "currentLevel"}) == Value(level); };
    EXPECT_TRUE(site.run_until(there, 5s)) << "the lamp itself is not at " << level;
  }
}

TYPED_TEST(Home, PresentsTheDevicesAsTheirPagesDo) {
  Site& site = this->home();
  site.stop_bridge();
  site.start_bridge();
  const Value devices = site.wait_for("bridge/devices", has_all);
  for (const Seed& seed : seeds()) {
    const Value* device = device_of(devices, seed.address);
    ASSERT_NE(device, nullptr) << seed.name;
    EXPECT_EQ(at(*device, {"definition", "model"}), Value(seed.model));
    EXPECT_EQ(at(*device, {"supported"}), Value(true));
    const std::set<std::string> has = properties_of(*device);
    for (const std::string_view property : seed.properties) EXPECT_TRUE(has.contains(std::string(property))) << seed.name << " " << property;
  }
}

TYPED_TEST(Home, PublishesWhatSensorsReport) {
  Site& site = this->home();
  site.forget();
  const std::pair<std::string, std::string_view> sensors[] = {{std::string(motion_name), seeds()[0].name}, {std::string(seeds()[2].address), seeds()[2].name}};
  for (const auto& [topic, device] : sensors) {
    says_occupied(site, topic, device, true);
    says_occupied(site, topic, device, false);
    const Value state = site.last(topic);
    EXPECT_EQ(at(state, {"tamper"}), Value(false));
    EXPECT_EQ(at(state, {"battery_low"}), Value(false));
    EXPECT_TRUE(at(state, {"linkquality"}).is_number());
  }
  site.order({{"cmd", "report"}, {"device", "hallway motion"}, {"cluster", "genPowerCfg"}, {"attrs", Object{{"batteryPercentageRemaining", 146}}}});
  site.wait_for(std::string(motion_name), [](const Value& v) { return at(v, {"battery"}) == Value(73); });
}

TYPED_TEST(Home, ControlsTheValveAsItsPageSays) {
  Site& site = this->home();
  const std::string topic(valve);
  auto datapoint = [&](std::string_view number) { return at(site.order({{"cmd", "device"}, {"device", "radiator valve"}}), {"datapoints", number}); };
  struct Row {
    std::string_view payload, property;
    Value published;
    std::string_view dp;
    Value value;
  };
  const Row rows[] = {
      {R"({"current_heating_setpoint":23.5})", "current_heating_setpoint", Value("23.5"), "2", Value(235)},
      {R"({"child_lock":"LOCK"})", "child_lock", Value("LOCK"), "7", Value(true)},
      {R"({"child_lock":"UNLOCK"})", "child_lock", Value("UNLOCK"), "7", Value(false)},
      {R"({"current_heating_setpoint":21})", "current_heating_setpoint", Value("21.0"), "2", Value(210)},
  };
  for (const Row& row : rows) {
    site.forget();
    site.publish(topic + "/set", row.payload);
    site.wait_for(topic, [&](const Value& v) { return at(v, {row.property}) == row.published; });
    EXPECT_TRUE(site.run_until([&] { return datapoint(row.dp) == row.value; }, 3s)) << row.payload;
  }
  for (const std::string_view mode : {"off", "heat"}) {
    site.forget();
    site.publish(topic + "/set", json::dump(Value(Object{{"system_mode", mode}})));
    site.wait_for(topic, [&](const Value& v) { return at(v, {"system_mode"}) == Value(mode); });
  }
  // Asked for one thing, it says all it knows.
  for (const std::string_view property : {"current_heating_setpoint", "system_mode", "running_state"}) {
    site.forget();
    site.publish(topic + "/get", json::dump(Value(Object{{property, ""}})));
    site.wait_for(topic, [&](const Value& v) { return at(v, {"local_temperature"}).is_string() && !at(v, {property}).is_null(); });
  }
}

TYPED_TEST(Home, CarriesOutRequests) {
  Site& site = this->home();
  site.forget();
  struct Row {
    std::string_view path;
    Object payload;
  };
  const Row rows[] = {
      {"health_check", {{"transaction", "a1"}}},
      {"device/rename", {{"from", lamp_name}, {"to", "upstairs/lamp"}, {"transaction", 17}}},
      {"device/options", {{"id", "upstairs/lamp"}, {"options", Object{{"transition", 0}}}, {"transaction", "t"}}},
      {"device/configure", {{"id", "upstairs/lamp"}, {"transaction", "c"}}},
      {"device/interview", {{"id", "upstairs/lamp"}, {"transaction", "i"}}},
  };
  for (const Row& row : rows) {
    const Value answer = site.request(std::string(row.path), Value(row.payload));
    EXPECT_EQ(at(answer, {"status"}), Value("ok")) << row.path << " " << json::dump(answer);
    EXPECT_EQ(at(answer, {"transaction"}), *Value(row.payload).find("transaction")) << row.path;
  }
  lamp_obeys(site, "upstairs/lamp");
  EXPECT_NE(read_text(site.data() + "/configuration.yaml").find("upstairs/lamp"), std::string::npos);
  EXPECT_EQ(at(site.request("device/remove", Object{{"id", "upstairs/lamp"}}), {"status"}), Value("ok"));
  EXPECT_EQ(device_of(site.last("bridge/devices"), lamp), nullptr);
  take_in(site, "bedroom lamp", lamp);
  rename(site, lamp, lamp_name);
  lamp_obeys(site);
}

TYPED_TEST(Home, EndsOnATermSignalAndKnowsAllAgain) {
  Site& site = this->home();
  site.stop_bridge();
  site.start_bridge();
  const Value network = at(site.wait_for("bridge/info", [](const Value& v) { return v.is_object(); }), {"network"});
  rename(site, motion_name, "hall");
  says_occupied(site, "hall", "hallway motion", true);
  site.stop_bridge();
  site.start_bridge();
  site.wait_for("hall", [](const Value& v) { return at(v, {"occupancy"}) == Value(true); });
  site.wait_for("bridge/devices", has_all);
  const Value info = site.wait_for("bridge/info", [](const Value& v) { return v.is_object(); });
  EXPECT_FALSE(at(info, {"network", "extended_pan_id"}).is_null());
  EXPECT_EQ(at(info, {"network", "pan_id"}), Value(6754));
  EXPECT_EQ(at(info, {"network"}), network);
  lamp_obeys(site);
  rename(site, "hall", motion_name);
}

TYPED_TEST(Home, LeavesAWillWhenItIsKilled) {
  Site& site = this->home();
  rename(site, lamp_name, "last words");
  site.forget();
  site.bridge.kill();
  site.wait_state("offline");
  site.start_bridge();
  site.wait_for("bridge/devices", has_all);
  lamp_obeys(site, "last words");
  rename(site, "last words", lamp_name);
}

TYPED_TEST(Home, ComesBackWhenTheBrokerDoes) {
  Site& site = this->home();
  site.broker.kill();
  site.run_for(300ms);
  site.forget();
  site.broker.start();
  site.wait_state("online");
  site.wait_for("bridge/devices", has_all);
  lamp_obeys(site);
  EXPECT_TRUE(site.bridge.runs());
}

TYPED_TEST(Home, WaitsForARadioThatIsAway) {
  Site& site = this->home();
  site.forget();
  site.radio.kill();
  site.wait_for("bridge/radio", [](const Value& v) { return at(v, {"state"}) != Value("connected") && at(v, {"reason"}).is_string(); });
  site.wait_state("offline");
  EXPECT_TRUE(site.bridge.runs());
  site.forget();
  site.start_radio();
  site.wait_for("bridge/radio", [](const Value& v) { return at(v, {"state"}) == Value("connected"); }, 30s);
  site.wait_state("online");
  lamp_obeys(site);
}

TYPED_TEST(Home, SaysWhatIsWrongWithAMessageAndTakesTheNext) {
  Site& site = this->home();
  struct Row {
    std::string topic, payload, told;
  };
  const std::string topic(lamp_name);
  const Row rows[] = {
      {topic + "/set", "{\"state\":", "Invalid message"},
      {topic + "/set", R"({"brightness":"bright"})", "brightness"},
      {topic + "/set", R"({"nonsense":1})", "No converter available for 'nonsense'"},
      {"nobody/set", R"({"state":"ON"})", "Entity 'nobody' is unknown"},
      {topic + "/set", std::string(10'000'000, 'x'), "Invalid message"},
  };
  for (const Row& row : rows) {
    site.forget();
    site.publish(row.topic, row.payload);
    site.wait_log(row.told);
    EXPECT_EQ(site.count_log("error", ""), 1) << row.topic << " " << row.payload.substr(0, 80);
    lamp_obeys(site);
  }
  const Value answer = site.request("permit_join", "{\"time\":");
  EXPECT_EQ(at(answer, {"status"}), Value("error"));
}

/// What mosquitto_rr, a program of others, gets as the answer to a message with a response topic.
Value asked_by_mosquitto_rr(Site& site, const std::string& topic, const std::string& payload) {
  std::filesystem::remove(site.folder / "answer");
  const std::string command = "mosquitto_rr -V 5 -W 10 -h 127.0.0.1 -p " + std::to_string(site.broker.port()) + " -t zigbee2mqtt/" + topic +
                              " -e answers/of/a/script -m '" + payload + "' > " + (site.folder / "answer") + " 2>&1 &";
  EXPECT_EQ(std::system(command.c_str()), 0);  // in the background: the broker's other client, this one, goes on
  std::string answer;
  EXPECT_TRUE(site.run_until([&] { return (answer = read_text(site.folder / "answer")).ends_with('\n'); }, 10s)) << topic;
  return json::parse(answer).value_or(Value(answer));
}

TYPED_TEST(Home, AnswersWhereAMessageOfMqtt5WantsIt) {
  Site& site = this->home();
  auto speak = [&](int version) {
    const Value answer = site.request("options", Object{{"options", Object{{"mqtt", Object{{"version", version}}}}}});
    EXPECT_EQ(at(answer, {"data", "restart_required"}), Value(true)) << json::dump(answer);
    site.stop_bridge();
    site.start_bridge();
  };
  speak(5);
  struct Row {
    std::string topic, payload;
    Value status;
  };
  const std::string topic(lamp_name);
  const Row rows[] = {
      {topic + "/set", R"({"state":"ON"})", "ok"},
      {topic + "/get", R"({"brightness":""})", "ok"},
      {topic + "/set", R"({"nonsense":1})", "error"},
  };
  for (const Row& row : rows) {
    const Value answer = asked_by_mosquitto_rr(site, row.topic, row.payload);
    EXPECT_EQ(at(answer, {"status"}), row.status) << row.topic << " " << row.payload << " " << json::dump(answer);
  }
  speak(4);
}

TYPED_TEST(Home, HearsThroughNoiseOnTheLine) {
  Site& site = this->home();
  // No frame at all, the head of one without its end, one with a wrong check octet, and starts without end.
  for (const std::string_view noise : {"00112233445566778899aabbccddeeff", "fefa4481", "fe00010204", "fefefefefe"}) {
    site.forget();
    site.order({{"cmd", "garbage"}, {"data", noise}});
    lamp_obeys(site);
    EXPECT_TRUE(site.bridge.runs());
  }
}

TYPED_TEST(Home, HearsThroughADeviceThatTalksNonsense) {
  Site& site = this->home();
  // A report that breaks off, one of an unknown type, half a header, and nothing.
  const std::pair<std::string_view, std::string_view> messages[] = {{"genPowerCfg", "18010a2100"}, {"genPowerCfg", "18020a2100ff01"}, {"ssIasZone", "0903"}, {"ssIasZone", ""}};
  for (const auto& [cluster, data] : messages) {
    site.forget();
    site.order({{"cmd", "raw"}, {"device", "hallway motion"}, {"cluster", cluster}, {"data", data}});
    says_occupied(site, std::string(motion_name), "hallway motion", true);
    says_occupied(site, std::string(motion_name), "hallway motion", false);
    EXPECT_LE(site.count_log("error", "") + site.count_log("warning", ""), 1) << cluster << " " << data;
  }
}

}  // namespace
}  // namespace waggle::e2e
