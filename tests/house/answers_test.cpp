// What became of a command, told to those who ask: with `transaction`, or over MQTT 5.
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

class AnswersOfTheHouse : public testing::Test {
 protected:
  void SetUp() override {
    house.start();
    house.join("bedroom lamp", "bed/lamp");
    house.forget();
  }
  /// {"state": "ok", "brightness": "error: …"}
  static Value fates(const Value& answer) {
    Object out;
    const Value* keys = answer.find("keys");
    if (!keys) return {};
    for (const auto& [key, told] : keys->object()) {
      const Value* reason = told.find("error");
      out.set(key, reason ? std::string(told.find("status")->string()) + ": " + reason->string() : *told.find("status"));
    }
    return out;
  }
  House house;
};

TEST_F(AnswersOfTheHouse, SayForEachKeyHowItWent) {
  house.publish("bed/lamp/set", R"({"state":"ON","brightness":50,"wings":2,"transaction":"a-1"})");
  const Value answer = house.last("bed/lamp/response");
  EXPECT_EQ(fates(answer), Value(Object{{"state", "ok"}, {"brightness", "ok"}, {"wings", "error: No converter available for 'wings' on 'bed/lamp': (2)"}}));
  EXPECT_EQ(*answer.find("status"), Value("error"));
  EXPECT_EQ(*answer.find("error"), Value("No converter available for 'wings' on 'bed/lamp': (2)"));
  EXPECT_EQ(*answer.find("transaction"), Value("a-1"));
  EXPECT_EQ(*answer.find("data"), Value(Object{{"id", "bed/lamp"}, {"command", "set"}}));
  EXPECT_EQ(*house.last("bed/lamp").find("brightness"), Value(50));
}

TEST_F(AnswersOfTheHouse, AreGivenInEveryFormOfACommand) {
  struct Row {
    std::string topic;
    std::string payload;
    Value fates;
  };
  const Row rows[] = {
      {"bed/lamp/set", R"({"state":"OFF","transaction":1})", Object{{"state", "ok"}}},
      {"bed/lamp/get", R"({"state":"","transaction":1})", Object{{"state", "ok"}}},
      {"bed/lamp/1/set", R"({"state":"ON","transaction":1})", Object{{"state", "ok"}}},
      {"bed/lamp/set/color", R"({"x":0.3,"y":0.3,"transaction":1})",
       Object{{"color", R"(error: No converter available for 'color' on 'bed/lamp': ({"x":0.3,"y":0.3}))"}}},
      {"bed/lamp/get/wings", R"({"transaction":1})", Object{{"wings", "error: No converter available for 'wings' on 'bed/lamp': ({})"}}},
  };
  for (const Row& row : rows) {
    house.forget();
    house.publish(row.topic, row.payload);
    const std::string asked = row.topic.substr(0, row.topic.find("/set") == std::string::npos ? row.topic.find("/get") : row.topic.find("/set"));
    EXPECT_EQ(fates(house.last(asked + "/response")), row.fates) << row.topic;
    EXPECT_EQ(house.all(asked + "/response").size(), 1u);
  }
}

TEST_F(AnswersOfTheHouse, OfGroupsSayThatItWasSent) {
  house.request("group/add", Object{{"friendly_name", "all"}, {"id", 3}});
  house.request("group/members/add", Object{{"group", "all"}, {"device", "bed/lamp"}});
  house.publish("all/set", R"({"state":"ON","transaction":null})");
  EXPECT_EQ(fates(house.last("all/response")), Value(Object{{"state", "ok"}}));
  EXPECT_EQ(*house.last("all/response").find("transaction"), Value());
}

TEST_F(AnswersOfTheHouse, TellWhyNothingCouldBeDone) {
  const std::pair<std::string, std::string> rows[] = {
      {"nobody", "Entity 'nobody' is unknown"},
      {"bed/lamp/9", "Device 'bed/lamp' has no endpoint '9'"},
  };
  for (const auto& [name, problem] : rows) {
    house.publish(name + "/set", R"({"state":"ON","transaction":5})");
    const Value answer = house.last(name + "/response");
    ASSERT_TRUE(answer.is_object()) << name;
    EXPECT_EQ(*answer.find("status"), Value("error"));
    EXPECT_EQ(*answer.find("error"), Value(problem));
    EXPECT_EQ(*answer.find("transaction"), Value(5));
  }
}

TEST_F(AnswersOfTheHouse, SayThatTheDeviceRefused) {
  house.order({{"cmd", "error"}, {"device", "bedroom lamp"}, {"count", 1}});
  house.publish("bed/lamp/set", R"({"state":"ON","transaction":5})");
  EXPECT_EQ(fates(house.last("bed/lamp/response")), Value(Object{{"state", "error: Status 'FAILURE'"}}));
}

TEST_F(AnswersOfTheHouse, GoToTheResponseTopicOfMqtt5) {
  mqtt::Message message;
  message.topic = "zigbee2mqtt/bed/lamp/set";
  message.payload = "ON";
  message.response_topic = "desk/7";
  message.correlation_data = std::string_view("\0\1", 2);
  house.mqtt->deliver(message);
  house.wait(2s);
  ASSERT_NE(house.mqtt->last("desk/7"), nullptr);
  const auto answer = json::parse(*house.mqtt->last("desk/7"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(fates(*answer), Value(Object{{"state", "ok"}}));
  EXPECT_EQ(answer->find("transaction"), nullptr);
  const auto sent = std::find_if(house.mqtt->sent.begin(), house.mqtt->sent.end(), [](const auto& s) { return s.topic == "desk/7"; });
  EXPECT_EQ(sent->options.correlation_data, message.correlation_data);
  EXPECT_TRUE(house.all("bed/lamp/response").empty());
}

// Requests have their usual response as well: others may follow it.
TEST_F(AnswersOfTheHouse, ToRequestsGoToTheResponseTopicOfMqtt5) {
  mqtt::Message message;
  message.topic = "zigbee2mqtt/bridge/request/device/options";
  message.correlation_data = "desk";
  for (const auto& [topic, payload, status] : {std::tuple("desk/7", R"({"id":"bed/lamp","options":{"qos":1},"transaction":3})", "ok"),
                                               std::tuple("desk/8", R"({"id":"nobody"})", "error")}) {
    house.forget();
    message.payload = payload;
    message.response_topic = topic;
    house.mqtt->deliver(message);
    house.wait(2s);
    const auto sent = std::find_if(house.mqtt->sent.begin(), house.mqtt->sent.end(), [&](const auto& s) { return s.topic == topic; });
    ASSERT_NE(sent, house.mqtt->sent.end()) << topic;
    EXPECT_EQ(sent->options.correlation_data, "desk");
    const Value usual = house.last("bridge/response/device/options");
    EXPECT_EQ(*usual.find("status"), Value(status));
    EXPECT_EQ(json::parse(sent->payload).value_or(Value()), usual);
  }
  // Where both are one topic, one answer is enough.
  house.forget();
  message.response_topic = "zigbee2mqtt/bridge/response/device/options";
  house.mqtt->deliver(message);
  house.wait(2s);
  ASSERT_EQ(house.all("bridge/response/device/options").size(), 1u);
  const auto sent = std::find_if(house.mqtt->sent.begin(), house.mqtt->sent.end(), [&](const auto& s) { return s.topic == message.response_topic; });
  EXPECT_EQ(sent->options.correlation_data, "desk");
}

// Whoever asks for an answer on a topic of commands must not make the bridge deaf there.
TEST_F(AnswersOfTheHouse, LeaveTheTopicsOfCommandsAlone) {
  mqtt::Message message;
  message.topic = "zigbee2mqtt/bed/lamp/set";
  message.payload = "ON";
  message.response_topic = "zigbee2mqtt/bed/lamp/set";
  house.mqtt->deliver(message);
  house.wait(2s);
  house.publish("bed/lamp/set", "OFF");
  EXPECT_EQ(*house.last("bed/lamp").find("state"), Value("OFF"));
}

TEST_F(AnswersOfTheHouse, AreNotGivenUnasked) {
  house.publish("bed/lamp/set", R"({"state":"ON","wings":2})");
  house.publish("bed/lamp/get", R"({"state":""})");
  for (const std::string& topic : house.topics()) EXPECT_TRUE(topic == "bed/lamp" || topic == "bridge/logging") << topic;
}

}  // namespace
}  // namespace waggle::house
