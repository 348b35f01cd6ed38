#include "settings/migrations.h"

#include "settings/settings_test.h"

namespace waggle::settings {
namespace {

constexpr std::string_view one = R"(# from the first days
homeassistant: true
permit_join: true
ban: ['0x0000000000000001']
blocklist: ['0x0000000000000002']
whitelist:
  - '0x00158d0001070430'
mqtt:
  server: mqtt://a   # the broker
serial: {port: /dev/ttyACM0}
experimental: {transmit_power: 5, new_api: true}
external_converters: [mine.js]
advanced:
  baudrate: 38400
  rtscts: false
  log_level: warn
  legacy_api: true
  report: false
  availability_timeout: 60
device_options: {legacy: true, retain: true}
devices:
  '0x00158d0001070430': {friendly_name: motion, retrieve_state: true}
groups:
  1: {friendly_name: all, devices: [motion], retrieve_state: false}
)";

TEST(Migrations, FromTheFirstVersion) {
  Folder folder(one);
  folder["state.json"] = R"({"0x00158d0001070430":{"occupancy":true,"update":{"state":"idle"}},"1":{"state":"ON"}})";
  const auto settings = folder.loaded();
  EXPECT_EQ(folder.main(), R"(# from the first days
homeassistant:
  enabled: true
blocklist: ['0x0000000000000001', '0x0000000000000002']
mqtt:
  server: mqtt://a   # the broker
serial: {port: /dev/ttyACM0, baudrate: 38400, rtscts: false}
advanced:
  log_level: warning
  transmit_power: 5
device_options: {retain: true}
devices:
  '0x00158d0001070430': {friendly_name: motion}
groups:
  1: {friendly_name: all}
passlist:
  - '0x00158d0001070430'
version: 5
)");
  EXPECT_EQ(folder["configuration_backup_v1.yaml"], one);
  EXPECT_EQ(folder["state.json"], R"({"0x00158d0001070430":{"occupancy":true},"1":{"state":"ON"}})");
  EXPECT_EQ(folder["migration-1-to-2.log"], R"(advanced.baudrate is now serial.baudrate
advanced.rtscts is now serial.rtscts
experimental.transmit_power is now advanced.transmit_power
ban is now blocklist
whitelist is now passlist
advanced.log_level: warn is now called warning
permit_join was removed: joining is permitted for a while, by request
advanced.legacy_api was removed: the old topics under bridge/config are gone; use bridge/request
advanced.availability_timeout was removed: availability has a section of its own
device_options.legacy was removed: the old properties that it switched on are gone
experimental was removed: nothing is experimental any more
external_converters was removed: they are loaded from the folder external_converters
devices.0x00158d0001070430.retrieve_state was removed: states are not read after each command
groups.1.devices was removed: members are kept with the network, and changed by request; they stay as they are
the version is now 2
)");
  for (const char* later : {"2-to-3", "3-to-4", "4-to-5"}) {
    EXPECT_FALSE(folder["migration-" + std::string(later) + ".log"].empty()) << later;
  }
  ASSERT_EQ(settings->warnings().size(), 1u);
  EXPECT_TRUE(settings->warnings()[0].starts_with("data/configuration.yaml: was brought from version 1 to 5; the old file is "
                                                  "data/configuration_backup_v1.yaml"));
}

TEST(Migrations, AreMadeOnce) {
  Folder folder(one);
  folder.loaded();
  const auto after = folder.files.content;
  EXPECT_TRUE(folder.loaded()->warnings().empty());
  EXPECT_EQ(folder.files.content, after);
}

TEST(Migrations, WhatIsSetAlreadyStays) {
  Object config = object(R"({"advanced":{"baudrate":1,"rtscts":null},"serial":{"baudrate":2}})");
  const auto migrated = migrate(config);
  ASSERT_TRUE(migrated);
  EXPECT_EQ(json::dump(config), R"({"advanced":{},"serial":{"baudrate":2},"version":5})");
  EXPECT_EQ(migrated->notes[0].lines[0], "advanced.baudrate was removed: serial.baudrate is set already");
}

TEST(Migrations, FromVersion2SwitchesBecomeSections) {
  Object config = object(R"({"version":2,"homeassistant":false,"frontend":{"port":8081},"availability":null})");
  const auto migrated = migrate(config);
  ASSERT_TRUE(migrated);
  EXPECT_EQ(migrated->from, 2);
  EXPECT_EQ(migrated->notes.size(), 3u);
  EXPECT_EQ(json::dump(config), R"({"version":5,"homeassistant":{"enabled":false},"frontend":{"port":8081,"enabled":true},)"
                                R"("availability":{"enabled":true}})");
}

TEST(Migrations, FromVersion3PicturesBecomeFiles) {
  Folder folder(with(with(home_text, "version: 5", "version: 3"), "retain: true}", "icon: 'data:image/png;base64,aGVsbG8='}"));
  const auto settings = folder.loaded();
  // md5 of the text "aGVsbG8="
  const std::string icon(settings->device(plug)->find("icon")->string_or(""));
  EXPECT_EQ(icon, "device_icons/0733351879b2fa9bd05c7ca3061529c0.png");
  EXPECT_EQ(folder[icon], "hello");
  EXPECT_EQ(folder["configuration_backup_v3.yaml"].find("device_icons"), std::string::npos);
}

TEST(Migrations, FromVersion4OnlyTheNumberChanges) {
  Folder folder(with(home_text, "version: 5", "version: 4"));
  folder["state.json"] = "broken";
  folder.loaded();
  EXPECT_EQ(folder.main(), home_text);
  EXPECT_EQ(folder["state.json"], "broken");
}

TEST(Migrations, KeepTheOldFilesOfDevicesToo) {
  Folder folder("version: 2\nmqtt: {server: mqtt://a}\nserial: {port: /dev/ttyUSB0}\ndevices: devices.yaml\n");
  folder["devices.yaml"] = "'0x00158d0001070430': {friendly_name: motion, icon: 'data:image/png;base64,aGVsbG8='}\n";
  const std::string old = folder["devices.yaml"];
  folder.loaded();
  EXPECT_EQ(folder["devices_backup_v2.yaml"], old);
  EXPECT_NE(folder["devices.yaml"], old);
}

TEST(Migrations, VersionsNobodyKnowsAreRefused) {
  for (const char* version : {"6", "1", "text", "null", "2.5"}) {
    Folder folder(with(home_text, "version: 5", "version: " + std::string(version)));
    EXPECT_TRUE(folder.mistakes().starts_with("data/configuration.yaml:2:10: version ")) << folder.mistakes();
    EXPECT_EQ(folder.files.content.size(), 1u);
  }
}

TEST(Migrations, ADiskThatFailsLeavesTheOldConfiguration) {
  const std::string old = with(home_text, "version: 5", "version: 2\nhomeassistant: true");
  for (std::size_t writes = 0; writes < 4; ++writes) {
    Folder folder(old);
    folder.files.writes_left = writes;
    EXPECT_NE(folder.mistakes().find("the disk is full"), std::string::npos) << writes;
    EXPECT_EQ(folder.main(), old);
  }
}

TEST(Migrations, AReadOnlyConfigurationIsMigratedInMemory) {
  Folder folder(with(home_text, "version: 5", "version: 2\nhomeassistant: true"));
  folder.files.read_only = true;
  const auto settings = folder.loaded();
  EXPECT_TRUE(settings->flag("homeassistant.enabled"));
  EXPECT_EQ(folder.files.content.size(), 1u);
  EXPECT_EQ(settings->warnings().size(), 1u);
}

}  // namespace
}  // namespace waggle::settings
