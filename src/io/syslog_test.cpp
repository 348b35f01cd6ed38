#include "io/syslog.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/read.hpp>
#include <cstdlib>
#include <ctime>

#include "io/temp_folder.h"

namespace waggle::io {
namespace {

namespace asio = boost::asio;
using Transport = SyslogOptions::Transport;

constexpr WallTime fifth{1'767'614'400'007};  // 2026-01-05T12:00:00.007Z

log::Message line(std::string_view text, log::Level level = log::Level::info) { return {level, "z2m:mqtt", text, fifth}; }

SyslogOptions known(Transport transport = Transport::udp) {
  SyslogOptions out;
  out.transport = transport;
  out.host = "127.0.0.1";
  out.process = "77";
  return out;
}

// What came as datagrams, however they came.
template <class Socket>
std::string take(Loop& loop, Socket& socket) {
  std::string text(70'000, '\0');
  std::size_t size = 0;
  bool here = false;
  socket.async_receive(asio::buffer(text), [&](boost::system::error_code, std::size_t n) {
    size = n;
    here = true;
  });
  for (int i = 0; i < 500 && !here; ++i) loop.context().run_one_for(std::chrono::milliseconds(10));
  if (!here) socket.cancel();
  if (!here) loop.context().run_one_for(std::chrono::milliseconds(10));
  text.resize(size);
  return text;
}

TEST(SyslogLine, IsAsRfc3164HasIt) {
  setenv("TZ", "CET-1", 1);
  tzset();
  EXPECT_EQ(syslog_line(known(), line("Connected")), "<134>Jan  5 13:00:00 localhost Zigbee2MQTT[77]: z2m:mqtt: Connected");
  unsetenv("TZ");
  tzset();
}

TEST(SyslogLine, IsAsRfc5424HasIt) {
  SyslogOptions options = known();
  options.form = SyslogOptions::Form::rfc5424;
  options.own_host = "my home";
  options.app = "Waggle";
  options.end_of_line = "\r\n";
  EXPECT_EQ(syslog_line(options, line("no", log::Level::error)), "<131>1 2026-01-05T12:00:00.007Z myhome Waggle 77 - - z2m:mqtt: no\r\n");
}

TEST(SyslogLine, LevelsAreSeverities) {
  const std::pair<log::Level, std::string_view> cases[] = {{log::Level::error, "<131>"}, {log::Level::warning, "<132>"}, {log::Level::info, "<134>"}, {log::Level::debug, "<135>"}};
  for (const auto& [level, start] : cases) EXPECT_TRUE(syslog_line(known(), line("x", level)).starts_with(start));
}

TEST(SyslogLine, OverTcpItEndsSomewhere) {
  EXPECT_TRUE(syslog_line(known(Transport::tcp), line("x")).ends_with(": x\n"));
  SyslogOptions options = known(Transport::tcp);
  options.end_of_line = ";";
  EXPECT_TRUE(syslog_line(options, line("x")).ends_with(": x;"));
}

TEST(SyslogProtocol, IsOneOfThese) {
  SyslogOptions options;
  ASSERT_TRUE(set_syslog_protocol(options, "tcp6"));
  EXPECT_EQ(options.transport, Transport::tcp);
  EXPECT_EQ(options.family, SyslogOptions::Family::v6);
  ASSERT_TRUE(set_syslog_protocol(options, "unix-connect"));
  EXPECT_EQ(options.transport, Transport::unix_socket);
  const auto set = set_syslog_protocol(options, "tls4");
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().text.find("'tls4' is not a protocol"), std::string::npos);
}

TEST(Syslog, OverUdp) {
  Loop loop;
  asio::ip::udp::socket server(loop.context(), {asio::ip::address_v4::loopback(), 0});
  SyslogOptions options = known();
  options.host = "localhost";
  options.port = server.local_endpoint().port();
  Syslog log(loop, options);
  log.write(line("one"));
  log.write(line(std::string(70'000, 'x')));
  log.write(line("three"));
  EXPECT_TRUE(take(loop, server).ends_with("]: z2m:mqtt: one"));
  EXPECT_EQ(take(loop, server).size(), 65'507u);
  EXPECT_TRUE(take(loop, server).ends_with(": three"));
}

TEST(Syslog, OverASocketOfTheMachineThatComesLater) {
  Loop loop;
  const TempFolder folder;
  SyslogOptions options = known(Transport::unix_socket);
  options.path = folder / "log";
  std::vector<std::string> told;
  const log::Listener listener([&](const log::Message& m) { told.emplace_back(m.text); });
  {
    Syslog log(loop, options);
    for (int i = 0; i < 1002; ++i) log.write(line(std::to_string(i)));
    loop.context().run_for(std::chrono::milliseconds(50));
    asio::local::datagram_protocol::socket server(loop.context(), asio::local::datagram_protocol::endpoint(options.path));
    EXPECT_TRUE(take(loop, server).ends_with(": 2")) << "the oldest two are gone";
    for (int i = 3; i < 1002; ++i) ASSERT_TRUE(take(loop, server).ends_with(fmt::format(": {}", i)));
  }
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0], fmt::format("The system log at {} cannot be reached: No such file or directory. It is tried again; lines wait", options.path));
  EXPECT_EQ(told[1], fmt::format("The system log at {} takes lines again; 2 lines are missing there", options.path));
}

class TcpServer {
 public:
  TcpServer(Loop& loop, std::uint16_t port) : loop_(loop), acceptor_(loop.context(), {asio::ip::address_v4::loopback(), port}), socket_(loop.context()) {}
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  void accept() {
    bool here = false;
    acceptor_.async_accept(socket_, [&](boost::system::error_code) { here = true; });
    for (int i = 0; i < 500 && !here; ++i) loop_.context().run_one_for(std::chrono::milliseconds(10));
    ASSERT_TRUE(here);
  }
  // Until this many octets have come.
  std::string read(std::size_t size) {
    std::string text(size, '\0');
    bool here = false;
    asio::async_read(socket_, asio::buffer(text), [&](boost::system::error_code error, std::size_t) { here = !error; });
    for (int i = 0; i < 500 && !here; ++i) loop_.context().run_one_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(here);
    return text;
  }

 private:
  Loop& loop_;
  asio::ip::tcp::acceptor acceptor_;
  asio::ip::tcp::socket socket_;
};

TEST(Syslog, OverTcpAndAgainWhenTheServerHasRestarted) {
  Loop loop;
  auto server = std::make_unique<TcpServer>(loop, 0);
  SyslogOptions options = known(Transport::tcp);
  const std::uint16_t port = options.port = server->port();
  Syslog log(loop, options);
  const std::string one = syslog_line(options, line("one")), two = syslog_line(options, line("two"));
  log.write(line("one"));
  log.write(line("two"));
  server->accept();
  EXPECT_EQ(server->read(one.size() + two.size()), one + two);
  server.reset();
  loop.context().run_for(std::chrono::milliseconds(50));
  log.write(line("one"));
  server = std::make_unique<TcpServer>(loop, port);
  server->accept();
  EXPECT_EQ(server->read(one.size()), one);
}

TEST(Syslog, TheLastLinesGoOutBeforeTheEnd) {
  Loop loop;
  asio::ip::udp::socket server(loop.context(), {asio::ip::address_v4::loopback(), 0});
  SyslogOptions options = known();
  options.port = server.local_endpoint().port();
  auto log = std::make_unique<Syslog>(loop, options);
  log->write(line("one"));
  EXPECT_TRUE(take(loop, server).ends_with(": one"));
  log->write(line("goodbye"));
  log.reset();
  EXPECT_TRUE(take(loop, server).ends_with(": goodbye"));
}

}  // namespace
}  // namespace waggle::io
