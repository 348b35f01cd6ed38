// Which keys of a message are served, by whom, for which endpoint, and in which order.
#include "library/dispatch.h"

#include <gtest/gtest.h>

#include "library/library.h"
#include "library/test_device.h"

namespace waggle::library {
namespace {

class Dispatch : public testing::Test {
 protected:
  void SetUp() override {
    const auto compiled = library.load_user_files({{"d.yaml", R"(vendor: A
devices:
  - {model: bulb, description: x, match: bulb, blocks: [{light: {color_temp: true}}, identify]}
  - {model: double, description: x, match: double, endpoints: {left: 1, right: 2}, multi_endpoint: true, blocks: [on_off]}
)"}});
    ASSERT_TRUE(compiled.problems.empty()) << compiled.problems.list()[0].line();
  }
  std::vector<Call> set(const TestDevice& device, const Object& message, std::string endpoint = {}) { return run(device, true, message, std::move(endpoint)); }
  std::vector<Call> get(const TestDevice& device, const Object& message) { return run(device, false, message, {}); }

  static std::vector<std::string> keys(const std::vector<Call>& calls) {
    std::vector<std::string> out;
    for (const Call& call : calls) out.push_back(call.key + (call.endpoint_name.empty() ? "" : "@" + call.endpoint_name));
    return out;
  }
  using Keys = std::vector<std::string>;

  TestDevice bulb{"bulb"};
  TestDevice twin{"double"};
  Library library{built_in_library()};

 private:
  std::vector<Call> run(const TestDevice& device, bool setting, const Object& message, std::string endpoint) {
    definition_ = library.identify(device).definition;
    const Definition* definitions[] = {definition_.get()};
    return dispatch({definitions, &device, std::move(endpoint), "kitchen"}, setting, message);
  }
  std::shared_ptr<const Definition> definition_;
};

TEST_F(Dispatch, StateAndBrightnessGoFirstUnlessItGoesOff) {
  EXPECT_EQ(keys(set(bulb, {{"color_temp", 250}, {"state", "ON"}})), (Keys{"state", "color_temp"}));
  EXPECT_EQ(keys(set(bulb, {{"state", "OFF"}, {"color_temp", 250}})), (Keys{"color_temp", "state"}));
  EXPECT_EQ(keys(set(bulb, {{"color_temp", 250}, {"effect", "blink"}, {"brightness", 10}})), (Keys{"brightness", "color_temp", "effect"}));
}

TEST_F(Dispatch, OneEncoderServesAMessageOnce) {
  EXPECT_EQ(keys(set(bulb, {{"state", "ON"}, {"brightness", 100}})).size(), 1u);
  EXPECT_EQ(keys(get(bulb, {{"state", ""}, {"brightness", ""}})).size(), 2u);
}

TEST_F(Dispatch, EveryKeyOfAMessageIsServedByOneCall) {
  twin.endpoints.push_back({EndpointId(2), ProfileId(260), 0, {}, {}});
  const auto both = set(bulb, {{"color_temp", 250}, {"state", "ON"}, {"brightness", 100}, {"nonsense", 1}});
  std::vector<std::vector<std::string>> served;
  for (const Call& call : both) {
    auto& names = served.emplace_back();
    for (const Call::Key& key : call.serves) names.push_back(key.written);
  }
  EXPECT_EQ(served, (std::vector<std::vector<std::string>>{{"brightness", "state"}, {"color_temp"}, {"nonsense"}}));
  // Wherever the endpoint stands.
  EXPECT_EQ(set(twin, {{"state", "ON"}}, "right")[0].serves[0].property, "state_right");
  EXPECT_EQ(set(twin, {{"state", "ON"}}, "2")[0].serves[0].property, "state_right");
  EXPECT_EQ(set(twin, {{"state_right", "ON"}})[0].serves[0].property, "state_right");
}

TEST_F(Dispatch, EndpointsComeFromTheKeyOrTheTopic) {
  twin.endpoints.push_back({EndpointId(2), ProfileId(260), 0, {}, {}});
  const auto both = set(twin, {{"state_left", "ON"}, {"state_right", "OFF"}});
  EXPECT_EQ(keys(both), (Keys{"state@left", "state@right"}));
  EXPECT_EQ(both[1].endpoint, EndpointId(2));
  EXPECT_EQ(Value(both[1].message), Value(Object{{"state_left", "ON"}, {"state", "OFF"}}));
  const auto numbered = set(twin, {{"state", "ON"}}, "2");
  ASSERT_EQ(numbered.size(), 1u);
  EXPECT_EQ(numbered[0].endpoint_name, "right");
}

TEST_F(Dispatch, SaysWhyAKeyIsServedByNobody) {
  const auto unknown = set(bulb, {{"volume", 3}});
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].problem, "No converter available for 'volume' on 'kitchen': (3)");
  EXPECT_EQ(get(bulb, {{"identify", ""}})[0].problem, "No converter available for 'get' 'identify' ()");
  EXPECT_EQ(set(twin, {{"state_right", "ON"}})[0].problem, "Device 'kitchen' has no endpoint 'right'");
}

TEST_F(Dispatch, FindsEndpointsByNameNumberAndDefault) {
  const auto definition = library.identify(twin).definition;
  EXPECT_EQ(find_endpoint(twin, definition.get(), ""), EndpointId(1));
  EXPECT_EQ(find_endpoint(twin, definition.get(), "left"), EndpointId(1));
  EXPECT_EQ(find_endpoint(twin, definition.get(), "right"), std::nullopt);  // named, but the device lacks it
  EXPECT_EQ(find_endpoint(twin, nullptr, "1"), EndpointId(1));
  EXPECT_EQ(find_endpoint(twin, nullptr, "300"), std::nullopt);
}

}  // namespace
}  // namespace waggle::library
