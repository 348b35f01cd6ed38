#include "app/logging.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "bridge/log_levels.h"
#include "io/files.h"
#include "io/temp_folder.h"

namespace waggle::app {
namespace {

namespace fs = std::filesystem;

// A data folder with a configuration.
class Data {
 public:
  explicit Data(const std::string& advanced) {
    std::ofstream(path / "configuration.yaml") << "version: 5\nmqtt:\n  server: mqtt://localhost\nserial:\n  port: /dev/null\nadvanced:\n" << advanced;
    auto loaded = settings::Settings::load(io::disk(), path.string());
    if (!loaded) throw std::runtime_error(loaded.error().text);
    settings = std::move(*loaded);
  }

  io::TempFolder folder;
  fs::path path = folder.path();
  std::unique_ptr<settings::Settings> settings;
};

std::string content(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return std::move(out).str();
}

TEST(Logging, AFileInAFolderOfItsOwnWithALinkToIt) {
  const Data data("  log_output: [file]\n  log_symlink_current: true\n  timestamp_format: \"[t]\"\n");
  io::Loop loop;
  {
    const Logging logging(loop, *data.settings);
    log::info("z2m", "hello");
    for (int i = 0; i < 5; ++i) log::warning("z2m", "again");
    log::debug("z2m", "not wanted");
  }
  log::configure({});
  EXPECT_EQ(content(data.path / "log/current/log.log"),
            "[t] info: \tz2m: Logging to console (silenced), file (filename: log.log)\n[t] info: \tz2m: hello\n"
            "[t] warning: \tz2m: again\n[t] warning: \tz2m: again\n[t] warning: \tz2m: again\n"
            "[t] warning: \tz2m: … 2 more of the same in 1 s: again\n");
}

TEST(Logging, AFolderThatCannotBeMadeIsToldOnTheConsoleAndStopsNothing) {
  const Data data("  log_output: [file]\n  log_directory: /dev/null/log\n  timestamp_format: \"[t]\"\n");
  io::Loop loop;
  testing::internal::CaptureStdout();
  {
    const Logging logging(loop, *data.settings);
  }
  const std::string told = testing::internal::GetCapturedStdout();
  EXPECT_NE(told.find("[t] error: \tz2m: The log is not written to a file: /dev/null/log: cannot be made"), std::string::npos) << told;
  log::configure({});
}

// A system log server on UDP, on a port of its own.
class Server {
 public:
  Server() : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    auto* address = reinterpret_cast<sockaddr*>(&address_);
    if (::bind(fd_, address, size) != 0 || ::getsockname(fd_, address, &size) != 0) throw std::runtime_error("cannot bind");
  }
  ~Server() { ::close(fd_); }
  int port() const { return ntohs(address_.sin_port); }
  std::string take() const {
    char text[2000];
    const ssize_t size = ::recv(fd_, text, sizeof text, 0);
    return size < 0 ? std::string() : std::string(text, static_cast<std::size_t>(size));
  }

 private:
  int fd_;
  sockaddr_in address_{};
};

TEST(Logging, TheSystemLogIsWhereTheSettingsSay) {
  io::Loop loop;
  const Server server;
  const Data data(fmt::format("  log_output: [syslog]\n  log_syslog:\n    host: 127.0.0.1\n    port: {}\n    type: '5424'\n    app_name: Home\n"
                              "    localhost: attic\n    pid: '42'\n    eol: ';'\n", server.port()));
  const Logging logging(loop, *data.settings);
  std::string text;
  Timer look(loop);
  int looks = 0;
  std::function<void()> again = [&] {
    text = server.take();
    if (!text.empty() || ++looks == 500) return loop.stop();
    look.start(10ms, again);
  };
  again();
  loop.run();
  log::configure({});
  EXPECT_TRUE(text.starts_with("<134>1 2")) << text;
  EXPECT_TRUE(text.ends_with("Z attic Home 42 - - z2m: Logging to console (silenced), syslog;")) << text;
}

TEST(Logging, AProtocolNobodyKnowsIsTold) {
  const Data data("  log_output: [syslog]\n  log_syslog:\n    protocol: pigeon\n");
  io::Loop loop;
  std::vector<std::string> told;
  {
    const log::Listener listener([&](const log::Message& m) { told.emplace_back(m.text); });
    const Logging logging(loop, *data.settings);
  }
  log::configure({});
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(told[0].starts_with("The log is not sent to the system log: advanced.log_syslog: 'pigeon' is not a protocol")) << told[0];
}

TEST(LogLevels, FollowTheSettingsAndOnlyWhatChanged) {
  const Data data("  log_level: warning\n");
  bridge::LogLevels levels(*data.settings);
  log::configure({});
  log::set_level(log::Level::debug);  // as the environment may
  ASSERT_TRUE(data.settings->apply(Object{{"advanced", Object{{"log_namespaced_levels", Object{{"z2m:mqtt", "error"}}}}}}));
  levels.apply();
  EXPECT_EQ(log::level(), log::Level::debug);
  EXPECT_FALSE(log::enabled(log::Level::warning, "z2m:mqtt"));
  EXPECT_TRUE(log::enabled(log::Level::debug, "zhc:tuya"));
  ASSERT_TRUE(data.settings->apply(Object{{"advanced", Object{{"log_debug_namespace_ignore", "^zhc"}}}}));
  levels.apply();
  EXPECT_FALSE(log::enabled(log::Level::debug, "zhc:tuya"));
  ASSERT_TRUE(data.settings->apply(Object{{"advanced", Object{{"log_level", "info"}}}}));
  levels.apply();
  EXPECT_EQ(log::level(), log::Level::info);
  log::configure({});
}

}  // namespace
}  // namespace waggle::app
