// A configuration that may not be written, in a folder that may: what is changed, and the next start.
#include "settings/settings_test.h"

namespace waggle::settings {
namespace {

/// Some files of the folder may not be written.
class Guarded final : public io::Files {
 public:
  explicit Guarded(io::MemoryFiles& files) : files_(files) {}
  std::vector<std::string> guarded{"data/configuration.yaml"};

  Result<> replace(const std::string& path, std::string_view content) override {
    for (const std::string& name : guarded) {
      if (name == path) return Error{Errc::refused, path + ": cannot be written: it is read-only"};
    }
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

constexpr const char* overlay_file = "configuration.overlay.yaml";

class Overlay : public testing::Test {
 protected:
  std::unique_ptr<Settings> loaded() {
    auto out = Settings::load(disk, "data");
    if (!out) ADD_FAILURE() << out.error().text;
    return out ? std::move(*out) : nullptr;
  }
  Folder folder;
  Guarded disk{folder.files};
};

TEST_F(Overlay, HoldsTheChangesAndIsLaidOverAtTheNextStart) {
  const auto settings = loaded();
  EXPECT_TRUE(settings->warnings().empty()) << "nothing has been changed yet";
  ASSERT_TRUE(settings->rename("plug", "lamp"));
  ASSERT_TRUE(settings->change_options("lamp", object(R"({"retain":null,"homeassistant":{"name":null}})")));
  ASSERT_TRUE(settings->add_device(Ieee{7}));
  ASSERT_TRUE(settings->apply(object(R"({"advanced":{"channel":15}})")));
  EXPECT_EQ(folder.main(), home_text);
  EXPECT_EQ(settings->warnings(), std::vector<std::string>{"data/configuration.yaml: cannot be written: it is read-only. Changes go to "
                                                           "data/configuration.overlay.yaml, which is laid over it at each start"});
  const Object before = settings->whole();
  const std::string text = folder[overlay_file];
  EXPECT_TRUE(text.starts_with("# Changes that could not be written")) << text;

  const auto again = loaded();
  EXPECT_EQ(json::dump(again->whole(), json::Keys::sorted), json::dump(before, json::Keys::sorted));
  EXPECT_EQ(again->device(plug)->find("retain"), nullptr);
  EXPECT_NE(again->device(plug)->find("homeassistant"), nullptr);
  EXPECT_EQ(folder[overlay_file], text) << "a start changes nothing";
  EXPECT_EQ(again->warnings().size(), 1u);
}

TEST_F(Overlay, MovesIntoTheConfigurationWhenThatCanBeWritten) {
  ASSERT_TRUE(loaded()->rename("plug", "lamp"));
  disk.guarded.clear();
  EXPECT_TRUE(loaded()->warnings().empty());
  EXPECT_EQ(folder.main(), with(home_text, "friendly_name: plug", "friendly_name: lamp"));
  EXPECT_FALSE(folder.files.exists("data/configuration.overlay.yaml"));
}

TEST_F(Overlay, ADeviceTakenAwayAndAddedAgainHasNothingOfTheOld) {
  auto settings = loaded();
  ASSERT_TRUE(settings->remove_device(plug));
  EXPECT_EQ(loaded()->device(plug), nullptr);
  ASSERT_TRUE(settings->add_device(plug));
  EXPECT_EQ(json::dump(*loaded()->device(plug)), R"({"friendly_name":"0x04cd15fffe240001"})");
}

TEST_F(Overlay, AChangeTakenBackLeavesNoTrace) {
  const auto settings = loaded();
  ASSERT_TRUE(settings->rename("plug", "lamp"));
  ASSERT_TRUE(settings->rename("lamp", "plug"));
  EXPECT_FALSE(folder.files.exists("data/configuration.overlay.yaml"));
}

TEST_F(Overlay, KeepsWhatWasGeneratedAndMigrated) {
  folder.main() = with(with(home_text, "0x1A62", "GENERATE"), "version: 5", "version: 2\nhomeassistant: true");
  const double pan_id = loaded()->number("advanced.pan_id");
  const auto again = loaded();
  EXPECT_EQ(again->number("advanced.pan_id"), pan_id);
  EXPECT_TRUE(again->flag("homeassistant.enabled"));
  EXPECT_EQ(again->warnings().size(), 1u) << "it is migrated once";
}

TEST_F(Overlay, IsForOtherFilesToo) {
  folder.main() = with(with(home_text, "'mqtt://localhost:1883'", "'!secret server'"), "groups:\n  1: {friendly_name: all}\n", "groups: groups.yaml\n");
  folder["secret.yaml"] = "server: mqtt://a\nother: mqtt://c\n";
  folder["groups.yaml"] = "'1': {friendly_name: all}\n";
  const auto files = folder.files.content;
  disk.guarded = {"data/configuration.yaml", "data/secret.yaml", "data/groups.yaml"};
  ASSERT_TRUE(loaded()->apply(object(R"({"mqtt":{"server":"mqtt://b"},"groups":{"1":{"qos":1}}})")));
  EXPECT_EQ(loaded()->text("mqtt.server"), "mqtt://b");
  EXPECT_EQ(*loaded()->group(GroupId{1})->find("qos"), Value(1));
  ASSERT_TRUE(loaded()->apply(object(R"({"mqtt":{"server":"!secret other"}})")));
  EXPECT_EQ(loaded()->text("mqtt.server"), "mqtt://c");
  for (const auto& [path, text] : files) EXPECT_EQ(folder.files.content[path], text) << path;
}

TEST_F(Overlay, MistakesInItAreToldWhereTheyStand) {
  folder[overlay_file] = "advanced:\n  channel: 9\n";
  auto out = Settings::load(disk, "data");
  ASSERT_FALSE(out);
  EXPECT_TRUE(out.error().text.starts_with("data/configuration.overlay.yaml:2:12: advanced.channel must be >= 11")) << out.error().text;
  folder[overlay_file] = "advanced: [";
  out = Settings::load(disk, "data");
  ASSERT_FALSE(out);
  EXPECT_TRUE(out.error().text.starts_with("data/configuration.overlay.yaml:")) << out.error().text;
}

TEST_F(Overlay, ADiskThatFailsLeavesTheOldVisible) {
  const auto settings = loaded();
  folder.files.writes_left = 0;
  EXPECT_NE(error_of(settings->rename("plug", "lamp")).find("the disk is full"), std::string::npos);
  EXPECT_TRUE(settings->find_entity("plug"));
  EXPECT_FALSE(folder.files.exists("data/configuration.overlay.yaml"));
}

TEST_F(Overlay, ThatMayNotBeWrittenEitherIsSaid) {
  const auto settings = loaded();
  ASSERT_TRUE(settings->rename("plug", "lamp"));
  folder.files.read_only = true;
  ASSERT_TRUE(settings->rename("lamp", "light"));
  EXPECT_TRUE(settings->find_entity("light"));
  ASSERT_EQ(settings->warnings().size(), 2u);
  EXPECT_NE(settings->warnings()[1].find("until the program ends"), std::string::npos);
}

}  // namespace
}  // namespace waggle::settings
