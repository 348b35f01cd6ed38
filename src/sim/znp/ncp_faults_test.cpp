// The driver's contract when things break, and the virtual radio alone against anything a host may send.
#include <cstdio>
#include <random>

#include "sim/znp/rig.h"

namespace waggle::sim::znp {
namespace {

// When things break -------------------------------------------------------------------------------

TEST(NcpFaults, ARestartOfTheFirmwareIsALoss) {
  Rig rig;
  rig.form();
  rig.ncp.restart(Radio::Reason::watchdog);
  rig.time.advance(1s);
  ASSERT_EQ(rig.heard.lost.size(), 1u);
  rig.connect();
  EXPECT_TRUE(rig.run(rig.driver->inspect()));
  EXPECT_TRUE(rig.run(rig.driver->resume()));
}

TEST(NcpFaults, PullingTheCableIsALoss) {
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

TEST(NcpFaults, ASilentRadioIsNotWaitedForForEver) {
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

TEST(NcpFaults, ASecondHostTakesTheFirstOnesPlace) {
  Rig rig;
  rig.form();
  const std::unique_ptr<coordinator::Coordinator> first = std::move(rig.driver);
  rig.connect();
  ASSERT_TRUE(rig.run(rig.driver->inspect()));
  rig.time.advance(1s);
  EXPECT_EQ(rig.heard.lost.size(), 1u) << "the first is told";
  EXPECT_TRUE(rig.run(rig.driver->resume()));
}

TEST(NcpFaults, GarbageBetweenFramesLosesNothingLater) {
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

TEST(NcpFaults, AnyChunksOfThePipeWillDo) {
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

TEST(NcpFaults, ABadLineMayCostMessagesAndNothingElse) {
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

// The radio alone ---------------------------------------------------------------------------------

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

TEST(NcpFaults, AnswersEverySynchronousRequestOnceWhateverItIs) {
  VirtualTime time;
  Air air(time);
  ZnpNcp ncp(time, air);
  for (DeviceSpec& spec : read_home(bench_home, "rig.yaml").value_or({})) air.add(std::move(spec));
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

TEST(NcpFaults, KnowsEveryCommandOfTheTable) {
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
