// A remote that dims, from the frame's octets to what is published.
#include <gtest/gtest.h>

#include "core/json.h"
#include "library/library.h"
#include "library/test_device.h"

namespace waggle::library {
namespace {

class Remote : public testing::Test {
 protected:
  /// What a genLevelCtrl frame publishes, as JSON.
  std::string receive(std::string_view octets) {
    zcl::Frame frame;
    const auto bytes = from_hex(octets);
    EXPECT_TRUE(zcl::decode(definition->catalogue(), ClusterId(8), *bytes, frame));
    const Message message{*Message::kind_of(frame), EndpointId(1), GroupId(0), 100, frame};
    const Context context{device, state, options, {}, memory};
    Step step(context);
    definition->decode(message, step);
    effects = std::move(step.effects());
    return json::dump(Value(step.published()));
  }
  /// Lets what was put off happen.
  std::string later() {
    const Later* put_off = effects.empty() ? nullptr : std::get_if<Later>(&effects.back());
    if (!put_off || !put_off->action) return "nothing";
    const Later copy = *put_off;
    const Context context{device, state, options, {}, memory};
    Step step(context);
    copy.action(step);
    effects = std::move(step.effects());
    return json::dump(Value(step.published()));
  }

  Library library{built_in_library()};
  TestDevice device{"TRADFRI on/off switch"};
  std::shared_ptr<const Definition> definition = library.identify(device).definition;
  Object state, options, memory;
  std::vector<Effect> effects;
};

TEST_F(Remote, TellsHowFarAndHowFast) {
  EXPECT_EQ(receive("01630101560101"), R"({"action":"brightness_move_down","action_rate":86})");
  EXPECT_EQ(receive("016e02001f190c0101"), R"({"action":"brightness_step_up","action_step_size":31,"action_transition_time":309.7})");
  EXPECT_EQ(receive("015c0096ffff0101"), R"({"action":"brightness_move_to_level","action_level":150,"action_transition_time":null})");
  EXPECT_EQ(receive("0173030101"), R"({"action":"brightness_stop"})");
}

TEST_F(Remote, RepeatedFramesCountOnce) {
  EXPECT_NE(receive("0173030101"), "{}");
  EXPECT_EQ(receive("0173030101"), "{}");
}

TEST_F(Remote, MayKeepABrightnessOfItsOwn) {
  options.set("simulated_brightness", Object{{"delta", 35}, {"interval", 50}});
  receive("01640101010101");  // down…
  EXPECT_EQ(std::get<Later>(effects.back()).time, Millis(50));
  EXPECT_EQ(later(), R"({"brightness":220,"action_brightness_delta":-35})");
  EXPECT_EQ(later(), R"({"brightness":185,"action_brightness_delta":-35})");
  receive("0173030101");  // …until it stops
  EXPECT_EQ(later(), "nothing");
  EXPECT_EQ(receive("016e02001f00000101"),
            R"({"action":"brightness_step_up","action_step_size":31,"action_transition_time":0,"brightness":216,"action_brightness_delta":31})");
}

}  // namespace
}  // namespace waggle::library
