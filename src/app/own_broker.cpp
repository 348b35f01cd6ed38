#include "app/own_broker.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "app/free_port.h"
#include "io/files.h"

namespace waggle::app {
namespace {

/// Debian keeps it where ordinary users do not look.
std::string find_program() {
  for (const char* path : {"/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/bin/mosquitto"}) {
    if (std::filesystem::exists(path)) return path;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<OwnBroker>> OwnBroker::start(const std::string& folder, std::uint16_t preferred) {
  const std::string program = find_program();
  if (program.empty()) {
    return Error{Errc::not_found, "mosquitto is not installed: apt install mosquitto, or name a broker with --mqtt"};
  }
  const std::uint16_t port = free_port(preferred);
  if (port == 0) return Error{Errc::io, "no TCP port is free for the broker"};
  const std::string config = folder + "/mosquitto.conf";
  // Started by root it would become somebody who may not write here.
  TRY_DO(io::disk().replace(config, fmt::format("listener {} 127.0.0.1\nallow_anonymous true\npersistence false\n"
                                                "log_dest file {}/mosquitto.log\nconnection_messages false\n"
                                                "max_queued_messages 10000\n{}",
                                                port, folder, ::geteuid() == 0 ? "user root\n" : "")));
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return Error{Errc::io, std::string("mosquitto cannot be started: ") + std::strerror(errno)};
  if (child == 0) {
    // A group of its own, so that Ctrl-C reaches us alone; and it ends when we do, however we do.
  ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(1);
    // It has a log file; what it says besides is not for people who watch the demo.
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
    std::string name = program;
    std::string flag = "-c";
    std::string file = config;
    const std::array<char*, 4> arguments{name.data(), flag.data(), file.data(), nullptr};
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
  }
  return std::unique_ptr<OwnBroker>(new OwnBroker(child, port));
}

OwnBroker::~OwnBroker() {
  ::kill(process_, SIGTERM);
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace waggle::app
