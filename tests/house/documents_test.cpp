// What a large home costs: bridge/devices after a power cut, when every device comes back at once.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "house/house.h"

namespace waggle::house {
namespace {

constexpr int lamps = 60;

/// Lamps enough for a large house, all alike.
std::string many_lamps() {
  std::string home;
  for (int i = 0; i < lamps; ++i) home += fmt::format("- {{name: lamp {0}, model: RB 265, manufacturer: innr, ieee: 0x00158d000265{0:04x},\n   endpoints: {{1: {{device: 0x0101, inputs: [genBasic, genOnOff, genLevelCtrl]}}}}}}\n", i);
  return home;
}

TEST(Documents, APowerCutCostsFewMessages) {
  House house(many_lamps());
  house.start();
  house.request("permit_join", Object{{"time", 254}});
  for (int i = 0; i < lamps; ++i) house.order({{"cmd", "join"}, {"device", fmt::format("lamp {}", i)}});
  house.wait(120s);
  ASSERT_EQ(house.last("bridge/devices").array().size(), lamps + 1u);
  EXPECT_LT(house.all("bridge/devices").size(), 130u) << "one a second";

  house.forget();
  for (int i = 0; i < lamps; ++i) {
    house.order({{"cmd", "announce"}, {"device", fmt::format("lamp {}", i)}});
    house.wait(20ms);
  }
  house.wait(60s);
  EXPECT_LE(house.all("bridge/devices").size(), 5u);
}

std::vector<std::string> names_listed(const House& house) {
  std::vector<std::string> out;
  const Value listed = house.last("bridge/devices");
  for (const Value& device : listed.array()) out.push_back(device.find("friendly_name")->string());
  return out;
}

TEST(Documents, ADeviceThatCameBackIsLastAlsoAfterARestart) {
  House house(many_lamps());
  house.start();
  const std::string first = house.join("lamp 0", "first");
  house.join("lamp 1", "second");
  house.request("group/add", Object{{"friendly_name", "both"}});
  house.join("lamp 2", "third");
  house.request("device/remove", Object{{"id", "first"}});
  house.join("lamp 0", "first");
  const std::vector<std::string> expected{"Coordinator", "second", "third", "first"};
  EXPECT_EQ(names_listed(house), expected);
  for (int i = 0; i < 2; ++i) {
    house.stop();
    house.start();
    EXPECT_EQ(names_listed(house), expected);
  }
}

}  // namespace
}  // namespace waggle::house
