// The contract seen from above: a whole bridge on each family's radio. What must be decided with the devices that are
// known in mind (form, go on, restore, refuse) is decided the same way for all.
#include <algorithm>

#include "contract/stick.h"
#include "coordinator/family.h"
#include "house/house.h"
#include "network/backup.h"

namespace waggle::house {
namespace {

const Value online = Object{{"state", "online"}};
const std::string backup_file = "data/coordinator_backup.json";

/// Of the radio before it.
bool takes_addresses(std::string_view family) {
  const auto kinds = contract::kinds();
  return std::any_of(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.family == family && kind.takes_addresses; });
}

std::string configuration_of(std::string_view family) {
  std::string out(configuration);
  const std::string_view before = "adapter: zstack";
  return out.replace(out.find(before), before.size(), "adapter: " + std::string(family));
}

class HouseContract : public testing::TestWithParam<std::string> {
 protected:
  HouseContract() {
    house.start();
    address = house.join("bedroom lamp", "lamp");
    expect_the_lamp_obeys();
  }

  void expect_the_lamp_obeys() {
    EXPECT_EQ(house.last("bridge/state"), online);
    for (const char* state : {"ON", "OFF"}) {
      house.publish("lamp/set", state);
      house.wait(1s);
      const Value said = house.last("lamp");
      ASSERT_TRUE(said.find("state"));
      EXPECT_EQ(*said.find("state"), Value(state));
    }
  }
  void expect_that_nobody_joined() {
    for (const Value& event : house.all("bridge/event")) EXPECT_NE(*event.find("type"), Value("device_joined"));
  }
  /// Another stick is plugged in, while the program is down.
  void swap_radio() {
    house.world->radio().replace(Ieee(0x00124B0000000002));
    house.wait(1s);
  }
  std::string refusal() {
    const Value radio = house.last("bridge/radio");
    const Value* state = radio.find("state");
    const Value* reason = radio.find("reason");
    EXPECT_TRUE(state && *state == Value("refused"));
    return std::string(reason ? reason->string_or("") : "");
  }

  House house{{}, configuration_of(GetParam())};
  std::string address;
};

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const coordinator::Family& family : coordinator::families()) out.emplace_back(family.name);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Families, HouseContract, testing::ValuesIn(names()), [](const auto& one) { return one.param; });

TEST_P(HouseContract, InterviewsAndControls) {
  house.join("hallway motion");
  const std::string motion = house.address("hallway motion");
  const Value devices = house.last("bridge/devices");
  ASSERT_TRUE(devices.is_array());
  EXPECT_EQ(devices.array().size(), 3u);
  house.order({{"cmd", "set"}, {"device", "hallway motion"}, {"cluster", "ssIasZone"}, {"attrs", Object{{"zoneStatus", 1}}}});
  house.wait(2s);
  ASSERT_TRUE(house.last(motion).find("occupancy"));
  EXPECT_EQ(*house.last(motion).find("occupancy"), Value(true));
  house.request("group/add", Object{{"friendly_name", "all"}, {"id", 5}});
  house.request("group/members/add", Object{{"group", "all"}, {"device", "lamp"}});
  house.publish("all/set", "ON");
  house.wait(2s);
  EXPECT_EQ(*house.last("lamp").find("state"), Value("ON"));
}

TEST_P(HouseContract, GoesOnAfterARestart) {
  house.stop();
  house.start();
  expect_the_lamp_obeys();
  expect_that_nobody_joined();
}

TEST_P(HouseContract, ComesBackFromEveryLoss) {
  for (int i = 0; i < 5; ++i) {
    house.order({{"cmd", i % 2 ? "unplug" : "reset"}});
    house.wait(1min);
    expect_the_lamp_obeys();
  }
}

TEST_P(HouseContract, GivesABlankRadioItsBackup) {
  const Ieee before = house.bridge->network().radio().ieee;
  house.stop();
  swap_radio();
  house.start();
  house.wait(2min);
  expect_the_lamp_obeys();
  expect_that_nobody_joined();
  EXPECT_EQ(house.bridge->network().radio().ieee == before, takes_addresses(GetParam()));
}

TEST_P(HouseContract, DoesNotFormOverKnownDevices) {
  house.stop();
  house.files.content.erase(backup_file);
  for (auto at = house.files.content.begin(); at != house.files.content.end();) {
    at = at->first.find("coordinator_backup") != std::string::npos ? house.files.content.erase(at) : std::next(at);
  }
  swap_radio();
  house.start(false);
  house.wait(1min);
  EXPECT_NE(refusal().find("Nothing was changed"), std::string::npos) << refusal();
  EXPECT_FALSE(house.world->radio().running()) << "the radio was left blank";
}

TEST_P(HouseContract, DoesNotForgetAForeignNetwork) {
  house.stop();
  std::string& text = house.files.content["data/configuration.yaml"];
  const std::string right = text;
  const std::string_view identity = "pan_id: 6754\n  ext_pan_id: [1,";
  const auto at = text.find(identity);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, identity.size(), "pan_id: 4660\n  ext_pan_id: [9,");
  house.start(false);
  house.wait(1min);
  EXPECT_NE(refusal().find("another network"), std::string::npos) << refusal();
  house.kill();
  house.files.content["data/configuration.yaml"] = right;
  house.start();
  expect_the_lamp_obeys();
}

}  // namespace
}  // namespace waggle::house
