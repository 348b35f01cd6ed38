// Sticks of every family, each a process behind a TCP port of which nobody says what is there: they are recognised, and a
// network moves from one to another by the command line alone.
#include <fmt/core.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "core/json.h"
#include "e2e/site.h"

namespace waggle::e2e {
namespace {

class Sticks : public testing::Test {
 protected:
  struct Stick {
    std::string family;
    Child process;
    int port = 0;
    std::string address() const { return "tcp://127.0.0.1:" + std::to_string(port); }
  };

  Stick& plug_in(const std::string& family) {
    Stick& stick = *sticks_.emplace_back(std::make_unique<Stick>());
    stick.family = family;
    const std::string log = folder / (family + ".log");
    stick.process.start({"sim", "--family", family, "--port", "0"}, log);
    wait_for([&] {
      const auto said = json::parse(read_text(log));
      const Value* port = said ? said->find("port") : nullptr;
      stick.port = port ? static_cast<int>(port->number_or(0)) : 0;
      return stick.port != 0;
    });
    EXPECT_NE(stick.port, 0) << read_text(log);
    return stick;
  }
  static bool wait_for(const std::function<bool()>& done) {
    for (int i = 0; i < 300; ++i) {
      if (done()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  std::string run(std::vector<std::string> arguments, int code) {
    const std::string log = folder / "out";
    std::filesystem::remove(log);
    Child program;
    program.start(arguments, log);
    const auto ended = program.wait(std::chrono::seconds(60));
    EXPECT_TRUE(ended && *ended == code) << read_text(log);
    return read_text(log);
  }
  /// The bridge starts, and ends in order: with a backup of its network.
  Value live() {
    std::filesystem::remove(folder / "coordinator_backup.json");
    Child bridge;
    const std::string log = folder / "bridge.log";
    std::filesystem::remove(log);
    bridge.start({"run", "--data", folder.path()}, log);
    EXPECT_TRUE(wait_for([&] { return read_text(log).find("Waggle started!") != std::string::npos; })) << read_text(log);
    bridge.signal(SIGTERM);
    EXPECT_TRUE(bridge.wait(std::chrono::seconds(20))) << read_text(log);
    return json::parse(read_text(folder / "coordinator_backup.json")).value_or(Value());
  }

  io::TempFolder folder;

 private:
  std::vector<std::unique_ptr<Stick>> sticks_;
};

TEST_F(Sticks, OfFiveFamiliesAreRecognised) {
  std::vector<std::string> arguments{"adapters"};
  std::vector<std::pair<std::string, std::string>> wanted;  // port, what it says
  const std::pair<const char*, const char*> families[] = {
      {"zstack", "ZStack3x0"}, {"ember", "EmberZNet"}, {"deconz", "ConBee2"}, {"zboss", "zboss"}, {"zigate", "zigate"}};
  for (const auto& [family, type] : families) {
    arguments.push_back(plug_in(family).address());
    wanted.emplace_back(arguments.back(), type);
  }
  const std::string said = run(arguments, 0);
  for (const auto& [port, type] : wanted) EXPECT_NE(said.find(port + ": " + type), std::string::npos) << said;
  fmt::print("{}", said);
}

TEST_F(Sticks, ANetworkMovesFromOneToAnother) {
  mqtt::TestBroker broker;
  broker.start();
  const Stick& old_stick = plug_in("zstack");
  const Stick& new_stick = plug_in("ember");
  std::ofstream(folder / "configuration.yaml") << "version: 5\nmqtt: {server: '" << broker.url()
                                               << "'}\nadvanced: {log_output: [console]}\nserial: {port: '"
                                               << old_stick.address() << "'}\n";
  const Value before = live();
  ASSERT_TRUE(before.find("coordinator_ieee"));
  const std::string refused = run({"move", "--data", folder.path(), "--to", old_stick.address()}, 1);
  EXPECT_NE(refused.find("both sticks"), std::string::npos) << refused;
  const std::string said = run({"move", "--data", folder.path(), "--to", new_stick.address()}, 0);
  EXPECT_NE(said.find("The network has moved"), std::string::npos) << said;
  EXPECT_NE(read_text(folder / "configuration.yaml").find(new_stick.address()), std::string::npos);
  const Value after = live();
  for (const char* same : {"coordinator_ieee", "pan_id", "extended_pan_id", "channel"}) {
    ASSERT_TRUE(after.find(same)) << same;
    EXPECT_EQ(*after.find(same), *before.find(same)) << same;
  }
  EXPECT_EQ(*after.find("network_key", "key"), *before.find("network_key", "key"));
  EXPECT_GT(after.find("network_key", "frame_counter")->number_or(0), before.find("network_key", "frame_counter")->number_or(0));
}

}  // namespace
}  // namespace waggle::e2e
