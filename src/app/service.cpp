#include "app/service.h"

#include <fmt/core.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "core/log.h"

namespace waggle::app {
namespace {

constexpr std::string_view NS = "z2m";
constexpr std::chrono::seconds patience{30};

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::optional<long long> number(std::string_view text) {
  long long out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out <= 0) return std::nullopt;
  return out;
}

}  // namespace

ServiceOptions service_options_of_environment() {
  ServiceOptions out;
  out.socket = environment("NOTIFY_SOCKET");
  const std::string_view period = environment("WATCHDOG_USEC");
  if (out.socket.empty() || period.empty()) return out;
  // The watchdog may be meant for another process that only handed its environment on.
  const std::string_view process = environment("WATCHDOG_PID");
  if (!process.empty() && number(process) != static_cast<long long>(::getpid())) return out;
  if (const auto microseconds = number(period)) {
    out.watchdog = std::chrono::microseconds(*microseconds);
  } else {
    log::warning(NS, "WATCHDOG_USEC '{}' is not a number above 0; systemd's watchdog is not fed", period);
  }
  return out;
}

Service::Service(Scheduler& scheduler, ServiceOptions options) : options_(std::move(options)), patience_(scheduler), watchdog_(scheduler) {}

void Service::starting() {
  if (options_.socket.empty()) return;
  health(false, "Starting");
  patience_.start(patience, [this] { ready(); });
  if (options_.watchdog.count() > 0) feed();
}

void Service::health(bool online, const std::string& text) {
  if (text != status_) {
    status_ = text;
    // One line of the protocol is one assignment.
    std::string line = text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    send("STATUS=" + line);
  }
  if (online) ready();
}

void Service::ready() {
  if (std::exchange(ready_, true)) return;
  patience_.stop();
  send("READY=1");
}

void Service::stopping() {
  patience_.stop();
  send("STOPPING=1\nSTATUS=Stopping");
}

// Twice as often as it must be. It comes from the loop: a process that hangs does not feed.
void Service::feed() {
  send("WATCHDOG=1");
  watchdog_.start(options_.watchdog / 2, [this] { feed(); });
}

void Service::send(const std::string& message) {
  if (options_.socket.empty()) return;
  auto complain = [&](std::string_view reason) {
    if (std::exchange(complained_, true)) return;
    log::warning(NS, "systemd cannot be told '{}' through NOTIFY_SOCKET '{}': {}", message, options_.socket, reason);
  };
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (options_.socket.size() >= sizeof address.sun_path) return complain("the path is too long");
  options_.socket.copy(address.sun_path, sizeof address.sun_path - 1);
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + options_.socket.size());
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return complain(std::strerror(errno));
  const ssize_t sent = ::sendto(fd, message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
  const int reason = errno;
  ::close(fd);
  if (sent < 0) complain(std::strerror(reason));
}

}  // namespace waggle::app
