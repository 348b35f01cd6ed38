// The simulation on real ports. Real time passes here, but nothing waits for it.
#include "sim/run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "coordinator/znp/driver.h"

namespace waggle::sim {
namespace {

struct Quiet final : coordinator::Events {
  void on_message(const coordinator::Incoming&) override {}
  void on_zdo(const coordinator::ZdoIncoming&) override {}
  void on_joined(Nwk, Ieee) override {}
  void on_left(Nwk, Ieee) override {}
  void on_address(Nwk, Ieee) override {}
  void on_lost(const Error&) override {}
};

using Seen = std::vector<Result<coordinator::RadioInfo>>;

// Hosts come and go: the second at once, the third after a while.
Task<> look(io::Loop& loop, io::Opener opener, Seen& out) {
  for (int host = 0; host < 3; ++host) {
    Quiet events;
    coordinator::znp::Driver driver(loop, opener, {}, events);
    out.push_back(co_await driver.inspect());
    if (host == 1) {
      driver.close();
      co_await sleep(loop, 50ms);
    }
  }
  loop.stop();
}

class RunTest : public testing::Test {
 protected:
  void expect_radio_at(const SimOptions& options,
                       const std::function<io::Opener(io::Loop&, Simulation&)>& how) {
    io::Loop loop;
    auto simulation = Simulation::start(loop, options);
    ASSERT_TRUE(simulation) << simulation.error().text;
    Seen seen;
    TaskGroup group;
    group.spawn("look", look(loop, how(loop, **simulation), seen));
    loop.run();
    ASSERT_EQ(seen.size(), 3u);
    for (const auto& radio : seen) {
      ASSERT_TRUE(radio) << radio.error().text;
      EXPECT_EQ(radio->type, "ZStack3x0");
      EXPECT_FALSE(radio->network);
    }
  }
};

TEST_F(RunTest, OnTcp) {
  SimOptions options;
  options.port = 0;
  options.control_port = 0;
  expect_radio_at(options, [](io::Loop& loop, Simulation& simulation) -> io::Opener {
    EXPECT_NE(simulation.port(), 0);
    EXPECT_NE(simulation.control_port(), 0);
    return [&loop, port = simulation.port()] {
      return io::open_stream(loop, "tcp://127.0.0.1:" + std::to_string(port), {});
    };
  });
}

TEST_F(RunTest, OnAPseudoTerminal) {
  SimOptions options;
  options.pty = testing::TempDir() + "waggle-run-test-pty";
  expect_radio_at(options, [&](io::Loop& loop, Simulation&) -> io::Opener {
    return [&loop, path = options.pty] { return io::open_stream(loop, path, {}); };
  });
  EXPECT_NE(::access(options.pty.c_str(), F_OK), 0) << "the link goes with the simulation";
}

TEST_F(RunTest, InTheSameProcess) {
  expect_radio_at({}, [](io::Loop&, Simulation& simulation) { return simulation.opener(); });
}

TEST(Run, SaysWhatIsWrongWithTheHome) {
  io::Loop loop;
  SimOptions options;
  options.home = "/nonexistent/home.yaml";
  const auto simulation = Simulation::start(loop, options);
  ASSERT_FALSE(simulation);
  EXPECT_EQ(simulation.error().text, "cannot read '/nonexistent/home.yaml': No such file or directory");
}

}  // namespace
}  // namespace waggle::sim
