// One attribute as a property: numbers, words, on and off, text.
#include <gtest/gtest.h>

#include "core/json.h"
#include "library/library.h"
#include "library/test_device.h"

namespace waggle::library {
namespace {

class Attribute : public testing::Test {
 protected:
  /// A device with this one property of genBasic or the like.
  void define(std::string_view options) {
    const auto compiled = library.load_user_files(
        {{"a.yaml", "vendor: A\ndevices:\n  - {model: M, description: x, match: m, blocks: [{attribute: {name: p, " + std::string(options) + "}}]}\n"}});
    ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
    definition = library.identify(device).definition;
  }
  std::string problem_of(std::string_view options) {
    const auto compiled = library.load_user_files(
        {{"a.yaml", "vendor: A\ndevices:\n  - {model: M, description: x, match: m, blocks: [{attribute: {name: p, " + std::string(options) + "}}]}\n"}});
    return compiled.problems.empty() ? "none" : compiled.problems.list()[0].text;
  }
  std::string report(std::uint16_t cluster, std::string_view octets) {
    zcl::Frame frame;
    const auto bytes = from_hex(octets);
    EXPECT_TRUE(zcl::decode(definition->catalogue(), ClusterId(cluster), *bytes, frame));
    const Message message{*Message::kind_of(frame), EndpointId(1), GroupId(0), 100, frame};
    Object state, options, memory;
    const Context context{device, state, options, {}, memory};
    Step step(context);
    definition->decode(message, step);
    return json::dump(Value(step.published()));
  }
  /// The value written, and what is published, or the error.
  std::string set(Value value) {
    const Encoder* encoder = definition->find_encoder("p", "");
    if (!encoder || !encoder->set) return "cannot be set";
    Object state, options, memory, payload{{"p", value}};
    const Context context{device, state, options, {}, memory};
    Step step(context);
    encoder->set({"p", value, payload, EndpointId(1), ""}, step);
    if (step.error()) return step.error()->text;
    const Operation& op = std::get<Operation>(step.effects().at(0));
    return json::dump(op.writes.at(0).value) + " " + json::dump(Value(step.published()));
  }

  Library library{built_in_library()};
  TestDevice device{"m"};
  std::shared_ptr<const Definition> definition;
};

TEST_F(Attribute, IsANumberWithAScale) {
  define("cluster: msTemperatureMeasurement, attribute: measuredValue, scale: 100, unit: °C, set: true");
  EXPECT_EQ(report(0x0402, "18010a000029ba02"), R"({"p":6.98})");
  EXPECT_EQ(report(0x0402, "18010a010029ba02"), "{}");  // another attribute
  EXPECT_EQ(set(7), R"(700 {"p":7})");
  EXPECT_EQ(set("warm"), "p is not a number, got string (warm)");
}

TEST_F(Attribute, IsWords) {
  define("cluster: genOnOff, attribute: \"0x4003\", type: enum8, kind: enum, values: {low: 0, high: 1}, set: true");
  EXPECT_EQ(report(6, "18010a03403001"), R"({"p":"high"})");
  EXPECT_EQ(report(6, "18010a03403007"), "{}");  // a number without a word
  EXPECT_EQ(set("low"), R"(0 {"p":"low"})");
  EXPECT_EQ(set("middle"), "Value: 'middle' not found in: ['low', 'high']");
}

TEST_F(Attribute, IsOnAndOff) {
  define("cluster: genOnOff, attribute: onOff, kind: binary, values: {true: 1, false: 0}");
  EXPECT_EQ(report(6, "18010a00001001"), R"({"p":true})");
  EXPECT_EQ(set(true), "cannot be set");
  const Expose exposed = definition->exposes(nullptr, {})[0];
  EXPECT_EQ(exposed.value_on, Value(true));
  EXPECT_EQ(exposed.access, Access::state_get);
}

TEST_F(Attribute, IsText) {
  define("cluster: genBasic, attribute: modelId, kind: text, get: false");
  EXPECT_EQ(report(0, "18010a0500420361c3a4"), R"({"p":"aä"})");
  EXPECT_EQ(definition->find_encoder("p", ""), nullptr);
}

TEST_F(Attribute, SaysWhatIsMissing) {
  EXPECT_EQ(problem_of("cluster: genOnOff, attribute: 0x5000"), "attribute 20480 needs 'type', a data type such as uint16");
  EXPECT_EQ(problem_of("cluster: genOnOff, attribute: onOf"), "cluster 'genOnOff' has no attribute 'onOf'");
  EXPECT_EQ(problem_of("cluster: genOnOff, attribute: onOff, kind: enum"), "'values' is missing: an enum needs its words");
  EXPECT_EQ(problem_of("cluster: genOnOff, attribute: onOff, values: {a: 1}"), "'values' belongs to an enum or binary: say `kind`");
  EXPECT_EQ(problem_of("cluster: genOnOff, attribute: onOff, scale: 0"), "'scale' must not be 0");
}

}  // namespace
}  // namespace waggle::library
