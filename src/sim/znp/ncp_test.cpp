// The contract of a coordinator driver, played by the Z-Stack driver against the virtual radio. Both use the
// same command structures, so what they could have wrong together is left to tests/interop.
#include "sim/znp/ncp.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "coordinator/znp/driver.h"
#include "sim/home.h"
#include "sim/lookup.h"

namespace waggle::sim::znp {
namespace {

using coordinator::ApsRequest;
using coordinator::NetworkParameters;
using coordinator::znp::Driver;

constexpr std::string_view home = R"(
- {name: lamp, model: L, manufacturer: F, ieee: 0x0000000000000011,
   endpoints: {1: {device: 0x0100, inputs: [genBasic, genGroups, genOnOff], outputs: [genOta]}}}
- {name: plug, model: P, manufacturer: F, ieee: 0x0000000000000012,
   endpoints: {1: {device: 0x0051, inputs: [genBasic, genGroups, genOnOff]}}}
- {name: sensor, model: S, manufacturer: F, ieee: 0x0000000000000013, type: end_device, power: battery,
   endpoints: {1: {device: 0x0402, inputs: [genBasic, genPowerCfg, ssIasZone], outputs: [genOta]}}}
)";

NetworkParameters parameters() {
  NetworkParameters network;
  network.pan = PanId(0x1A62);
  network.extended_pan = {1, 2, 3, 4, 5, 6, 7, 8};
  network.channel = 15;
  for (std::size_t i = 0; i < 16; ++i) network.key[i] = static_cast<std::uint8_t>(0xA0 + i);
  return network;
}

struct Heard final : coordinator::Events {
  struct Message {
    Nwk source;
    ClusterId cluster;
    GroupId group;
    std::string payload;
  };
  std::vector<Message> messages;
  std::vector<Message> zdo;
  std::vector<std::pair<Nwk, Ieee>> joined;
  std::vector<std::pair<Nwk, Ieee>> left;
  std::vector<std::string> lost;

  void on_message(const coordinator::Incoming& m) override {
    messages.push_back({m.source, m.cluster, m.group, to_hex(m.payload)});
  }
  void on_zdo(const coordinator::ZdoIncoming& m) override {
    zdo.push_back({m.source, m.cluster, {}, to_hex(m.payload)});
  }
  void on_joined(Nwk nwk, Ieee ieee) override { joined.emplace_back(nwk, ieee); }
  void on_left(Nwk nwk, Ieee ieee) override { left.emplace_back(nwk, ieee); }
  void on_address(Nwk, Ieee) override {}
  void on_lost(const Error& error) override { lost.push_back(error.text); }
};

template <class T>
Task<> keep(Task<T> task, std::optional<T>& out) {
  out.emplace(co_await std::move(task));
}

class Rig {
 public:
  explicit Rig(Product product = Product::zstack3x0, StateFile* state = nullptr, io::PipeFaults to_radio = {},
               io::PipeFaults to_host = {})
      : air(time), ncp(time, air, {product, Ieee(0x00124B0000000001), state}), to_radio_(std::move(to_radio)),
        to_host_(std::move(to_host)) {
    air.conditions.jitter = {};
    for (DeviceSpec& spec : read_home(home, "rig.yaml").value_or({})) air.add(std::move(spec));
    connect();
  }

  /// A driver as after a restart of the program.
  void connect() {
    driver.reset();
    driver = std::make_unique<Driver>(time, [this] { return open(); }, coordinator::Options{}, heard);
  }

  template <class T>
  T run(Task<T> task, std::chrono::nanoseconds limit = 10min) {
    std::optional<T> out;
    TaskGroup group;
    group.spawn("test", keep(std::move(task), out));
    const Instant end = time.now() + limit;
    while (!out && time.now() < end) time.advance(10ms);
    EXPECT_TRUE(out) << "the driver waits for ever";
    return out ? std::move(*out) : T(Error{Errc::timeout, "the driver waits for ever"});
  }

  void form() {
    const auto blank = run(driver->inspect());
    ASSERT_TRUE(blank) << blank.error().text;
    EXPECT_FALSE(blank->network);
    const auto formed = run(driver->form(parameters()));
    ASSERT_TRUE(formed) << formed.error().text;
  }
  VirtualDevice& join(std::string_view name) {
    VirtualDevice& device = *air.find(name);
    EXPECT_TRUE(air.join(device, true));
    time.advance(1s);
    return device;
  }
  Result<> send(const VirtualDevice& to, std::string_view hex, std::uint16_t cluster = 0x0006, bool recover = true) {
    ApsRequest request;
    request.nwk = to.node.nwk;
    request.ieee = to.node.ieee;
    request.endpoint = EndpointId(1);
    request.cluster = ClusterId(cluster);
    request.payload = from_hex(hex).value();
    request.recover = recover;
    auto result = run(driver->send(std::move(request)));
    time.advance(100ms);
    return result;
  }
  double on(std::string_view name) { return number_of(*air.find(name), "genOnOff", "onOff", -1); }

  VirtualTime time;
  Air air;
  ZnpNcp ncp;
  Heard heard;
  std::unique_ptr<Driver> driver;

 private:
  Task<Result<std::unique_ptr<io::Stream>>> open() {
    io::PipeEnds ends = io::make_pipe(time, to_radio_, to_host_);
    ncp.attach(std::move(ends.b));
    co_return std::move(ends.a);
  }
  io::PipeFaults to_radio_;
  io::PipeFaults to_host_;
};

class Products : public testing::TestWithParam<Product> {};

TEST_P(Products, FormAndResume) {
  Rig rig(GetParam());
  rig.form();
  const auto now = rig.run(rig.driver->network_parameters());
  ASSERT_TRUE(now) << now.error().text;
  EXPECT_TRUE(now->same_network(parameters()));
  EXPECT_EQ(now->channel, 15);

  // The program restarts; the stick has stayed powered.
  rig.connect();
  const auto seen = rig.run(rig.driver->inspect());
  ASSERT_TRUE(seen) << seen.error().text;
  ASSERT_TRUE(seen->network);
  EXPECT_TRUE(seen->network->same_network(parameters()));
  EXPECT_TRUE(rig.run(rig.driver->resume()));

  // The stick restarts as well.
  rig.ncp.restart(0);
  rig.time.advance(1s);
  rig.connect();
  const auto again = rig.run(rig.driver->inspect());
  ASSERT_TRUE(again) << again.error().text;
  ASSERT_TRUE(again->network);
  EXPECT_TRUE(again->network->same_network(parameters()));
  EXPECT_FALSE(rig.air.running());
  EXPECT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.air.running());
  EXPECT_EQ(rig.air.coordinator.endpoints.size(), 15u);

  VirtualDevice& lamp = rig.join("lamp");
  EXPECT_TRUE(rig.send(lamp, "110101"));
  EXPECT_EQ(rig.on("lamp"), 1);
}

INSTANTIATE_TEST_SUITE_P(ZStack, Products,
                         testing::Values(Product::zstack3x0, Product::zstack30x, Product::zstack12),
                         [](const auto& product) {
                           return product.param == Product::zstack3x0   ? "3x0"
                                  : product.param == Product::zstack30x ? "30x"
                                                                        : "12";
                         });

TEST(Ncp, FormsOverAnOldNetwork) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  NetworkParameters other = parameters();
  other.pan = PanId(0x2B2B);
  other.key[0] = 1;
  other.channel = 20;
  rig.connect();
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  ASSERT_TRUE(rig.run(rig.driver->form(other)));
  EXPECT_TRUE(rig.air.network()->same_network(other));
  EXPECT_FALSE(rig.air.on_network(lamp)) << "the lamp is left behind";
  EXPECT_FALSE(rig.send(lamp, "110101"));
}

TEST(Ncp, SaysWhenItHadToTakeAnotherPan) {
  Rig rig;
  rig.ncp.faults.pans_nearby = {PanId(0x1A62), PanId(0x1A63)};
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  const auto formed = rig.run(rig.driver->form(parameters()));
  ASSERT_FALSE(formed);
  EXPECT_NE(formed.error().text.find("6756"), std::string::npos) << formed.error().text;  // 0x1A64
}

TEST(Ncp, MemorySurvivesInAFile) {
  const auto path = std::filesystem::temp_directory_path() / "waggle-ncp-test.json";
  std::filesystem::remove(path);
  {
    VirtualTime time;
    StateFile state(time, path.string());
    ASSERT_TRUE(state.load());
    Rig rig(Product::zstack3x0, &state);
    rig.form();
    rig.join("sensor");
  }
  {
    VirtualTime time;
    StateFile state(time, path.string());
    ASSERT_TRUE(state.load());
    Rig rig(Product::zstack3x0, &state);
    const auto seen = rig.run(rig.driver->inspect());
    ASSERT_TRUE(seen) << seen.error().text;
    ASSERT_TRUE(seen->network);
    EXPECT_TRUE(seen->network->same_network(parameters()));
    EXPECT_TRUE(rig.run(rig.driver->resume()));
    EXPECT_GE(rig.ncp.memory().frame_counter(), 2250u) << "the counter jumps ahead";
  }
  std::ofstream(path) << "{ not json";
  VirtualTime time;
  StateFile broken(time, path.string());
  EXPECT_FALSE(broken.load());
  std::filesystem::remove(path);
}

// Messages ----------------------------------------------------------------------------------------

TEST(Ncp, UnicastIsDeliveredConfirmedAndAnswered) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.heard.messages.clear();
  ASSERT_TRUE(rig.send(lamp, "1001000500", 0x0000));
  ASSERT_EQ(rig.heard.messages.size(), 1u);
  EXPECT_EQ(rig.heard.messages[0].source, lamp.node.nwk);
  EXPECT_EQ(rig.heard.messages[0].payload, "180101050000" "42" "014c");
}

struct Failure {
  std::string_view what;
  Delivery delivery;
  int times;
  bool ends_well;
  std::uint8_t status;
};

TEST(Ncp, FailedDeliveriesAreRecoveredOrReported) {
  const Failure failures[] = {
      {"the radio's buffer, once", Delivery::buffer_full, 1, true, 0},
      {"the channel, twice", Delivery::channel_access_failure, 2, true, 0},
      {"no acknowledgement, once", Delivery::no_ack, 1, true, 0},
      {"no acknowledgement, ever", Delivery::no_ack, 100, false, 0xE9},
      {"expired, ever", Delivery::expired, 100, false, 0xF0},
      {"no route, until one is discovered", Delivery::no_route, 1, true, 0},
      {"no route, ever", Delivery::no_route, 100, false, 0xCD},
  };
  int played = 0;
  for (const Failure& failure : failures) {
    Rig rig;
    rig.form();
    VirtualDevice& lamp = rig.join("lamp");
    lamp.faults.failures = failure.times;
    lamp.faults.failure = static_cast<std::uint8_t>(failure.delivery);
    const auto sent = rig.send(lamp, "110101");
    EXPECT_EQ(sent.ok(), failure.ends_well) << failure.what;
    const int status = sent ? 0 : sent.error().status;
    EXPECT_EQ(status, failure.status) << failure.what;
    EXPECT_EQ(rig.on("lamp"), failure.ends_well ? 1 : 0) << failure.what;
    ++played;
  }
  std::printf("ncp: %d failures recovered or reported\n", played);
}

TEST(Ncp, FailuresWithoutRecoveryEndAtOnce) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  lamp.faults.failures = 1;
  lamp.faults.failure = static_cast<std::uint8_t>(Delivery::no_ack);
  EXPECT_FALSE(rig.send(lamp, "110101", 0x0006, false));
  EXPECT_TRUE(rig.send(lamp, "110201", 0x0006, false));
  rig.ncp.faults.buffer_full = 1;
  const auto full = rig.send(lamp, "110300", 0x0006, false);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().status, 0x11);
  EXPECT_EQ(rig.on("lamp"), 1);
  rig.ncp.faults.buffer_full = 2;
  EXPECT_TRUE(rig.send(lamp, "110400")) << "refused twice, taken the third time";
  EXPECT_EQ(rig.on("lamp"), 0);
}

TEST(Ncp, SilentDevicesTimeOutAsTheirKindDoes) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  VirtualDevice& sensor = rig.join("sensor");
  lamp.faults.dropped = true;
  sensor.faults.dropped = true;
  EXPECT_EQ(rig.send(lamp, "1001000500", 0, false).error().status, 0xE9);
  EXPECT_EQ(rig.send(sensor, "1001000500", 0, false).error().status, 0xF0);
  Rig empty;
  empty.form();
  EXPECT_EQ(empty.send(*empty.air.find("lamp"), "110101", 6, false).error().status, 0xCD);
}

TEST(Ncp, GroupsAndBroadcasts) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.join("plug");
  rig.join("sensor");
  ASSERT_TRUE(rig.send(lamp, "010100050000", 0x0004));
  ApsRequest group;
  group.kind = ApsRequest::Kind::group;
  group.group = GroupId(5);
  group.cluster = ClusterId(0x0006);
  group.payload = {0x11, 0x01, 0x01};
  EXPECT_TRUE(rig.run(rig.driver->send(group)));
  rig.time.advance(1s);
  EXPECT_EQ(rig.on("lamp"), 1);
  EXPECT_EQ(rig.on("plug"), 0);
  ApsRequest all;
  all.kind = ApsRequest::Kind::broadcast;
  all.nwk = broadcast_rx_on;
  all.endpoint = EndpointId(0xFF);
  all.cluster = ClusterId(0x0006);
  all.payload = {0x11, 0x02, 0x02};
  EXPECT_TRUE(rig.run(rig.driver->send(all)));
  rig.time.advance(1s);
  EXPECT_EQ(rig.on("lamp"), 0);
  EXPECT_EQ(rig.on("plug"), 1);
}

TEST(Ncp, LargeMessagesAreFetchedInParts) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  for (const std::size_t size : {std::size_t{223}, std::size_t{224}, std::size_t{241}, std::size_t{700}}) {
    rig.heard.messages.clear();
    Bytes payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i);
    lamp.send(EndpointId(1), ClusterId(0xE004), payload, coordinator_nwk, EndpointId(1));
    lamp.send(EndpointId(1), ClusterId(0x0006), {0x18, 0x01, 0x0A}, coordinator_nwk, EndpointId(1));
    rig.time.advance(5s);
    ASSERT_EQ(rig.heard.messages.size(), 2u) << size;
    const auto& large = rig.heard.messages[size <= 223 ? 0 : 1];
    EXPECT_EQ(large.payload, to_hex(payload)) << size;
    EXPECT_EQ(large.source, lamp.node.nwk);
  }
}

// ZDO ---------------------------------------------------------------------------------------------

TEST(Ncp, EveryZdoRowGoesThereAndBack) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.join("sensor");
  const Nwk nwk = lamp.node.nwk;
  const std::string address = to_hex(encode(zdo::ActiveEndpointsRequest{nwk}));
  const std::string ieee = "1100000000000000";
  const std::string binding = ieee + "01" "0600" "03" "0100000000" "4b1200" "01";
  const std::map<std::uint16_t, std::pair<std::string, std::string>> payloads = {
      // request, beginning of the response
      {0x0000, {ieee + "0100", "00" + ieee + address}},
      {0x0001, {address + "0000", "00" + ieee + address}},
      {0x0002, {address, "00" + address + "01408e"}},
      {0x0003, {address, "00" + address + "10c1"}},
      {0x0004, {address + "01", "00" + address + "10" "01" "0401" "0001" "01" "03" "0000" "0400" "0600" "01" "1900"}},
      {0x0005, {address, "00" + address + "0101"}},
      {0x0006, {address + "0401" "01" "0600" "00", "00" + address + "0101"}},
      {0x0015, {"4100", "00" "4100"}},
      {0x0021, {binding, "00"}},
      {0x0022, {binding, "00"}},
      {0x0031, {"00", "00" "0" }},
      {0x0032, {"00", "00" "0"}},
      {0x0033, {"00", "00" "0000" "00"}},
      {0x0036, {"3c" "01", "00"}},
      {0x0038, {"00f8ff07" "03" "01", "00" "00f8ff07" "0a00" "0000" "10"}},
      {0x0034, {ieee + "00", "00"}},
  };
  int rows = 0;
  // Leaving comes last.
  for (const bool leaving : {false, true}) {
    for (const auto& row : coordinator::znp::zdo_rows()) {
      if (row.request == 0xFF || (row.cluster == 0x0034) != leaving) continue;
      const auto story = payloads.find(row.cluster);
      ASSERT_NE(story, payloads.end()) << row.name << " has no story";
      rig.heard.zdo.clear();
      coordinator::ZdoRequest request;
      request.nwk = nwk;
      request.ieee = lamp.node.ieee;
      request.cluster = ClusterId(row.cluster);
      request.payload = from_hex(story->second.first).value();
      const auto sent = rig.run(rig.driver->send_zdo(request));
      ASSERT_TRUE(sent) << row.name << ": " << sent.error().text;
      rig.time.advance(1s);
      const auto answer = std::find_if(rig.heard.zdo.begin(), rig.heard.zdo.end(), [&](const auto& m) {
        return m.cluster.raw == (row.cluster | zdo::response_bit);
      });
      ASSERT_NE(answer, rig.heard.zdo.end()) << row.name;
      EXPECT_EQ(answer->payload.substr(0, story->second.second.size()), story->second.second) << row.name;
      if (row.names_source) {
        EXPECT_EQ(answer->source, row.cluster == 0x0015 ? coordinator_nwk : nwk) << row.name;
      }
      ++rows;
    }
  }
  EXPECT_FALSE(rig.air.on_network(lamp)) << "told to leave, it left";
  std::printf("ncp: %d ZDO requests answered\n", rows);
}

TEST(Ncp, ChangesTheChannel) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  coordinator::ZdoRequest request;
  request.nwk = broadcast_rx_on;
  request.cluster = zdo::NwkUpdateRequest::cluster;
  request.payload = zdo::encode_request(zdo::NwkUpdateRequest{1u << 25, zdo::NwkUpdateRequest::change_channel, 1, {}});
  EXPECT_TRUE(rig.run(rig.driver->send_zdo(request)));
  rig.time.advance(1s);
  const auto now = rig.run(rig.driver->network_parameters());
  ASSERT_TRUE(now);
  EXPECT_EQ(now->channel, 25);
  EXPECT_TRUE(rig.send(lamp, "110101")) << "the devices have moved as well";
  rig.ncp.restart(0);
  rig.time.advance(1s);
  rig.connect();
  const auto seen = rig.run(rig.driver->inspect());
  ASSERT_TRUE(seen && seen->network);
  EXPECT_EQ(seen->network->channel, 25);
}

// Devices that come and go --------------------------------------------------------------------------

TEST(Ncp, JoinAnnounceAndLeaveAreHeard) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = *rig.air.find("lamp");
  EXPECT_FALSE(rig.air.join(lamp)) << "joining is not permitted";
  coordinator::ZdoRequest permit;
  permit.nwk = broadcast_routers;
  permit.cluster = zdo::PermitJoinRequest::cluster;
  permit.payload = zdo::encode_request(zdo::PermitJoinRequest{60, 1, {}});
  ASSERT_TRUE(rig.run(rig.driver->send_zdo(permit)));
  rig.time.advance(1s);
  ASSERT_TRUE(rig.air.join(lamp));
  rig.time.advance(1s);
  const Nwk nwk = lamp.node.nwk;
  ASSERT_EQ(rig.heard.joined.size(), 1u);
  EXPECT_EQ(rig.heard.joined[0], std::pair(nwk, lamp.node.ieee));
  EXPECT_EQ(rig.heard.zdo.back().cluster, zdo::DeviceAnnounce::cluster);
  EXPECT_EQ(rig.heard.zdo.back().payload, to_hex(encode(zdo::DeviceAnnounce{nwk, lamp.node.ieee, 0x8E})));
  rig.time.advance(60s);
  EXPECT_FALSE(rig.air.join(*rig.air.find("plug"))) << "a minute is over";

  rig.air.leave(lamp, true);
  rig.time.advance(5s);
  EXPECT_TRUE(rig.heard.left.empty()) << "it comes back by itself";
  EXPECT_EQ(rig.heard.joined.size(), 2u);
  EXPECT_EQ(lamp.node.nwk, nwk);
  rig.air.leave(lamp, false);
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.left.size(), 1u);
  EXPECT_EQ(rig.heard.left[0], std::pair(nwk, Ieee(0x11)));

  VirtualDevice& plug = rig.join("plug");
  rig.heard.zdo.clear();
  ASSERT_TRUE(rig.air.move(plug, Nwk(0x4321)));
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.zdo.size(), 1u);
  EXPECT_EQ(rig.heard.zdo[0].source, Nwk(0x4321));
  EXPECT_TRUE(rig.send(plug, "110101"));
}

// When things break ---------------------------------------------------------------------------------

TEST(Ncp, ARestartOfTheFirmwareIsALoss) {
  Rig rig;
  rig.form();
  rig.ncp.restart(2);
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.lost.size(), 1u);
  rig.connect();
  EXPECT_TRUE(rig.run(rig.driver->inspect()));
  EXPECT_TRUE(rig.run(rig.driver->resume()));
}

TEST(Ncp, PullingTheCableIsALoss) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.ncp.unplug();
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.lost.size(), 1u);
  EXPECT_FALSE(rig.send(lamp, "110101"));
  rig.connect();
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  ASSERT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.send(lamp, "110101"));
}

TEST(Ncp, ASilentRadioIsNotWaitedForForEver) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.ncp.faults.mute = true;
  EXPECT_FALSE(rig.send(lamp, "110101"));
  rig.connect();
  EXPECT_FALSE(rig.run(rig.driver->inspect()));
  rig.ncp.faults.mute = false;
  rig.connect();
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  ASSERT_TRUE(rig.run(rig.driver->resume()));
  EXPECT_TRUE(rig.send(lamp, "110201"));
}

TEST(Ncp, ASecondHostTakesTheFirstOnesPlace) {
  Rig rig;
  rig.form();
  const std::unique_ptr<Driver> first = std::move(rig.driver);
  rig.connect();
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  rig.time.advance(1s);
  EXPECT_EQ(rig.heard.lost.size(), 1u) << "the first is told";
  EXPECT_TRUE(rig.run(rig.driver->resume()));
}

TEST(Ncp, GarbageBetweenFramesLosesNothingLater) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  std::mt19937 random(5);
  std::size_t octets = 0;
  int good = 0;
  for (int round = 0; octets < 2000; ++round) {
    Bytes noise(random() % 40);
    for (auto& octet : noise) octet = static_cast<std::uint8_t>(random());
    octets += noise.size();
    rig.ncp.garbage(noise);
    rig.time.advance(400ms);  // longer than half a frame is waited for
    rig.heard.messages.clear();
    ASSERT_TRUE(rig.send(lamp, round % 2 ? "010100" : "010101")) << round;
    ASSERT_EQ(rig.heard.messages.size(), 1u) << round;
    ++good;
  }
  std::printf("ncp: %zu octets of garbage, %d exchanges after them\n", octets, good);
}

TEST(Ncp, AnyChunksOfThePipeWillDo) {
  int chunks = 0;
  for (std::size_t chunk = 1; chunk <= 7; ++chunk) {
    Rig rig(Product::zstack3x0, nullptr, {chunk, {}}, {chunk, {}});
    rig.form();
    VirtualDevice& lamp = rig.join("lamp");
    EXPECT_TRUE(rig.send(lamp, "010101")) << chunk;
    EXPECT_EQ(rig.on("lamp"), 1) << chunk;
    EXPECT_EQ(rig.heard.messages.size(), 1u) << chunk;
    ++chunks;
  }
  std::printf("ncp: %d chunk sizes\n", chunks);
}

TEST(Ncp, ABadLineMayCostMessagesAndNothingElse) {
  Rig rig;
  rig.form();
  VirtualDevice& lamp = rig.join("lamp");
  rig.ncp.faults.drop = 0.01;
  rig.ncp.faults.duplicate = 0.01;
  for (int i = 0; i < 30; ++i) (void)rig.send(lamp, "010102");
  rig.ncp.faults.drop = 0;
  rig.ncp.faults.duplicate = 0;
  rig.time.advance(1min);
  EXPECT_TRUE(rig.send(lamp, "110101"));
  EXPECT_EQ(rig.on("lamp"), 1);
}

// The radio alone -----------------------------------------------------------------------------------

struct RawHost final : io::Stream::Listener {
  coordinator::znp::UnpiParser parser;
  int responses = 0;
  int refusals = 0;
  void on_bytes(ByteView bytes) override {
    parser.feed(bytes, [&](const coordinator::znp::UnpiFrame& frame) {
      if (frame.type != coordinator::znp::Type::srsp) return;
      ++responses;
      refusals += frame.subsystem == coordinator::znp::Subsystem::rpc_error;
    });
  }
  void on_closed(const Error&) override {}
};

TEST(Ncp, AnswersEverySynchronousRequestOnceWhateverItIs) {
  VirtualTime time;
  Air air(time);
  ZnpNcp ncp(time, air);
  for (DeviceSpec& spec : read_home(home, "rig.yaml").value_or({})) air.add(std::move(spec));
  io::PipeEnds ends = io::make_pipe(time);
  ncp.attach(std::move(ends.b));
  RawHost host;
  ends.a->listen(&host);
  std::mt19937 random(11);
  int requests = 0;
  const auto rows = coordinator::znp::table();
  for (int i = 0; i < 20000; ++i) {
    Bytes data(random() % 40);
    for (auto& octet : data) octet = static_cast<std::uint8_t>(random() % 3 ? random() % 6 : random());
    coordinator::znp::UnpiFrame frame{coordinator::znp::Type::sreq, coordinator::znp::Subsystem::zdo,
                                      static_cast<std::uint8_t>(random() % 0x50), data};
    if (random() % 2) {
      const auto& row = rows[random() % rows.size()];
      if (row.id.type != coordinator::znp::Type::sreq) continue;
      frame.subsystem = row.id.subsystem;
      frame.command = row.id.number;
    }
    if (i == 0) frame = {coordinator::znp::Type::sreq, coordinator::znp::Subsystem::zdo, 0x40, data};
    ends.a->write(encode(frame));
    ++requests;
    time.advance(20ms);
    EXPECT_EQ(host.responses, requests) << describe(frame);
    if (host.responses != requests) break;
  }
  EXPECT_GT(host.refusals, 0);
  EXPECT_LT(host.refusals, requests);
  std::printf("ncp: %d random requests, %d refused\n", requests, host.refusals);
  ends.a->listen(nullptr);
}

TEST(Ncp, KnowsEveryCommandOfTheTable) {
  VirtualTime time;
  Air air(time);
  ZnpNcp ncp(time, air);
  io::PipeEnds ends = io::make_pipe(time);
  ncp.attach(std::move(ends.b));
  RawHost host;
  ends.a->listen(&host);
  int known = 0;
  for (const auto& row : coordinator::znp::table()) {
    if (row.id.type != coordinator::znp::Type::sreq) continue;
    if (row.id.subsystem == coordinator::znp::Subsystem::sapi) continue;  // Z-Stack 1.2 alone has it
    // The shortest request that decodes.
    Bytes data;
    while (!row.again(data, false)) data.push_back(0);
    const int refused = host.refusals;
    ends.a->write(encode(coordinator::znp::UnpiFrame{row.id.type, row.id.subsystem, row.id.number, data}));
    time.advance(10ms);
    EXPECT_EQ(host.refusals, refused) << row.id.name;
    ++known;
  }
  EXPECT_EQ(host.responses, known);
  std::printf("ncp: %d commands of the table answered\n", known);
  ends.a->listen(nullptr);
}

}  // namespace
}  // namespace waggle::sim::znp
