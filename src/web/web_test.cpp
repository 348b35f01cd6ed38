// The web server with real sockets: what it serves, whom it lets in, and what a slow client costs.
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <fstream>
#include <thread>

#include "io/loop.h"
#include "io/temp_folder.h"
#include "web/server.h"
#include "web/static_files.h"

namespace waggle::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

void write(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

std::string header(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return {};
}

// Files ------------------------------------------------------------------------------------------------------

class Files : public ::testing::Test {
 protected:
  Files() {
    write(folder / "index.html", "<html>");
    write(folder / "site.js", "plain");
    write(folder / "site.js.br", "packed");
    write(folder / ".hidden", "no");
    std::filesystem::create_directory(folder / "a b");
    write(folder / "a b/index.html", "inner");
  }
  std::optional<Reply> get(std::string_view path, Request request = {}) { return StaticFiles(folder.path()).find(path, request); }
  io::TempFolder folder;
};

TEST_F(Files, AreFoundByTheirNames) {
  EXPECT_EQ(get("").value().body, "<html>");
  EXPECT_EQ(get("").value().content_type, "text/html; charset=utf-8");
  EXPECT_EQ(header(*get(""), "Cache-Control"), "no-store");
  EXPECT_EQ(get("site.js").value().body, "plain");
  EXPECT_EQ(get("a%20b/").value().body, "inner");
}

TEST_F(Files, OutsideTheFolderOrHiddenAreNot) {
  for (const std::string_view path : {"nothing", "../index.html", "a%20b/../../etc/passwd", "%2e%2e/x", "/etc/passwd", ".hidden", "a%20b", "%zz", "a%00", "site.js/"}) {
    EXPECT_FALSE(get(path)) << path;
  }
}

TEST_F(Files, ArePackedForWhoTakesThem) {
  struct Row {
    std::string accepts, body, encoding;
  };
  for (const Row& row : {Row{"gzip, deflate, br", "packed", "br"}, Row{"br;q=1.0", "packed", "br"}, Row{"gzip", "plain", ""}, Row{"br;q=0", "plain", ""}, Row{"", "plain", ""}}) {
    Request request;
    request.accept_encoding = row.accepts;
    const auto reply = get("site.js", request);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, row.body) << row.accepts;
    EXPECT_EQ(header(*reply, "Content-Encoding"), row.encoding);
    EXPECT_EQ(reply->content_type, "text/javascript; charset=utf-8");
  }
}

TEST_F(Files, AreNotSentTwice) {
  Request request;
  request.if_none_match = header(*get("site.js"), "ETag");
  EXPECT_EQ(get("site.js", request).value().status, 304);
  write(folder / "site.js", "longer than before");
  EXPECT_EQ(get("site.js", request).value().status, 200);
}

// The server -------------------------------------------------------------------------------------------------

struct Echo final : Handler {
  Reply on_request(const Request& request) override {
    Reply reply;
    reply.content_type = "text/plain";
    reply.body = request.method + " " + request.target + " " + request.body;
    return reply;
  }
  bool has_socket(const Request& request) override { return request.target == "/api"; }
  void on_socket(const std::shared_ptr<Socket>& socket, const Request&) override { sockets.push_back(socket); }
  void on_text(const std::shared_ptr<Socket>& socket, std::string_view text) override { socket->send(std::make_shared<const std::string>("echo " + std::string(text))); }
  void on_closed(const std::shared_ptr<Socket>& socket) override { std::erase(sockets, socket); }
  std::vector<std::shared_ptr<Socket>> sockets;
};

// The client's side is blocking and has a thread of its own.
class Served : public ::testing::Test {
 protected:
  void serve(ServerOptions options) {
    options.port = 0;
    auto started = Server::start(loop, options, echo);
    ASSERT_TRUE(started) << started.error().text;
    server = std::move(*started);
  }
  void serve_locally() {
    ServerOptions options;
    options.host = "127.0.0.1";
    serve(options);
  }
  template <class Work>
  void as_client(Work work) {
    std::thread client([&] {
      EXPECT_NO_THROW(work());
      loop.post_from_thread([&] { loop.stop(); });
    });
    loop.run();
    client.join();
  }
  tcp::endpoint address() const { return {asio::ip::make_address("127.0.0.1"), server->port()}; }

  template <class Stream>
  static std::string get(Stream& stream, const std::string& target) {
    http::request<http::string_body> request(http::verb::get, target, 11);
    http::write(stream, request);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(stream, buffer, response);
    return response.body();
  }

  io::Loop loop;
  Echo echo;
  std::unique_ptr<Server> server;
  asio::io_context context;
};

TEST_F(Served, RequestsOneAfterTheOtherOnOneConnection) {
  serve_locally();
  as_client([&] {
    tcp::socket socket(context);
    socket.connect(address());
    for (const std::string& target : {std::string("/one"), std::string("/two?three")}) EXPECT_EQ(get(socket, target), "GET " + target + " ");
  });
}

TEST_F(Served, OverAUnixSocket) {
  const io::TempFolder folder;
  ServerOptions options;
  options.host = folder / "web.sock";
  const asio::local::stream_protocol::endpoint where(options.host);
  { const asio::local::stream_protocol::acceptor killed(context, where); }  // leaves its file behind
  serve(options);
  as_client([&] {
    asio::local::stream_protocol::socket socket(context);
    socket.connect(where);
    EXPECT_EQ(get(socket, "/x"), "GET /x ");
  });
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(options.host));
}

TEST_F(Served, OverTls) {
  const io::TempFolder folder;
  const std::string command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout " + (folder / "key.pem") +
                              " -out " + (folder / "cert.pem") + " 2>/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
  ServerOptions options;
  options.host = "127.0.0.1";
  options.tls = {folder / "cert.pem", folder / "key.pem"};
  serve(options);
  as_client([&] {
    asio::ssl::context tls(asio::ssl::context::tls_client);
    asio::ssl::stream<tcp::socket> stream(context, tls);
    stream.next_layer().connect(address());
    stream.handshake(asio::ssl::stream_base::client);
    EXPECT_EQ(get(stream, "/x"), "GET /x ");
  });
}

TEST_F(Served, SaysWhyItCannot) {
  serve_locally();
  ServerOptions taken;
  taken.host = "127.0.0.1";
  taken.port = server->port();
  EXPECT_EQ(Server::start(loop, taken, echo).error().text, "web pages cannot be served at 127.0.0.1:" + std::to_string(taken.port) + ": Address already in use");
  ServerOptions no_key;
  no_key.tls = {"/nowhere/cert.pem", "/nowhere/key.pem"};
  EXPECT_NE(Server::start(loop, no_key, echo).error().text.find("the certificate '/nowhere/cert.pem' cannot be used"), std::string::npos);
}

TEST_F(Served, WebSocketsBothWays) {
  serve_locally();
  as_client([&] {
    websocket::stream<tcp::socket> socket(context);
    socket.next_layer().connect(address());
    socket.handshake("localhost", "/api");
    beast::flat_buffer buffer;
    for (const std::string& word : {std::string("one"), std::string("two")}) {
      socket.write(asio::buffer(word));
      socket.read(buffer);
      EXPECT_EQ(beast::buffers_to_string(buffer.data()), "echo " + word);
      buffer.clear();
    }
    websocket::stream<tcp::socket> elsewhere(context);
    elsewhere.next_layer().connect(address());
    EXPECT_THROW(elsewhere.handshake("localhost", "/other"), beast::system_error);
    socket.close(websocket::close_code::normal);
  });
  loop.context().restart();
  loop.context().run_for(100ms);  // the client may have its answer before we have ended
  EXPECT_TRUE(echo.sockets.empty());
}

TEST_F(Served, GarbageEndsOnlyItsOwnConnection) {
  serve_locally();
  as_client([&] {
    for (const std::string& garbage : {std::string("\x16\x03\x01\x02", 4), std::string("GET / HTTP/9.9\r\n\r\n"), std::string(100'000, 'x'), std::string("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")}) {
      tcp::socket socket(context);
      socket.connect(address());
      boost::system::error_code ignored;
      asio::write(socket, asio::buffer(garbage), ignored);
      socket.shutdown(tcp::socket::shutdown_send, ignored);
      tcp::socket good(context);
      good.connect(address());
      EXPECT_EQ(get(good, "/x"), "GET /x ");
    }
  });
}

// What waits for a client that does not read is bounded, and the others get theirs meanwhile.
TEST_F(Served, WhoDoesNotReadIsDropped) {
  serve_locally();
  as_client([&] {
    websocket::stream<tcp::socket> lazy(context), good(context);
    for (auto* socket : {&lazy, &good}) {
      socket->next_layer().connect(address());
      socket->handshake("localhost", "/api");
    }
    const auto large = std::make_shared<const std::string>(1 << 20, 'x');
    beast::flat_buffer buffer;
    good.write(asio::buffer("hello", 5));
    good.read(buffer);  // both are there now
    loop.post_from_thread([&, large] {
      const auto lazy_one = echo.sockets.front();
      for (std::size_t sent = 0; sent < 4 * Socket::most_waiting && lazy_one->open(); sent += large->size()) lazy_one->send(large);
      EXPECT_FALSE(lazy_one->open());
    });
    good.write(asio::buffer("again", 5));
    good.read(buffer);
    EXPECT_EQ(beast::buffers_to_string(buffer.data()), "echo helloecho again");
    good.close(websocket::close_code::normal);
  });
}

}  // namespace
}  // namespace waggle::web
