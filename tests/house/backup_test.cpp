// The radio's backup in the life of a house: when it is written, and what it is good for.
#include <set>

#include "house/house.h"
#include "network/backup.h"

namespace waggle::house {
namespace {

using network::Backup;

const std::string newest = "data/coordinator_backup.json";
const Value online = Object{{"state", "online"}};

class BackupInTheHouse : public testing::Test {
 protected:
  BackupInTheHouse() {
    house.start();
    address = house.join("bedroom lamp", "lamp");
    house.publish("lamp/set", R"({"state":"ON"})");
  }

  Backup written(const std::string& path = newest) {
    auto backup = network::parse_backup(house.files.content[path]);
    EXPECT_TRUE(backup) << path << ": " << backup.error().text;
    return backup ? *backup : Backup{};
  }
  sim::znp::Memory& memory() { return house.world->ncp().memory(); }
  /// Another stick is plugged in, while the program is down.
  void swap_radio() {
    house.world->radio().replace(Ieee(0x00124B0000000002));
    house.wait(1s);
  }
  /// … one that another network was made with.
  void swap_for_a_used_radio() {
    swap_radio();
    const std::string database = std::exchange(house.files.content["data/database.db"], "");
    const std::string backup = std::exchange(house.files.content[newest], "");
    house.files.content.erase("data/database.db");
    house.files.content.erase(newest);
    const std::string configuration_was = house.files.content["data/configuration.yaml"];
    change_setting("pan_id: 6754", "pan_id: 4660");
    house.start();
    house.wait(1min);
    house.kill();
    house.files.content["data/configuration.yaml"] = configuration_was;
    house.files.content["data/database.db"] = database;
    house.files.content[newest] = backup;
  }
  void change_setting(const std::string& from, const std::string& to) {
    std::string& text = house.files.content["data/configuration.yaml"];
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
  }
  std::string refusal() {
    const Value radio = house.last("bridge/radio");
    const Value* state = radio.find("state");
    const Value* reason = radio.find("reason");
    EXPECT_TRUE(state && *state == Value("refused"));
    return std::string(reason ? reason->string_or("") : "");
  }
  void expect_the_lamp_obeys() {
    EXPECT_EQ(house.last("bridge/state"), online);
    house.publish("lamp/set", R"({"state":"OFF"})");
    house.wait(1s);
    EXPECT_EQ(*house.last("lamp").find("state"), Value("OFF"));
    for (const Value& event : house.all("bridge/event")) {
      EXPECT_NE(*event.find("type"), Value("device_joined")) << "it had to join again";
    }
  }

  House house;
  std::string address;
};

TEST_F(BackupInTheHouse, IsWrittenSoonEveryDayAndAtTheEnd) {
  house.files.content.erase(newest);
  house.start();
  house.wait(15s);
  const Backup first = written();
  ASSERT_EQ(first.devices.size(), 1u);
  EXPECT_EQ(to_string(first.devices[0].ieee), address);
  EXPECT_TRUE(first.devices[0].link_key);
  house.wait(12h);
  EXPECT_EQ(written().made, first.made);
  house.wait(12h + 1min);
  const Backup second = written();
  EXPECT_GE(second.made->ms - first.made->ms, 24 * 3600 * 1000);
  house.join("reading light");
  EXPECT_EQ(written().devices.size(), 1u);
  house.stop();
  EXPECT_EQ(written().devices.size(), 2u);
}

TEST_F(BackupInTheHouse, OlderOnesStayForAWeek) {
  for (int day = 0; day < 12; ++day) house.wait(24h + 1min);
  house.stop();
  house.start();
  std::set<std::int64_t> dates;
  for (int i = 1; i <= 7; ++i) dates.insert(written("data/.generations/coordinator_backup." + std::to_string(i) + ".json").made->ms);
  EXPECT_EQ(dates.size(), 7u);
  EXPECT_FALSE(house.files.content.contains("data/.generations/coordinator_backup.8.json"));
  // Restarts do not push them out.
  for (int i = 0; i < 10; ++i) {
    house.stop();
    house.start();
    house.wait(15s);
  }
  EXPECT_EQ(written("data/.generations/coordinator_backup.7.json").made->ms, *dates.begin());
}

TEST_F(BackupInTheHouse, ABlankRadioIsGivenIt) {
  const Ieee before = house.bridge->network().radio().ieee;
  house.stop();
  const std::uint32_t counter = written().frame_counter;
  swap_radio();
  house.start();
  house.wait(2min);
  expect_the_lamp_obeys();
  EXPECT_EQ(house.bridge->network().radio().ieee, before);
  EXPECT_GT(memory().frame_counter(), counter + 2000);
}

TEST_F(BackupInTheHouse, ARadioOfAnotherNetworkIsGivenItAndItsOwnIsKept) {
  house.stop();
  swap_for_a_used_radio();
  house.start();
  house.wait(2min);
  expect_the_lamp_obeys();
  const Backup aside = written("data/coordinator_backup_of_0102030405060708.json");
  EXPECT_EQ(aside.network.pan.raw, 4660);
  EXPECT_EQ(aside.ieee, Ieee(0x00124B0000000002));
}

TEST_F(BackupInTheHouse, WithoutItABlankRadioIsLeftAlone) {
  house.stop();
  house.files.content.erase(newest);
  const std::string database = house.files.content["data/database.db"];
  swap_radio();
  house.start(false);
  house.wait(5min);
  const std::string reason = refusal();
  EXPECT_NE(reason.find("holds no network"), std::string::npos) << reason;
  EXPECT_NE(reason.find("1 devices are known"), std::string::npos) << reason;
  EXPECT_NE(reason.find("waggle restore"), std::string::npos) << reason;
  EXPECT_FALSE(memory().network());
  EXPECT_EQ(house.files.content["data/database.db"], database);
}

TEST_F(BackupInTheHouse, ABackupAloneKeepsTheNetworkFromBeingFormedAnew) {
  house.stop();
  house.files.content.erase("data/database.db");
  change_setting("pan_id: 6754", "pan_id: 4660");
  house.start(false);
  house.wait(1min);
  const std::string reason = refusal();
  EXPECT_NE(reason.find("most likely the settings were changed"), std::string::npos) << reason;
  EXPECT_NE(reason.find("pan_id is 4660 here and 6754 there"), std::string::npos) << reason;
  ASSERT_TRUE(memory().network());
  EXPECT_EQ(memory().network()->pan.raw, 6754);
}

TEST_F(BackupInTheHouse, ABackupOfAnotherNetworkIsNotWritten) {
  house.stop();
  swap_radio();
  change_setting("pan_id: 6754", "pan_id: 4660");
  house.start(false);
  house.wait(1min);
  const std::string reason = refusal();
  EXPECT_NE(reason.find("of another network than the configured one (pan_id is 4660 here and 6754 there)"), std::string::npos) << reason;
  EXPECT_FALSE(memory().network());
}

TEST_F(BackupInTheHouse, ADamagedOneIsNotUsedAndNotTrusted) {
  house.stop();
  house.files.content[newest].resize(200);
  for (int i = 1; i <= 7; ++i) house.files.content.erase("data/.generations/coordinator_backup." + std::to_string(i) + ".json");
  house.files.content.erase("data/database.db");
  swap_radio();
  house.start(false);
  house.wait(1min);
  EXPECT_NE(refusal().find("cannot be read"), std::string::npos);
  EXPECT_FALSE(memory().network());
}

TEST_F(BackupInTheHouse, AnOlderOneStandsInForADamagedOne) {
  for (int day = 0; day < 2; ++day) house.wait(24h + 1min);
  house.stop();
  house.files.content[newest].resize(200);
  swap_radio();
  house.start();
  house.wait(2min);
  expect_the_lamp_obeys();
}

// Z-Stack loses rows of its tables; a device could not come back without its key.
TEST_F(BackupInTheHouse, KeysThatTheRadioForgotStayInIt) {
  house.wait(15s);
  const auto key = written().devices.at(0).link_key;
  memory().forget_device(written().devices.at(0).ieee);
  house.wait(24h);
  ASSERT_EQ(written().devices.size(), 1u);
  EXPECT_EQ(written().devices[0].link_key, key);
  house.request("device/remove", Object{{"id", "lamp"}, {"force", true}});
  house.stop();
  EXPECT_TRUE(written().devices.empty());
}

// As after `waggle restore` of another program's backup: the devices have the network's key, and nobody knows them.
TEST_F(BackupInTheHouse, DevicesThatAreOnTheNetworkAreTakenInWhenJoiningIsPermitted) {
  house.stop();
  house.files.content.erase("data/database.db");
  house.start();
  const auto speak = [&] {
    house.order(Object{{"cmd", "report"}, {"device", "bedroom lamp"}, {"cluster", "genOnOff"}, {"attrs", Object{{"onOff", 1}}}});
    house.wait(1min);
  };
  house.forget();
  speak();
  EXPECT_TRUE(house.all("bridge/event").empty());
  house.request("permit_join", Object{{"time", 200}});
  speak();
  std::vector<std::string> types;
  for (const Value& event : house.all("bridge/event")) types.emplace_back(event.find("type")->string_or(""));
  EXPECT_NE(std::find(types.begin(), types.end(), "device_joined"), types.end());
  speak();
  const Value said = house.last("lamp");
  ASSERT_TRUE(said.find("state"));
  EXPECT_EQ(*said.find("state"), Value("ON"));
}

TEST_F(BackupInTheHouse, CoordinatorCheckNamesRoutersThatTheRadioForgot) {
  const auto missing = [&] {
    const Value answer = house.request("coordinator_check", "");
    EXPECT_EQ(*answer.find("status"), Value("ok"));
    return *answer.find("data", "missing_routers");
  };
  EXPECT_EQ(missing(), Value(Array{}));
  memory().forget_device(*parse_ieee(address));
  EXPECT_EQ(missing(), Value(Array{Object{{"ieee_address", address}, {"friendly_name", "lamp"}}}));
}

}  // namespace
}  // namespace waggle::house
