// Where a user meets the program without a network: mistakes in files, and the check of them.
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "e2e/site.h"

namespace waggle::e2e {
namespace {

struct Outcome {
  int code = -1;
  std::string text;
};

Outcome run(const io::TempFolder& folder, std::string_view command, std::string_view configuration) {
  std::ofstream(folder / "configuration.yaml") << configuration;
  const std::string log = folder / "out";
  std::filesystem::remove(log);
  Child program;
  program.start({std::string(command), "--data", folder.path()}, log);
  const auto code = program.wait(10s);
  EXPECT_TRUE(code) << command << " does not end";
  return {code.value_or(-1), read_text(log)};
}

constexpr std::string_view good = "version: 5\nmqtt:\n  server: mqtt://127.0.0.1:1\nserial:\n  port: /dev/null\n  adapter: zstack\n";

TEST(CommandLine, NamesTheLinesOfMistakes) {
  const io::TempFolder folder;
  struct Row {
    std::string addition, line, what;
  };
  const Row rows[] = {
      {"advanced:\n  channel: 42\n", "8", "channel"},
      {"advanced:\n  log_level: loud\n", "8", "log_level"},
      {"devices:\n  '0x0000000000000001':\n    qos: many\n", "9", "qos"},
      {"frontend: [\n", "8", ""},
  };
  for (const Row& row : rows) {
    for (const std::string_view command : {"run", "check"}) {
      const Outcome outcome = run(folder, command, std::string(good) + row.addition);
      EXPECT_EQ(outcome.code, 1) << command << ": " << outcome.text;
      EXPECT_NE(outcome.text.find("configuration.yaml:" + row.line + ":"), std::string::npos) << command << ": " << outcome.text;
      EXPECT_NE(outcome.text.find(row.what), std::string::npos) << outcome.text;
    }
  }
}

TEST(CommandLine, FindsNothingWrongWithAGoodFolder) {
  const io::TempFolder folder;
  const Outcome outcome = run(folder, "check", good);
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_NE(outcome.text.find("All is well"), std::string::npos) << outcome.text;
  EXPECT_EQ(read_text(folder / "configuration.yaml"), good) << "a check changes nothing";
}

TEST(CommandLine, ChecksDeviceFilesToo) {
  const io::TempFolder folder;
  std::filesystem::create_directory(folder / "devices");
  std::ofstream(folder / "devices/mine.yaml") << "vendor: Me\ndevices:\n  - model: X\n    nonsense: 1\n";
  const Outcome outcome = run(folder, "check", good);
  EXPECT_EQ(outcome.code, 1) << outcome.text;
  EXPECT_NE(outcome.text.find("mine.yaml"), std::string::npos) << outcome.text;
}

/// A request to a port of this computer, and all that comes back.
std::string http(const std::string& port, const std::string& method, const std::string& target, const std::string& body = "") {
  const io::TempFolder folder;
  const std::string request = method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  std::ofstream(folder / "request") << request;
  const std::string command = "bash -c 'exec 3<>/dev/tcp/127.0.0.1/" + port + "; cat " + (folder / "request") + " >&3; timeout 10 cat <&3' > " + (folder / "answer") + " 2>/dev/null";
  return std::system(command.c_str()) == 0 ? read_text(folder / "answer") : "";
}

TEST(CommandLine, ServesAPageToFillInWhenThereIsNoConfiguration) {
  const io::TempFolder folder, pages;
  std::filesystem::create_directories(pages / "zigbee2mqtt-windfront/onboarding");
  std::ofstream(pages / "zigbee2mqtt-windfront/index.html") << "the pages";
  std::ofstream(pages / "zigbee2mqtt-windfront/onboarding/index.html") << "the form";
  const std::string port = "18765";
  ::setenv("WAGGLE_WEB", pages.path().c_str(), 1);
  ::setenv("Z2M_ONBOARD_URL", ("http://127.0.0.1:" + port).c_str(), 1);
  Child program;
  program.start({"run", "--data", folder.path()}, folder / "out");
  std::string page;
  for (int i = 0; i < 100 && page.empty(); ++i) {
    std::this_thread::sleep_for(100ms);
    page = http(port, "GET", "/");
  }
  EXPECT_NE(page.find("the form"), std::string::npos) << read_text(folder / "out");
  EXPECT_NE(http(port, "GET", "/data").find(R"("page":"form")"), std::string::npos);
  EXPECT_NE(read_text(folder / "configuration.yaml").find("onboarding: true"), std::string::npos) << "asked again after a crash";

  const std::string refused = http(port, "POST", "/submit", R"({"advanced":{"channel":42}})");
  EXPECT_NE(refused.find("406"), std::string::npos) << refused;
  EXPECT_NE(refused.find("channel"), std::string::npos) << refused;
  EXPECT_NE(http(port, "POST", "/submit-zip", "bm8gemlw").find("no ZIP archive"), std::string::npos);

  const std::string taken = http(port, "POST", "/submit", R"({"serial":{"port":"tcp://127.0.0.1:1","adapter":"zstack"},"mqtt":{"server":"mqtt://127.0.0.1:1"}})");
  EXPECT_NE(taken.find(R"({"success":true,"frontendUrl":null})"), std::string::npos) << taken;
  // The same process goes on as the bridge.
  for (int i = 0; i < 100 && read_text(folder / "out").find("Starting Waggle version") == std::string::npos; ++i) std::this_thread::sleep_for(100ms);
  EXPECT_NE(read_text(folder / "out").find("Starting Waggle version"), std::string::npos) << read_text(folder / "out");
  const std::string configuration = read_text(folder / "configuration.yaml");
  EXPECT_NE(configuration.find("port: tcp://127.0.0.1:1"), std::string::npos) << configuration;
  EXPECT_EQ(configuration.find("onboarding"), std::string::npos) << configuration;
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(12s), 0);
  ::unsetenv("WAGGLE_WEB");
  ::unsetenv("Z2M_ONBOARD_URL");
}

}  // namespace
}  // namespace waggle::e2e
