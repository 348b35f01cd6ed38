#include "sim/control.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "core/json.h"
#include "sim/control_server.h"
#include "sim/home.h"
#include "sim/world.h"

namespace waggle::sim {
namespace {

class ControlTest : public testing::Test {
 protected:
  ControlTest() {
    world = std::move(*World::make(time, *read_home(demo_home(), "demo.yaml"), {}));
    world->air().start({});
  }
  std::string ask(std::string_view line) {
    std::string out = world->control().answer(line);
    time.advance(1s);
    return out;
  }
  Value member(std::string_view line, std::string_view key) {
    const auto answer = json::parse(ask(line));
    const Value* found = answer ? answer->find("result", key) : nullptr;
    return found ? *found : Value();
  }
  /// What the devices have sent since the last call.
  std::vector<std::string> sent() {
    std::vector<std::string> out;
    for (const Frame& frame : world->air().history()) {
      if (frame.number > seen_ && frame.direction == "up") out.push_back(to_hex(frame.data));
    }
    seen_ = world->air().frames();
    return out;
  }

  VirtualTime time;
  std::unique_ptr<World> world;

 private:
  std::uint64_t seen_ = 0;
};

TEST_F(ControlTest, AnswersEveryLine) {
  const std::pair<std::string_view, std::string_view> lines[] = {
      {R"({"id":1,"cmd":"dance"})", R"({"id":1,"ok":false,"error":"there is no command 'dance'"})"},
      {R"({"id":"a"})", R"({"id":"a","ok":false,"error":"'cmd' is missing"})"},
      {R"([1])", R"({"ok":false,"error":"'cmd' is missing"})"},
      {R"({"id":2,"cmd":"join"})", R"({"id":2,"ok":false,"error":"'device' is missing"})"},
      {R"({"id":3,"cmd":"join","device":"nobody"})", R"({"id":3,"ok":false,"error":"there is no device 'nobody'"})"},
      {R"({"id":4,"cmd":"join","device":"bedroom lamp"})", R"({"id":4,"ok":false,"error":"joining is not permitted"})"},
      {R"({"id":5,"cmd":"permit","seconds":60})", R"({"id":5,"ok":true,"result":null})"},
      {R"({"id":6,"cmd":"set","device":"bedroom lamp","cluster":"genOnOff","attrs":{"onOf":1}})",
       R"({"id":6,"ok":false,"error":"cluster genOnOff has no attribute 'onOf'"})"},
      {R"({"id":7,"cmd":"set","device":"bedroom lamp","cluster":"genOnOff","attrs":{"onOff":"red"}})",
       R"({"id":7,"ok":false,"error":"string 'red' cannot be sent as boolean"})"},
      {R"({"id":8,"cmd":"set","device":"bedroom lamp","cluster":"lightingColorCtrl","attrs":{}})",
       R"({"id":8,"ok":true,"result":null})"},
      {R"({"id":9,"cmd":"garbage","data":"xyz"})", R"({"id":9,"ok":false,"error":"'data' takes hexadecimal digits"})"},
      {R"({"id":10,"cmd":"tuya","device":"bedroom lamp","dp":1,"value":1})",
       R"({"id":10,"ok":false,"error":"bedroom lamp has no datapoints"})"},
      {R"({"id":11,"cmd":"fail","device":"bedroom lamp","status":"tired"})",
       R"({"id":11,"ok":false,"error":"'status' is no_ack, no_route, expired, channel or buffer_full"})"},
  };
  for (const auto& [line, answer] : lines) EXPECT_EQ(ask(line), answer);
  EXPECT_EQ(ask("{").substr(0, 21), R"({"ok":false,"error":")");
  std::printf("control: %zu commands, %zu answers\n", Control::rows().size(), std::size(lines) + 1);
}

TEST_F(ControlTest, DevicesComeAndGo) {
  ask(R"({"cmd":"permit","seconds":254})");
  EXPECT_EQ(member(R"({"cmd":"join","device":"bedroom lamp"})", "ieee"), Value("0x00158d0002650001"));
  EXPECT_EQ(member(R"({"cmd":"device","device":"0x00158d0002650001"})", "joined"), Value(true));
  ask(R"({"cmd":"move","device":"bedroom lamp","nwk":4660})");
  EXPECT_EQ(member(R"({"cmd":"device","device":"bedroom lamp"})", "nwk"), Value(0x1234));
  ask(R"({"cmd":"drop","device":"bedroom lamp"})");
  EXPECT_EQ(member(R"({"cmd":"device","device":"bedroom lamp"})", "dropped"), Value(true));
  ask(R"({"cmd":"drop","device":"bedroom lamp","on":false})");
  ask(R"({"cmd":"leave","device":"bedroom lamp"})");
  EXPECT_EQ(member(R"({"cmd":"device","device":"bedroom lamp"})", "joined"), Value(false));
}

TEST_F(ControlTest, DevicesSendWhatTheyAreTold) {
  for (const char* name : {"hallway motion", "radiator valve", "bedroom dimmer", "living room climate"}) {
    ASSERT_NE(ask(std::string(R"({"cmd":"join","force":true,"device":")") + name + "\"}").find("true"), std::string::npos);
  }
  time.advance(10s);
  sent();
  struct Order {
    std::string_view line;
    std::vector<std::string> out;
  };
  const Order orders[] = {
      {R"({"cmd":"report","device":"hallway motion","cluster":"genPowerCfg","attrs":{"batteryPercentageRemaining":146}})",
       {"18010a21002092"}},
      {R"({"cmd":"report","device":"hallway motion","cluster":"genPowerCfg","attrs":["batteryPercentageRemaining"]})",
       {"18020a21002092"}},
      {R"({"cmd":"report","device":"living room climate","cluster":"genBasic","manufacturer":4447,)"
       R"("attrs":{"0xff01":{"type":"octets","value":"0121d10b"}}})",
       {"1c5f11010a01ff41040121d10b"}},
      {R"({"cmd":"report","device":"hallway motion","cluster":"0xfc11","ep":1,"attrs":{"5":{"type":"uint8","value":9}}})",
       {"18030a05002009"}},
      {R"({"cmd":"report","device":"hallway motion","cluster":"0xfc11","ep":1,"attrs":{"5":9}})", {}},
      {R"({"cmd":"set","device":"hallway motion","cluster":"ssIasZone","attrs":{"zoneStatus":1}})",
       {"190400010000ff0000"}},
      {R"({"cmd":"command","device":"bedroom dimmer","ep":1,"cluster":"genOnOff","command":"on","to_client":false})",
       {"110101"}},
      {R"({"cmd":"command","device":"bedroom dimmer","ep":2,"cluster":"manuSpecificPhilips","command":"hueNotification",)"
       R"("payload":{"button":1,"unknown1":3145728,"type":0,"unknown2":33,"time":0,"unknown3":0},"manufacturer":4107})",
       {"1d0b10020001000030" "00" "21" "00" "00"}},
      {R"({"cmd":"raw","device":"hallway motion","cluster":"ssIasZone","data":"09770001000000000000"})",
       {"09770001000000000000"}},
      {R"({"cmd":"tuya","device":"radiator valve","dp":3,"value":217})", {"1903020001" "03020004000000d9"}},
      {R"({"cmd":"tuya","device":"radiator valve","dp":101,"value":217})", {}},
      {R"({"cmd":"tuya","device":"radiator valve","dp":101,"value":"0aff","type":"raw"})", {"1904020002" "650000020aff"}},
  };
  for (const Order& order : orders) {
    const std::string answer = ask(order.line);
    EXPECT_EQ(answer.find("\"ok\":true") != std::string::npos, !order.out.empty()) << answer;
    EXPECT_EQ(sent(), order.out) << order.line;
  }
}

TEST_F(ControlTest, TheLogGoesOn) {
  ask(R"({"cmd":"join","force":true,"device":"hallway motion"})");
  const Value last = member(R"({"cmd":"log"})", "last");
  ASSERT_TRUE(last.is_number());
  EXPECT_GE(last.number(), 2);
  const Value frames = member(R"({"cmd":"log"})", "frames");
  EXPECT_EQ(*frames.array()[0].find("kind"), Value("join"));
  EXPECT_EQ(member(R"({"cmd":"log","from":)" + to_text(last) + "}", "frames"), Value(Array{}));
}

struct Client final : io::Stream::Listener {
  std::string text;
  bool closed = false;
  void on_bytes(ByteView bytes) override { text += as_text(bytes); }
  void on_closed(const Error&) override { closed = true; }
};

TEST_F(ControlTest, LinesMayComeInPiecesAndTogether) {
  ControlServer server(world->control());
  io::PipeEnds ends = io::make_pipe(time);
  server.accept(std::move(ends.b));
  Client client;
  ends.a->listen(&client);
  ends.a->write(as_bytes(R"({"id":1,"cmd":"per)"));
  time.advance(1s);
  EXPECT_EQ(client.text, "");
  ends.a->write(as_bytes("mit\"}\n\r\n{\"id\":2,\"cmd\":\"permit\"}\n{\"id\":3"));
  time.advance(1s);
  EXPECT_EQ(client.text, "{\"id\":1,\"ok\":true,\"result\":null}\n{\"id\":2,\"ok\":true,\"result\":null}\n");
  EXPECT_EQ(server.clients(), 1u);
  ends.a.reset();
  time.advance(1s);
  EXPECT_EQ(server.clients(), 0u);
}

}  // namespace
}  // namespace waggle::sim
