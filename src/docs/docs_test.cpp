// Pages compared line for line with the pages users know (tests/data/pages).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "docs/docs.h"
#include "io/memory_files.h"
#include "library/compiler.h"

namespace waggle::docs {
namespace {

std::string golden(const std::string& path) {
  auto text = io::disk().read(path);
  EXPECT_TRUE(text) << path << " cannot be read";
  return text ? *text : std::string();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

using Differences = std::map<std::string, std::string>;  // their line → ours

void expect_lines(const std::string& mine, const std::string& theirs, const Differences& allowed = {}) {
  const auto a = lines_of(mine);
  const auto b = lines_of(theirs);
  ASSERT_EQ(a.size(), b.size()) << mine;
  std::size_t used = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto other = allowed.find(b[i]);
    used += other != allowed.end();
    EXPECT_EQ(a[i], other == allowed.end() ? b[i] : other->second) << "line " << i + 1;
  }
  EXPECT_EQ(used, allowed.size()) << "a difference that is none any more";
}

// All pages of a few makers, written once for the tests that read them.
class Pages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::vector<library::SourceFile> sources;
    for (const std::string name : {"heiman", "ikea", "immax", "innr", "sonoff"}) {
      sources.push_back({name + ".yaml", golden("devices/" + name + ".yaml")});
    }
    const library::Blob base = library::built_in_library();  // has the clusters that several makers use
    const auto compiled = library::compile(sources, &base);
    ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
    library::Library library(library::Blob::trust(compiled.octets));
    ASSERT_TRUE(write_all(all_.emplace(), library, "out"));
  }
  static void TearDownTestSuite() { all_.reset(); }
  const std::string& written(const std::string& name) {
    EXPECT_TRUE(files.content.contains("out/" + name)) << name;
    return files.content.at("out/" + name);
  }
  const io::MemoryFiles& files = *all_;

 private:
  static inline std::optional<io::MemoryFiles> all_;
};

// Pages of a few devices, which a test may write as often as it likes.
class OwnPages : public testing::Test {
 protected:
  void load(const std::string& rows) {
    const auto compiled = library.load_user_files({{"mine.yaml", "vendor: Acme\ndevices:\n" + rows}});
    ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
  }
  io::MemoryFiles files;
  const Bytes nothing = library::compile({}).octets;
  library::Library library{library::Blob::trust(nothing)};
};

TEST_F(Pages, EqualThePagesUsersKnow) {
  for (const std::string model : {"07043M", "HS3MS"}) {
    SCOPED_TRACE(model);
    EXPECT_EQ(written("devices/" + model + ".md"), golden("tests/data/pages/" + model + ".md"));
  }
}

// Its page was written by an older generator; docs/differences.md gives the reasons.
TEST_F(Pages, ValveDiffersWhereItsPageIsOlder) {
  expect_lines(
      written("devices/07703L.md"), golden("tests/data/pages/07703L.md"),
      {{"| Vendor  | Immax  |", "| Vendor  | [Immax](/supported-devices/#v=Immax)  |"},
       {"### Battery_low (binary)", "### Battery low (binary)"},
       {"If value equals `true` battery_low is ON, if `false` OFF.", "If value equals `true` battery low is ON, if `false` OFF."},
       {R"(To control this switch publish a message to topic `zigbee2mqtt/FRIENDLY_NAME/set` with payload `{"away_mode": "ON"}`, `{"away_mode": "OFF"}` or `{"away_mode": "undefined"}`.)",
        R"(To control this switch publish a message to topic `zigbee2mqtt/FRIENDLY_NAME/set` with payload `{"away_mode": "ON"}` or `{"away_mode": "OFF"}`.)"}});
}

TEST_F(Pages, TellHowEachKindOfThingIsControlled) {
  const std::string& plug = written("devices/SP_240.md");
  EXPECT_NE(plug.find(R"(`{"state": "ON"}`, `{"state": "OFF"}` or `{"state": "TOGGLE"}`)"), std::string::npos) << plug;
  EXPECT_NE(plug.find("## OTA updates\n"), std::string::npos);
  EXPECT_NE(plug.find("* `power_calibration`: "), std::string::npos);
  const std::string& bulb = written("devices/LED1624G9.md");
  EXPECT_NE(bulb.find("| Exposes | light (state, brightness, color_temp, "), std::string::npos) << bulb;
  EXPECT_NE(bulb.find(R"(payload `{"color": {"x": VALUE, "y": VALUE}}`)"), std::string::npos) << bulb;
  EXPECT_NE(bulb.find(R"(`{"brightness_move": 40}`)"), std::string::npos) << bulb;
  EXPECT_EQ(bulb.find("hue_power_on"), std::string::npos);
  const std::string& remote = written("devices/E1524_E1810.md");
  EXPECT_NE(remote.find("The possible values are: `toggle`, `brightness_up_click`"), std::string::npos) << remote;
}

TEST_F(Pages, WhiteLabelsThatAreRecognisedHaveTheirOwn) {
  EXPECT_NE(written("devices/SNZB-02.md").find("| White-label | eWeLink RHK08 |\n"), std::string::npos);
  EXPECT_NE(written("devices/TH01.md").find("# Zbeacon TH01\n"), std::string::npos);
  EXPECT_FALSE(files.content.contains("out/devices/RHK08.md"));
}

TEST_F(Pages, IndexLeadsToEveryPage) {
  const std::string& index = written("supported-devices.md");
  std::set<std::string> links;
  constexpr std::string_view before = "](devices/", behind = ") |";
  for (std::size_t at = index.find(before); at != std::string::npos; at = index.find(before, at + 1)) {
    const std::size_t start = at + before.size();
    links.insert(index.substr(start, index.find(behind, start) - start));
  }
  std::set<std::string> pages;
  for (const auto& [path, text] : files.content) {
    if (path.starts_with("out/devices/")) pages.insert(path.substr(12));
  }
  EXPECT_EQ(links, pages);
  EXPECT_NE(index.find("\n## HEIMAN\n"), std::string::npos);
}

TEST_F(OwnPages, KeepWhatPeopleWroteIntoThem) {
  load("  - {model: T1, description: Thermometer, match: T1, blocks: [{measurement: {quantity: temperature}}]}\n");
  ASSERT_TRUE(write_all(files, library, "out"));
  std::string& page = files.content["out/devices/T1.md"];
  const std::string marker = "headline if not already present. -->\n";
  page.insert(page.find(marker) + marker.size(), "## Notes\nGets warm.\n");
  page.insert(page.find("pageClass"), "addedAt: 2024-02-03T04:05:06Z\n");
  const std::string edited = page;
  ASSERT_TRUE(write_all(files, library, "out"));
  EXPECT_EQ(files.content["out/devices/T1.md"], edited);
}

TEST_F(OwnPages, SayWhichFileCannotBeWritten) {
  load("  - {model: T1, description: Thermometer, match: T1}\n");
  files.writes_left = 0;
  auto done = write_all(files, library, "out");
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().text.starts_with("out/devices/")) << done.error().text;
}

TEST_F(OwnPages, FactsOfTheRowStandOnThePage) {
  load(R"(  - model: T|1
    description: Thermometer
    match: T1
    blocks: [{measurement: {quantity: temperature}}]
    page:
      added: 2026-01-02T03:04:05Z
      vendor: ACME
      picture: t1.jpg
      notes: Read the leaflet.
      pairing: Hold the button.
      descriptions: {temperature: "Of the room"}
)");
  ASSERT_TRUE(write_all(files, library, "out"));
  const std::string page = files.content["out/devices/T_1.md"];
  for (const std::string_view part :
       {"addedAt: 2026-01-02T03:04:05Z\n", "# ACME T|1\n", "| Model | T\\|1  |\n", "images/devices/t1.jpg)",
        "## Notes\n\nRead the leaflet.\n\n### Pairing\nHold the button.\n\n<!-- Notes END", "\nOf the room.\nValue can be"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  }
}

// Whoever copies an example out of the guide must get a device that works.
TEST(Guide, ExamplesAreRight) {
  const library::Blob built_in = library::built_in_library();
  const std::string guide = golden("docs/add-a-device.md");
  constexpr std::string_view begin = "```yaml\n";
  int examples = 0;
  for (std::size_t at = guide.find(begin); at != std::string::npos; at = guide.find(begin, at + 1)) {
    const std::size_t start = at + begin.size();
    const auto compiled = library::compile({{"example.yaml", guide.substr(start, guide.find("```", start) - start)}}, &built_in);
    for (const library::Problem& p : compiled.problems.list()) ADD_FAILURE() << p.line() << "\n" << guide.substr(start, 80);
    EXPECT_GT(compiled.definitions, 0u);
    ++examples;
  }
  EXPECT_GE(examples, 7);
}

// WAGGLE_UPDATE=1 writes it anew.
TEST(Reference, OfDeviceFilesIsUpToDate) {
  const std::string path = "docs/device-files.md";
  const std::string fresh = device_file_reference();
  if (std::getenv("WAGGLE_UPDATE")) {
    ASSERT_TRUE(io::disk().replace(path, fresh));
  }
  const std::string known = golden(path);
  const auto [differs, there] = std::mismatch(fresh.begin(), fresh.end(), known.begin(), known.end());
  EXPECT_TRUE(fresh == known) << "run docs_test with WAGGLE_UPDATE=1; the first difference is before: "
                              << std::string(differs, fresh.end()).substr(0, 80);
}

}  // namespace
}  // namespace waggle::docs
