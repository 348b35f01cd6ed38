#include "sim/device.h"

#include "sim/bench.h"

namespace waggle::sim {
namespace {

constexpr std::string_view lamp = R"(- name: lamp
  model: M
  manufacturer: F
  manufacturer_code: 0x1234
  ieee: 0x0000000000000042
  endpoints:
    1:
      device: 0x010d
      inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl, lightingColorCtrl, 0xfc00]
      outputs: [genOta]
  attributes:
    0xfc00: {0x0001: {type: uint8, value: 7, manufacturer: 0x100b}}
    genBasic: {0x0031: {type: uint16, value: 258, manufacturer: 0x100b}}
)";

constexpr std::uint16_t basic = 0x0000, groups = 0x0004, on_off = 0x0006, level = 0x0008, ota = 0x0019,
                        color = 0x0300, temperature = 0x0402, own = 0xFC00;

// Frame control octets: 10 to the server without default response, 18 to the client likewise, 14 and 1c with a
// manufacturer's code, 01 and 11 cluster commands.
TEST(Device, FoundationCommands) {
  Bench bench(lamp);
  const int played = play(bench, {
      {"reads what it has, and says what it has not", basic, "100100040099990500",
       {"18010104000042014699998605000042014d"}},
      {"does not have the cluster", temperature, "1002000000", {"18020b00c3"}},
      {"reads a manufacturer's attribute", basic, "140b1003003100", {"1c0b100301310000210201"}},
      {"… which is not there without the code", basic, "1004003100", {"180401310086"}},
      {"a manufacturer's cluster answers without code", own, "1005000100", {"1805010100002007"}},
      {"reads the client's side", ota, "1822000200", {"10220102000023" "01000000"}},
      {"writes", on_off, "10060203403001", {"18060400"}, 50ms, {{"genOnOff/startUpOnOff", 1}}},
      {"does not write what is read-only", on_off, "10070200001001", {"180704880000"}},
      {"does not write another type", on_off, "10080203402001", {"1808048d0340"}},
      {"does not write what the tables forbid", color, "100902104021f0ff", {"180904871040"}},
      {"does not write what is not there", on_off, "100a0277772001", {"180a04867777"}},
      {"writes the good half", on_off, "100b020340300200001001", {"180b04880000"}, 50ms,
       {{"genOnOff/startUpOnOff", 2}}},
      {"undivided: all or nothing", on_off, "100c030340300300001001", {"180c04880000"}, 50ms,
       {{"genOnOff/startUpOnOff", 2}}},
      {"undivided: all", on_off, "100d03034030ff", {"180d0400"}, 50ms, {{"genOnOff/startUpOnOff", 255}}},
      {"writes and says nothing", on_off, "100e0503403000", {}, 50ms, {{"genOnOff/startUpOnOff", 0}}},
      {"configures a report", on_off, "100f060000001001002c01", {"180f0700"}},
      {"configures one with a change", level, "1010060000002005001027" "05", {"18100700"}},
      {"says what it cannot report", level,
       "101106" "0077772001000000" "01" "00000021" "01002c01" "0100" "000f0018" "0a000500",
       {"181107" "86007777" "8d000000" "87000f00"}},
      {"reads what is configured", level, "101208" "000000" "000f00",
       {"181209" "0000000020" "05001027" "05" "8b000f00"}},
      {"stops reporting", level, "101306000000200500ffff05", {"18130700"}},
      {"… and has nothing configured then", level, "101408000000", {"1814098b000000"}},
      {"lists attributes, page one", on_off, "10150c000003", {"18150d00" "000010" "004010" "014021"}},
      {"lists attributes, the rest", on_off, "10160c02400a", {"18160d01" "024021" "034030" "fdff21"}},
      {"lists attributes with access", on_off, "101715034001", {"18171600" "03403007"}},
      {"lists commands it takes", on_off, "10181100ff", {"18181201" "000102404142"}},
      {"lists commands it answers with", groups, "10191300ff", {"18191401" "00010203"}},
      {"does not know the command", basic, "101a20", {"181a0b2082"}},
      {"does not know structured reads", basic, "101b0e000000", {"181b0b0e82"}},
      {"answers by default", on_off, "011c01", {"181c0b0100"}, 50ms, {{"genOnOff/onOff", 1}}},
      {"or not, when told so", on_off, "111d00", {}, 50ms, {{"genOnOff/onOff", 0}}},
      {"except for failures", on_off, "111e7f", {"181e0b7f81"}},
      {"a command cut short", level, "111f0005", {"181f0b0080"}},
      {"no default response to a default response", on_off, "18200b0000", {}},
      {"a client's command to a cluster that is only served", on_off, "092101", {"10210b01c3"}},
  });
  std::printf("device: %d foundation exchanges\n", played);
}

TEST(Device, SaysNothingToGroupsAndBroadcasts) {
  Bench bench(lamp);
  for (const Message::Kind kind : {Message::Kind::group, Message::Kind::broadcast}) {
    Message m = Bench::message(on_off, "010102");
    m.kind = kind;
    EXPECT_TRUE(bench.exchange(m).empty());
    EXPECT_EQ(bench.value("genOnOff", "onOff"), kind == Message::Kind::group ? 1 : 0);
    m = Bench::message(basic, "1001000400");
    m.kind = kind;
    EXPECT_TRUE(bench.exchange(m).empty()) << "reads of many are not answered either";
  }
}

TEST(Device, DropsWhatIsNotForItsEndpoints) {
  Bench bench(lamp);
  EXPECT_TRUE(bench.exchange(Bench::message(on_off, "010101", 2)).empty());
  EXPECT_EQ(bench.value("genOnOff", "onOff"), 0);
}

TEST(Device, AnswersWithOrderedFaults) {
  Bench bench(lamp);
  bench.device().faults.silent = 1;
  bench.device().faults.errors = 2;
  bench.device().faults.error = zcl::Status::failure;
  EXPECT_TRUE(bench.exchange(Bench::message(basic, "1001000400")).empty());
  EXPECT_EQ(bench.exchange(Bench::message(basic, "1002000400")), std::vector<std::string>{"180201040001"});
  EXPECT_EQ(bench.exchange(Bench::message(on_off, "110301")), std::vector<std::string>{"18030b0101"});
  EXPECT_EQ(bench.exchange(Bench::message(on_off, "010401")), std::vector<std::string>{"18040b0100"});
}

TEST(Device, ReportsWhatItWasAskedTo) {
  Bench bench(lamp);
  auto sent = [&](std::chrono::nanoseconds wait) {
    bench.sent.clear();
    bench.time.advance(wait);
    std::vector<std::string> out;
    for (const Message& m : bench.sent) out.push_back(to_hex(m.payload));
    return out;
  };
  using Sent = std::vector<std::string>;
  // At least 2 s apart, at most 10 s, on any change.
  ASSERT_EQ(bench.exchange(Bench::message(on_off, "100f060000001002000a00")), Sent{"180f0700"});
  ASSERT_TRUE(change(bench.device(), "genOnOff", "onOff", Value(1)));
  EXPECT_EQ(sent(100ms), Sent{}) << "nothing is bound";
  bench.bind(on_off);
  EXPECT_EQ(sent(10s), Sent{"18020a00001001"}) << "the periodic one, to who is bound by now";
  ASSERT_TRUE(change(bench.device(), "genOnOff", "onOff", Value(0)));
  ASSERT_TRUE(change(bench.device(), "genOnOff", "onOff", Value(1)));
  EXPECT_EQ(sent(100ms), Sent{}) << "too soon after the last";
  ASSERT_TRUE(change(bench.device(), "genOnOff", "onOff", Value(0)));
  EXPECT_EQ(sent(2s), Sent{"18030a00001000"}) << "once, with the value of that moment";
  EXPECT_EQ(sent(9700ms), Sent{});
  EXPECT_EQ(sent(400ms), Sent{"18040a00001000"});
}

TEST(Device, ReportsAnalogValuesFromAThresholdOn) {
  Bench bench(lamp);
  bench.bind(color);
  // Both coordinates: 0 s to 1 h apart, from a change of 100.
  ASSERT_EQ(bench.exchange(Bench::message(color, "100f06" "0003002100001" "00e6400" "0004002100001" "00e6400")),
            std::vector<std::string>{"180f0700"});
  auto step = [&](double x, double y) {
    bench.sent.clear();
    EXPECT_TRUE(change(bench.device(), "lightingColorCtrl", "currentX", Value(x)));
    EXPECT_TRUE(change(bench.device(), "lightingColorCtrl", "currentY", Value(y)));
    bench.time.advance(1s);
    return bench.sent.size();
  };
  EXPECT_EQ(step(20000, 20000), 1u) << "what changes together goes out together";
  EXPECT_EQ(to_hex(bench.sent[0].payload), "18010a" "030021204e" "040021204e");
  EXPECT_EQ(step(20099, 20000), 0u);
  EXPECT_EQ(step(20100, 20050), 1u);
  EXPECT_EQ(to_hex(bench.sent[0].payload), "18020a" "030021844e");
}

TEST(Device, SendsReportsToGroupsAndOtherDevicesThatAreBound) {
  Bench bench(lamp);
  ASSERT_FALSE(bench.exchange(Bench::message(on_off, "100f060000001000000a00")).empty());
  zdo::Binding binding;
  binding.source_endpoint = EndpointId(1);
  binding.cluster_id = ClusterId(on_off);
  binding.to_group = true;
  binding.group = GroupId(901);
  bench.device().node.bindings.push_back(binding);
  bench.sent.clear();
  ASSERT_TRUE(change(bench.device(), "genOnOff", "onOff", Value(1)));
  bench.time.advance(100ms);
  ASSERT_EQ(bench.sent.size(), 1u);
  EXPECT_EQ(bench.sent[0].kind, Message::Kind::group);
  EXPECT_EQ(bench.sent[0].group, GroupId(901));
}

TEST(Device, RefusesReportingAndReportsUnaskedWhenItIsThatKind) {
  Bench bench(R"(- {name: x, model: lumi.weather, manufacturer: LUMI, ieee: 0x0000000000000007, type: end_device,
   power: battery, endpoints: {1: {inputs: [genBasic, msTemperatureMeasurement]}}, reports: false})");
  EXPECT_EQ(bench.exchange(Bench::message(temperature, "100f0600000029" "0100" "2c01" "0a00")),
            std::vector<std::string>{"180f078c000000"});
  bench.sent.clear();
  bench.device().report({{{EndpointId(1), ClusterId(temperature), false}, AttributeId(0), 0}});
  ASSERT_EQ(bench.sent.size(), 1u);
  EXPECT_EQ(bench.sent[0].destination, coordinator_nwk);
  EXPECT_EQ(to_hex(bench.sent[0].payload), "18010a0000296608");
}

TEST(Device, ForgetsEverythingInAFactoryReset) {
  Bench bench(lamp);
  bench.bind(on_off);
  (void)bench.exchange(Bench::message(on_off, "100f060000001002000a00"));
  (void)bench.exchange(Bench::message(groups, "0101000a0000"));
  (void)bench.exchange(Bench::message(on_off, "010201"));
  EXPECT_TRUE(bench.device().in_group(EndpointId(1), GroupId(10)));
  bench.device().factory_reset();
  EXPECT_FALSE(bench.device().in_group(EndpointId(1), GroupId(10)));
  EXPECT_TRUE(bench.device().node.bindings.empty());
  EXPECT_TRUE(bench.device().reporter().entries().empty());
  EXPECT_EQ(bench.value("genOnOff", "onOff"), 0);
}

TEST(Device, RemembersItsPlaceOverARestart) {
  Bench before(lamp);
  coordinator::NetworkParameters network;
  network.pan = PanId(0x1A62);
  network.extended_pan = {1, 2, 3, 4, 5, 6, 7, 8};
  network.key[3] = 9;
  before.device().network = network;
  before.bind(on_off);
  (void)before.exchange(Bench::message(on_off, "100f060000001002000a00"));
  (void)before.exchange(Bench::message(groups, "0101000a0000"));
  (void)before.exchange(Bench::message(on_off, "010201"));
  const Object saved = before.device().save();

  Bench after(lamp);
  after.device().restore(saved);
  ASSERT_TRUE(after.device().network);
  EXPECT_TRUE(after.device().network->same_network(network));
  EXPECT_EQ(after.device().node.nwk, Nwk(0x1234));
  EXPECT_EQ(after.device().node.bindings, before.device().node.bindings);
  EXPECT_EQ(after.device().reporter().entries().size(), 1u);
  EXPECT_TRUE(after.device().in_group(EndpointId(1), GroupId(10)));
  EXPECT_EQ(after.value("genOnOff", "onOff"), 1);
  EXPECT_EQ(Value(after.device().save()), Value(saved));
}

// What comes off the air may be anything.
TEST(Device, SurvivesNoise) {
  Bench bench(lamp);
  std::uint32_t random = 1;
  auto next = [&] { return (random = random * 1664525 + 1013904223) >> 16; };
  for (int i = 0; i < 20000; ++i) {
    Message m;
    m.cluster = ClusterId(std::array<std::uint16_t, 8>{0, 3, 4, 5, 6, 8, 0x19, 0x300}[next() % 8]);
    for (auto n = next() % 24; n > 0; --n) m.payload.push_back(static_cast<std::uint8_t>(next() % 3 ? next() % 8 : next()));
    bench.device().receive(m);
    bench.time.advance(1ms);
  }
  bench.time.advance(1h);
}

}  // namespace
}  // namespace waggle::sim
