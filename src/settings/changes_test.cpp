// Every change that Settings makes for the user: what it answers, what becomes visible, what is written.
#include "settings/settings_test.h"

namespace waggle::settings {
namespace {

TEST(Changes, AddingADeviceAddsItsLines) {
  Folder folder;
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->add_device(Ieee{7}));
  EXPECT_EQ(folder.main(), with(home_text, "retain: true}\n",
                                "retain: true}\n  '0x0000000000000007':\n    friendly_name: '0x0000000000000007'\n"));
  EXPECT_EQ(settings->find_entity("0x0000000000000007")->device, Ieee{7});
  EXPECT_EQ(error_of(settings->add_device(Ieee{7})), "Device '0x0000000000000007' already exists");
}

TEST(Loading, AnEmptyConfigurationIsAMistakeNotACrash) {
  io::MemoryFiles files;
  files.content["data/configuration.yaml"] = "";
  const auto loaded = Settings::load(files, "data");
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().text.find("mqtt"), std::string::npos) << loaded.error().text;
}

TEST(Changes, AddingManyDevicesIsOneWrite) {
  io::MemoryFiles files;
  files.content["data/configuration.yaml"] = "mqtt: {server: mqtt://localhost, base_topic: z}\nserial: {port: /dev/x}\nversion: 5\ndevices:\n  '0x0000000000000001': {friendly_name: lamp}\n";
  auto loaded = Settings::load(files, "data");
  ASSERT_TRUE(loaded) << loaded.error().text;
  files.writes_left = 1;
  std::vector<Ieee> devices;
  for (std::uint64_t i = 1; i <= 200; ++i) devices.push_back(Ieee{i});
  ASSERT_TRUE((*loaded)->add_devices(devices));
  EXPECT_EQ((*loaded)->devices().size(), 200u);
  EXPECT_TRUE((*loaded)->find_entity("lamp"));
}

TEST(Changes, RemovingADeviceRemovesItsLines) {
  Folder folder;
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->remove_device(plug));
  EXPECT_EQ(folder.main(), with(home_text, "  '0x04cd15fffe240001': {friendly_name: plug, retain: true}\n", ""));
  EXPECT_EQ(settings->device(plug), nullptr);
  EXPECT_EQ(error_of(settings->remove_device(plug)), "Device '0x04cd15fffe240001' does not exist");
}

TEST(Changes, ADeviceWrittenInCapitalsIsTheSameDevice) {
  Folder folder(with(home_text, "'0x00158d0001070430'", "'0x00158D0001070430'"));
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->rename("hall/motion", "hall"));
  EXPECT_EQ(folder.main(), with(with(home_text, "'0x00158d0001070430'", "'0x00158D0001070430'"), "hall/motion", "hall"));
  ASSERT_TRUE(settings->remove_device(motion));
  EXPECT_EQ(folder.main().find("00158D"), std::string::npos);
}

TEST(Changes, BlockingADeviceListsItOnce) {
  Folder folder;
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->block_device(plug));
  ASSERT_TRUE(settings->block_device(plug));
  EXPECT_EQ(folder.main(), std::string(home_text) + "blocklist:\n  - '0x04cd15fffe240001'\n");
  EXPECT_TRUE(settings->blocked(plug));
  EXPECT_FALSE(settings->blocked(motion));
}

TEST(Changes, AGroupGetsTheFirstFreeNumber) {
  Folder folder;
  const auto settings = folder.loaded();
  const auto three = settings->add_group("three", GroupId{3});
  ASSERT_TRUE(three);
  EXPECT_EQ(*three, GroupId{3});
  const auto two = settings->add_group("two");
  ASSERT_TRUE(two);
  EXPECT_EQ(*two, GroupId{2});
  EXPECT_EQ(*settings->add_group("four"), GroupId{4});
  EXPECT_TRUE(folder.main().starts_with(home_text)) << "new ones come last";
  EXPECT_EQ(folder.loaded()->groups().size(), 4u);
}

TEST(Changes, AGroupIsRefusedWithZigbee2mqttsWords) {
  Folder folder;
  const auto settings = folder.loaded();
  EXPECT_EQ(error_of(settings->add_group("other", GroupId{1})), "Group ID '1' is already in use");
  EXPECT_EQ(error_of(settings->add_group("all")), "friendly_name 'all' is already in use");
  EXPECT_EQ(error_of(settings->add_group("plug")), "friendly_name 'plug' is already in use");
  EXPECT_EQ(error_of(settings->add_group("")), "friendly_name must be at least 1 char long");
  EXPECT_EQ(error_of(settings->remove_group(GroupId{9})), "Group '9' does not exist");
  EXPECT_EQ(folder.main(), home_text);
  ASSERT_TRUE(settings->remove_group(GroupId{1}));
  EXPECT_TRUE(settings->groups().empty());
}

TEST(Changes, RenamingChangesTheNameAlone) {
  Folder folder;
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->rename("hall/motion", "stairs"));
  ASSERT_TRUE(settings->rename("1", "everything"));
  EXPECT_EQ(folder.main(), with(with(home_text, "hall/motion", "stairs"), "friendly_name: all", "friendly_name: everything"));
  EXPECT_EQ(settings->find_entity("stairs")->device, motion);
  EXPECT_FALSE(settings->find_entity("hall/motion"));
}

TEST(Changes, ABadNameIsRefusedWithZigbee2mqttsWords) {
  Folder folder;
  const auto settings = folder.loaded();
  const std::pair<const char*, const char*> rows[] = {
      {"hall/motion", "friendly_name 'hall/motion' is already in use"},
      {"0x00158d0001070430", "friendly_name '0x00158d0001070430' is already in use"},
      {"", "friendly_name must be at least 1 char long"},
      {"a/", "friendly_name is not allowed to end or start with /"},
      {"a/1", "Friendly name cannot end with a \"/DIGIT\" ('a/1')"},
      {"a#", "MQTT wildcard (+ and #) not allowed in friendly_name ('a#')"},
  };
  for (const auto& [name, text] : rows) EXPECT_EQ(error_of(settings->rename("plug", name)), text);
  EXPECT_EQ(error_of(settings->rename("nobody", "somebody")), "Device or group 'nobody' does not exist");
  EXPECT_EQ(folder.main(), home_text);
}

TEST(Changes, OptionsAreMergedAndNullTakesAway) {
  Folder folder;
  const auto settings = folder.loaded();
  auto changed = settings->change_options("plug", object(R"({"retain":null,"qos":1,"friendly_name":"x","devices":[]})"));
  ASSERT_TRUE(changed);
  EXPECT_FALSE(*changed);
  EXPECT_EQ(folder.main(), with(home_text, "retain: true}", "qos: 1}"));
  changed = settings->change_options("plug", object(R"({"homeassistant":{"name":null,"icon":"mdi:plug"},"legacy":false})"));
  ASSERT_TRUE(changed);
  EXPECT_EQ(json::dump(*settings->device(plug)),
            R"({"friendly_name":"plug","qos":1,"homeassistant":{"name":null,"icon":"mdi:plug"},"legacy":false})");
  changed = settings->change_options("all", object(R"({"optimistic":false})"));
  ASSERT_TRUE(changed);
  EXPECT_EQ(*settings->group(GroupId{1})->find("optimistic"), Value(false));
}

TEST(Changes, OptionsSayWhetherARestartIsNeeded) {
  Folder folder;
  const auto settings = folder.loaded();
  EXPECT_TRUE(*settings->change_options("plug", object(R"({"debounce":1})")));
  EXPECT_FALSE(*settings->change_options("plug", object(R"({"retain":false})")));
  EXPECT_TRUE(*settings->change_options("all", object(R"({"off_state":"last_member_state"})")));
}

// As with Zigbee2MQTT; but there the next start, and every change of something else, fails.
TEST(Changes, BadOptionsAreTakenAndStopNothing) {
  Folder folder;
  auto settings = folder.loaded();
  ASSERT_TRUE(settings->change_options("plug", object(R"({"retain":"yes","qos":9,"retention":10})")));
  EXPECT_EQ(*settings->device(plug)->find("retain"), Value("yes"));
  EXPECT_TRUE(settings->apply(object(R"({"advanced":{"log_level":"debug"}})")));
  EXPECT_TRUE(settings->set("advanced.elapsed", Value(true)));
  EXPECT_EQ(error_of(settings->apply(object(R"({"devices":{"0x00158d0001070430":{"qos":8}}})"))),
            "devices/0x00158d0001070430/qos must be equal to one of the allowed values");
  settings = folder.loaded();
  ASSERT_EQ(settings->warnings().size(), 3u);
  EXPECT_NE(settings->warnings()[0].find(": devices.0x04cd15fffe240001.retain must be boolean; it may be true or false"), std::string::npos);
  EXPECT_EQ(*settings->device(plug)->find("qos"), Value(9));
  EXPECT_EQ(error_of(settings->change_options("nobody", {})), "Device or group 'nobody' does not exist");
}

TEST(Changes, ApplyingMergesChecksAndSaysWhetherARestartIsNeeded) {
  Folder folder;
  const auto settings = folder.loaded();
  auto changed = settings->apply(object(R"({"advanced":{"log_level":"debug"}})"));
  ASSERT_TRUE(changed);
  EXPECT_FALSE(*changed);
  EXPECT_EQ(settings->text("advanced.log_level"), "debug");
  changed = settings->apply(object(R"({"advanced":{"log_level":null,"channel":15}})"));
  ASSERT_TRUE(changed);
  EXPECT_TRUE(*changed);
  EXPECT_EQ(settings->text("advanced.log_level"), "info");
  EXPECT_EQ(folder.main(), with(home_text, "10, 12, 13]\n", "10, 12, 13]\n  channel: 15\n"));
}

TEST(Changes, ApplyingWhatIsWrongChangesNothing) {
  Folder folder;
  const auto settings = folder.loaded();
  const std::pair<const char*, const char*> rows[] = {
      {R"({"advanced":{"channel":10}})", "advanced/channel must be >= 11"},
      {R"({"advanced":{"log_level":"loud"}})", "advanced/log_level must be equal to one of the allowed values"},
      {R"({"mqtt":{"server":1}})", "mqtt/server must be string"},
      {R"({"mqtt":{"version":7}})", "mqtt.version: should be 3, 4 or 5 (is '7')"},
      {R"({"mqtt":{"keepalive":-5}})", "mqtt.keepalive: should be a number of seconds from 0 to 65535 (is '-5')"},
      {R"({"mqtt":{"base_topic":"a/#"}})", "mqtt.base_topic: should be a topic without + and # (is 'a/#')"},
      {R"({"devices":{"0x04cd15fffe240001":{"retain":1}}})", "devices/0x04cd15fffe240001/retain must be boolean"},
      {R"({"devices":{"0x04cd15fffe240001":{"friendly_name":"all"}}})", "Duplicate friendly_name 'all' found"},
      {R"({"devices":{"0x04cd15fffe240001":{"retention":10}}})", "MQTT retention requires protocol version 5"},
  };
  for (const auto& [change, text] : rows) EXPECT_EQ(error_of(settings->apply(object(change))), text) << change;
  EXPECT_EQ(folder.main(), home_text);
  EXPECT_EQ(settings->number("advanced.channel"), 11);
}

TEST(Changes, ApplyingMayTakeAwayWhatIsRequired) {
  Folder folder;
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->apply(object(R"({"mqtt":{"server":null}})"))) << "what is missing may come with the next change";
  EXPECT_EQ(settings->find("mqtt.server"), nullptr);
}

TEST(Changes, NullsThatTheUserWroteStay) {
  Folder folder(with(home_text, "port: /dev/ttyUSB0", "port: null   # found by itself"));
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->apply(object(R"({"serial":{"disable_led":true}})")));
  EXPECT_NE(folder.main().find("port: null   # found by itself"), std::string::npos) << folder.main();
}

TEST(Changes, SettingOneReplacesItWhole) {
  Folder folder(std::string(home_text) + "device_options: {retain: true}\n");
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->set("advanced.log_namespaced_levels", object(R"({"z2m:mqtt":"warning"})")));
  ASSERT_TRUE(settings->set("advanced.log_namespaced_levels", object(R"({"z2m":"debug"})")));
  EXPECT_EQ(json::dump(*settings->find("advanced.log_namespaced_levels")), R"({"z2m":"debug"})");
  EXPECT_EQ(error_of(settings->set("advanced.channel", 30)), "advanced/channel must be <= 26");
  EXPECT_EQ(error_of(settings->set("advanced.chanel", 12)), "no setting is called advanced.chanel");
  EXPECT_EQ(*settings->device_options().find("retain"), Value(true));
}

TEST(Changes, WhatSaysTheSameWritesNothing) {
  Folder folder;
  const auto settings = folder.loaded();
  folder.files.writes_left = 0;
  EXPECT_TRUE(settings->apply(object(R"({"advanced":{"pan_id":6754}})")));
  EXPECT_TRUE(settings->change_options("plug", object(R"({"retain":true,"qos":null})")));
}

}  // namespace
}  // namespace waggle::settings
