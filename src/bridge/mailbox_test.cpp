// What waits for sleeping devices: order, merging, expiry, and the file.
#include "bridge/mailbox.h"

#include <gtest/gtest.h>

#include "core/json.h"

namespace waggle::bridge {
namespace {

Order order(std::string device, Object message, std::int64_t until = 1000) {
  Order out;
  out.device = std::move(device);
  out.name = "valve";
  out.message = std::move(message);
  for (const auto& [key, value] : out.message) out.keys.push_back({key, key, Fate::queued});
  out.asked = {0};
  out.until = {until};
  return out;
}

Mailbox::Which property(std::string wanted) {
  return [wanted](const Order&, const KeyResult& key) { return key.property == wanted; };
}

TEST(Mailbox, GivesTheOldestFirst) {
  Mailbox box;
  ASSERT_TRUE(box.put(order("a", {{"x", 1}})));
  ASSERT_TRUE(box.put(order("b", {{"x", 2}})));
  ASSERT_TRUE(box.put(order("a", {{"y", 3}})));
  const Order* first = box.next("a");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(Value(first->message), Value(Object{{"x", 1}}));
  const Order* second = box.next("a", first->number);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(Value(second->message), Value(Object{{"y", 3}}));
  EXPECT_EQ(box.next("a", second->number), nullptr);
  EXPECT_FALSE(box.waits("c"));
}

TEST(Mailbox, LetsANewerValueTakeThePlaceOfAnOlder) {
  Mailbox box;
  ASSERT_TRUE(box.put(order("a", {{"x", 1}, {"y", 2}})));
  auto ended = box.end(property("x"), "newer");
  EXPECT_EQ(ended.keys, std::vector<std::string>{"x"});
  EXPECT_TRUE(ended.orders.empty());
  EXPECT_EQ(Value(box.next("a")->message), Value(Object{{"y", 2}}));
  ended = box.end(property("y"), "newer still");
  ASSERT_EQ(ended.orders.size(), 1u);
  EXPECT_EQ(ended.orders[0].keys[0].reason, "newer");
  EXPECT_EQ(ended.orders[0].keys[1].reason, "newer still");
  EXPECT_TRUE(box.empty());
}

TEST(Mailbox, EndsAnOrderWhenItsLastKeyHasAResult) {
  Mailbox box;
  ASSERT_TRUE(box.put(order("a", {{"x", 1}, {"y", 2}})));
  const std::uint64_t number = box.next("a")->number;
  EXPECT_FALSE(box.tried(number, {{"x", "x", Fate::ok}, {"y", "y", Fate::queued}}, true));
  EXPECT_EQ(box.next("a")->tries, 1);
  EXPECT_FALSE(box.next("a")->waits_for("x"));
  EXPECT_TRUE(box.next("a")->message.contains("x")) << "it tells how y is meant";
  const auto done = box.tried(number, {{"x", "x", Fate::error, "too late"}, {"y", "y", Fate::error, "refused"}}, false);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->keys[0].fate, Fate::ok);
  EXPECT_EQ(done->keys[1].reason, "refused");
  EXPECT_FALSE(box.tried(number, {}, true));
}

TEST(Mailbox, KnowsWhatExpiresNext) {
  Mailbox box;
  EXPECT_FALSE(box.next_expiry());
  ASSERT_TRUE(box.put(order("a", {{"x", 1}}, 500)));
  ASSERT_TRUE(box.put(order("a", {{"y", 1}}, 100)));
  EXPECT_EQ(box.next_expiry(), WallTime{100});
}

TEST(Mailbox, IsNotEndless) {
  Mailbox box;
  for (std::size_t i = 0; i < Mailbox::most_orders; ++i) ASSERT_TRUE(box.put(order("a", {{"x", 1}})));
  EXPECT_FALSE(box.put(order("a", {{"x", 1}})));
  EXPECT_TRUE(box.put(order("b", {{"x", 1}})));
  EXPECT_FALSE(box.put(order("c", {{"x", std::string(Mailbox::largest_message, 'x')}})));
}

TEST(Mailbox, IsTheSameAfterBeingWrittenAndRead) {
  Mailbox box;
  Order one = order("a", {{"state_l1", "ON"}, {"transition", 2.5}});
  one.endpoint = "l1";
  one.keys[1].fate = Fate::ok;
  one.tries = 3;
  one.asker = Asker{"reply/here", std::string("\0\xff", 2), Value(Object{{"n", 1}})};
  ASSERT_TRUE(box.put(one));
  ASSERT_TRUE(box.put(order("b", {{"x", nullptr}})));
  const auto again = Mailbox::read(box.text());
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(again->text(), box.text());
  EXPECT_EQ(again->orders()[0].asker->correlation_data, one.asker->correlation_data);
}

TEST(Mailbox, SaysWhatIsWrongWithAFile) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"([])", "it has no version"},
      {R"({"version":2,"orders":[]})", "its version is 2, not 1"},
      {R"({"version":1})", "'orders' must be a list"},
      {R"({"version":1,"orders":[1]})", "order 1: 'device' must be text"},
      {R"({"version":1,"orders":[{"device":"a","name":"a","endpoint":"","message":{},"keys":[]}]})", "order 1: none of its keys is queued"},
      {R"({"version":1,"orders":[{"device":"a","name":"a","endpoint":"","message":{},"keys":[{"key":"x","property":"x","status":"queued"}]}]})",
       "order 1: 'message' has no 'x'"},
      {R"({"version":1,"orders":[{"device":"a","name":"a","endpoint":"","message":{"x":1},"keys":[{"key":"x","property":"x","status":"queued"}],"asked":-1}]})",
       "order 1: 'asked' must be a whole number from 0 to 4503599627370496"},
  };
  for (const auto& [text, problem] : rows) {
    const auto box = Mailbox::read(text);
    ASSERT_FALSE(box) << text;
    EXPECT_EQ(box.error().text, problem);
  }
  EXPECT_FALSE(Mailbox::read("{\"version\":1,"));
}

TEST(Mailbox, KnowsWhatMeansSomethingOnlyNow) {
  for (const std::string_view key : {"brightness_move", "brightness_step_onoff", "color_temp_move_l1", "identify", "effect_left", "warning"}) {
    EXPECT_TRUE(is_of_the_moment(key, 1)) << key;
  }
  EXPECT_TRUE(is_of_the_moment("state", "TOGGLE"));
  EXPECT_TRUE(is_of_the_moment("state_l1", "stop"));
  for (const std::string_view key : {"state", "movement", "stepless", "effective", "current_heating_setpoint"}) {
    EXPECT_FALSE(is_of_the_moment(key, "ON")) << key;
  }
}

}  // namespace
}  // namespace waggle::bridge
