// What a sleeping device is told while it does not answer waits for it, and survives everything.
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

constexpr std::string_view home = R"(
- name: lamp
  model: RB 265
  manufacturer: innr
  manufacturer_code: 0x1166
  ieee: 0x00158d0002650001
  endpoints:
    1: {device: 0x0101, inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl, touchlink], outputs: [genOta]}
- name: blind
  model: FYRTUR block-out roller blind
  manufacturer: IKEA of Sweden
  manufacturer_code: 0x117c
  ieee: 0x000b57fffe9a0004
  type: end_device
  power: battery
  endpoints:
    1:
      device: 0x0202
      inputs: [genBasic, genPowerCfg, genIdentify, genGroups, genScenes, genPollCtrl, closuresWindowCovering, touchlink]
      outputs: [genOta, touchlink]
  attributes:
    genBasic: {swBuildId: 2.2.009}
    genPowerCfg: {batteryPercentageRemaining: 73}
  lenient: true
)";
constexpr auto all_tries = 90s;  // until the driver gives up on a message
constexpr auto moves = 60s;      // until a blind stands where it should

class Queue : public testing::Test {
 protected:
  void SetUp() override {
    house.start();
    join("blind");
    join("lamp");
    house.forget();
  }
  void join(std::string_view name) { house.join(name, name); }
  void sleep(std::string_view name = "blind") { house.order({{"cmd", "drop"}, {"device", name}}); }
  void wake(std::string_view name = "blind") { house.order({{"cmd", "drop"}, {"device", name}, {"on", false}}); }
  void speak() {
    house.order({{"cmd", "report"}, {"device", "blind"}, {"cluster", "genPowerCfg"}, {"attrs", Object{{"batteryPercentageRemaining", 72}}}});
    house.wait(moves);
  }
  void set(const std::string& payload, const std::string& topic = "blind/set") {
    house.publish(topic, payload);
    house.wait(all_tries);
  }
  bool kept() { return house.files.exists("data/queue.json"); }
  Value status() { return part(house.last("blind/response"), "status"); }
  static Value part(const Value& answer, std::string_view key) {
    const Value* found = answer.find(key);
    return found ? *found : Value();
  }
  /// {"position": 40}
  Value waiting(const std::string& device = "blind") {
    Object out;
    const Value answer = house.request("device/queue", Object{{"id", device}});
    const Value* devices = answer.find("data", "devices");
    if (!devices || devices->array().empty()) return answer;
    for (const Value& each : devices->array()[0].find("waiting")->array()) out.set(each.find("key")->string(), *each.find("value"));
    return out;
  }
  /// How many frames the device was sent.
  int commands(std::string_view cluster = "closuresWindowCovering") {
    const ClusterId wanted = cluster == "genPollCtrl" ? ClusterId(0x0020) : ClusterId(0x0102);
    int out = 0;
    for (const sim::Frame& frame : house.world->air().history()) {
      out += frame.direction == "down" && frame.cluster == wanted && frame.device == "blind" ? 1 : 0;
    }
    return out;
  }
  House house{home};
};

TEST_F(Queue, KeepsWhatASleepingDeviceDidNotAnswer) {
  sleep();
  set(R"({"position":40,"transaction":7})");
  const Value first = house.last("blind/response");
  EXPECT_EQ(*first.find("keys"), Value(Object{{"position", Object{{"status", "queued"}}}}));
  EXPECT_EQ(status(), Value("queued"));
  EXPECT_EQ(waiting(), Value(Object{{"position", 40}}));
  EXPECT_TRUE(kept());
  EXPECT_EQ(house.last("blind").find("position"), nullptr);
  wake();
  speak();
  EXPECT_EQ(status(), Value("ok"));
  EXPECT_EQ(part(house.last("blind/response"), "transaction"), Value(7));
  EXPECT_EQ(house.all("blind/response").size(), 2u);
  EXPECT_EQ(*house.last("blind").find("position"), Value(40));
  EXPECT_EQ(waiting(), Value(Object{}));
  EXPECT_FALSE(kept());
}

TEST_F(Queue, PublishesNothingUnasked) {
  sleep();
  set(R"({"position":40})");
  for (const std::string& topic : house.topics()) EXPECT_EQ(topic, "bridge/logging");
  wake();
  speak();
  EXPECT_EQ(*house.last("blind").find("position"), Value(40));
  EXPECT_TRUE(house.all("blind/response").empty());
}

TEST_F(Queue, SurvivesKill) {
  sleep();
  set(R"({"position":40,"transaction":7})");
  ASSERT_EQ(status(), Value("queued"));
  house.kill();
  house.start();
  EXPECT_EQ(waiting(), Value(Object{{"position", 40}}));
  wake();
  speak();
  EXPECT_EQ(*house.last("blind").find("position"), Value(40));
  EXPECT_EQ(status(), Value("ok"));
  EXPECT_EQ(part(house.last("blind/response"), "transaction"), Value(7));
}

TEST_F(Queue, ForgetsOlderValuesForNewerOnes) {
  sleep();
  set(R"({"position":40,"transaction":1})");
  set(R"({"position":60,"transaction":2})");
  EXPECT_EQ(waiting(), Value(Object{{"position", 60}}));
  const auto answers = house.all("blind/response");
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(part(answers[1], "transaction"), Value(1));
  EXPECT_EQ(part(answers[1], "error"), Value("a newer value has taken its place"));
  const int before = commands();
  wake();
  speak();
  EXPECT_EQ(commands(), before + 1);
  EXPECT_EQ(*house.last("blind").find("position"), Value(60));
  EXPECT_EQ(part(house.last("blind/response"), "transaction"), Value(2));
}

TEST_F(Queue, Expires) {
  EXPECT_EQ(*house.request("device/options", Object{{"id", "blind"}, {"options", Object{{"queue_expiry", 3600}}}}).find("status"), Value("ok"));
  sleep();
  set(R"({"position":40,"transaction":7})");
  house.wait(59min);
  EXPECT_EQ(status(), Value("queued"));
  house.wait(2min);
  EXPECT_EQ(status(), Value("error"));
  EXPECT_EQ(part(house.last("blind/response"), "error"), Value("the device was not heard in time"));
  EXPECT_FALSE(kept());
  const int before = commands();
  wake();
  speak();
  EXPECT_EQ(commands(), before);
}

TEST_F(Queue, ExpiresWhileNobodyRuns) {
  sleep();
  set(R"({"position":40,"transaction":7})");
  house.kill();
  house.wait(25h);
  house.start();
  EXPECT_EQ(part(house.last("blind/response"), "error"), Value("the device was not heard in time"));
  EXPECT_EQ(waiting(), Value(Object{}));
  EXPECT_FALSE(kept());
}

TEST_F(Queue, CanBeCancelled) {
  sleep();
  set(R"({"position":40,"transaction":7})");
  EXPECT_EQ(part(house.request("device/queue/cancel", Object{{"id", "blind"}, {"key", "state"}}), "error"), Value("'state' does not wait for device 'blind'"));
  EXPECT_EQ(part(house.request("device/queue/cancel", Object{}), "error"), Value("Invalid payload"));
  const Value answer = house.request("device/queue/cancel", Object{{"id", "blind"}, {"key", "position"}});
  EXPECT_EQ(*answer.find("data"), Value(Object{{"id", "blind"}, {"cancelled", Array{"position"}}}));
  EXPECT_EQ(part(house.last("blind/response"), "error"), Value("it was cancelled"));
  EXPECT_FALSE(kept());
  EXPECT_EQ(*house.request("device/queue/cancel", "blind").find("data", "cancelled"), Value(Array{}));
}

TEST_F(Queue, IsListedForAllDevices) {
  EXPECT_EQ(*house.request("device/queue", "").find("data"), Value(Object{{"devices", Array{}}}));
  sleep();
  set(R"({"position":40,"transaction":7})");
  const Value answer = house.request("device/queue", "");
  const Array& devices = answer.find("data", "devices")->array();
  ASSERT_EQ(devices.size(), 1u);
  EXPECT_EQ(*devices[0].find("friendly_name"), Value("blind"));
  const Value& waits = devices[0].find("waiting")->array()[0];
  EXPECT_EQ(*waits.find("transaction"), Value(7));
  EXPECT_EQ(waits.find("expires")->number() - waits.find("asked")->number(), 86'400'000);
}

TEST_F(Queue, KeepsNoRefusalAndNothingOfTheMoment) {
  house.order({{"cmd", "error"}, {"device", "blind"}, {"count", 10}});
  set(R"({"position":40,"transaction":1})");
  EXPECT_EQ(status(), Value("error"));
  house.order({{"cmd", "error"}, {"device", "blind"}, {"count", 0}});
  sleep();
  set(R"({"state":"STOP","transaction":2})");
  EXPECT_EQ(status(), Value("error"));
  set(R"({"position":"","transaction":3})", "blind/get");
  EXPECT_EQ(status(), Value("error"));
  EXPECT_FALSE(kept());
}

TEST_F(Queue, IsForOtherDevicesOnlyWhenWanted) {
  sleep("lamp");
  set(R"({"state":"ON","transaction":1})", "lamp/set");
  EXPECT_EQ(part(house.last("lamp/response"), "status"), Value("error"));
  house.request("device/options", Object{{"id", "lamp"}, {"options", Object{{"queue", true}}}});
  set(R"({"state":"ON","transaction":2})", "lamp/set");
  EXPECT_EQ(part(house.last("lamp/response"), "status"), Value("queued"));
  // Known to be asleep now: nothing is sent.
  const std::size_t frames = house.world->air().history().size();
  house.publish("lamp/set", R"({"state":"OFF","brightness":9,"transaction":3})");
  EXPECT_EQ(part(house.last("lamp/response"), "status"), Value("queued"));
  EXPECT_EQ(house.world->air().history().size(), frames);
  wake("lamp");
  house.order({{"cmd", "announce"}, {"device", "lamp"}});
  house.wait(5s);
  EXPECT_EQ(*house.last("lamp").find("state"), Value("OFF"));
  EXPECT_EQ(part(house.last("lamp/response"), "status"), Value("ok"));

  house.request("device/options", Object{{"id", "blind"}, {"options", Object{{"queue", false}}}});
  sleep();
  set(R"({"position":40,"transaction":1})");
  EXPECT_EQ(status(), Value("error"));
}

TEST_F(Queue, KeepsADeviceThatChecksInAwake) {
  const auto check_in = [this] {
    house.order({{"cmd", "command"}, {"device", "blind"}, {"cluster", "genPollCtrl"}, {"command", "checkin"}});
    house.wait(moves);
  };
  check_in();  // the first one learns the interval
  const int idle = commands("genPollCtrl");
  check_in();
  EXPECT_EQ(commands("genPollCtrl"), idle + 1) << "it may sleep on";
  sleep();
  set(R"({"position":40})");
  wake();
  const int before = commands("genPollCtrl");
  check_in();
  EXPECT_EQ(commands("genPollCtrl"), before + 2) << "stay, and enough";
  EXPECT_EQ(*house.last("blind").find("position"), Value(40));
}

TEST_F(Queue, GivesUpOnADeviceThatTalksAndTakesNothing) {
  house.order({{"cmd", "silent"}, {"device", "blind"}, {"count", 1000}});
  set(R"({"position":40,"transaction":7})");
  ASSERT_EQ(status(), Value("queued"));
  int minutes = 0;
  for (; minutes < 600 && status() == Value("queued"); ++minutes) speak();
  EXPECT_EQ(status(), Value("error"));
  EXPECT_NE(part(house.last("blind/response"), "error").string_or("").find("(10 tries)"), std::string_view::npos);
  EXPECT_GT(minutes, 30) << "not one after the other";
  EXPECT_FALSE(kept());
}

TEST_F(Queue, FollowsRenamesAndEndsWithTheDevice) {
  sleep();
  set(R"({"position":40,"transaction":7})");
  house.request("device/rename", Object{{"from", "blind"}, {"to", "shade"}});
  EXPECT_EQ(waiting("shade"), Value(Object{{"position", 40}}));
  house.request("device/remove", Object{{"id", "shade"}, {"force", true}});
  EXPECT_EQ(part(house.last("blind/response"), "error"), Value("the device was removed"));
  EXPECT_FALSE(kept());
}

TEST_F(Queue, SaysSoWhenItCannotBeKept) {
  sleep();
  house.files.writes_left = 0;
  set(R"({"position":40,"transaction":7})");
  EXPECT_EQ(status(), Value("error"));
  EXPECT_NE(part(house.last("blind/response"), "error").string_or("").find("; it cannot be kept: "), std::string_view::npos);
  house.files.writes_left = static_cast<std::size_t>(-1);
  EXPECT_EQ(waiting(), Value(Object{}));
}

TEST_F(Queue, StartsOverADamagedFile) {
  house.stop();
  const std::string lie = R"({"version":1,"orders":[{"device":"blind"}]})";
  ASSERT_TRUE(house.files.replace("data/queue.json", lie));
  std::vector<std::string> errors;
  {
    const log::Listener listener([&](const log::Message& m) {
      if (m.level == log::Level::error) errors.emplace_back(m.text);
    });
    house.start();
  }
  EXPECT_EQ(errors, std::vector<std::string>{"data/queue.json cannot be read (order 1: 'name' must be text); it is kept as data/queue.json.damaged, "
                                             "and what waited for sleeping devices must be asked for again"});
  EXPECT_EQ(house.files.content["data/queue.json.damaged"], lie);
  EXPECT_FALSE(kept());
}

}  // namespace
}  // namespace waggle::house
