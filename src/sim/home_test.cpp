#include "sim/home.h"

#include <gtest/gtest.h>

#include "sim/clusters.h"
#include "sim/life.h"

namespace waggle::sim {
namespace {

TEST(DemoHome, LoadsAndIsBelievable) {
  const auto home = read_home(demo_home(), "demo.yaml");
  ASSERT_TRUE(home) << home.error().text;
  EXPECT_GE(home->size(), 14u);
  int routers = 0;
  for (const DeviceSpec& device : *home) {
    routers += device.node.type == Node::Type::router;
    EXPECT_TRUE(is_life(device.life)) << device.name;
    EXPECT_NE(device.node.manufacturer.raw, 0) << device.name;
    for (const auto& [key, attribute] : device.attributes) {
      Writer out;
      EXPECT_TRUE(zcl::encode(attribute.type, attribute.value, out))
          << device.name << " cluster " << key.place.cluster.raw << " attribute " << key.id.raw;
    }
    if (device.parent.empty()) continue;
    const auto parent =
        std::find_if(home->begin(), home->end(), [&](const auto& other) { return other.name == device.parent; });
    ASSERT_NE(parent, home->end()) << device.name;
    EXPECT_EQ(parent->node.type, Node::Type::router) << device.name;
  }
  EXPECT_GE(routers, 4);
}

TEST(DemoHome, HasTheThreeSeedDevicesWithTheirWords) {
  const auto home = read_home(demo_home(), "demo.yaml");
  ASSERT_TRUE(home) << home.error().text;
  const auto find = [&](std::string_view model) -> const DeviceSpec& {
    return *std::find_if(home->begin(), home->end(), [&](const auto& d) { return d.model == model; });
  };
  EXPECT_EQ(find("Motion-Sensor-ZB3.0").maker, "IMMAX");
  EXPECT_EQ(find("PIRSensor-N").node.manufacturer, ManufacturerCode(0x120B));
  const DeviceSpec& valve = find("TS0601");
  EXPECT_EQ(valve.maker, "_TZE200_wlosfena");
  EXPECT_EQ(valve.datapoints.size(), 7u);
  const DeviceSpec& dimmer = find("RWL021");
  EXPECT_EQ(dimmer.node.endpoint(EndpointId(1))->profile, ProfileId(0xC05E));
  const AttributeKey hue{{EndpointId(2), ClusterId(0), false}, AttributeId(0x31), 0x100B};
  EXPECT_TRUE(std::any_of(dimmer.attributes.begin(), dimmer.attributes.end(),
                          [&](const auto& entry) { return entry.first == hue; }));
}

TEST(Clusters, TheManufacturersCommandsAreThere) {
  const zcl::Cluster* philips = find_cluster("manuSpecificPhilips");
  ASSERT_NE(philips, nullptr);
  EXPECT_NE(philips->command("hueNotification", true), nullptr);
  for (const char* name : {"tradfriArrowSingle", "tradfriArrowHold", "tradfriArrowRelease", "recall"}) {
    EXPECT_NE(find_cluster("genScenes")->command(name, false), nullptr) << name;
  }
  EXPECT_EQ(find_cluster("0x0500")->name, "ssIasZone");
  EXPECT_EQ(cluster_number("65535"), ClusterId(0xFFFF));
  EXPECT_FALSE(cluster_number("genOnOf"));
  EXPECT_FALSE(cluster_number("65536"));
}

constexpr std::string_view good = R"(- name: lamp
  model: M
  manufacturer: F
  ieee: 0x0000000000000001
  endpoints:
    1: {device: 0x0100, inputs: [genBasic, genOnOff]}
)";

struct Mistake {
  std::string_view line;  // added at the end of the device, or replacing the line that begins alike
  std::string_view error;
};

TEST(Home, MistakesAreNamedWithTheirPlace) {
  ASSERT_TRUE(read_home(good, "h.yaml"));
  const Mistake mistakes[] = {
      {"  colour: red", "h.yaml:7:3: unknown key 'colour'"},
      {"  ieee: 12", "h.yaml:4:9: ieee must be an address such as 0x00158d0001070430"},
      {"  type: coordinator", "h.yaml:7:9: type is router or end_device"},
      {"  power: battery", "h.yaml:1:3: a router lives on mains"},
      {"  manufacturer_code: 70000", "h.yaml:7:22: '70000' must be a whole number from 0 to 65535"},
      {"  life: dance", "h.yaml:7:9: there is no life called 'dance'"},
      {"  reports: maybe", "h.yaml:7:12: reports is true or false"},
      {"    1: {device: 1, inputs: [genOnOf]}", "h.yaml:6:29: there is no cluster 'genOnOf'"},
      {"    1: {device: 1, inputs: genOnOff}", "h.yaml:6:28: clusters are a list"},
      {"    1: {devise: 1}", "h.yaml:6:9: unknown key 'devise'"},
      {"  attributes: {genLevelCtrl: {currentLevel: 1}}",
       "h.yaml:7:16: no endpoint of this device has cluster 'genLevelCtrl'"},
      {"  attributes: {genOnOff: {onOf: 1}}", "h.yaml:7:27: the cluster has no attribute 'onOf'"},
      {"  attributes: {genOnOff: {onOff: red}}", "h.yaml:7:34: string 'red' cannot be sent as boolean"},
      {"  attributes: {genOnOff: {startUpOnOff: 300}}",
       "h.yaml:7:41: the value 300 is out of range for enum8"},
      {"  attributes: {genOnOff: {0x9999: 1}}", "h.yaml:7:27: the type of '0x9999' is not known: give it"},
      {"  attributes: {genOnOff: {0x9999: {type: uint9, value: 1}}}",
       "h.yaml:7:42: there is no data type 'uint9'"},
      {"  datapoints: {1: {type: bool, value: true}}", "h.yaml:7:26: there is no datapoint type 'bool'"},
      {"  datapoints: {1: {type: enum, value: 300}}",
       "h.yaml:7:39: '300' is out of range for this datapoint"},
  };
  int reported = 0;
  for (const Mistake& mistake : mistakes) {
    std::string text(good);
    const std::string_view key = mistake.line.substr(0, mistake.line.find(':') + 1);
    const auto at = text.find("\n" + std::string(key));
    if (at == std::string::npos) {
      text += std::string(mistake.line) + "\n";
    } else {
      text.replace(at + 1, text.find('\n', at + 1) - at - 1, mistake.line);
    }
    const auto home = read_home(text, "h.yaml");
    ASSERT_FALSE(home) << mistake.line;
    EXPECT_EQ(home.error().text, mistake.error) << text;
    ++reported;
  }
  const std::string twice = std::string(good) + std::string(good);
  const auto doubled = read_home(twice, "h.yaml");
  ASSERT_FALSE(doubled);
  EXPECT_EQ(doubled.error().text, "h.yaml:7:3: two devices are called 'lamp'");
  std::printf("home: %d planted mistakes reported with their place\n", reported + 1);
}

}  // namespace
}  // namespace waggle::sim
