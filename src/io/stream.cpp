#include "io/stream.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <cstring>

#include "core/pending.h"
#include "io/loop.h"

namespace waggle::io {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

Error from_errno(std::string_view doing, int number) {
  return {Errc::io, fmt::format("{}: {}", doing, std::strerror(number)), number};
}

// Reads for ever, writes what is queued. The socket lives in a shared state because an Asio
// operation may end after the Stream is gone; then `owner` is null and nobody is told.
template <class Socket>
class AsioStream final : public Stream {
  struct State {
    explicit State(Socket s) : socket(std::move(s)) {}
    Socket socket;
    AsioStream* owner = nullptr;
    std::array<std::uint8_t, 4096> in{};
    Bytes writing;
    Bytes queued;
    bool closed = false;
  };

 public:
  explicit AsioStream(Socket socket) : state_(std::make_shared<State>(std::move(socket))) {
    state_->owner = this;
  }
  ~AsioStream() override {
    state_->owner = nullptr;
    error_code ignored;
    state_->socket.close(ignored);
  }

  void listen(Listener* listener) override {
    const bool first = !listener_ && listener && !started_;
    listener_ = listener;
    if (first) {
      started_ = true;
      read(state_);
    }
  }
  void write(ByteView bytes) override {
    if (state_->closed) return;
    state_->queued.insert(state_->queued.end(), bytes.begin(), bytes.end());
    if (state_->writing.empty()) flush(state_);
  }
  std::size_t backlog() const override { return state_->queued.size() + state_->writing.size(); }
  void set_lines(bool dtr, bool rts) override {
    if constexpr (std::is_same_v<Socket, asio::posix::stream_descriptor>) {
      int lines = 0;
      const int fd = state_->socket.native_handle();
      if (ioctl(fd, TIOCMGET, &lines) != 0) return;  // a pseudo-terminal has none
      lines = dtr ? lines | TIOCM_DTR : lines & ~TIOCM_DTR;
      lines = rts ? lines | TIOCM_RTS : lines & ~TIOCM_RTS;
      ioctl(fd, TIOCMSET, &lines);
    }
  }

 private:
  static void read(const std::shared_ptr<State>& state) {
    state->socket.async_read_some(asio::buffer(state->in), [state](error_code error, std::size_t n) {
      AsioStream* owner = state->owner;
      if (!owner) return;
      if (error) {
        owner->end(error);
        return;
      }
      if (owner->listener_) owner->listener_->on_bytes({state->in.data(), n});
      if (state->owner) read(state);
    });
  }
  static void flush(const std::shared_ptr<State>& state) {
    std::swap(state->writing, state->queued);
    asio::async_write(state->socket, asio::buffer(state->writing),
                      [state](error_code error, std::size_t) {
                        state->writing.clear();
                        if (!state->owner) return;
                        if (error) {
                          state->owner->end(error);
                        } else if (!state->queued.empty()) {
                          flush(state);
                        }
                      });
  }
  void end(error_code error) {
    if (std::exchange(state_->closed, true)) return;
    const bool eof = error == asio::error::eof || error.value() == EIO;  // EIO: the tty was hung up
    if (listener_) {
      listener_->on_closed({Errc::closed, eof ? "the other side closed the connection" : error.message()});
    }
  }

  std::shared_ptr<State> state_;
  Listener* listener_ = nullptr;
  bool started_ = false;
};

using TcpStream = AsioStream<tcp::socket>;
using DescriptorStream = AsioStream<asio::posix::stream_descriptor>;

void tune(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
}

Result<std::unique_ptr<Stream>> open_serial(Loop& loop, const std::string& path,
                                            const SerialOptions& options) {
  static constexpr std::pair<unsigned, speed_t> rates[] = {
      {9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200},
      {230400, B230400}, {460800, B460800}, {500000, B500000}, {576000, B576000},
      {921600, B921600}, {1000000, B1000000}, {1500000, B1500000}, {2000000, B2000000},
  };
  speed_t rate = B0;
  for (const auto& [baud, code] : rates) {
    if (baud == options.baud) rate = code;
  }
  if (rate == B0) {
    return Error{Errc::invalid, fmt::format("{} is no baud rate of serial ports", options.baud)};
  }
  const int fd = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return from_errno("cannot open serial port '" + path + "'", errno);
  // Two programs on one stick destroy each other's frames.
  if (ioctl(fd, TIOCEXCL) != 0) {
    const int number = errno;
    ::close(fd);
    return from_errno("'" + path + "' is not a serial port", number);
  }
  termios settings{};
  if (tcgetattr(fd, &settings) != 0) {
    const int number = errno;
    ::close(fd);
    return from_errno("'" + path + "' is not a serial port", number);
  }
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
  if (options.rtscts) settings.c_cflag |= CRTSCTS;
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  cfsetispeed(&settings, rate);
  cfsetospeed(&settings, rate);
  if (tcsetattr(fd, TCSANOW, &settings) != 0) {
    const int number = errno;
    ::close(fd);
    return from_errno("cannot set up serial port '" + path + "'", number);
  }
  tcflush(fd, TCIOFLUSH);
  return std::unique_ptr<Stream>(
      new DescriptorStream(asio::posix::stream_descriptor(loop.context(), fd)));
}

// Bridges one Asio conversation into a Task. Shared, because Asio may call back after the Task
// was cancelled.
struct Connecting {
  explicit Connecting(Loop& loop) : resolver(loop.context()), socket(loop.context()) {}
  tcp::resolver resolver;
  tcp::socket socket;
  OneShot<bool>* waiter = nullptr;
};
struct CancelConnecting {
  std::shared_ptr<Connecting> state;
  ~CancelConnecting() {
    state->waiter = nullptr;
    state->resolver.cancel();
    error_code ignored;
    state->socket.close(ignored);
  }
};

Task<Result<std::unique_ptr<Stream>>> open_tcp(Loop& loop, std::string host, std::string port) {
  OneShot<bool> done(loop);
  auto state = std::make_shared<Connecting>(loop);
  state->waiter = &done;
  CancelConnecting guard{state};
  state->resolver.async_resolve(host, port, [state](error_code error, tcp::resolver::results_type found) {
    if (!state->waiter) return;
    if (error) {
      state->waiter->set(Error{Errc::io, error.message()});
      return;
    }
    asio::async_connect(state->socket, found, [state](error_code failed, const tcp::endpoint&) {
      if (!state->waiter) return;
      if (failed) {
        state->waiter->set(Error{Errc::io, failed.message()});
      } else {
        state->waiter->set(true);
      }
    });
  });
  auto connected = co_await done.wait(10s, "connecting");
  if (!connected) {
    co_return std::move(connected.error()).in("cannot reach " + host + ":" + port);
  }
  tune(state->socket);
  co_return std::unique_ptr<Stream>(new TcpStream(std::move(state->socket)));
}

class Acceptor final : public TcpServer {
 public:
  Acceptor(tcp::acceptor acceptor, std::function<void(std::unique_ptr<Stream>)> accept)
      : state_(std::make_shared<State>(std::move(acceptor), std::move(accept))) {
    next(state_);
  }
  ~Acceptor() override {
    state_->stopped = true;
    error_code ignored;
    state_->acceptor.close(ignored);
  }
  std::uint16_t port() const override { return state_->acceptor.local_endpoint().port(); }

 private:
  struct State {
    State(tcp::acceptor a, std::function<void(std::unique_ptr<Stream>)> f)
        : acceptor(std::move(a)), accept(std::move(f)) {}
    tcp::acceptor acceptor;
    std::function<void(std::unique_ptr<Stream>)> accept;
    bool stopped = false;
  };
  static void next(const std::shared_ptr<State>& state) {
    state->acceptor.async_accept([state](error_code error, tcp::socket socket) {
      if (state->stopped || error == asio::error::operation_aborted) return;
      if (!error) {
        tune(socket);
        state->accept(std::make_unique<TcpStream>(std::move(socket)));
      }
      if (!state->stopped) next(state);
    });
  }
  std::shared_ptr<State> state_;
};

}  // namespace

Task<Result<std::unique_ptr<Stream>>> open_stream(Loop& loop, std::string address,
                                                  SerialOptions options) {
  for (std::string_view scheme : {"tcp://", "socket://"}) {
    if (!address.starts_with(scheme)) continue;
    std::string rest = address.substr(scheme.size());
    if (rest.ends_with('/')) rest.pop_back();
    const auto colon = rest.rfind(':');
    unsigned port = 0;
    if (colon != std::string::npos && colon > 0) {
      const char* last = rest.data() + rest.size();
      const auto parsed = std::from_chars(rest.data() + colon + 1, last, port);
      if (parsed.ptr != last) port = 0;
    }
    if (port == 0 || port > 65535) {
      co_return Error{Errc::invalid, "'" + address + "' is not of the form tcp://host:port"};
    }
    std::string host = rest.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    std::string port_text = rest.substr(colon + 1);
    co_return co_await open_tcp(loop, std::move(host), std::move(port_text));
  }
  co_return open_serial(loop, address, options);
}

Result<std::unique_ptr<TcpServer>> TcpServer::start(
    Loop& loop, const std::string& address, std::uint16_t port,
    std::function<void(std::unique_ptr<Stream>)> accept) {
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return Error{Errc::invalid, "'" + address + "' is not an IP address"};
  tcp::acceptor acceptor(loop.context());
  const tcp::endpoint endpoint(ip, port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return Error{Errc::io, fmt::format("cannot listen on {}:{}: {}", address, port, error.message())};
  }
  return std::unique_ptr<TcpServer>(new Acceptor(std::move(acceptor), std::move(accept)));
}

Result<std::unique_ptr<Stream>> open_pty(Loop& loop, std::string& path) {
  const int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return from_errno("cannot make a pseudo-terminal", errno);
  std::array<char, 128> name{};
  if (grantpt(fd) != 0 || unlockpt(fd) != 0 || ptsname_r(fd, name.data(), name.size()) != 0) {
    const int number = errno;
    ::close(fd);
    return from_errno("cannot make a pseudo-terminal", number);
  }
  path = name.data();
  return std::unique_ptr<Stream>(
      new DescriptorStream(asio::posix::stream_descriptor(loop.context(), fd)));
}

}  // namespace waggle::io
