// What every client does, whatever lies below: shown with the one in memory, in virtual time.
#include <gtest/gtest.h>

#include <stdexcept>

#include "mqtt/memory_client.h"

namespace waggle::mqtt {
namespace {

constexpr PublishOptions retained{.retain = true};

struct Heard final : Client::Listener {
  void on_connected() override { events.push_back("connected"); }
  void on_disconnected(const Error& reason) override { events.push_back("disconnected: " + reason.text); }
  void on_message(const Message& m) override {
    events.push_back(std::string(m.topic) + "=" + std::string(m.payload) + (m.retain ? " (kept)" : ""));
    if (m.payload == "throw") throw std::runtime_error("a handler failed");
  }
  std::vector<std::string> take() { return std::exchange(events, {}); }
  std::vector<std::string> events;
};

using Strings = std::vector<std::string>;

class ClientTest : public testing::Test {
 protected:
  void start() {
    client.start(heard);
    time.settle();
    heard.take();
  }
  Strings topics() {
    Strings out;
    for (const auto& sent : client.take()) out.push_back(sent.topic + "=" + sent.payload);
    return out;
  }

  VirtualTime time;
  Heard heard;
  MemoryClient client{time};
};

TEST_F(ClientTest, ConnectsFromTheLoopAndSubscribes) {
  client.subscribe("home/#");
  client.subscribe("home/#");
  client.start(heard);
  EXPECT_FALSE(client.connected());
  time.settle();
  EXPECT_TRUE(client.connected());
  EXPECT_EQ(client.subscribed, Strings{"home/#"});
  EXPECT_EQ(heard.take(), Strings{"connected"});
  client.subscribe("other");
  EXPECT_EQ(client.subscribed, (Strings{"home/#", "other"}));
}

TEST_F(ClientTest, HearsNothingMoreOfWhatItNoLongerWants) {
  client.subscribe("home/#");
  client.subscribe("other");
  start();
  client.unsubscribe("home/#");
  client.deliver("home/lamp/set", "ON");
  EXPECT_EQ(heard.take(), Strings{});
  client.disconnect();
  client.connect();
  time.settle();
  EXPECT_EQ(client.subscribed, Strings{"other"});
}

TEST_F(ClientTest, RefusesTopicsThatAreFilters) {
  start();
  for (const char* topic : {"home/a+b", "home/#", ""}) EXPECT_FALSE(client.publish(topic, "x", retained));
  EXPECT_FALSE(client.publish(std::string(65536, 'a'), "x"));
  EXPECT_FALSE(client.publish(std::string("a\0b", 3), "x"));
  EXPECT_TRUE(client.sent.empty());
  EXPECT_EQ(client.queued(), 0u);
}

TEST_F(ClientTest, IsDeafToItsOwnMessages) {
  client.subscribe("home/#");
  start();
  EXPECT_TRUE(client.publish("home/lamp", "1"));
  EXPECT_TRUE(client.publish("home/config", "2", {.echo = true}));
  client.deliver("home/lamp", "from the broker");
  client.deliver("home/lamp/set", "ON");
  client.deliver("elsewhere", "ON");
  time.settle();
  EXPECT_EQ(heard.take(), (Strings{"home/lamp/set=ON", "home/config=2"}));
  EXPECT_EQ(client.counters().received, 2u);
}

TEST_F(ClientTest, HearsWhatTheBrokerKept) {
  client.deliver("home/a", "1", true);
  client.deliver("home/b", "2", true);
  client.deliver("home/b", "", true);
  client.subscribe("home/+");
  client.start(heard);
  time.settle();
  EXPECT_EQ(heard.take(), (Strings{"connected", "home/a=1 (kept)"}));
  client.disconnect();
  client.connect();
  time.settle();
  EXPECT_EQ(heard.take(), (Strings{"disconnected: the broker closed the connection", "connected", "home/a=1 (kept)"}));
}

TEST_F(ClientTest, KeepsTheLastRetainedValueOfEachTopicWhileTheBrokerIsAway) {
  start();
  client.disconnect("gone");
  EXPECT_EQ(client.trouble(), "gone");
  EXPECT_TRUE(client.publish("a", "1", retained));
  EXPECT_TRUE(client.publish("b", "1", retained));
  EXPECT_TRUE(client.publish("a", "2", retained));
  EXPECT_FALSE(client.publish("c", "1"));
  EXPECT_EQ(client.queued(), 2u);
  EXPECT_EQ(client.counters().dropped, 1u);
  client.connect();
  time.settle();
  EXPECT_EQ(client.trouble(), "");
  EXPECT_EQ(topics(), (Strings{"b=1", "a=2"}));
  EXPECT_EQ(client.queued(), 0u);
  EXPECT_EQ(client.counters().published, 2u);
}

TEST_F(ClientTest, KeepsFromBeforeTheFirstConnection) {
  EXPECT_TRUE(client.publish("a", "1", retained));
  start();
  EXPECT_EQ(topics(), Strings{"a=1"});
}

TEST_F(ClientTest, KeepsTenThousandTopicsAndNoMore) {
  for (int i = 0; i < 10'001; ++i) client.publish("t/" + std::to_string(i), "x", retained);
  EXPECT_EQ(client.queued(), Outbox::capacity);
  EXPECT_EQ(client.counters().dropped, 1u);
  EXPECT_TRUE(client.publish("t/0", "y", retained));  // known topics still change
  start();
  EXPECT_EQ(client.sent.size(), Outbox::capacity);
  EXPECT_EQ(client.sent.back().payload, "y");
}

TEST_F(ClientTest, WhatIsKeptGrowsOldToo) {
  client.publish("short", "1", {.retain = true, .expiry = 10});
  client.publish("long", "1", {.retain = true, .expiry = 100});
  time.advance(30s);
  start();
  ASSERT_EQ(client.sent.size(), 1u);
  EXPECT_EQ(client.sent[0].topic, "long");
  EXPECT_EQ(client.sent[0].options.expiry, 70u);
}

TEST_F(ClientTest, TreatsABrokerThatTakesNothingAsAway) {
  start();
  client.congest(10'000);
  EXPECT_FALSE(client.publish("a", "1"));
  EXPECT_TRUE(client.publish("b", "1", retained));
  EXPECT_TRUE(client.sent.empty());
  client.congest(9'999);
  EXPECT_EQ(topics(), Strings{"b=1"});
}

TEST_F(ClientTest, NeverLetsAnOlderValueOvertake) {
  start();
  client.congest(10'000);
  client.publish("a", "1", retained);
  client.congest(0);
  client.publish("a", "2", retained);
  EXPECT_EQ(topics(), (Strings{"a=1", "a=2"}));
}

TEST_F(ClientTest, CanDoWithoutRetain) {
  MemoryClient plain(time, true);
  plain.publish("a", "1", retained);
  plain.start(heard);
  time.settle();
  ASSERT_EQ(plain.sent.size(), 1u);
  EXPECT_FALSE(plain.sent[0].options.retain);
}

TEST_F(ClientTest, OutlivesAHandlerThatThrows) {
  client.subscribe("#");
  start();
  client.deliver("a", "throw");
  client.deliver("a", "1");
  EXPECT_EQ(heard.take(), (Strings{"a=throw", "a=1"}));
}

}  // namespace
}  // namespace waggle::mqtt
