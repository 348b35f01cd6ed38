// Server: HTTP and WebSocket, plain or over TLS, on a TCP port or a Unix socket. Answers come from a
// Handler. Knows nothing of Zigbee, MQTT or what is served.
//
// A client that does not read is never waited for: what it has not taken is bounded, then it is dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace waggle::io {
class Loop;
}

namespace waggle::web {

struct Request {
  std::string method;
  std::string target;  // as it was sent: path and query
  std::string body;
  std::string accept_encoding;
  std::string if_none_match;
  std::string authorization;
};

struct Reply {
  int status = 200;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
};

/// One WebSocket client. It may be kept after its end; then nothing happens.
class Socket {
 public:
  /// More than this is never kept for one client.
  static constexpr std::size_t most_waiting = 32 << 20;

  virtual ~Socket() = default;
  /// Queues; several sockets may share a text.
  virtual void send(std::shared_ptr<const std::string> text) = 0;
  /// After what is queued, with a code of RFC 6455, section 7.4.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  virtual bool open() const = 0;
};

class Handler {
 public:
  virtual Reply on_request(const Request& request) = 0;
  /// Whether a WebSocket may be opened at this address at all.
  virtual bool has_socket(const Request& request) = 0;
  virtual void on_socket(const std::shared_ptr<Socket>& socket, const Request& request) = 0;
  virtual void on_text(const std::shared_ptr<Socket>& socket, std::string_view text) = 0;
  virtual void on_closed(const std::shared_ptr<Socket>& socket) = 0;

 protected:
  ~Handler() = default;
};

struct ServerOptions {
  std::string host;          // empty: all addresses; a path ("/run/…"): a Unix socket
  std::uint16_t port = 8080;  // 0: any free one
  struct Tls {
    std::string certificate;  // PEM files
    std::string key;
  };
  std::optional<Tls> tls;
};

class Server {
 public:
  /// `handler` must outlive the server. The error says what could not be bound or read.
  static Result<std::unique_ptr<Server>> start(io::Loop& loop, const ServerOptions& options, Handler& handler);
  /// Ends all connections.
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
};

}  // namespace waggle::web
