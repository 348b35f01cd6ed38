// Who is recognised as what, and what a user's own files change about it.
#include "library/library.h"

#include <gtest/gtest.h>

#include "library/test_device.h"

namespace waggle::library {
namespace {

/// A library without anything built in, filled with `text`.
class Matching : public testing::Test {
 protected:
  void load(std::string text) {
    const Compiled compiled = library.load_user_files({{"mine.yaml", std::move(text)}});
    ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
  }
  std::string model_of(const TestDevice& device) {
    const Identified found = library.identify(device);
    return found ? std::string(found.model()) : "nothing";
  }
  Bytes nothing = compile({}).octets;
  Library library{Blob::trust(nothing)};
};

TEST_F(Matching, FingerprintsGoBeforeModelsAndPriorityDecides) {
  load(R"(vendor: A
devices:
  - {model: plain, description: x, match: TS0601}
  - {model: maker, description: x, match: {model: TS0601, manufacturer: _TZ1}}
  - {model: first, description: x, match: {model: TS0601, manufacturer: _TZ2, application_version: 7}}
  - {model: better, description: x, match: {model: TS0601, manufacturer: _TZ2, priority: 2}}
  - {model: other, description: x, match: {model: TS0601, manufacturer: _TZ3, ieee: "0x00158d"}}
  - {model: router, description: x, match: {model: TS0601, manufacturer: _TZ3, type: Router}}
)");
  EXPECT_EQ(model_of({"TS0601"}), "plain");
  EXPECT_EQ(model_of({"TS0601", "_TZ1"}), "maker");
  EXPECT_EQ(model_of({"TS0601", "_TZ2"}), "better");
  EXPECT_EQ(model_of({"TS0601", "_TZ3"}), "other");
  TestDevice router("TS0601", "_TZ3");
  router.kind = DeviceType::router;
  EXPECT_EQ(model_of(router), "router");
  EXPECT_EQ(model_of({"TS0602"}), "nothing");
}

TEST_F(Matching, AMereModelIdMayBeSpelledInTheDevicesOwnWay) {
  load(R"(vendor: A
devices:
  - {model: alone, description: x, match: Lamp-1}
  - {model: exact, description: x, match: {model: Lamp-2}}
  - {model: one, description: x, match: Lamp-3}
  - {model: two, description: x, match: {model: Lamp-3, manufacturer: Bee}}
)");
  const std::string zeros(2, '\0');
  EXPECT_EQ(model_of({"LAMP-1"}), "alone");
  EXPECT_EQ(model_of({" Lamp-1" + zeros + "rest"}), "alone");
  EXPECT_EQ(model_of({"Lamp-2"}), "exact");
  EXPECT_EQ(model_of({"lamp-2"}), "nothing");
  // Where several name it, it must be told as they do, but for what is filled up.
  EXPECT_EQ(model_of({"lamp-3"}), "nothing");
  EXPECT_EQ(model_of({"Lamp-3" + zeros}), "one");
  EXPECT_EQ(model_of({"Lamp-3", "Bee"}), "two");
}

TEST_F(Matching, AModelThatOnlyItsMakerTellsIsFoundWithoutOne) {
  load("vendor: A\ndevices:\n  - {model: M, description: x, match: {manufacturer: Shy}}\n");
  EXPECT_EQ(model_of({"", "Shy"}), "M");
  EXPECT_EQ(model_of({"", "Loud"}), "nothing");
}

TEST_F(Matching, EndpointsMustBeExactlyThoseGiven) {
  load(R"(vendor: A
devices:
  - model: M
    description: x
    match: {model: x, endpoints: [{id: 1, profile: 260, device: 770, inputs: [0, 1026], outputs: [3]}]}
)");
  TestDevice device("x");
  device.endpoints = {{EndpointId(1), ProfileId(260), 770, {ClusterId(1026), ClusterId(0)}, {ClusterId(3)}}};
  EXPECT_EQ(model_of(device), "M");
  device.endpoints[0].inputs.push_back(ClusterId(1));
  EXPECT_EQ(model_of(device), "nothing");
  device.endpoints[0].inputs.pop_back();
  device.endpoints.push_back({EndpointId(2), ProfileId(260), 0, {}, {}});
  EXPECT_EQ(model_of(device), "nothing");
}

TEST_F(Matching, WhiteLabelsGiveTheirNameWhereTheyMatch) {
  load(R"(vendor: A
devices:
  - model: M
    description: Thing
    match: [m, o]
    white_labels:
      - {vendor: B, model: N, description: Their thing, match: {model: m, manufacturer: Bee}}
      - {vendor: C, model: O, match: {model: o}}
)");
  EXPECT_EQ(model_of({"m"}), "M");
  const Identified theirs = library.identify(TestDevice("m", "Bee"));
  EXPECT_EQ(theirs.vendor(), "B");
  EXPECT_EQ(theirs.model(), "N");
  EXPECT_EQ(theirs.description(), "Their thing");
  const Identified other = library.identify(TestDevice("o"));
  ASSERT_TRUE(other);
  EXPECT_EQ(other.vendor(), "C");
  EXPECT_EQ(other.description(), "Thing");
}

class OwnFiles : public testing::Test {
 protected:
  Library library{built_in_library()};
  TestDevice plug{"SP 240"};
};

TEST_F(OwnFiles, GoBeforeWhatIsBuiltInUntilTheyAreGone) {
  const auto before = library.identify(plug);
  ASSERT_TRUE(before);
  EXPECT_FALSE(before.definition->own);
  const auto compiled = library.load_user_files({{"plug.yaml", "vendor: Me\ndevices:\n  - {model: Mine, description: x, match: SP 240, blocks: [on_off]}\n"}});
  EXPECT_TRUE(compiled.problems.empty());
  const auto mine = library.identify(plug);
  EXPECT_TRUE(mine.definition->own);
  EXPECT_EQ(mine.vendor(), "Me");
  EXPECT_EQ(before.definition->model, "SP 240");  // who has it keeps it

  library.load_user_files({{"plug.yaml", "vendor: Me\ndevices:\n  - {model: Again, description: x, match: SP 240, blocks: [battery]}\n"}});
  EXPECT_EQ(library.identify(plug).model(), "Again");
  EXPECT_EQ(mine.definition->model, "Mine");
  library.load_user_files({});
  EXPECT_EQ(library.identify(plug).definition, before.definition);
}

TEST_F(OwnFiles, ThatAreWrongLeaveTheRestInForce) {
  const auto compiled = library.load_user_files({{"bad.yaml", "vendor: Me\ndevices:\n  - {model: X, description: x, match: SP 240, blocks: [of]}\n"},
                                                 {"good.yaml", "vendor: Me\ndevices:\n  - {model: Y, description: x, match: yy, blocks: [on_off]}\n"}});
  ASSERT_EQ(compiled.problems.list().size(), 1u);
  EXPECT_EQ(compiled.problems.list()[0].line(), "bad.yaml:3:5: there is no block 'of'");
  EXPECT_EQ(library.identify(plug).model(), "SP 240");
  EXPECT_EQ(library.identify(TestDevice("yy")).model(), "Y");
}

TEST_F(OwnFiles, MayUseTheClusterDescriptionsThatAreBuiltIn) {
  const auto compiled = library.load_user_files({{"remote.yaml", R"(vendor: Me
devices:
  - {model: R, description: x, match: rr, clusters: [ikea_scenes], blocks: [ikea_arrows]}
)"}});
  ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
  const auto found = library.identify(TestDevice("rr"));
  ASSERT_TRUE(found);
  const zcl::Cluster* scenes = found.definition->catalogue().find(ClusterId(5), 0);
  ASSERT_TRUE(scenes);
  EXPECT_TRUE(scenes->command("tradfriArrowHold", false));
}

TEST_F(OwnFiles, StandInTheListInsteadOfTheSameModel) {
  library.load_user_files({{"mine.yaml", "vendor: Innr\ndevices:\n  - {model: SP 240, description: mine, match: SP 240, blocks: [on_off], page: {notes: Mine.}}\n"}});
  int plugs = 0;
  std::size_t all = 0;
  library.for_each([&](const Definition& d, const PageFacts& facts) {
    ++all;
    if (d.model != "SP 240") return;
    ++plugs;
    EXPECT_TRUE(d.own);
    EXPECT_EQ(facts.notes, "Mine.");
  });
  EXPECT_EQ(plugs, 1);
  EXPECT_GE(all, 25u);
}

}  // namespace
}  // namespace waggle::library
