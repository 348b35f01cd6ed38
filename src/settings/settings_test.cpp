#include "settings/settings_test.h"

namespace waggle::settings {
namespace {

TEST(Settings, ReadsWhatIsWrittenOverWhatIsUsual) {
  Folder folder;
  const auto settings = folder.loaded();
  EXPECT_EQ(settings->text("mqtt.server"), "mqtt://localhost:1883");
  EXPECT_EQ(settings->number("advanced.pan_id"), 0x1A62);
  EXPECT_EQ(settings->number("advanced.channel"), 11);
  EXPECT_TRUE(settings->flag("advanced.cache_state"));
  EXPECT_FALSE(settings->flag("frontend.enabled"));
  EXPECT_EQ(settings->find("mqtt.user"), nullptr);
  EXPECT_EQ(settings->text("advanced.log_directory"), "data/log/%TIMESTAMP%");
  EXPECT_THROW((void)settings->text("mqtt.sever"), std::logic_error);
  EXPECT_TRUE(settings->warnings().empty());
  EXPECT_EQ(folder.main(), home_text) << "reading changes nothing";
}

TEST(Settings, FindsDevicesAndGroups) {
  Folder folder;
  const auto settings = folder.loaded();
  EXPECT_EQ(settings->devices(), (std::vector<Ieee>{motion, plug}));
  EXPECT_EQ(settings->groups(), std::vector<GroupId>{GroupId{1}});
  ASSERT_NE(settings->device(plug), nullptr);
  EXPECT_EQ(*settings->device(plug)->find("retain"), Value(true));
  EXPECT_EQ(settings->device(Ieee{7}), nullptr);
  for (const char* name : {"hall/motion", "0x00158d0001070430"}) {
    const auto entry = settings->find_entity(name);
    ASSERT_TRUE(entry) << name;
    EXPECT_EQ(entry->device, motion);
    EXPECT_EQ(entry->friendly_name, "hall/motion");
  }
  for (const char* name : {"1", "all"}) {
    const auto entry = settings->find_entity(name);
    ASSERT_TRUE(entry) << name;
    EXPECT_EQ(entry->group, GroupId{1});
    EXPECT_EQ(entry->friendly_name, "all");
  }
  for (const char* name : {"2", "", "hall", "0x00158d0001070431"}) EXPECT_FALSE(settings->find_entity(name)) << name;
}

TEST(Settings, AddressesInListsMayBeWrittenEitherWay) {
  Folder folder(std::string(home_text) + "blocklist: ['0x00158D0001070430']\npasslist: []\n");
  const auto settings = folder.loaded();
  EXPECT_TRUE(settings->blocked(motion));
  EXPECT_FALSE(settings->blocked(plug));
  EXPECT_FALSE(settings->not_passed(plug)) << "an empty list passes everybody";
  folder.main() = std::string(home_text) + "passlist: ['0x04cd15fffe240001']\n";
  EXPECT_FALSE(folder.loaded()->not_passed(plug));
  EXPECT_TRUE(folder.loaded()->not_passed(motion));
}

TEST(Settings, PublishesAllButWhatIsSecret) {
  Folder folder(with(home_text, "  # user: me\n", "  user: me\n  password: pssst\n") + "frontend: {auth_token: token}\n");
  const Object config = folder.loaded()->published_config();
  EXPECT_EQ(*Value(config).find("mqtt", "user"), Value("me"));
  EXPECT_EQ(Value(config).find("mqtt", "password"), nullptr);
  EXPECT_EQ(Value(config).find("frontend", "auth_token"), nullptr);
  EXPECT_EQ(Value(config).find("advanced", "network_key"), nullptr);
  EXPECT_EQ(*Value(config).find("devices", "0x04cd15fffe240001", "friendly_name"), Value("plug"));
  EXPECT_EQ(*Value(config).find("version"), Value(5));
  EXPECT_EQ(json::dump(config).find("pssst"), std::string::npos);
}

// What Zigbee2MQTT 2.14 published for this configuration.
constexpr std::string_view published_there = R"({"advanced":{"cache_state":true,"cache_state_persistent":true,"cache_state_send_on_startup":true,"channel":15,
"elapsed":false,"enable_external_js":true,"ext_pan_id":[1,2,3,4,5,6,7,8],"last_seen":"disable",
"log_console_json":false,"log_debug_namespace_ignore":"","log_debug_to_mqtt_frontend":false,
"log_directories_to_keep":10,"log_directory":"data/log/%TIMESTAMP%","log_file":"log.log","log_level":"info",
"log_namespaced_levels":{},"log_output":["console"],"log_rotation":true,"log_symlink_current":false,"log_syslog":{},
"output":"json","pan_id":11037,"timestamp_format":"YYYY-MM-DD HH:mm:ss"},
"availability":{"active":{"backoff":true,"max_jitter":30000,"pause_on_backoff_gt":0,"timeout":10},"enabled":false,
"passive":{"timeout":1500}},
"blocklist":[],
"device_options":{},
"devices":{},
"frontend":{"base_url":"/","enabled":false,"package":"zigbee2mqtt-windfront","port":8080},
"groups":{},
"health":{"interval":10,"reset_on_check":false},
"homeassistant":{"discovery_topic":"homeassistant","enabled":false,"experimental_event_entities":false,
"legacy_action_sensor":false,"status_topic":"homeassistant/status"},
"map_options":{"graphviz":{"colors":{"fill":{"coordinator":"#e04e5d","enddevice":"#fff8ce","router":"#4ea3e0"},
"font":{"coordinator":"#ffffff","enddevice":"#000000","router":"#ffffff"},"line":{"active":"#009900",
"inactive":"#994444"}}}},
"mqtt":{"base_topic":"zigbee2mqtt","force_disable_retain":false,"include_device_information":false,"keepalive":60,
"maximum_packet_size":1048576,"reject_unauthorized":true,"server":"mqtt://127.0.0.1:1883","version":4},
"ota":{"default_maximum_data_size":50,"disable_automatic_update_check":true,"image_block_request_timeout":150000,
"image_block_response_delay":250,"update_check_interval":1440},
"passlist":[],
"serial":{"adapter":"zstack","disable_led":false,"port":"tcp://127.0.0.1:6638"},
"version":5})";

TEST(Settings, PublishesWhatZigbee2mqttPublishes) {
  Folder folder(R"(version: 5
mqtt: {server: mqtt://127.0.0.1:1883, base_topic: zigbee2mqtt}
serial: {port: tcp://127.0.0.1:6638, adapter: zstack}
homeassistant: {enabled: false}
frontend: {enabled: false}
availability: {enabled: false}
advanced:
  log_level: info
  log_output: [console]
  channel: 15
  pan_id: 0x2b1d
  ext_pan_id: [1, 2, 3, 4, 5, 6, 7, 8]
  network_key: [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]
  last_seen: disable
ota: {disable_automatic_update_check: true}
)");
  const Value here = folder.loaded()->published_config();
  EXPECT_EQ(here, Value(object(published_there))) << json::dump(here, json::Keys::sorted);
}

// Mistakes ---------------------------------------------------------------------------------------------------

TEST(SettingsMistakes, AreToldAllAtOnceEachWithItsPlace) {
  Folder folder(with(with(home_text, "0x1A62", "99999"), "retain: true}", "retain: maybe}"));
  const std::string mistakes = folder.mistakes();
  EXPECT_NE(mistakes.find("data/configuration.yaml:10:11: advanced.pan_id must be <= 65534; it may be "), std::string::npos) << mistakes;
  EXPECT_NE(mistakes.find("data/configuration.yaml:17:"), std::string::npos) << mistakes;
  EXPECT_NE(mistakes.find("devices.0x04cd15fffe240001.retain must be boolean; it may be true or false"), std::string::npos) << mistakes;
}

TEST(SettingsMistakes, OfNamesAreTold) {
  Folder folder(with(home_text, "friendly_name: plug", "friendly_name: all"));
  EXPECT_NE(folder.mistakes().find("Duplicate friendly_name 'all' found"), std::string::npos) << folder.mistakes();
  folder.main() = with(home_text, "friendly_name: plug", "friendly_name: pl+ug");
  EXPECT_NE(folder.mistakes().find("wildcard"), std::string::npos) << folder.mistakes();
}

TEST(SettingsMistakes, OfYamlAreToldWithTheirPlace) {
  Folder folder("version: 5\nmqtt: {server: a\n");
  EXPECT_TRUE(folder.mistakes().starts_with("data/configuration.yaml:")) << folder.mistakes();
  folder.main() = "- a list\n";
  EXPECT_EQ(folder.mistakes(), "data/configuration.yaml:1:1: must be a map of settings, not array");
}

TEST(SettingsMistakes, NoFileSaysWhatItMustHold) {
  io::MemoryFiles files;
  const auto settings = Settings::load(files, "data");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, Errc::not_found);
  EXPECT_EQ(settings.error().text,
            "data/configuration.yaml: there is no such file. It must name at least the coordinator (serial.port) and the broker (mqtt.server)");
}

TEST(SettingsMistakes, NothingIsWrittenWhenSomethingIsWrong) {
  Folder folder(with(with(home_text, "version: 5", "version: 3"), "0x1A62", "GENERATE\n  channel: 5"));
  const auto before = folder.files.content;
  EXPECT_NE(folder.mistakes().find("advanced.channel must be >= 11"), std::string::npos) << folder.mistakes();
  EXPECT_EQ(folder.files.content, before);
}

TEST(SettingsWarnings, OfUnknownKeysNameTheLikelyOne) {
  Folder folder(with(home_text, "base_topic:", "basetopic:"));
  const auto settings = folder.loaded();
  ASSERT_EQ(settings->warnings().size(), 1u);
  EXPECT_EQ(settings->warnings()[0], "data/configuration.yaml:4:14: no setting is called mqtt.basetopic; was base_topic meant?");
}

TEST(SettingsWarnings, OfIconsThatNobodyCanShow) {
  Folder folder(with(home_text, "retain: true}", "retain: true, icon: 'x'}"));
  const auto settings = folder.loaded();
  ASSERT_EQ(settings->warnings().size(), 1u);
  EXPECT_NE(settings->warnings()[0].find(": 'x' is neither an address nor a file in device_icons/: it is not shown"), std::string::npos) << settings->warnings()[0];
}

// The start --------------------------------------------------------------------------------------------------

TEST(SettingsStart, GeneratesWhatIsLeftToUsOnce) {
  Folder folder(with(home_text, "0x1A62", "GENERATE") + "  # end\n");
  folder.main() = with(folder.main(), "[1, 3, 5, 7, 9, 11, 13, 15,\n    0, 2, 4, 6, 8, 10, 12, 13]", "GENERATE\n  ext_pan_id: GENERATE");
  const auto settings = folder.loaded();
  const double pan_id = settings->number("advanced.pan_id");
  EXPECT_GE(pan_id, 1);
  EXPECT_LE(pan_id, 0xFFFE);
  const Value key = *settings->find("advanced.network_key");
  ASSERT_TRUE(key.is_array());
  EXPECT_EQ(key.array().size(), 16u);
  EXPECT_EQ(settings->find("advanced.ext_pan_id")->array().size(), 8u);
  EXPECT_EQ(folder.main().find("GENERATE"), std::string::npos);
  EXPECT_NE(folder.main().find("# hexadecimal"), std::string::npos);

  const std::string written = folder.main();
  const auto again = folder.loaded();
  EXPECT_EQ(*again->find("advanced.network_key"), key);
  EXPECT_EQ(again->number("advanced.pan_id"), pan_id);
  EXPECT_EQ(folder.main(), written);
}

TEST(SettingsStart, KeysOfTwoNetworksDiffer) {
  Folder one(with(home_text, "0x1A62", "GENERATE\n  ext_pan_id: GENERATE"));
  Folder two(one.main());
  EXPECT_NE(*one.loaded()->find("advanced.ext_pan_id"), *two.loaded()->find("advanced.ext_pan_id"));
}

TEST(SettingsStart, WhatCannotBeKeptIsNotGenerated) {
  Folder folder(with(home_text, "0x1A62", "GENERATE"));
  folder.files.read_only = true;
  EXPECT_NE(folder.mistakes().find("advanced.pan_id cannot be generated"), std::string::npos) << folder.mistakes();
  folder.files.read_only = false;
  folder.files.writes_left = 0;
  EXPECT_NE(folder.mistakes().find("the disk is full"), std::string::npos) << folder.mistakes();
}

TEST(SettingsStart, TheEnvironmentStandsOverTheFile) {
  Folder folder;
  folder.environment = {{"ZIGBEE2MQTT_CONFIG_MQTT_SERVER", "mqtt://broker"},
                        {"ZIGBEE2MQTT_CONFIG_ADVANCED_CHANNEL", "15"},
                        {"ZIGBEE2MQTT_CONFIG_FRONTEND_ENABLED", "TRUE"},
                        {"ZIGBEE2MQTT_CONFIG_ADVANCED_LOG_OUTPUT", R"(["console"])"},
                        {"ZIGBEE2MQTT_CONFIG_MQTT_USER", ""},
                        {"HOME", "/root"}};
  const auto settings = folder.loaded();
  EXPECT_EQ(settings->text("mqtt.server"), "mqtt://broker");
  EXPECT_EQ(settings->number("advanced.channel"), 15);
  EXPECT_TRUE(settings->flag("frontend.enabled"));
  EXPECT_EQ(json::dump(*settings->find("advanced.log_output")), R"(["console"])");
  EXPECT_EQ(settings->find("mqtt.user"), nullptr) << "an empty variable says nothing";
  EXPECT_NE(folder.main().find("server: 'mqtt://broker'"), std::string::npos) << folder.main();
  EXPECT_NE(folder.main().find("# user: me"), std::string::npos);

  ASSERT_TRUE(settings->apply(object(R"({"mqtt":{"server":"mqtt://other","keepalive":30}})")));
  EXPECT_EQ(settings->text("mqtt.server"), "mqtt://broker");
  EXPECT_EQ(settings->number("mqtt.keepalive"), 30);
}

TEST(SettingsStart, MistakesInTheEnvironmentAreToldAsSuch) {
  Folder folder;
  folder.environment = {{"ZIGBEE2MQTT_CONFIG_ADVANCED_CHANNEL", "5"}};
  EXPECT_TRUE(folder.mistakes().starts_with("environment variable ZIGBEE2MQTT_CONFIG_ADVANCED_CHANNEL: advanced.channel must be >= 11"))
      << folder.mistakes();
  folder.environment = {{"ZIGBEE2MQTT_CONFIG_MQTT_SERVR", "x"}};
  EXPECT_EQ(folder.loaded()->warnings(), std::vector<std::string>{"environment variable ZIGBEE2MQTT_CONFIG_MQTT_SERVR: names no setting"});
}

TEST(SettingsStart, TheMinimalConfigurationCanBeRead) {
  io::MemoryFiles files;
  const Environment environment{{"ZIGBEE2MQTT_CONFIG_SERIAL_PORT", "tcp://stick:6638"}};
  ASSERT_TRUE(Settings::write_minimal(files, "data", environment));
  EXPECT_NE(files.content["data/configuration.yaml"].find("port: tcp://stick:6638"), std::string::npos);
  const auto settings = Settings::load(files, "data");
  ASSERT_TRUE(settings) << settings.error().text;
  EXPECT_TRUE((*settings)->warnings().empty());
  EXPECT_EQ((*settings)->find("advanced.network_key")->array().size(), 16u);
  EXPECT_FALSE((*settings)->flag("advanced.enable_external_js"));
}

}  // namespace
}  // namespace waggle::settings
