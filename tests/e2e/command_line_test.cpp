// Where a user meets the program without a network: mistakes in files, and the check of them.
#include <filesystem>
#include <fstream>

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

}  // namespace
}  // namespace waggle::e2e
