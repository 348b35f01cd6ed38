// Devices that no definition knows: one is made of what they tell.
#include "house/house.h"

namespace waggle::house {
namespace {

const Value* device_of(const Value& devices, const std::string& address) {
  for (const Value& device : devices.array()) {
    if (*device.find("ieee_address") == Value(address)) return &device;
  }
  return nullptr;
}

constexpr std::string_view home = R"(
- name: lamp
  model: Nobody's Lamp
  manufacturer: Nobody
  ieee: 0x00158d0002650001
  endpoints:
    1: {device: 0x0102, inputs: [genBasic, genIdentify, genOnOff, genLevelCtrl, lightingColorCtrl]}
  attributes:
    lightingColorCtrl: {colorCapabilities: 16, colorTempPhysicalMin: 160, colorTempPhysicalMax: 450}
)";

TEST(Unknown, IsAskedAndGetsADefinitionAfterTheInterview) {
  House house(home);
  house.start();
  house.join("lamp");
  const std::string address = house.address("lamp");
  const auto events = house.all("bridge/event");
  for (const Value& event : events) {
    const Value* status = event.find("data", "status");
    if (!status) continue;
    const bool over = *status == Value("successful");
    EXPECT_EQ(event.find("data", "definition") != nullptr && event.find("data", "definition")->is_object(), over) << json::dump(event);
    if (over) {
      EXPECT_EQ(*event.find("data", "supported"), Value(false));
    }
  }
  const Value devices = house.last("bridge/devices");
  const Value* device = device_of(devices, address);
  ASSERT_NE(device, nullptr);
  EXPECT_EQ(*device->find("supported"), Value(false));
  EXPECT_EQ(*device->find("definition", "source"), Value("generated"));
  EXPECT_EQ(*device->find("definition", "model"), Value("Nobody's Lamp"));
  const Value& lamp = device->find("definition", "exposes")->array().at(1);
  const Value& temperature = lamp.find("features")->array().at(2);
  EXPECT_EQ(*temperature.find("value_min"), Value(160)) << json::dump(lamp);
  EXPECT_EQ(*temperature.find("value_max"), Value(450));

  house.publish(address + "/set", R"({"state":"ON","brightness":40})");
  house.wait(2s);
  EXPECT_EQ(*house.last(address).find("brightness"), Value(40));

  // After a restart it is made of what the database has.
  house.stop();
  house.start();
  const Value again = house.last("bridge/devices");
  EXPECT_EQ(*device_of(again, address)->find("definition"), *device->find("definition"));
}

TEST(Unknown, HandsOutItsDefinitionAsAFile) {
  House house(home);
  house.start();
  house.join("lamp");
  const Value answer = house.request("device/generate_external_definition", Object{{"id", house.address("lamp")}});
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("data", "source"), Value(R"(vendor: Nobody
devices:
  - model: Nobody's Lamp
    description: Automatically generated definition
    match: Nobody's Lamp
    blocks:
      - identify
      - light: {color_temp: true, range: [160, 450]}
)"));
  const Value nobody = house.request("device/generate_external_definition", Object{{"id", "nobody"}});
  EXPECT_EQ(*nobody.find("status"), Value("error"));
}

TEST(Unknown, GreenPowerSwitchTellsItsCommandsByTheirNames) {
  House house(R"(
- {name: plug, model: TS011F, manufacturer: _TZ3000_g5xawfcq, ieee: 0x00124b0000000a01,
   endpoints: {1: {device: 0x0051, inputs: [genBasic, genOnOff]}, 242: {profile: 0xa1e0, device: 0x61, outputs: [greenPower]}}}
)");
  house.start();
  house.join("plug");
  house.request("permit_join", Object{{"time", 60}});
  constexpr std::uint32_t source = 0x99912345;
  house.order({{"cmd", "green_power"}, {"source", source}, {"do", "commission"}, {"level", 2}, {"key", "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"}});
  house.wait(2s);
  const std::string address = "0x0000000099912345";
  const Value devices = house.last("bridge/devices");
  ASSERT_NE(device_of(devices, address), nullptr);
  EXPECT_EQ(*device_of(devices, address)->find("definition", "source"), Value("generated"));
  house.order({{"cmd", "green_power"}, {"source", source}, {"do", "press"}, {"command", 34}});
  house.wait(2s);
  bool pressed = false;
  for (const Value& state : house.all(address)) {
    const Value* action = state.find("action");
    if (!action || *action != Value("toggle")) continue;
    pressed = true;
    EXPECT_EQ(*state.find("payload"), Value(Array{}));
  }
  EXPECT_TRUE(pressed);
}

}  // namespace
}  // namespace waggle::house
