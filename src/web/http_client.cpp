#include "web/http_client.h"

#include <fmt/core.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "core/pending.h"
#include "core/version.h"
#include "web/address.h"

namespace waggle::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::chrono::seconds until_connected{30};
constexpr std::chrono::seconds until_done{300};
constexpr std::size_t largest = 64 << 20;
constexpr int most_redirections = 20;

using Stream = beast::ssl_stream<beast::tcp_stream>;

struct Document {
  unsigned status = 0;
  std::string location;
  std::string body;
};

// One request and its answer. It keeps itself alive: Asio may call back when nobody waits any more, and then
// `waiter` is null.
class Exchange : public std::enable_shared_from_this<Exchange> {
  /// Goes on with `next` when it went well and somebody still waits.
  template <class Next>
  auto step(Next next) {
    return [self = shared_from_this(), next = std::move(next)](error_code error, auto... results)
               requires std::is_invocable_v<const Next&, decltype(results)...>
    {
      if (!self->waiter_) return;
      if (error) return self->fail(error);
      next(results...);
    };
  }

 public:
  Exchange(asio::io_context& context, asio::ssl::context& tls, Address address, OneShot<Document>& waiter)
      : resolver_(context), stream_(context, tls), address_(std::move(address)), waiter_(&waiter) {
    parser_.body_limit(largest);
    request_.method(http::verb::get);
    request_.version(11);
    request_.target(address_.target);
    request_.set(http::field::host, address_.authority());
    request_.set(http::field::user_agent, fmt::format("Waggle/{}", version));
    request_.set(http::field::accept, "*/*");
    request_.set(http::field::connection, "close");
  }

  void start() {
    lowest().expires_after(until_connected);
    resolver_.async_resolve(address_.host, std::to_string(address_.port), step([this](tcp::resolver::results_type found) {
      lowest().async_connect(found, step([this](const tcp::endpoint&) { connected(); }));
    }));
  }
  void cancel() {
    waiter_ = nullptr;
    resolver_.cancel();
    lowest().close();
  }

 private:
  beast::tcp_stream& lowest() { return stream_.next_layer(); }

  void connected() {
    if (!address_.secure) return ask(lowest());
    error_code no_name;
    const bool is_number = (asio::ip::make_address(address_.host, no_name), !no_name);
    // Servers of many names look at this; addresses have none.
    if (!is_number) SSL_set_tlsext_host_name(stream_.native_handle(), address_.host.c_str());
    stream_.set_verify_callback(asio::ssl::host_name_verification(address_.host));
    stream_.async_handshake(asio::ssl::stream_base::client, step([this] { ask(stream_); }));
  }

  template <class Layer>
  void ask(Layer& layer) {
    lowest().expires_after(until_done);
    http::async_write(layer, request_, step([this, &layer](std::size_t) {
      http::async_read(layer, buffer_, parser_, step([this](std::size_t) { done(); }));
    }));
  }

  void done() {
    auto& message = parser_.get();
    waiter_->set(Document{message.result_int(), std::string(message[http::field::location]), std::move(message.body())});
    waiter_ = nullptr;
    lowest().close();
  }
  void fail(error_code error) {
    waiter_->set(Error{Errc::io, fmt::format("fetch failed ({}: {})", address_.text(), error.message()), error.value()});
    waiter_ = nullptr;
    lowest().close();
  }

  tcp::resolver resolver_;
  Stream stream_;
  Address address_;
  OneShot<Document>* waiter_;
  http::request<http::empty_body> request_;
  http::response_parser<http::string_body> parser_;
  beast::flat_buffer buffer_;
};

struct Ended {
  std::shared_ptr<Exchange> exchange;
  ~Ended() { exchange->cancel(); }
};

}  // namespace

struct HttpClient::Tls {
  Tls() : context(asio::ssl::context::tls_client) {
    error_code ignored;  // without certificates of the system none is accepted, and the error says so
    context.set_default_verify_paths(ignored);
    context.set_verify_mode(asio::ssl::verify_peer);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  }
  asio::ssl::context context;
};

HttpClient::HttpClient(io::Loop& loop) : loop_(loop) {}
HttpClient::~HttpClient() = default;

Result<> HttpClient::trust(const std::string& file) {
  if (!tls_) tls_ = std::make_unique<Tls>();
  error_code error;
  tls_->context.load_verify_file(file, error);
  if (error) return Error{Errc::io, fmt::format("'{}' is no readable file of certificates (PEM): {}", file, error.message())};
  return {};
}

Task<Result<std::string>> HttpClient::get(std::string url) {
  // Reading all certificates takes a while, and most programs fetch nothing.
  if (!tls_) tls_ = std::make_unique<Tls>();
  CO_TRY(Address address, parse_address(url));
  for (int hops = 0; hops <= most_redirections; ++hops) {
    OneShot<Document> shot(loop_);
    const Ended exchange{std::make_shared<Exchange>(loop_.context(), tls_->context, address, shot)};
    exchange.exchange->start();
    CO_TRY(Document document, co_await shot.wait(until_connected + until_done, "fetch failed (" + url + ")"));
    const bool elsewhere = document.status >= 300 && document.status < 400 && !document.location.empty();
    if (!elsewhere) {
      if (document.status / 100 != 2) co_return Error{Errc::refused, fmt::format("Invalid response from {} status={}", url, document.status), static_cast<int>(document.status)};
      co_return std::move(document.body);
    }
    CO_TRY(address, follow(address, document.location));
  }
  co_return Error{Errc::refused, fmt::format("fetch failed ({}: more than {} redirections)", url, most_redirections)};
}

}  // namespace waggle::web
