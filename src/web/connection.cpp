#include "web/connection.h"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <chrono>
#include <deque>
#include <optional>

#include "core/log.h"

namespace waggle::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr std::string_view NS = "z2m:web";
constexpr std::chrono::seconds patience{30};     // with a client in the middle of a request or an answer
constexpr std::size_t largest_body = 64 << 20;   // a zipped data folder
constexpr std::size_t largest_message = 16 << 20;

using Plain = beast::basic_stream<asio::generic::stream_protocol>;
using Secure = beast::ssl_stream<Plain>;

Request request_of(const http::request<http::string_body>& from) {
  const auto field = [&](http::field name) { return std::string(from[name]); };
  return {std::string(from.method_string()), std::string(from.target()), from.body(), field(http::field::accept_encoding),
          field(http::field::if_none_match), field(http::field::authorization)};
}

template <class Stream>
class Peer final : public Connection, public Socket, public std::enable_shared_from_this<Peer<Stream>> {
 public:
  Peer(std::shared_ptr<Core> core, Stream stream) : core_(std::move(core)), stream_(std::move(stream)) { core_->connections.insert(this); }
  ~Peer() override { core_->connections.erase(this); }

  void start() override {
    if constexpr (std::is_same_v<Stream, Secure>) {
      lowest().expires_after(patience);
      stream_.async_handshake(asio::ssl::stream_base::server, [self = this->shared_from_this()](error_code error) {
        if (!error) self->read();
      });
    } else {
      read();
    }
  }

  void end() override {
    open_ = false;
    lowest().close();
  }

  // As a WebSocket -------------------------------------------------------------------------------------------

  void send(std::shared_ptr<const std::string> text) override {
    if (!open_ || close_) return;
    waiting_octets_ += text->size();
    if (waiting_octets_ > most_waiting) {
      log::warning(NS, "A web client has not taken {} MB that wait for it; it is dropped", waiting_octets_ >> 20);
      lose();
      return;
    }
    waiting_.push_back(std::move(text));
    if (!writing_) write_next();
  }

  void close(std::uint16_t code, std::string_view reason) override {
    if (!open_ || close_) return;
    close_.emplace(static_cast<websocket::close_code>(code), beast::string_view(reason.data(), reason.size()));
    if (!writing_) write_next();
  }

  bool open() const override { return open_; }

 private:
  Plain& lowest() { return beast::get_lowest_layer(stream()); }
  Stream& stream() { return socket_ ? socket_->next_layer() : stream_; }

  // As HTTP --------------------------------------------------------------------------------------------------

  void read() {
    parser_.emplace();
    parser_->body_limit(largest_body);
    lowest().expires_after(patience);
    http::async_read(stream_, buffer_, *parser_, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (!self->core_->handler) return;
      if (!error) return self->answer();
      if (error == http::error::end_of_stream) self->shut_down();
    });
  }

  void answer() {
    const http::request<http::string_body> from = parser_->release();
    const Request request = request_of(from);
    if (websocket::is_upgrade(from)) {
      if (core_->handler->has_socket(request)) return become_socket(from, request);
      Reply refused;
      refused.status = 400;
      refused.content_type = "text/plain";
      refused.body = "There is no WebSocket here\n";
      return write(std::move(refused), from);
    }
    write(core_->handler->on_request(request), from);
  }

  void write(Reply reply, const http::request<http::string_body>& from) {
    auto response = std::make_shared<http::response<http::string_body>>(static_cast<http::status>(reply.status), from.version());
    if (!reply.content_type.empty()) response->set(http::field::content_type, reply.content_type);
    for (const auto& [name, value] : reply.headers) response->set(name, value);
    response->keep_alive(from.keep_alive());
    if (from.method() == http::verb::head) {
      response->content_length(reply.body.size());
    } else {
      response->body() = std::move(reply.body);
      response->prepare_payload();
    }
    lowest().expires_after(patience);
    const bool goes_on = response->keep_alive();
    http::async_write(stream_, *response, [self = this->shared_from_this(), response, goes_on](error_code error, std::size_t) {
      if (error || !self->core_->handler) return;
      goes_on ? self->read() : self->shut_down();
    });
  }

  void shut_down() {
    if constexpr (std::is_same_v<Stream, Secure>) {
      lowest().expires_after(patience);
      stream_.async_shutdown([self = this->shared_from_this()](error_code) { self->lowest().close(); });
    } else {
      error_code ignored;
      stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    }
  }

  // As a WebSocket -------------------------------------------------------------------------------------------

  void become_socket(const http::request<http::string_body>& from, const Request& request) {
    lowest().expires_never();  // the WebSocket layer has limits of its own
    socket_.emplace(std::move(stream_));
    socket_->set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
    socket_->read_message_max(largest_message);
    socket_->async_accept(from, [self = this->shared_from_this(), request](error_code error) {
      if (error || !self->core_->handler) return;
      self->open_ = true;
      self->core_->handler->on_socket(self, request);
      self->listen();
    });
  }

  void listen() {
    socket_->async_read(message_, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (error) return self->lose();
      const bool text = self->socket_->got_text();
      const auto octets = self->message_.cdata();
      const std::string_view said(static_cast<const char*>(octets.data()), octets.size());
      if (text && self->open_ && self->core_->handler) self->core_->handler->on_text(self, said);
      self->message_.consume(self->message_.size());
      self->listen();
    });
  }

  void write_next() {
    if (!waiting_.empty()) {
      writing_ = true;
      socket_->text(true);
      // Not in the one turn with the bridge's own work: a burst must not grow the stack.
      socket_->async_write(asio::buffer(*waiting_.front()), [self = this->shared_from_this()](error_code error, std::size_t) {
        self->writing_ = false;
        if (error) return self->lose();
        if (self->waiting_.empty()) return;  // it was dropped meanwhile
        self->waiting_octets_ -= self->waiting_.front()->size();
        self->waiting_.pop_front();
        self->write_next();
      });
    } else if (close_) {
      writing_ = true;
      socket_->async_close(*close_, [self = this->shared_from_this()](error_code) { self->lose(); });
    }
  }

  /// The client is gone, or is dropped.
  void lose() {
    const bool was_open = std::exchange(open_, false);
    lowest().close();
    if (!writing_) waiting_.clear();  // else its first is being written from
    if (was_open && core_->handler) core_->handler->on_closed(this->shared_from_this());
  }

  std::shared_ptr<Core> core_;
  Stream stream_;
  beast::flat_buffer buffer_{64 << 10};  // a request's head
  std::optional<http::request_parser<http::string_body>> parser_;

  std::optional<websocket::stream<Stream>> socket_;
  beast::flat_buffer message_;
  std::deque<std::shared_ptr<const std::string>> waiting_;
  std::size_t waiting_octets_ = 0;
  std::optional<websocket::close_reason> close_;
  bool open_ = false;
  bool writing_ = false;
};

}  // namespace

std::shared_ptr<Connection> make_connection(std::shared_ptr<Core> core, RawSocket socket, asio::ssl::context* tls) {
  Plain plain(std::move(socket));
  if (tls) return std::make_shared<Peer<Secure>>(std::move(core), Secure(std::move(plain), *tls));
  return std::make_shared<Peer<Plain>>(std::move(core), std::move(plain));
}

}  // namespace waggle::web
