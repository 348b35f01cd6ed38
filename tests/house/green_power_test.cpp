// Green Power switches through the whole program: two proxies in the house, the switch on the air, actions on MQTT.
#include "house/house.h"

namespace waggle::house {
namespace {

constexpr std::string_view home = R"(
- {name: plug, model: TS011F, manufacturer: _TZ3000_g5xawfcq, ieee: 0x00124b0000000a01,
   endpoints: {1: {device: 0x0051, inputs: [genBasic, genOnOff]}, 242: {profile: 0xa1e0, device: 0x61, outputs: [greenPower]}}}
- {name: lamp, model: LCT001, manufacturer: Philips, ieee: 0x00124b0000000a02,
   endpoints: {11: {device: 0x0210, inputs: [genBasic, genOnOff, genLevelCtrl]}, 242: {profile: 0xa1e0, device: 0x61, outputs: [greenPower]}}}
)";
constexpr std::uint32_t source = 0x01712345;  // a PTM 215Z
const std::string address = "0x0000000001712345";
const std::string key = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf";

class GreenPowerTest : public testing::Test {
 protected:
  GreenPowerTest() : house(home) {
    house.start();
    house.join("plug");
    house.join("lamp");
    house.wait(300s);  // the network closes
    house.forget();
  }
  Value order(Object more) {
    more.set("cmd", "green_power");
    more.set("source", source);
    Value out = house.order(std::move(more));
    house.wait(2s);
    return out;
  }
  void open() { EXPECT_EQ(*house.request("permit_join", Object{{"time", 60}}).find("status"), Value("ok")); }
  void commission(int level) {
    open();
    order({{"do", "commission"}, {"level", level}, {"key", key}});
  }
  void press(int command) { order({{"do", "press"}, {"command", command}}); }
  std::vector<std::string> actions() {
    std::vector<std::string> out;
    for (const Value& state : house.all(address)) {
      if (const Value* action = state.find("action"); action && action->is_string()) out.push_back(action->string());
    }
    return out;
  }
  std::vector<std::string> events() {
    std::vector<std::string> out;
    for (const Value& event : house.all("bridge/event")) {
      if (*event.find("data", "ieee_address") != Value(address)) continue;
      const Value* status = event.find("data", "status");
      out.push_back(event.find("type")->string() + (status ? " " + status->string() : ""));
    }
    return out;
  }
  std::string database_line() {
    const std::string text = house.files.read(house.settings->folder() + "/database.db").value_or("");
    const std::size_t at = text.find("\"ieeeAddr\":\"" + address);
    if (at == std::string::npos) return {};
    const std::size_t begin = text.rfind('\n', at) + 1;
    return text.substr(begin, text.find('\n', at) - begin);
  }
  using Names = std::vector<std::string>;

  House house;
};

TEST_F(GreenPowerTest, TakesASwitchInAsThePeerDoes) {
  commission(2);
  EXPECT_EQ(events(), (Names{"device_joined", "device_interview successful"}));
  const Value devices = house.last("bridge/devices");
  const Value* device = nullptr;
  for (const Value& d : devices.array()) {
    if (*d.find("ieee_address") == Value(address)) device = &d;
  }
  ASSERT_TRUE(device);
  EXPECT_EQ(*device->find("type"), Value("GreenPower"));
  EXPECT_EQ(*device->find("network_address"), Value(0x2345));
  EXPECT_EQ(*device->find("model_id"), Value("GreenPower_2"));
  EXPECT_EQ(*device->find("interview_completed"), Value(true));
  EXPECT_EQ(*device->find("definition", "model"), Value("PTM 215Z"));
  // The key as it came: encrypted with the well-known key.
  house.stop();
  const auto record = json::parse(database_line());
  ASSERT_TRUE(record) << database_line();
  EXPECT_EQ(*record->find("type"), Value("GreenPower"));
  EXPECT_EQ(*record->find("nwkAddr"), Value(0x2345));
  EXPECT_EQ(*record->find("modelId"), Value("GreenPower_2"));
  EXPECT_EQ(*record->find("interviewState"), Value("SUCCESSFUL"));
  const Value* kept = record->find("gpSecurityKey");
  ASSERT_TRUE(kept && kept->is_array());
  ASSERT_EQ(kept->array().size(), 16u);
  EXPECT_NE(kept->array()[0], Value(0xC0));
}

TEST_F(GreenPowerTest, HearsOnePressThroughTwoProxiesOnce) {
  commission(2);
  house.forget();
  press(16);
  press(20);
  EXPECT_EQ(actions(), (Names{"press_1", "release_1"}));
  // One of two plugs away: still heard.
  house.order({{"cmd", "drop"}, {"device", "plug"}});
  press(17);
  EXPECT_EQ(actions().back(), "press_2");
}

TEST_F(GreenPowerTest, HearsASwitchWithoutSecurity) {
  commission(0);
  house.forget();
  press(16);
  press(20);
  press(16);
  EXPECT_EQ(actions(), (Names{"press_1", "release_1", "press_1"}));
}

TEST_F(GreenPowerTest, ReadsEncryptedFramesThatProxiesHandOn) {
  open();
  order({{"do", "commission"}, {"level", 3}, {"key", key}});
  house.forget();
  press(16);
  press(20);
  EXPECT_EQ(actions(), (Names{"press_1", "release_1"}));
  // Another key is no key.
  order({{"do", "press"}, {"command", 17}, {"key", "00000000000000000000000000000000"}});
  EXPECT_EQ(actions().size(), 2u);
}

// A frame as a proxy tells it, whatever the proxies of this house think of it.
std::string notification(std::uint32_t counter, bool secured, std::uint8_t command) {
  Writer out;
  out.u8(0x11).u8(static_cast<std::uint8_t>(counter)).u8(0x00);
  out.u16(secured ? 0x0480 : 0).u32(source).u32(counter).u8(command).u8(0);
  return to_hex(out.view());
}

TEST_F(GreenPowerTest, RefusesWhatIsRepeatedAndWhatHasLostItsSecurity) {
  commission(2);
  house.forget();
  auto tell = [&](std::uint32_t counter, bool secured, std::uint8_t command) {
    house.order({{"cmd", "raw"}, {"device", "plug"}, {"cluster", "greenPower"}, {"ep", 242}, {"to", 242},
                 {"data", notification(counter, secured, command)}});
    house.wait(15s);
  };
  tell(100, true, 16);
  tell(101, true, 20);
  EXPECT_EQ(actions(), (Names{"press_1", "release_1"}));
  tell(100, true, 16);
  tell(101, true, 17);
  tell(102, false, 18);
  EXPECT_EQ(actions().size(), 2u);
  // Known after a restart, too.
  house.stop();
  house.start();
  house.forget();
  tell(101, true, 16);
  EXPECT_EQ(actions(), Names{});
  tell(102, true, 16);
  EXPECT_EQ(actions(), Names{"press_1"});
}

TEST_F(GreenPowerTest, TakesNobodyInWhileTheNetworkIsClosed) {
  order({{"do", "commission"}, {"level", 2}, {"key", key}});
  EXPECT_EQ(events(), Names{});
  // Not even when a proxy thinks otherwise.
  house.order({{"cmd", "raw"}, {"device", "plug"}, {"cluster", "greenPower"}, {"ep", 242}, {"to", 242},
               {"data", "110104000045237101ffffffffe0020200"}});
  house.wait(5s);
  EXPECT_EQ(events(), Names{});
  EXPECT_EQ(house.last("bridge/devices"), Value());
}

TEST_F(GreenPowerTest, LetsASwitchGoAndComeBack) {
  commission(2);
  press(16);
  house.forget();
  order({{"do", "decommission"}});
  EXPECT_EQ(events(), Names{"device_leave"});
  press(17);
  EXPECT_EQ(actions(), Names{});
  commission(2);
  EXPECT_EQ(events(), (Names{"device_leave", "device_joined", "device_interview successful"}));
  press(18);
  EXPECT_EQ(actions(), Names{"press_4"});
}

TEST_F(GreenPowerTest, RemovingASwitchTellsTheProxies) {
  commission(2);
  const Value gone = house.request("device/remove", Object{{"id", address}});
  EXPECT_EQ(*gone.find("status"), Value("ok"));
  house.wait(70s);
  house.forget();
  press(16);
  for (const auto& sent : house.mqtt->sent) EXPECT_EQ(sent.topic.find(address), std::string::npos) << sent.topic;
  const auto& proxies = house.order({{"cmd", "device"}, {"device", "plug"}});
  EXPECT_EQ(json::dump(proxies).find("24199"), std::string::npos);
}

TEST_F(GreenPowerTest, AnswersADeviceThatListens) {
  open();
  order({{"do", "commission"}, {"receives", true}, {"level", 0}});
  EXPECT_EQ(events(), (Names{"device_joined", "device_interview successful"}));
  const Value told = order({{"do", "success"}});
  ASSERT_FALSE(told.find("told")->array().empty());
  EXPECT_EQ(*told.find("told")->array()[0].find("command"), Value(0xF0));
}

TEST_F(GreenPowerTest, TellsASearchingDeviceItsChannel) {
  open();
  Value now = order({{"do", "channel"}, {"channel", 11}});
  for (int i = 0; i < 10 && *now.find("channel") != Value(15); ++i) now = order({{"do", "channel"}});
  // Asked on 15, it hears the answer on 16.
  for (int i = 0; i < 2; ++i) now = order({{"do", "channel"}});
  EXPECT_EQ(*now.find("channel"), Value(15));
  ASSERT_FALSE(now.find("told")->array().empty());
  EXPECT_EQ(*now.find("told")->array()[0].find("command"), Value(0xF3));
  EXPECT_EQ(*now.find("told")->array()[0].find("payload"), Value("14"));
}

TEST_F(GreenPowerTest, PairsThroughOneRouter) {
  house.request("permit_join", Object{{"time", 60}, {"device", house.address("plug")}});
  order({{"do", "commission"}, {"level", 2}, {"key", key}});
  EXPECT_EQ(events(), (Names{"device_joined", "device_interview successful"}));
  house.wait(70s);
  press(16);
  EXPECT_EQ(actions(), Names{"press_1"});
}

TEST_F(GreenPowerTest, CannotBeInterviewed) {
  commission(0);
  const Value answer = house.request("device/interview", Object{{"id", address}});
  EXPECT_EQ(*answer.find("status"), Value("error"));
}

}  // namespace
}  // namespace waggle::house
