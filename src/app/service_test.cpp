#include "app/service.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>

#include "core/log.h"
#include "io/temp_folder.h"

namespace waggle::app {
namespace {

// What systemd would be: a datagram socket of this machine.
class Systemd {
 public:
  Systemd() {
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    if (::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot bind");
  }
  ~Systemd() { ::close(fd_); }
  std::string path() const { return folder_ / "notify"; }
  std::vector<std::string> take() {
    std::vector<std::string> out;
    char text[512];
    for (ssize_t size; (size = ::recv(fd_, text, sizeof text, 0)) >= 0;) out.emplace_back(text, static_cast<std::size_t>(size));
    return out;
  }

 private:
  io::TempFolder folder_;
  int fd_;
};
using Lines = std::vector<std::string>;

TEST(Service, IsReadyWhenOnlineAndTellsWhatItDoes) {
  Systemd systemd;
  VirtualTime time;
  Service service(time, {systemd.path(), {}});
  service.starting();
  EXPECT_EQ(systemd.take(), Lines{"STATUS=Starting"});
  service.health(false, "Waiting for the MQTT broker");
  service.health(false, "Waiting for the MQTT broker");
  EXPECT_EQ(systemd.take(), Lines{"STATUS=Waiting for the MQTT broker"});
  service.health(true, "Online");
  EXPECT_EQ(systemd.take(), (Lines{"STATUS=Online", "READY=1"}));
  service.health(false, "Waiting for the radio: two\nlines");
  service.health(true, "Online");
  EXPECT_EQ(systemd.take(), (Lines{"STATUS=Waiting for the radio: two lines", "STATUS=Online"}));
  time.advance(1h);
  EXPECT_EQ(systemd.take(), Lines{}) << "there is no watchdog";
  service.stopping();
  EXPECT_EQ(systemd.take(), Lines{"STOPPING=1\nSTATUS=Stopping"});
}

TEST(Service, WaitingForARadioIsNoFailedStart) {
  Systemd systemd;
  VirtualTime time;
  Service service(time, {systemd.path(), {}});
  service.starting();
  service.health(false, "Waiting for the radio");
  systemd.take();
  time.advance(29s);
  EXPECT_EQ(systemd.take(), Lines{});
  time.advance(1s);
  EXPECT_EQ(systemd.take(), Lines{"READY=1"});
  service.health(true, "Online");
  EXPECT_EQ(systemd.take(), Lines{"STATUS=Online"});
}

TEST(Service, TheWatchdogIsFedTwiceAPeriod) {
  Systemd systemd;
  VirtualTime time;
  Service service(time, {systemd.path(), 10s});
  service.starting();
  EXPECT_EQ(systemd.take(), (Lines{"STATUS=Starting", "WATCHDOG=1"}));
  time.advance(20s);
  EXPECT_EQ(systemd.take(), Lines(4, "WATCHDOG=1"));
}

TEST(Service, ASocketThatIsNotThereIsToldOnce) {
  VirtualTime time;
  Lines told;
  const log::Listener listener([&](const log::Message& m) { told.emplace_back(m.text); });
  Service service(time, {"/nowhere/notify", 1s});
  service.starting();
  time.advance(10s);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0], "systemd cannot be told 'STATUS=Starting' through NOTIFY_SOCKET '/nowhere/notify': No such file or directory");
}

TEST(Service, TheEnvironmentSaysWhoListens) {
  const std::string me = std::to_string(::getpid());
  setenv("NOTIFY_SOCKET", "@abstract", 1);
  setenv("WATCHDOG_USEC", "3000000", 1);
  EXPECT_EQ(service_options_of_environment().socket, "@abstract");
  EXPECT_EQ(service_options_of_environment().watchdog, 3s);
  setenv("WATCHDOG_PID", me.c_str(), 1);
  EXPECT_EQ(service_options_of_environment().watchdog, 3s);
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(service_options_of_environment().watchdog.count(), 0) << "meant for another process";
  unsetenv("WATCHDOG_PID");
  std::string told;
  const log::Listener listener([&](const log::Message& m) { told = m.text; });
  setenv("WATCHDOG_USEC", "soon", 1);
  EXPECT_EQ(service_options_of_environment().watchdog.count(), 0);
  EXPECT_EQ(told, "WATCHDOG_USEC 'soon' is not a number above 0; systemd's watchdog is not fed");
  unsetenv("WATCHDOG_USEC");
  unsetenv("NOTIFY_SOCKET");
  EXPECT_EQ(service_options_of_environment().socket, "");
}

}  // namespace
}  // namespace waggle::app
