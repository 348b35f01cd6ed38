// Configurations in several files: what is read from where, and where changes go.
#include "settings/settings_test.h"

namespace waggle::settings {
namespace {

// References -------------------------------------------------------------------------------------------------

constexpr std::string_view secret_home = R"(version: 5
mqtt:
  server: '!secret server'
  user: !secret user          # without quotes, too
  password: '!passwords.yaml mqtt'
serial: {port: /dev/ttyUSB0}
advanced: {network_key: '!secret key'}
)";

Folder folder_with_secrets() {
  Folder folder(secret_home);
  folder["secret.yaml"] = "server: mqtt://a   # at home\nuser: me\nkey: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]\n";
  folder["passwords.yaml"] = "mqtt: pssst\n";
  return folder;
}

TEST(References, AreFollowed) {
  Folder folder = folder_with_secrets();
  const auto settings = folder.loaded();
  EXPECT_EQ(settings->text("mqtt.server"), "mqtt://a");
  EXPECT_EQ(settings->text("mqtt.user"), "me");
  EXPECT_EQ(settings->text("mqtt.password"), "pssst");
  EXPECT_EQ(settings->find("advanced.network_key")->array().size(), 16u);
  EXPECT_EQ(folder.main(), secret_home);
}

TEST(References, ChangesGoWhereTheValueStands) {
  Folder folder = folder_with_secrets();
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->apply(object(R"({"mqtt":{"server":"mqtt://b","keepalive":30}})")));
  EXPECT_EQ(folder.main(), with(secret_home, "mqtt'\n", "mqtt'\n  keepalive: 30\n"));
  EXPECT_TRUE(folder["secret.yaml"].starts_with("server: mqtt://b   # at home\nuser: me\n")) << folder["secret.yaml"];
  EXPECT_EQ(folder.loaded()->text("mqtt.server"), "mqtt://b");
}

TEST(References, ASettingTakenAwayTakesItsReferenceWithIt) {
  Folder folder = folder_with_secrets();
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->apply(object(R"({"mqtt":{"user":null}})")));
  EXPECT_EQ(folder.main(), with(secret_home, "  user: !secret user          # without quotes, too\n", ""));
  EXPECT_NE(folder["secret.yaml"].find("user: me"), std::string::npos) << "the other file is not ours to clean";
  ASSERT_TRUE(settings->apply(object(R"({"mqtt":{"user":"you"}})")));
  EXPECT_NE(folder.main().find("user: you"), std::string::npos);
  EXPECT_NE(folder["secret.yaml"].find("user: me"), std::string::npos);
}

TEST(References, ANewReferenceReplacesTheOldOne) {
  Folder folder = folder_with_secrets();
  folder["secret.yaml"] += "other: mqtt://c\n";
  ASSERT_TRUE(folder.loaded()->apply(object(R"({"mqtt":{"server":"!secret other"}})")));
  EXPECT_NE(folder["secret.yaml"].find("server: mqtt://a"), std::string::npos);
  EXPECT_EQ(folder.loaded()->text("mqtt.server"), "mqtt://c");
}

TEST(References, ToNothingAreTold) {
  Folder folder = folder_with_secrets();
  folder["passwords.yaml"] = "other: 1\n";
  EXPECT_EQ(folder.mistakes(), "data/configuration.yaml:5:13: mqtt.password refers to 'mqtt' in data/passwords.yaml, which has no such key");
  folder.files.content.erase("data/passwords.yaml");
  EXPECT_EQ(folder.mistakes(), "data/configuration.yaml:5:13: mqtt.password: data/passwords.yaml: there is no such file");
}

TEST(References, AMistakeIsToldWhereItStands) {
  Folder folder = folder_with_secrets();
  folder["secret.yaml"] = "server: mqtt://a\nuser: me\nkey:\n  - 1\n";
  EXPECT_TRUE(folder.mistakes().starts_with("data/secret.yaml:4:3: ")) << folder.mistakes();
}

// Files of devices and groups --------------------------------------------------------------------------------

constexpr std::string_view split_home = R"(version: 5
mqtt: {server: mqtt://a}
serial: {port: /dev/ttyUSB0}
devices:
  - devices.yaml
  - more.yaml     # of the cellar
groups: groups.yaml
)";

Folder split_folder() {
  Folder folder(split_home);
  folder["devices.yaml"] = "# upstairs\n'0x00158d0001070430':\n  friendly_name: motion   # the old one\n";
  folder["more.yaml"] = "'0x04cd15fffe240001':\n  friendly_name: plug\n  retain: true\n";
  return folder;
}

TEST(SplitFiles, AreReadAsOne) {
  Folder folder = split_folder();
  const auto settings = folder.loaded();
  EXPECT_EQ(settings->devices(), (std::vector<Ieee>{motion, plug}));
  EXPECT_TRUE(settings->groups().empty()) << "a file that is not there yet is empty";
  EXPECT_EQ(*Value(settings->whole()).find("devices", "0x04cd15fffe240001", "friendly_name"), Value("plug"));
}

TEST(SplitFiles, ChangesGoToTheFileThatHasTheEntryAndNewOnesToTheFirst) {
  Folder folder = split_folder();
  const auto settings = folder.loaded();
  const std::string first = folder["devices.yaml"];
  ASSERT_TRUE(settings->change_options("plug", object(R"({"qos":1,"retain":null})")));
  EXPECT_EQ(folder["more.yaml"], "'0x04cd15fffe240001':\n  friendly_name: plug\n  qos: 1\n");
  ASSERT_TRUE(settings->add_device(Ieee{7}));
  EXPECT_EQ(folder["devices.yaml"], first + "'0x0000000000000007':\n  friendly_name: '0x0000000000000007'\n");
  ASSERT_TRUE(settings->add_group("all"));
  EXPECT_EQ(folder["groups.yaml"], "'1':\n  friendly_name: all\n");
  ASSERT_TRUE(settings->remove_device(plug));
  EXPECT_EQ(folder["more.yaml"].find("plug"), std::string::npos);
  EXPECT_EQ(folder.main(), split_home);
  const auto again = folder.loaded();
  EXPECT_EQ(again->whole().find("devices")->object().size(), 2u);
  EXPECT_TRUE(again->group(GroupId{1}));
}

TEST(SplitFiles, AnEntryInTwoFilesStaysInBoth) {
  Folder folder = split_folder();
  folder["more.yaml"] = "'0x00158d0001070430':\n  qos: 1\n";
  const std::string first = folder["devices.yaml"];
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->change_options("motion", object(R"({"qos":2})")));
  EXPECT_EQ(folder["devices.yaml"], first);
  EXPECT_EQ(folder["more.yaml"], "'0x00158d0001070430':\n  qos: 2\n");
  ASSERT_TRUE(settings->rename("motion", "hall"));
  EXPECT_EQ(folder.loaded()->find_entity("hall")->device, motion);
  ASSERT_TRUE(settings->remove_device(motion));
  EXPECT_TRUE(folder.loaded()->devices().empty());
}

TEST(SplitFiles, MistakesAreToldWhereTheyStand) {
  Folder folder = split_folder();
  folder["more.yaml"] = "\n'0x04cd15fffe240001': {friendly_name: pl+ug, qos: 7}\n";
  EXPECT_TRUE(folder.mistakes().starts_with("data/more.yaml:2:51: devices.0x04cd15fffe240001.qos")) << folder.mistakes();
  folder.main() = with(split_home, "- more.yaml", "- 17");
  EXPECT_EQ(folder.mistakes(), "data/configuration.yaml:5:3: devices may be a map, the name of a file, or a list of names of files");
}

TEST(SplitFiles, AnEmptyListNamesNoFile) {
  Folder folder("version: 5\nmqtt: {server: mqtt://a}\nserial: {port: /dev/ttyUSB0}\ndevices: []\n");
  const auto settings = folder.loaded();
  ASSERT_TRUE(settings->add_device(plug));
  EXPECT_EQ(folder.loaded()->devices(), std::vector<Ieee>{plug});
}

// Writing ----------------------------------------------------------------------------------------------------

TEST(Writing, AFailureLeavesTheOldOnDiskAndInMemory) {
  Folder folder = folder_with_secrets();
  const auto settings = folder.loaded();
  const auto before = folder.files.content;
  const Object both = object(R"({"mqtt":{"server":"mqtt://b","keepalive":30}})");
  folder.files.writes_left = 0;
  const auto changed = settings->apply(both);
  ASSERT_FALSE(changed);
  EXPECT_NE(changed.error().text.find("the disk is full"), std::string::npos) << changed.error().text;
  EXPECT_EQ(settings->text("mqtt.server"), "mqtt://a");
  EXPECT_EQ(settings->number("mqtt.keepalive"), 60);
  EXPECT_EQ(folder.files.content, before);

  folder.files.writes_left = 100;
  ASSERT_TRUE(settings->apply(both));
  EXPECT_EQ(folder.loaded()->text("mqtt.server"), "mqtt://b");
}

/// Fails one write, and one only.
class OneFault final : public io::Files {
 public:
  explicit OneFault(io::MemoryFiles& files) : files_(files) {}
  std::size_t countdown = 1000;

  Result<> replace(const std::string& path, std::string_view content) override {
    if (--countdown == 0) return Error{Errc::io, path + ": a fault"};
    return files_.replace(path, content);
  }
  Result<std::string> read(const std::string& path) override { return files_.read(path); }
  bool exists(const std::string& path) override { return files_.exists(path); }
  Result<> remove(const std::string& path) override { return files_.remove(path); }
  Result<> make_folder(const std::string& path) override { return files_.make_folder(path); }
  std::vector<std::string> list(const std::string& folder) override { return files_.list(folder); }

 private:
  io::MemoryFiles& files_;
};

TEST(Writing, AFailureInTheMiddleTakesBackWhatWasWritten) {
  for (std::size_t fault = 1; fault <= 3; ++fault) {
    Folder folder = folder_with_secrets();
    OneFault files(folder.files);
    auto settings = Settings::load(files, "data");
    ASSERT_TRUE(settings);
    const auto before = folder.files.content;
    files.countdown = fault;
    const auto changed = (*settings)->apply(object(R"({"mqtt":{"server":"mqtt://b","password":"x","keepalive":30}})"));
    EXPECT_NE(error_of(changed).find("a fault"), std::string::npos);
    EXPECT_EQ(folder.files.content, before) << fault;
    EXPECT_EQ((*settings)->text("mqtt.password"), "pssst");
  }
}

TEST(Writing, AReadOnlyConfigurationIsChangedInMemoryAndSaysSoOnce) {
  Folder folder;
  const auto settings = folder.loaded();
  folder.files.read_only = true;
  ASSERT_TRUE(settings->rename("plug", "lamp"));
  ASSERT_TRUE(settings->add_device(Ieee{7}));
  ASSERT_TRUE(settings->change_options("lamp", object(R"({"qos":1})")));
  EXPECT_EQ(settings->find_entity("lamp")->device, plug);
  EXPECT_EQ(*settings->device(plug)->find("qos"), Value(1));
  EXPECT_NE(settings->device(Ieee{7}), nullptr);
  EXPECT_EQ(folder.main(), home_text);
  ASSERT_EQ(settings->warnings().size(), 1u);
  EXPECT_EQ(settings->warnings()[0], "data/configuration.yaml: cannot be written: the disk is read-only. Changes are kept until the program "
                                     "ends, and written when that becomes possible");

  folder.files.read_only = false;
  ASSERT_TRUE(settings->add_group("new"));
  const auto again = folder.loaded();
  EXPECT_EQ(again->find_entity("lamp")->device, plug);
  EXPECT_NE(again->device(Ieee{7}), nullptr);
  EXPECT_TRUE(again->find_entity("new"));
}

TEST(Writing, WhatSomebodyEditedMeanwhileSurvives) {
  Folder folder;
  const auto settings = folder.loaded();
  folder.main() = with(with(home_text, "# My home", "# Our home"), "base_topic: zigbee2mqtt ", "base_topic: bees ");
  const std::string edited = folder.main();
  ASSERT_TRUE(settings->rename("plug", "lamp"));
  EXPECT_EQ(folder.main(), with(edited, "friendly_name: plug", "friendly_name: lamp"));
  EXPECT_EQ(settings->text("mqtt.base_topic"), "zigbee2mqtt") << "used after the next start";
  ASSERT_TRUE(settings->rename("lamp", "plug"));
  EXPECT_EQ(folder.main(), edited);
}

TEST(Writing, AnEditThatLeavesNoPlaceIsNotOverwritten) {
  Folder folder;
  const auto settings = folder.loaded();
  folder.main() = "version: 5\nmqtt: {server: mqtt://a}\ndevices: devices.yaml\n";
  const std::string edited = folder.main();
  const auto changed = settings->rename("plug", "lamp");
  EXPECT_EQ(error_of(changed), "data/configuration.yaml: was edited by hand, and devices.0x04cd15fffe240001.friendly_name has no place in it "
                               "any more; restart to use the new configuration");
  folder.main() = "mqtt: {server\n";
  EXPECT_TRUE(error_of(settings->rename("plug", "lamp")).starts_with("data/configuration.yaml:"));
  EXPECT_EQ(folder.main(), "mqtt: {server\n");
  EXPECT_TRUE(settings->find_entity("plug"));
}

}  // namespace
}  // namespace waggle::settings
