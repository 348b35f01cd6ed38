#include "mqtt/test_broker.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace waggle::mqtt {
namespace {

constexpr const char* program = "/usr/sbin/mosquitto";

sockaddr_in loopback(int port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(static_cast<std::uint16_t>(port));
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const int one = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);         // NOLINT: as sockets want it
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);  // NOLINT
  ::close(fd);
  return ntohs(address.sin_port);
}

bool answers(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(port);
  const bool ok = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;  // NOLINT
  ::close(fd);
  return ok;
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

bool TestBroker::installed() { return ::access(program, X_OK) == 0; }

TestBroker::TestBroker(std::string settings) : port_(free_port()) {
  replace_all(settings, "PORT", std::to_string(port_));
  replace_all(settings, "FOLDER", folder());
  if (::geteuid() == 0) settings += "user root\n";  // else it could not read its own folder
  std::ofstream(folder_ / "mosquitto.conf") << settings;
}

TestBroker::~TestBroker() {
  kill();
}

void TestBroker::start() {
  const std::string config = folder_ / "mosquitto.conf";
  const std::string log = folder_ / "mosquitto.log";
  process_ = ::fork();
  if (process_ == 0) {
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execl(program, program, "-c", config.c_str(), nullptr);
    ::_exit(127);
  }
  for (int i = 0; i < 500 && !answers(port_); ++i) std::this_thread::sleep_for(10ms);
}

void TestBroker::kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

void TestBroker::pause(bool paused) { ::kill(process_, paused ? SIGSTOP : SIGCONT); }

bool run_until(io::Loop& loop, const std::function<bool()>& done, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    loop.context().run_one_for(std::min<std::chrono::milliseconds>(limit, 20ms));
  }
  return true;
}

}  // namespace waggle::mqtt
