// Datapoints as properties, from a frame's octets to what is published, and back.
#include <gtest/gtest.h>

#include "core/json.h"
#include "library/blocks/tuya/datapoints.h"
#include "library/library.h"
#include "library/test_device.h"

namespace waggle::library {
namespace {

class Datapoints : public testing::Test {
 protected:
  void SetUp() override {
    const auto compiled = library.load_user_files({{"t.yaml", R"(vendor: A
devices:
  - model: M
    description: x
    match: m
    blocks:
      - tuya_datapoints:
          list:
            - {dp: 1, name: state, kind: binary, values: {"ON": true, "OFF": false}, set: true}
            - {dp: 2, name: level, scale: 10, set: true}
            - {dp: 3, name: mode, kind: enum, values: {auto: 0, manual: 1}, set: true}
            - {dp: 4, name: title, kind: text, set: true}
            - {dp: 5, name: hidden, exposed: false}
)"}});
    ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
    definition = library.identify(device).definition;
  }

  /// A dataReport with these datapoints, in hexadecimal.
  std::string report(const std::string& datapoints) {
    zcl::Frame frame;
    const auto bytes = from_hex("0901020001" + datapoints);
    EXPECT_TRUE(zcl::decode(definition->catalogue(), ClusterId(0xEF00), *bytes, frame));
    const Message message{*Message::kind_of(frame), EndpointId(1), GroupId(0), 100, frame};
    const Context context{device, state, options, {}, memory};
    Step step(context);
    definition->decode(message, step);
    return json::dump(Value(step.published()));
  }
  /// "type data" of the datapoint that is sent, or the error.
  std::string set(std::string_view key, Value value) {
    const Encoder* encoder = definition->find_encoder(key, "");
    if (!encoder) return "cannot be set";
    Object payload{{key, value}};
    const Context context{device, state, options, {}, memory};
    Step step(context);
    encoder->set({key, value, payload, EndpointId(1), ""}, step);
    if (step.error()) return step.error()->text;
    const Value& dp = std::get<Operation>(step.effects().at(0)).payload.find("dpValues")->array().at(0);
    return to_text(*dp.find("datatype")) + " " + to_hex(dp.find("data")->bytes());
  }

  Library library{built_in_library()};
  TestDevice device{"m"};
  std::shared_ptr<const Definition> definition;
  Object state, options, memory;
};

TEST_F(Datapoints, BecomeProperties) {
  EXPECT_EQ(report("0101000101"), R"({"state":"ON"})");
  EXPECT_EQ(report("02020004ffffffb2"), R"({"level":-7.8})");
  EXPECT_EQ(report("0304000101" "040300026869" "050200040000000a"), R"({"mode":"manual","title":"hi","hidden":10})");
}

TEST_F(Datapoints, NobodyKnowsAreLeftOut) {
  EXPECT_EQ(report("6304000101"), "{}");
  EXPECT_EQ(report("0304000107"), "{}");  // a mode without a word
  EXPECT_EQ(report("02020004ffff"), "{}");  // cut off
}

TEST_F(Datapoints, AreSetWithTheirType) {
  EXPECT_EQ(set("state", "OFF"), "1 00");
  EXPECT_EQ(set("level", -7.8), "2 ffffffb2");
  EXPECT_EQ(set("level", 1e30), "2 7fffffff");  // as far as it goes
  EXPECT_EQ(set("mode", "manual"), "4 01");
  EXPECT_EQ(set("title", "hi"), "3 6869");
  EXPECT_EQ(set("hidden", 1), "cannot be set");
  EXPECT_EQ(set("mode", "never"), "Value: 'never' not found in: ['auto', 'manual']");
}

TEST_F(Datapoints, ThatAreNotExposedAreOnlyPublished) {
  EXPECT_EQ(find_property(definition->exposes(nullptr, {}), "hidden"), nullptr);
  EXPECT_NE(find_property(definition->exposes(nullptr, {}), "title"), nullptr);
}

}  // namespace
}  // namespace waggle::library
