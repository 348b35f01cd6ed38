// Connection: one client of a Server, from its first octet to its last: requests one after the other, until
// one turns the connection into a WebSocket. `Stream` is plain or TLS; only connection.cpp knows the bodies.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <set>

#include "web/server.h"

namespace waggle::web {

/// What the connections of a server share; `handler` is null when the server is gone.
struct Core {
  Handler* handler = nullptr;
  std::set<class Connection*> connections;
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void start() = 0;
  /// At once. It may live on for a moment, and calls nobody any more.
  virtual void end() = 0;
};

using RawSocket = boost::asio::generic::stream_protocol::socket;

/// `tls` null: plain. It keeps itself alive until its end.
std::shared_ptr<Connection> make_connection(std::shared_ptr<Core> core, RawSocket socket, boost::asio::ssl::context* tls);

}  // namespace waggle::web
