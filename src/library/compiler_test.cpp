// Mistakes in device files: each is one line that names its place and says what to do.
#include "library/compiler.h"

#include <gtest/gtest.h>

namespace waggle::library {
namespace {

std::vector<std::string> problems_of(std::string text) {
  std::vector<std::string> out;
  const Compiled compiled = compile({{"mine.yaml", std::move(text)}});
  for (const Problem& p : compiled.problems.list()) out.push_back(p.line());
  return out;
}

/// A file with one device, whose last lines are `rest`.
std::string device(std::string_view rest) {
  return "vendor: Acme\n"
         "devices:\n"
         "  - model: M\n"
         "    description: Thing\n" +
         std::string(rest);
}

struct Mistake {
  std::string_view name;
  std::string text;
  std::string_view message;
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamedWithTheirPlace) {
  const auto found = problems_of(GetParam().text);
  ASSERT_EQ(found.size(), 1u) << testing::PrintToString(found);
  EXPECT_EQ(found[0], GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    DeviceFile, Mistakes,
    testing::Values(
        Mistake{"NoMap", "- 1\n", "mine.yaml:1:1: a device file is a map with 'vendor' and 'devices'"},
        Mistake{"UnknownKey", "vendor: Acme\nthings: 1\n",
                "mine.yaml:2:1: 'things' is unknown; a device file has vendor, clusters, devices"},
        Mistake{"NoVendor", "devices:\n  - {model: M, description: Thing, match: M}\n", "mine.yaml:2:5: 'vendor' is missing"},
        Mistake{"NoMatch", device("    blocks: [on_off]\n"),
                "mine.yaml:3:5: 'match' is missing: nothing would be recognised as this device"},
        Mistake{"UnknownBlock", device("    match: M\n    blocks:\n      - on_of: {}\n"), "mine.yaml:7:16: there is no block 'on_of'"},
        Mistake{"UnknownOption", device("    match: M\n    blocks:\n      - on_off: {reports: true}\n"),
                "mine.yaml:7:27: block 'on_off' has no option 'reports'; it has configure, countdown, endpoints, expose, once, power_on_behavior, report, tells"},
        Mistake{"WrongType", device("    match: M\n    blocks:\n      - on_off: {report: often}\n"),
                "mine.yaml:7:26: 'report' must be true or false"},
        Mistake{"MissingOption", device("    match: M\n    blocks:\n      - ias_zone: {attributes: false}\n"),
                "mine.yaml:7:19: 'alarm' is missing"},
        Mistake{"UnknownCommand", device("    match: M\n    blocks:\n      - actions: {commands: {genOnOff.jump: x}}\n"),
                "mine.yaml:3:5: cluster 'genOnOff' has no command 'jump'"},
        Mistake{"UnknownClusterLabel", device("    match: M\n    clusters: [mystery]\n"),
                "mine.yaml:3:5: there is no cluster description 'mystery'"},
        Mistake{"TwiceExposed", device("    match: M\n    blocks: [on_off, {on_off: {power_on_behavior: false}}]\n"),
                "mine.yaml:3:5: two blocks expose 'state'"},
        Mistake{"OrderOfNothing", device("    match: M\n    blocks: [battery]\n    order: [battery, voltage]\n"),
                "mine.yaml:3:5: 'order' names 'voltage', which nothing exposes"},
        Mistake{"PageKey", device("    match: M\n    page: {date: 2020}\n"),
                "mine.yaml:6:18: a page has no option 'date'; it has added, descriptions, notes, pairing, picture, vendor"},
        Mistake{"PageText", device("    match: M\n    blocks: [battery]\n    page: {descriptions: {voltage: High}}\n"),
                "mine.yaml:3:5: 'descriptions' names 'voltage', which nothing exposes"},
        Mistake{"EmptyMatch", device("    match: {priority: 1}\n"), "mine.yaml:5:12: a match needs 'model', 'manufacturer' or another condition"},
        Mistake{"BadEndpoint", device("    match: M\n    endpoints: {left: 300}\n"),
                "mine.yaml:6:23: an endpoint is a number from 1 to 254"},
        Mistake{"BadCluster", "vendor: Acme\nclusters:\n  odd: {attributes: {}}\n",
                "mine.yaml:3:3: cluster 'odd': needs 'id' or 'extends'"}),
    [](const auto& mistake) { return std::string(mistake.param.name); });

TEST(Compiler, NamesTheLineOfBrokenYaml) {
  const auto found = problems_of("vendor: Acme\ndevices: [\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].find("mine.yaml:"), std::string::npos) << found[0];
  EXPECT_NE(found[0].find(":3:"), std::string::npos) << found[0];
}

TEST(Compiler, TellsWhoHasAMatchAlready) {
  const auto found = problems_of(
      "vendor: Acme\n"
      "devices:\n"
      "  - {model: A, description: Thing, match: X}\n"
      "  - {model: B, description: Thing, match: X}\n"
      "  - {model: A, description: Thing, match: {model: X, manufacturer: Y}}\n");
  ASSERT_EQ(found.size(), 2u) << testing::PrintToString(found);
  EXPECT_EQ(found[0], "mine.yaml:4:5: the match 'X' is taken by mine.yaml:3:5");
  EXPECT_EQ(found[1], "mine.yaml:5:5: there are two devices 'Acme/A'");
}

TEST(Compiler, CollectsAllMistakesAndKeepsWhatIsRight) {
  const Compiled compiled = compile({{"a.yaml", "vendor: A\ndevices:\n  - {model: 1, description: x, match: one, blocks: [nothing]}\n"
                                                "  - {model: 2, description: y, match: two, blocks: [on_off]}\n"},
                                     {"b.yaml", "vendor: B\ndevices:\n  - {model: 3, description: z, match: three, blocks: [battery]}\n"
                                                "  - {description: z, match: four}\n"}});
  EXPECT_EQ(compiled.definitions, 2u);
  ASSERT_EQ(compiled.problems.list().size(), 2u);
  EXPECT_TRUE(compiled.problems.list()[0].where.starts_with("b.yaml:4:")) << compiled.problems.list()[0].line();
  EXPECT_TRUE(compiled.problems.list()[1].where.starts_with("a.yaml:3:")) << compiled.problems.list()[1].line();
  auto blob = Blob::open(compiled.octets);
  ASSERT_TRUE(blob);
  EXPECT_EQ(blob->candidates("two").size(), 1u);
  EXPECT_EQ(blob->candidates("three").size(), 1u);
  EXPECT_TRUE(blob->candidates("one").empty());
}

TEST(Compiler, KeepsEveryKeyOfARow) {
  const Compiled compiled = compile({{"a.yaml", R"(vendor: A
_shared: &shared {power_on_behavior: false}
clusters:
  own: {id: 0xFC01, manufacturer: 0x1234, attributes: {mode: {id: 1, type: uint8, write: true}}}
devices:
  - model: M
    description: Double switch
    match: [{model: [x, y], manufacturer: Z, priority: 3, application_version: 7}]
    white_labels: [{vendor: W, model: N, description: other}]
    ota: true
    version: 1.2.3
    icon: i.png
    power_source: Battery
    endpoints: {left: 1, right: 2}
    multi_endpoint: true
    multi_endpoint_skip: [power]
    clusters: [own]
    blocks: [{on_off: {<<: *shared, report: false}}]
    order: [state]
    option_order: [state_action]
    page: {added: "2020-01-01T00:00:00Z"}
    missing: the rest
)"}});
  ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
  auto blob = Blob::open(compiled.octets);
  ASSERT_TRUE(blob);
  std::vector<std::unique_ptr<Value>> keep;
  const DefinitionSource row = blob->source(0, keep);
  EXPECT_EQ(row.matches.size(), 2u);
  EXPECT_EQ(row.matches[1].model, "y");
  EXPECT_EQ(row.matches[1].priority, 3);
  EXPECT_EQ(row.matches[1].more, Value(Object{{"application_version", 7}}));
  ASSERT_EQ(row.white_labels.size(), 1u);
  EXPECT_EQ(row.white_labels[0].description, "other");
  EXPECT_TRUE(row.ota);
  EXPECT_EQ(row.version, "1.2.3");
  EXPECT_EQ(row.icon, "i.png");
  EXPECT_EQ(row.power_source, "Battery");
  EXPECT_EQ(row.endpoints, (std::vector<std::pair<std::string, int>>{{"left", 1}, {"right", 2}}));
  EXPECT_TRUE(row.multi_endpoint);
  EXPECT_EQ(row.multi_endpoint_skip, std::vector<std::string>{"power"});
  EXPECT_EQ(row.clusters, std::vector<std::string>{"own"});
  ASSERT_EQ(row.blocks.size(), 1u);
  EXPECT_EQ(row.blocks[0].second.value(), Value(Object{{"report", false}, {"power_on_behavior", false}}));
  EXPECT_EQ(row.option_order, std::vector<std::string>{"state_action"});
  EXPECT_EQ(row.missing, "the rest");
  EXPECT_EQ(row.where, "a.yaml:6:5");
  EXPECT_TRUE(blob->cluster("own"));
}

// What people write is cut off, half pasted, full of typing errors; it ends in a message, not in a crash.
TEST(Compiler, SurvivesBrokenFiles) {
  const std::string whole = R"(vendor: A
_shared: &shared {bind: genOnOff}
clusters:
  own: {id: 0xFC01, manufacturer: 0x1234, attributes: {mode: {id: 1, type: uint8}}, commands: {go: {id: 1, params: "a:uint8 b:buffer"}}}
devices:
  - model: M
    match: [{model: [x, y], endpoints: [{id: 1, inputs: [1, 2]}]}, z]
    description: d
    white_labels: [{model: N, match: n}]
    endpoints: {left: 1}
    clusters: [own]
    blocks:
      - configure: {steps: [*shared, {write: genBasic, attributes: 0x0031, type: bitmap16, value: 11}]}
      - attribute: {name: p, cluster: own, attribute: mode, kind: enum, values: {a: 1}}
      - tuya_datapoints: {list: [{dp: 1, name: q, scale: 10}]}
      - ias_zone: {alarm: smoke, bits: [tamper]}
      - lumi_report: {voltage_range: [2850, 3000], tags: {100: {temperature: value / 100}}}
    page: {descriptions: {p: text}}
)";
  const Compiled right = compile({{"a.yaml", whole}});
  ASSERT_TRUE(right.problems.empty()) << right.problems.list()[0].line();
  int problems = 0;
  auto feed = [&](std::string text) {
    const Compiled compiled = compile({{"a.yaml", std::move(text)}});
    ASSERT_TRUE(Blob::open(compiled.octets));
    problems += !compiled.problems.empty();
  };
  for (std::size_t i = 0; i < whole.size(); i += 7) {
    feed(whole.substr(0, i));
    for (const std::string_view junk : {"[", ": ", "99999999999999999999", "-1", "null"}) {
      std::string text = whole;
      text.replace(i, 2, junk);
      feed(std::move(text));
    }
  }
  EXPECT_GT(problems, 200);
}

TEST(Blob, RefusesOctetsThatAreNoLibrary) {
  const Compiled compiled = compile({{"a.yaml", "vendor: A\ndevices:\n  - {model: M, description: x, match: m, blocks: [on_off]}\n"}});
  EXPECT_TRUE(Blob::open(compiled.octets));
  EXPECT_FALSE(Blob::open({}));
  Bytes cut(compiled.octets.begin(), compiled.octets.begin() + static_cast<std::ptrdiff_t>(compiled.octets.size() / 2));
  EXPECT_FALSE(Blob::open(cut));
}

}  // namespace
}  // namespace waggle::library
