// What is published of a device's state, and how: everything a user can set about it.
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

constexpr std::string_view home = R"(
- name: climate
  model: TH01
  manufacturer: eWeLink
  ieee: 0x00124b00246b0001
  endpoints:
    1: {device: 0x0302, inputs: [genBasic, genPowerCfg, genIdentify, msTemperatureMeasurement, msRelativeHumidity], outputs: [genIdentify]}
- name: lamp
  model: RB 265
  manufacturer: innr
  manufacturer_code: 0x1166
  ieee: 0x00158d0002650001
  endpoints:
    1: {device: 0x0101, inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl], outputs: [genOta]}
- name: dimmer
  model: RWL021
  manufacturer: Philips
  manufacturer_code: 0x100b
  ieee: 0x001788010b3a0001
  endpoints:
    1: {profile: 0xc05e, device: 0x0830, inputs: [genBasic], outputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl]}
    2: {device: 0x000c, inputs: [genBasic, genPowerCfg, genIdentify, genBinaryInput, manuSpecificPhilips], outputs: [genOta]}
)";

/// A house whose devices have these options, and whose settings have these lines.
class StateHouse : public House {
 public:
  explicit StateHouse(std::string_view device, Object options = {}, std::string_view advanced = {}, std::string_view broker = {})
      : House(home, with(advanced, broker)), device_(device) {
    start();
    join(device, device);
    if (!options.empty()) {
      const Value answer = request("device/options", Object{{"id", device}, {"options", std::move(options)}});
      EXPECT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
    }
    world->air().find(device)->node.bindings.clear();  // it says what the test says, and nothing by itself
    wait(10s);
    forget();
  }

  void temperature(double degrees) { report("msTemperatureMeasurement", "measuredValue", degrees * 100); }
  void humidity(double percent) { report("msRelativeHumidity", "measuredValue", percent * 100); }
  /// The dimmer's buttons: 1 on, 2 up, 3 down, 4 off; type 0 is the press.
  void press(int button, int type = 0) {
    order({{"cmd", "command"}, {"device", device_}, {"cluster", "manuSpecificPhilips"}, {"command", "hueNotification"}, {"ep", 2},
           {"manufacturer", 0x100b}, {"payload", Object{{"button", button}, {"unknown1", 3145728}, {"type", type}, {"unknown2", 0}, {"time", 0}, {"unknown3", 0}}}});
    wait(100ms);
  }
  /// One property of everything published, in order; null where it was not there.
  Array shown(std::string_view property) const {
    Array out;
    for (const Value& message : all(device_)) {
      const Value* v = message.find(property);
      out.push_back(v ? *v : Value());
    }
    return out;
  }
  Value cached(std::string_view property) {
    publish(device_ + "/nothing", "");
    const Value all = json::parse(state_file()).value_or(Value());
    const Value* v = all.find(address(device_), property);
    return v ? *v : Value();
  }
  const mqtt::MemoryClient::Sent& sent() const {
    for (auto at = mqtt->sent.rbegin(); at != mqtt->sent.rend(); ++at) {
      if (at->topic == "zigbee2mqtt/" + device_) return *at;
    }
    throw std::runtime_error("nothing was published");
  }

 private:
  static std::string with(std::string_view advanced, std::string_view broker) {
    std::string out(configuration);
    out.insert(out.find("  server:"), broker);
    out.insert(out.find("  channel:"), advanced);
    return out;
  }
  std::string state_file() {
    stop();
    std::string text = files.content.at("data/state.json");
    return text;
  }
  void report(std::string_view cluster, std::string_view attribute, double value) {
    order({{"cmd", "report"}, {"device", device_}, {"cluster", cluster}, {"attrs", Object{{attribute, value}}}});
    wait(100ms);
  }
  std::string device_;
};

// When -------------------------------------------------------------------------------------------------------

TEST(State, DebounceWaitsUntilADeviceHasSaidAll) {
  StateHouse house("climate", {{"debounce", 2}});
  house.temperature(20);
  house.wait(1s);
  house.humidity(50);
  house.wait(1s);
  EXPECT_TRUE(house.all("climate").empty());
  house.wait(1s);
  ASSERT_EQ(house.all("climate").size(), 1u);
  EXPECT_EQ(*house.last("climate").find("temperature"), Value(20));
  EXPECT_EQ(*house.last("climate").find("humidity"), Value(50));
}

TEST(State, DebounceLetsOutWhatMustNotBeOverwritten) {
  StateHouse house("dimmer", {{"debounce", 1}, {"debounce_ignore", Array{"action"}}});
  house.press(2);
  house.press(3);
  EXPECT_EQ(house.shown("action"), (Array{"up_press"}));
  house.wait(2s);
  EXPECT_EQ(house.shown("action"), (Array{"up_press", "down_press"}));
}

TEST(State, DebounceDropsWhatSomethingElseHasMadeOld) {
  StateHouse house("lamp", {{"debounce", 5}});
  house.order({{"cmd", "report"}, {"device", "lamp"}, {"cluster", "genOnOff"}, {"attrs", Object{{"onOff", 0}}}});
  house.wait(1s);
  house.publish("lamp/set", R"({"state":"ON"})");
  EXPECT_EQ(*house.last("lamp").find("state"), Value("ON"));
  house.wait(10s);
  EXPECT_EQ(*house.last("lamp").find("state"), Value("ON"));
}

TEST(State, ThrottlePublishesTheFirstAndThenTheLatest) {
  StateHouse house("climate", {{"throttle", 10}});
  for (const double degrees : {20.0, 21.0, 22.0}) house.temperature(degrees);
  EXPECT_EQ(house.shown("temperature"), (Array{20}));
  house.wait(10s);
  EXPECT_EQ(house.shown("temperature"), (Array{20, 22}));
  house.temperature(23);
  EXPECT_EQ(house.shown("temperature"), (Array{20, 22}));
  house.wait(30s);
  EXPECT_EQ(house.shown("temperature"), (Array{20, 22, 23}));
}

// What -------------------------------------------------------------------------------------------------------

TEST(State, FiltersAreWholeExpressions) {
  StateHouse house("climate", {{"filtered_attributes", Array{"humid.*", "temp"}}});
  house.humidity(40);
  house.temperature(20);
  EXPECT_EQ(house.last("climate").find("humidity"), nullptr);
  EXPECT_EQ(*house.last("climate").find("temperature"), Value(20));
  EXPECT_EQ(house.cached("humidity"), Value(40));  // filtered is what is published, not what is known
}

TEST(State, FilteredCacheForgetsAtOnce) {
  StateHouse house("climate", {{"filtered_cache", Array{"humidity"}}});
  house.humidity(40);
  EXPECT_EQ(*house.last("climate").find("humidity"), Value(40));
  house.temperature(20);
  EXPECT_EQ(house.last("climate").find("humidity"), nullptr);
  EXPECT_EQ(house.cached("humidity"), Value());
}

TEST(State, OptimismCanBeSwitchedOffAndFiltered) {
  StateHouse hopeful("lamp");
  hopeful.publish("lamp/set", R"({"state":"ON","brightness":50})");
  EXPECT_EQ(*hopeful.last("lamp").find("brightness"), Value(50));

  StateHouse filtered("lamp", {{"filtered_optimistic", Array{"brightness"}}});
  filtered.publish("lamp/set", R"({"brightness":50})");
  ASSERT_EQ(filtered.all("lamp").size(), 1u);
  EXPECT_EQ(*filtered.last("lamp").find("state"), Value("ON"));
  const Value* brightness = filtered.last("lamp").find("brightness");
  EXPECT_TRUE(!brightness || !(*brightness == Value(50)));

  StateHouse sceptical("lamp", {{"optimistic", false}});
  sceptical.publish("lamp/set", R"({"state":"ON"})");
  EXPECT_TRUE(sceptical.all("lamp").empty());
}

TEST(State, IsCalibratedAndRounded) {
  StateHouse house("climate", {{"temperature_calibration", -1.5}, {"temperature_precision", 1}, {"humidity_calibration", 3}, {"humidity_precision", 0}});
  house.temperature(20.26);
  EXPECT_EQ(*house.last("climate").find("temperature"), Value(18.8));
  house.humidity(45.6);
  EXPECT_EQ(*house.last("climate").find("humidity"), Value(49));
}

TEST(State, TellsWhenADeviceWasHeard) {
  StateHouse iso("climate", {}, "  last_seen: ISO_8601\n");
  iso.temperature(20);
  const std::string seen = to_text(*iso.last("climate").find("last_seen"));
  ASSERT_EQ(seen.size(), 24u) << seen;
  EXPECT_EQ(seen[10], 'T');
  EXPECT_EQ(seen.back(), 'Z');

  StateHouse local("climate", {}, "  last_seen: ISO_8601_local\n");
  local.temperature(20);
  const std::string there = to_text(*local.last("climate").find("last_seen"));
  ASSERT_EQ(there.size(), 25u) << there;
  EXPECT_TRUE(there[19] == '+' || there[19] == '-') << there;

  StateHouse epoch("climate", {}, "  last_seen: epoch\n");
  epoch.temperature(20);
  const double now = static_cast<double>(epoch.time.wall().ms);
  EXPECT_NEAR(epoch.last("climate").find("last_seen")->number(), now, 1000);
  // What says nothing of the state tells at least that the device is there.
  epoch.forget();
  epoch.order({{"cmd", "report"}, {"device", "climate"}, {"cluster", "genBasic"}, {"attrs", Object{{"zclVersion", 3}}}});
  epoch.wait(1s);
  EXPECT_EQ(epoch.all("climate").size(), 1u);

  StateHouse silent("climate");
  silent.temperature(20);
  EXPECT_EQ(silent.last("climate").find("last_seen"), nullptr);
  silent.forget();
  silent.order({{"cmd", "report"}, {"device", "climate"}, {"cluster", "genBasic"}, {"attrs", Object{{"zclVersion", 3}}}});
  silent.wait(1s);
  EXPECT_TRUE(silent.all("climate").empty());
}

TEST(State, CountsTheTimeBetweenMessages) {
  StateHouse house("climate", {}, "  elapsed: true\n");
  house.temperature(20);
  house.forget();
  house.wait(10s);
  house.temperature(21);
  EXPECT_NEAR(house.last("climate").find("elapsed")->number(), 10100, 50);
  EXPECT_EQ(house.cached("elapsed"), Value());
}

TEST(State, DescribesTheDeviceWhenAsked) {
  StateHouse house("climate", {}, {}, "  include_device_information: true\n");
  house.temperature(20);
  const Value device = *house.last("climate").find("device");
  EXPECT_EQ(*device.find("friendlyName"), Value("climate"));
  EXPECT_EQ(*device.find("model"), Value("SNZB-02"));
  EXPECT_EQ(*device.find("ieeeAddr"), Value(house.address("climate")));
  EXPECT_EQ(*device.find("type"), Value("Router"));
  EXPECT_EQ(*device.find("manufacturerName"), Value("eWeLink"));
  EXPECT_NE(device.find("networkAddress"), nullptr);
  EXPECT_EQ(house.cached("device"), Value());
}

TEST(State, IsPublishedWithoutTheCacheWhenThereIsNone) {
  StateHouse house("climate", {}, "  cache_state: false\n");
  house.temperature(20);
  house.humidity(50);
  EXPECT_EQ(house.last("climate").find("temperature"), nullptr);
  EXPECT_EQ(*house.last("climate").find("humidity"), Value(50));
}

// How --------------------------------------------------------------------------------------------------------

TEST(State, IsPublishedAttributeByAttribute) {
  StateHouse house("lamp", {}, "  output: attribute\n");
  house.publish("lamp/set", R"({"state":"ON","brightness":50})");
  EXPECT_TRUE(house.all("lamp").empty());
  EXPECT_EQ(house.last("lamp/state"), Value("ON"));
  EXPECT_EQ(house.last("lamp/brightness"), Value(50));
  EXPECT_TRUE(house.last("lamp/linkquality").is_number());

  StateHouse both("lamp", {}, "  output: attribute_and_json\n", "  include_device_information: true\n");
  both.publish("lamp/set", R"({"state":"ON"})");
  EXPECT_EQ(*both.last("lamp").find("state"), Value("ON"));
  EXPECT_EQ(both.last("lamp/state"), Value("ON"));
  EXPECT_EQ(both.last("lamp/device-friendlyName"), Value("lamp"));
}

TEST(State, IsRetainedAndExpiresAsTheUserWants) {
  StateHouse plain("climate");
  plain.temperature(20);
  EXPECT_FALSE(plain.sent().options.retain);
  EXPECT_EQ(plain.sent().options.qos, 0);

  StateHouse house("climate", {{"retain", true}, {"qos", 2}, {"retention", 90}}, {}, "  version: 5\n");
  house.temperature(20);
  EXPECT_TRUE(house.sent().options.retain);
  EXPECT_EQ(house.sent().options.qos, 2);
  EXPECT_EQ(house.sent().options.expiry, 90u);
}

}  // namespace
}  // namespace waggle::house
