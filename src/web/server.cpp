#include "web/server.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/log.h"
#include "io/loop.h"
#include "web/connection.h"

namespace waggle::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using local = asio::local::stream_protocol;

constexpr std::string_view NS = "z2m:web";
constexpr std::size_t most_connections = 256;
constexpr std::chrono::milliseconds breather{200};  // when no more can be accepted

// Accepts for ever. Lives in a shared state: an accept may end after the server is gone.
template <class Protocol>
class Acceptor final : public Server {
  struct State {
    State(asio::io_context& context, std::optional<asio::ssl::context> secured)
        : acceptor(context), pause(context), tls(std::move(secured)), core(std::make_shared<Core>()) {}
    typename Protocol::acceptor acceptor;
    asio::steady_timer pause;
    std::optional<asio::ssl::context> tls;
    std::shared_ptr<Core> core;
  };

 public:
  Acceptor(asio::io_context& context, std::optional<asio::ssl::context> tls, Handler& handler)
      : state_(std::make_shared<State>(context, std::move(tls))) {
    state_->core->handler = &handler;
  }
  ~Acceptor() override {
    state_->core->handler = nullptr;
    error_code ignored;
    state_->acceptor.close(ignored);
    state_->pause.cancel();
    const std::set<Connection*> all = state_->core->connections;
    for (Connection* connection : all) {
      if (state_->core->connections.contains(connection)) connection->end();
    }
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  Result<> listen(const typename Protocol::endpoint& where, const std::string& path) {
    error_code error;
    auto& acceptor = state_->acceptor;
    acceptor.open(where.protocol(), error);
    if constexpr (std::is_same_v<Protocol, tcp>) {
      if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
      // "All addresses" is one socket for both families.
      if (!error && where.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
    }
    if (!error) acceptor.bind(where, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Error{Errc::io, error.message(), error.value()};
    path_ = path;
    accept(state_);
    return {};
  }

  std::uint16_t port() const override {
    if constexpr (std::is_same_v<Protocol, tcp>) {
      error_code ignored;
      return state_->acceptor.local_endpoint(ignored).port();
    } else {
      return 0;
    }
  }

 private:
  static void accept(const std::shared_ptr<State>& state) {
    state->acceptor.async_accept([state](error_code error, typename Protocol::socket socket) {
      if (!state->core->handler) return;
      if (error || state->core->connections.size() >= most_connections) {
        log::warning(NS, "A web client cannot be taken: {}", error ? error.message() : fmt::format("there are {} already", most_connections));
        state->pause.expires_after(breather);
        state->pause.async_wait([state](error_code stopped) {
          if (!stopped && state->core->handler) accept(state);
        });
        return;
      }
      if constexpr (std::is_same_v<Protocol, tcp>) {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
      }
      make_connection(state->core, RawSocket(std::move(socket)), state->tls ? &*state->tls : nullptr)->start();
      accept(state);
    });
  }

  std::shared_ptr<State> state_;
  std::string path_;
};

Result<asio::ssl::context> secured(const ServerOptions::Tls& files) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  error_code error;
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, error);
  if (!error) context.use_certificate_chain_file(files.certificate, error);
  if (error) return Error{Errc::io, fmt::format("the certificate '{}' cannot be used: {}", files.certificate, error.message())};
  context.use_private_key_file(files.key, asio::ssl::context::pem, error);
  if (error) return Error{Errc::io, fmt::format("the key '{}' cannot be used: {}", files.key, error.message())};
  return context;
}

template <class Protocol>
Result<std::unique_ptr<Server>> start_on(io::Loop& loop, std::optional<asio::ssl::context> tls, Handler& handler,
                                         const typename Protocol::endpoint& where, const std::string& name, const std::string& path) {
  auto server = std::make_unique<Acceptor<Protocol>>(loop.context(), std::move(tls), handler);
  if (auto bound = server->listen(where, path); !bound) {
    return Error{bound.error().code, fmt::format("web pages cannot be served at {}: {}", name, bound.error().text)};
  }
  return std::unique_ptr<Server>(std::move(server));
}

/// Without a host: all addresses, of both families where the computer has both.
Result<tcp::endpoint> endpoint_of(io::Loop& loop, const ServerOptions& options) {
  error_code error;
  if (options.host.empty()) {
    tcp::socket probe(loop.context());
    probe.open(tcp::v6(), error);
    return tcp::endpoint(error ? tcp::v4() : tcp::v6(), options.port);
  }
  const auto address = asio::ip::make_address(options.host, error);
  if (!error) return tcp::endpoint(address, options.port);
  tcp::resolver resolver(loop.context());
  const auto found = resolver.resolve(options.host, std::to_string(options.port), error);
  if (error || found.empty()) return Error{Errc::invalid, fmt::format("'{}' is no address of this computer: {}", options.host, error.message())};
  return found.begin()->endpoint();
}

/// A socket that a program left behind when it ended without saying goodbye; nothing else is touched.
void remove_stale(const std::string& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) == 0 && S_ISSOCK(about.st_mode)) ::unlink(path.c_str());
}

}  // namespace

Result<std::unique_ptr<Server>> Server::start(io::Loop& loop, const ServerOptions& options, Handler& handler) {
  std::optional<asio::ssl::context> tls;
  if (options.tls) {
    TRY(asio::ssl::context ready, secured(*options.tls));
    tls.emplace(std::move(ready));
  }
  if (options.host.starts_with('/')) {
    if (options.host.size() >= sizeof(sockaddr_un::sun_path)) {
      return Error{Errc::invalid, fmt::format("the path of the socket '{}' is too long", options.host)};
    }
    remove_stale(options.host);
    return start_on<local>(loop, std::move(tls), handler, local::endpoint(options.host), options.host, options.host);
  }
  TRY(const tcp::endpoint where, endpoint_of(loop, options));
  const std::string name = options.host.empty() ? fmt::format("port {}", options.port) : fmt::format("{}:{}", options.host, options.port);
  return start_on<tcp>(loop, std::move(tls), handler, where, name, "");
}

}  // namespace waggle::web
