#include "io/syslog.h"

#include <fmt/core.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <deque>

#include "core/log/line.h"

namespace waggle::io {

namespace asio = boost::asio;
using boost::system::error_code;
using Transport = SyslogOptions::Transport;

namespace {

constexpr std::string_view NS = "z2m";
constexpr std::size_t most_waiting = 1000;
constexpr std::size_t longest_datagram = 65'507;  // of UDP over IPv4; what is longer is cut there
constexpr std::chrono::seconds first_pause{1};
constexpr std::chrono::seconds longest_pause{60};

int priority(log::Level level) {
  constexpr int local0 = 16;
  static constexpr int severities[] = {3, 4, 6, 7};
  return local0 * 8 + severities[static_cast<std::size_t>(level)];
}

// Fields end at a space, so they hold none.
std::string field(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](unsigned char c) { return std::isspace(c) != 0; });
  return out.empty() ? "-" : out;
}

// RFC 3164: "Jan  5 13:00:00", always in English and in local time.
std::string bsd_time(WallTime time) {
  const std::string day = log::timestamp(time, "D");
  return log::timestamp(time, "MMM ") + (day.size() == 1 ? " " : "") + log::timestamp(time, "D HH:mm:ss");
}

std::string where(const SyslogOptions& options) {
  if (options.transport == Transport::unix_socket) return options.path;
  return fmt::format("{}:{}", options.host, options.port);
}

}  // namespace

Result<> set_syslog_protocol(SyslogOptions& options, std::string_view protocol) {
  using Family = SyslogOptions::Family;
  struct Row {
    std::string_view name;
    Transport transport;
    Family family;
  };
  static constexpr Row rows[] = {
      {"udp", Transport::udp, Family::v4},          {"udp4", Transport::udp, Family::v4},
      {"udp6", Transport::udp, Family::v6},         {"tcp", Transport::tcp, Family::v4},
      {"tcp4", Transport::tcp, Family::v4},         {"tcp6", Transport::tcp, Family::v6},
      {"unix", Transport::unix_socket, Family::v4}, {"unix-connect", Transport::unix_socket, Family::v4},
  };
  for (const Row& row : rows) {
    if (row.name != protocol) continue;
    options.transport = row.transport;
    options.family = row.family;
    return {};
  }
  return Error{Errc::invalid, fmt::format("'{}' is not a protocol of the system log; allowed are udp, udp4, udp6, tcp, tcp4, tcp6, "
                                          "unix and unix-connect", protocol)};
}

std::string syslog_line(const SyslogOptions& options, const log::Message& message) {
  const std::string text = fmt::format("{}: {}", message.name, message.text);
  const std::string process = options.process.empty() ? std::to_string(::getpid()) : options.process;
  std::string_view end = options.end_of_line;
  if (end.empty() && options.transport == Transport::tcp) end = "\n";
  if (options.form == SyslogOptions::Form::rfc5424) {
    return fmt::format("<{}>1 {} {} {} {} - - {}{}", priority(message.level), iso8601_utc(message.time), field(options.own_host),
                       field(options.app), field(process), text, end);
  }
  return fmt::format("<{}>{} {} {}[{}]: {}{}", priority(message.level), bsd_time(message.time), field(options.own_host),
                     field(options.app), field(process), text, end);
}

// The socket and what waits for it. Shared with the loop's callbacks, which may come after the sink is gone.
class Syslog::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, const SyslogOptions& options)
      : options_(options), resolver_(loop.context()), socket_(loop.context()), pause_timer_(loop) {}

  void add(std::string line) {
    if (waiting_.size() >= most_waiting) drop_oldest();
    waiting_.push_back(std::move(line));
    if (state_ == State::ready) send();
    if (state_ == State::idle) open_soon({});
  }

  void finish() {
    if (state_ == State::ready) send();
    state_ = State::finished;
    pause_timer_.stop();
    resolver_.cancel();
    close_socket();
  }

 private:
  enum class State : std::uint8_t { idle, opening, ready, finished };

  // Never inline: opening may log, and whoever writes a line is in the middle of logging.
  void open_soon(std::chrono::nanoseconds delay) {
    state_ = State::opening;
    pause_timer_.start(delay, [this] { open(); });
  }

  void open() {
    if (options_.transport == Transport::unix_socket) {
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      if (options_.path.size() >= sizeof address.sun_path) return fail("the path is too long");
      options_.path.copy(address.sun_path, sizeof address.sun_path - 1);
      return connect(reinterpret_cast<const sockaddr*>(&address), sizeof address, SOCK_DGRAM);
    }
    const auto family = options_.family == SyslogOptions::Family::v4 ? asio::ip::tcp::v4() : asio::ip::tcp::v6();
    resolver_.async_resolve(family, options_.host, std::to_string(options_.port),
                            [self = shared_from_this()](error_code error, asio::ip::tcp::resolver::results_type found) {
                              if (self->state_ != State::opening) return;
                              if (error) return self->fail(error.message());
                              const auto endpoint = found.begin()->endpoint();
                              self->connect(endpoint.data(), static_cast<socklen_t>(endpoint.size()),
                                            self->options_.transport == Transport::tcp ? SOCK_STREAM : SOCK_DGRAM);
                            });
  }

  void connect(const sockaddr* address, socklen_t size, int type) {
    const int fd = ::socket(address->sa_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return fail(std::strerror(errno));
    const bool under_way = ::connect(fd, address, size) != 0;
    const int reason = errno;
    socket_.assign(fd);
    if (under_way && reason != EINPROGRESS) return fail(std::strerror(reason));
    if (!under_way) return connected();
    socket_.async_wait(asio::posix::stream_descriptor::wait_write, [self = shared_from_this()](error_code error) {
      if (error || self->state_ != State::opening) return;
      int result = 0;
      socklen_t length = sizeof result;
      ::getsockopt(self->socket_.native_handle(), SOL_SOCKET, SO_ERROR, &result, &length);
      if (result != 0) return self->fail(std::strerror(result));
      self->connected();
    });
  }

  void connected() {
    state_ = State::ready;
    pause_ = first_pause;
    if (options_.transport == Transport::tcp) notice_end();
    if (complained_) {
      complained_ = false;
      log::info(NS, "The system log at {} takes lines again{}", where(options_),
                lost_ > 0 ? fmt::format("; {} lines are missing there", lost_) : std::string());
      lost_ = 0;
    }
    send();
  }

  // A server says nothing; when there is something to read, it has gone.
  void notice_end() {
    socket_.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](error_code error) {
      if (error || self->state_ != State::ready) return;
      char ignored[512];
      const ssize_t count = ::recv(self->socket_.native_handle(), ignored, sizeof ignored, MSG_DONTWAIT);
      if (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))) return self->notice_end();
      self->fail(count == 0 ? "it has closed the connection" : std::strerror(errno));
    });
  }

  void send() {
    while (state_ == State::ready && !waiting_.empty()) {
      const bool stream = options_.transport == Transport::tcp;
      std::string_view rest = std::string_view(waiting_.front()).substr(sent_);
      if (!stream) rest = rest.substr(0, longest_datagram);
      const ssize_t count = ::send(socket_.native_handle(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      // What UDP tells of an earlier line. Nobody knows what arrives there, so nothing is made of it.
      if (count < 0 && errno == ECONNREFUSED && options_.transport == Transport::udp) continue;
      if (count < 0 && (errno == EAGAIN || errno == ENOBUFS)) return await_room();
      // From the loop, for the reason that open_soon() gives.
      if (count < 0) return fail_soon(std::strerror(errno));
      sent_ += static_cast<std::size_t>(count);
      if (!stream || sent_ == waiting_.front().size()) {
        waiting_.pop_front();
        sent_ = 0;
      }
    }
  }

  void await_room() {
    if (std::exchange(awaiting_room_, true)) return;
    socket_.async_wait(asio::posix::stream_descriptor::wait_write, [self = shared_from_this()](error_code error) {
      self->awaiting_room_ = false;
      if (!error) self->send();
    });
  }

  void fail_soon(std::string reason) {
    state_ = State::opening;
    close_socket();
    pause_timer_.start({}, [this, reason = std::move(reason)] { fail(reason); });
  }

  void fail(const std::string& reason) {
    close_socket();
    sent_ = 0;  // a line that was cut is sent anew
    open_soon(pause_);
    pause_ = std::min(pause_ * 2, longest_pause);
    if (!std::exchange(complained_, true)) {
      log::warning(NS, "The system log at {} cannot be reached: {}. It is tried again; lines wait", where(options_), reason);
    }
  }

  // The first may be half sent; then it is finished, and the next one goes.
  void drop_oldest() {
    waiting_.erase(waiting_.begin() + (sent_ > 0 ? 1 : 0));
    ++lost_;
  }

  void close_socket() {
    error_code ignored;  // closing twice
    socket_.close(ignored);
  }

  SyslogOptions options_;
  asio::ip::tcp::resolver resolver_;
  asio::posix::stream_descriptor socket_;
  Timer pause_timer_;
  State state_ = State::idle;
  std::deque<std::string> waiting_;
  std::size_t sent_ = 0;  // octets of the first
  std::size_t lost_ = 0;
  bool complained_ = false;
  bool awaiting_room_ = false;
  std::chrono::seconds pause_ = first_pause;
};

Syslog::Syslog(Loop& loop, SyslogOptions options)
    : options_(std::move(options)), connection_(std::make_shared<Connection>(loop, options_)) {}

Syslog::~Syslog() { connection_->finish(); }

void Syslog::write(const log::Message& message) { connection_->add(syslog_line(options_, message)); }

}  // namespace waggle::io
