#include "mqtt/mosquitto_client.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>

#include "core/log.h"
#include "io/loop.h"
#include "mqtt/reasons.h"
#include "mqtt/server_url.h"
#include "mqtt/tls.h"

namespace waggle::mqtt {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using asio::ip::tcp;

constexpr std::string_view log_name = "z2m:mqtt";
constexpr std::chrono::seconds retry_after[] = {1s, 2s, 5s, 10s, 30s};
constexpr auto answer_limit = 10s;    // for each of: looking up the name, connecting, CONNACK
constexpr auto steady_after = 30s;    // a connection that lasts so long counts as good
constexpr auto goodbye_limit = 1s;
constexpr int shortest_keepalive = 5;  // libmosquitto takes no shorter one

struct Destroy {
  void operator()(mosquitto* m) const { mosquitto_destroy(m); }
  void operator()(mosquitto_property* list) const { mosquitto_property_free_all(&list); }
  void operator()(void* allocated) const { std::free(allocated); }  // NOLINT: libmosquitto's malloc
};
using Properties = std::unique_ptr<mosquitto_property, Destroy>;

// libmosquitto counts these itself.
struct LibraryInUse {
  LibraryInUse() { mosquitto_lib_init(); }
  LibraryInUse(const LibraryInUse&) = delete;
  LibraryInUse& operator=(const LibraryInUse&) = delete;
  ~LibraryInUse() { mosquitto_lib_cleanup(); }
};

// OpenSSL's words for a connection that ended without TLS's goodbye, and for an answer that is no TLS.
// Alerts are different: who sends them does speak TLS.
bool hung_up(std::string_view tls_trouble) { return tls_trouble.find("unexpected eof") != tls_trouble.npos; }
bool not_tls(std::string_view tls_trouble) { return tls_trouble.find("wrong version number") != tls_trouble.npos; }

/// For a connection that stood, and over which no MQTT came.
std::string with_hint(std::string_view what) {
  return fmt::format("{}; is this the port of the broker, with TLS or without as in mqtt.server?", what);
}

std::string make_client_id() {
  std::random_device random;
  return fmt::format("waggle_{:08x}", random());
}

// One socket as Asio watches it. Shared, because Asio may call back after the connection is gone;
// then `live` is false. The descriptor is a duplicate: libmosquitto closes its own whenever it likes,
// and the number of a closed one may be somebody else's a moment later.
struct Watch {
  explicit Watch(io::Loop& loop, int fd) : descriptor(loop.context(), fd) {}
  asio::posix::stream_descriptor descriptor;
  bool live = true;
  bool awaits_write = false;
  bool reached = false;  // the TCP connection stands
};

class MosquittoClient final : public Client {
 public:
  MosquittoClient(io::Loop& loop, Options options, Server server)
      : Client(loop, options.force_disable_retain),
        loop_(loop),
        options_(std::move(options)),
        server_(std::move(server)),
        resolver_(std::make_shared<Resolver>(loop)),
        retry_(loop),
        deadline_(loop),
        steady_(loop),
        tick_(loop) {}

  ~MosquittoClient() override {
    silence();
    resolver_->owner = nullptr;
    resolver_->resolver.cancel();
    if (connected()) say_goodbye();
    unwatch();
  }

  Result<> set_up();

 protected:
  void open() override { attempt(); }
  void send_subscribe(const std::string& filter) override;
  void send_unsubscribe(const std::string& filter) override;
  Result<> send(const std::string& topic, std::string_view payload, const PublishOptions& options) override;
  std::size_t backlog() const override { return under_way_; }

 private:
  struct Resolver {
    explicit Resolver(io::Loop& loop) : resolver(loop.context()) {}
    tcp::resolver resolver;
    MosquittoClient* owner = nullptr;
    unsigned attempt = 0;  // answers to earlier questions are not wanted any more
  };
  static MosquittoClient& self(void* object) { return *static_cast<MosquittoClient*>(object); }

  void set_callbacks();
  void attempt();
  void resolve();
  void next_address();
  void begin(const char* host, int port);
  void watch();
  void unwatch();
  void await_read();
  void await_write();
  void on_readable();
  void on_writable();
  void on_tick();
  bool finish_connect();
  bool handshaking() const;
  void after(int rc);
  void welcome();
  void retry();
  void attempt_failed(std::string reason);
  std::string reason(int code) const;
  void ended();
  void say_goodbye();
  Error error(std::string_view doing, std::string_view why) const {
    return {Errc::closed, fmt::format("{} MQTT server {}: {}", doing, server_.text(), why)};
  }

  LibraryInUse library_;
  io::Loop& loop_;
  Options options_;
  Server server_;
  std::unique_ptr<Tls> tls_;
  std::unique_ptr<mosquitto, Destroy> mosquitto_;
  std::shared_ptr<Resolver> resolver_;
  std::vector<std::string> addresses_;  // not tried yet, the next one last
  std::string no_address_worked_;
  std::shared_ptr<Watch> watch_;
  Timer retry_;
  Timer deadline_;
  Timer steady_;
  Timer tick_;
  std::size_t attempts_ = 0;
  // What callbacks leave for after(), because libmosquitto is not to be called from inside itself.
  std::optional<int> connack_;
  int end_code_ = 0;
  std::string tls_trouble_;
  std::size_t under_way_ = 0;  // published and not yet written (QoS 0) or acknowledged
  std::map<int, std::string> subscribing_;
};

// Setting up ------------------------------------------------------------------------------------------

Result<> MosquittoClient::set_up() {
  if (options_.version != MQTT_PROTOCOL_V31 && options_.version != MQTT_PROTOCOL_V311 &&
      options_.version != MQTT_PROTOCOL_V5) {
    return Error{Errc::invalid, fmt::format("mqtt.version {}: must be 3 (MQTT 3.1), 4 (3.1.1) or 5", options_.version)};
  }
  if (options_.keepalive < 0 || options_.keepalive > 65535) {
    return Error{Errc::invalid, fmt::format("mqtt.keepalive {}: must be 0 to 65535 seconds", options_.keepalive)};
  }
  if (options_.keepalive > 0 && options_.keepalive < shortest_keepalive) options_.keepalive = shortest_keepalive;
  if (options_.client_id.empty()) options_.client_id = make_client_id();
  if (options_.user.empty()) {
    options_.user = server_.user;
    options_.password = server_.password;
  }
  if (server_.transport == Server::Transport::tls) {
    TlsOptions wanted{options_.ca, options_.cert, options_.key, options_.reject_unauthorized,
                      options_.server_name.empty() ? server_.host : options_.server_name};
    TRY(tls_, Tls::make(wanted));
  } else if (!options_.ca.empty() || !options_.cert.empty()) {
    log::warning(log_name, "mqtt.ca, mqtt.cert and mqtt.key are for mqtts:// servers; {} is not encrypted",
                 server_.text());
  }

  mosquitto_.reset(mosquitto_new(options_.client_id.c_str(), true, this));
  mosquitto* m = mosquitto_.get();
  if (!m) return Error{Errc::invalid, fmt::format("mqtt.client_id '{}': {}", options_.client_id, std::strerror(errno))};
  mosquitto_int_option(m, MOSQ_OPT_PROTOCOL_VERSION, options_.version);
  mosquitto_int_option(m, MOSQ_OPT_TCP_NODELAY, 1);
  // No window of our own: a message of QoS 0 must not overtake those of QoS 1 before it. The broker's
  // window of MQTT 5 is obeyed all the same.
  mosquitto_int_option(m, MOSQ_OPT_SEND_MAXIMUM, 65535);
  if (!options_.user.empty()) {
    mosquitto_username_pw_set(m, options_.user.c_str(), options_.password.empty() ? nullptr : options_.password.c_str());
  }
  if (options_.will) {
    const Will& will = *options_.will;
    const int rc = mosquitto_will_set(m, will.topic.c_str(), static_cast<int>(will.payload.size()), will.payload.data(),
                                      will.qos, will.retain && !options_.force_disable_retain);
    if (rc != MOSQ_ERR_SUCCESS) return Error{Errc::invalid, fmt::format("will for '{}': {}", will.topic, call_reason(rc))};
  }
  if (tls_) {
    mosquitto_void_option(m, MOSQ_OPT_SSL_CTX, tls_->context());
    mosquitto_int_option(m, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
  }
  if (options_.version == MQTT_PROTOCOL_V5) {
    mosquitto_property* limit = nullptr;
    mosquitto_property_add_int32(&limit, MQTT_PROP_MAXIMUM_PACKET_SIZE, options_.maximum_packet_size);
    const Properties owned(limit);
    // Only the blocking call takes properties. It keeps them for later calls, and without a host it
    // does nothing else.
    mosquitto_connect_bind_v5(m, nullptr, 0, 0, nullptr, limit);
  }
  set_callbacks();
  resolver_->owner = this;
  return {};
}

void MosquittoClient::set_callbacks() {
  mosquitto* m = mosquitto_.get();
  mosquitto_connect_v5_callback_set(m, [](mosquitto*, void* object, int code, int, const mosquitto_property*) {
    self(object).connack_ = code;
  });
  mosquitto_disconnect_v5_callback_set(m, [](mosquitto*, void* object, int code, const mosquitto_property*) {
    self(object).end_code_ = code;
  });
  mosquitto_publish_callback_set(m, [](mosquitto*, void* object, int) {
    std::size_t& count = self(object).under_way_;
    if (count > 0) --count;  // what is sent again after a reconnect is acknowledged uncounted
  });
  mosquitto_subscribe_callback_set(m, [](mosquitto*, void* object, int id, int count, const int* granted) {
    MosquittoClient& me = self(object);
    const auto found = me.subscribing_.find(id);
    if (found == me.subscribing_.end()) return;
    if (count > 0 && granted[0] >= 0x80) {
      log::error(log_name, "MQTT server {} refuses to let us hear '{}': check its access rules", me.server_.text(),
                 found->second);
    }
    me.subscribing_.erase(found);
  });
  mosquitto_log_callback_set(m, [](mosquitto*, void* object, int level, const char* text) {
    if (level == MOSQ_LOG_ERR) self(object).tls_trouble_ = text;
  });
  mosquitto_message_v5_callback_set(
      m, [](mosquitto*, void* object, const mosquitto_message* in, const mosquitto_property* properties) {
        Message message;
        message.topic = in->topic;
        message.payload = {static_cast<const char*>(in->payload), static_cast<std::size_t>(in->payloadlen)};
        message.retain = in->retain;
        char* text = nullptr;
        void* data = nullptr;
        std::uint16_t size = 0;
        if (properties) {
          if (mosquitto_property_read_string(properties, MQTT_PROP_RESPONSE_TOPIC, &text, false)) {
            message.response_topic = text;
          }
          if (mosquitto_property_read_binary(properties, MQTT_PROP_CORRELATION_DATA, &data, &size, false)) {
            message.correlation_data = {static_cast<const char*>(data), size};
          }
        }
        const std::unique_ptr<void, Destroy> own_text(text);
        const std::unique_ptr<void, Destroy> own_data(data);
        self(object).received(message);
      });
}

// Connecting ------------------------------------------------------------------------------------------

void MosquittoClient::attempt() {
  ++attempts_;
  addresses_.clear();
  no_address_worked_.clear();
  log::debug(log_name, "Connecting to MQTT server {}", server_.text());
  if (server_.transport == Server::Transport::unix_socket) {
    begin(server_.host.c_str(), 0);
  } else {
    resolve();
  }
}

// libmosquitto would look up the name in the calling thread and try its first address only.
void MosquittoClient::resolve() {
  const unsigned mine = ++resolver_->attempt;
  deadline_.start(answer_limit, [this] {
    ++resolver_->attempt;
    attempt_failed(fmt::format("looking up '{}' takes too long; check the name and the network", server_.host));
  });
  resolver_->resolver.async_resolve(
      server_.host, "", [state = resolver_, mine](error_code error, tcp::resolver::results_type found) {
        if (!state->owner || state->attempt != mine) return;
        MosquittoClient& me = *state->owner;
        me.deadline_.stop();
        if (error) {
          me.attempt_failed(fmt::format("'{}' is not found ({}); check mqtt.server", me.server_.host, error.message()));
          return;
        }
        for (const auto& entry : found) me.addresses_.insert(me.addresses_.begin(), entry.endpoint().address().to_string());
        me.next_address();
      });
}

void MosquittoClient::next_address() {
  unwatch();
  if (addresses_.empty()) {
    attempt_failed(no_address_worked_);
    return;
  }
  const std::string address = std::move(addresses_.back());
  addresses_.pop_back();
  begin(address.c_str(), server_.port);
}

void MosquittoClient::begin(const char* host, int port) {
  connack_.reset();
  end_code_ = 0;
  tls_trouble_.clear();
  errno = 0;
  const int rc = mosquitto_connect_async(mosquitto_.get(), host, port, options_.keepalive);
  if (mosquitto_socket(mosquitto_.get()) < 0) {
    no_address_worked_ = reason(rc);
    next_address();
    return;
  }
  deadline_.start(answer_limit, [this] {
    if (watch_ && watch_->reached) {
      attempt_failed(with_hint("no answer"));
    } else {
      no_address_worked_ = "cannot be reached";
      next_address();
    }
  });
  watch();
}

// False when the attempt has moved on to another address.
bool MosquittoClient::finish_connect() {
  if (watch_->reached) return true;
  int number = 0;
  socklen_t size = sizeof number;
  ::getsockopt(watch_->descriptor.native_handle(), SOL_SOCKET, SO_ERROR, &number, &size);
  if (number != 0) {
    no_address_worked_ = std::strerror(number);
    // Somebody took the connection and did not like what came over it.
    if (number == ECONNRESET) no_address_worked_ = with_hint(no_address_worked_ + " before it answered");
    next_address();
    return false;
  }
  watch_->reached = true;
  return true;
}

void MosquittoClient::welcome() {
  deadline_.stop();
  under_way_ = 0;
  steady_.start(steady_after, [this] { attempts_ = 0; });
  accepted(server_.text());
}

void MosquittoClient::retry() {
  const std::size_t last = std::size(retry_after) - 1;
  retry_.start(retry_after[std::min(attempts_ > 0 ? attempts_ - 1 : 0, last)], [this] { attempt(); });
}

void MosquittoClient::attempt_failed(std::string reason) {
  unwatch();
  deadline_.stop();
  retry();
  failed(error("Cannot connect to", reason));
}

// In the order in which they explain most.
std::string MosquittoClient::reason(int code) const {
  if (connack_ && *connack_ != 0) return "refused: " + connack_reason(*connack_);
  if (tls_ && !tls_->refusal().empty()) {
    return fmt::format("its certificate is not accepted: {} (mqtt.ca, mqtt.server_name, mqtt.reject_unauthorized)",
                       tls_->refusal());
  }
  if (hung_up(tls_trouble_)) {
    code = MOSQ_ERR_CONN_LOST;
  } else if (!tls_trouble_.empty() && code != MOSQ_ERR_KEEPALIVE) {
    return tls_trouble_;
  }
  std::string out = end_reason(code);
  // Many brokers do not tell whom they have thrown out.
  if (code == MOSQ_ERR_CONN_LOST && connected() && steady_.running()) {
    out += " soon; if it happens again, look for another client with our mqtt.client_id";
  }
  return out;
}

// The connection ended, whoever wanted it.
void MosquittoClient::ended() {
  std::string why = reason(end_code_);
  if (!connected()) {
    const bool plain = hung_up(tls_trouble_) || not_tls(tls_trouble_);
    if (plain || end_code_ == MOSQ_ERR_CONN_LOST || end_code_ == MOSQ_ERR_ERRNO) {
      why = with_hint(why + " before it answered");
    }
    attempt_failed(std::move(why));
    return;
  }
  unwatch();
  steady_.stop();
  subscribing_.clear();
  retry();
  lost(error("Lost", why));
}

// Driving ---------------------------------------------------------------------------------------------

void MosquittoClient::watch() {
  const int fd = ::fcntl(mosquitto_socket(mosquitto_.get()), F_DUPFD_CLOEXEC, 0);
  if (fd < 0) {
    attempt_failed(std::strerror(errno));
    return;
  }
  watch_ = std::make_shared<Watch>(loop_, fd);
  await_read();
  await_write();  // tells that the TCP connection stands
  tick_.start(1s, [this] { on_tick(); });
}

void MosquittoClient::unwatch() {
  if (!watch_) return;
  tick_.stop();
  watch_->live = false;
  // libmosquitto keeps its descriptor until the next attempt; this ends the connection itself.
  ::shutdown(watch_->descriptor.native_handle(), SHUT_RDWR);
  error_code ignored;
  watch_->descriptor.close(ignored);
  watch_.reset();
}

void MosquittoClient::await_read() {
  watch_->descriptor.async_wait(asio::posix::stream_descriptor::wait_read, [this, watch = watch_](error_code error) {
    if (error || !watch->live) return;
    on_readable();
    if (watch->live) await_read();
  });
}

void MosquittoClient::await_write() {
  if (std::exchange(watch_->awaits_write, true)) return;
  watch_->descriptor.async_wait(asio::posix::stream_descriptor::wait_write, [this, watch = watch_](error_code error) {
    if (error || !watch->live) return;
    watch->awaits_write = false;
    on_writable();
  });
}

// While TLS shakes hands, what is queued cannot leave although the socket would take it: then reading
// is what moves things on.
bool MosquittoClient::handshaking() const {
  const auto* ssl = static_cast<const SSL*>(mosquitto_ssl_get(mosquitto_.get()));
  return ssl && !SSL_is_init_finished(ssl);
}

void MosquittoClient::on_readable() {
  if (!finish_connect()) return;
  mosquitto* m = mosquitto_.get();
  int rc = MOSQ_ERR_SUCCESS;
  bool more = true;
  while (more && rc == MOSQ_ERR_SUCCESS) {
    rc = mosquitto_loop_read(m, 1);
    // What TLS has decrypted already makes no socket readable.
    const auto* ssl = static_cast<const SSL*>(mosquitto_ssl_get(m));
    more = ssl && SSL_pending(ssl) > 0;
  }
  if (rc == MOSQ_ERR_SUCCESS && mosquitto_want_write(m)) rc = mosquitto_loop_write(m, 1);
  after(rc);
}

void MosquittoClient::on_writable() {
  if (!finish_connect()) return;
  after(mosquitto_loop_write(mosquitto_.get(), 1));
}

void MosquittoClient::on_tick() {
  tick_.start(1s, [this] { on_tick(); });
  after(mosquitto_loop_misc(mosquitto_.get()));
}

// libmosquitto has done something: what does that mean for us?
void MosquittoClient::after(int rc) {
  mosquitto* m = mosquitto_.get();
  if (rc != MOSQ_ERR_SUCCESS || mosquitto_socket(m) < 0) {
    if (end_code_ == 0) end_code_ = rc == MOSQ_ERR_SUCCESS ? static_cast<int>(MOSQ_ERR_CONN_LOST) : rc;
    ended();
    return;
  }
  // Not from the callback: libmosquitto first sends again what was not acknowledged, which is older
  // than anything sent from here.
  if (connack_ && !connected()) welcome();
  if (!watch_) return;
  if (mosquitto_want_write(m) && !handshaking()) await_write();
  relieved();
}

void MosquittoClient::send_subscribe(const std::string& filter) {
  int id = 0;
  const int rc = mosquitto_subscribe(mosquitto_.get(), &id, filter.c_str(), 0);
  if (rc != MOSQ_ERR_SUCCESS) {
    log::error(log_name, "Cannot subscribe to '{}': {}", filter, call_reason(rc));
    return;
  }
  subscribing_[id] = filter;
  if (watch_ && mosquitto_want_write(mosquitto_.get())) await_write();
}

void MosquittoClient::send_unsubscribe(const std::string& filter) {
  const int rc = mosquitto_unsubscribe(mosquitto_.get(), nullptr, filter.c_str());
  if (rc != MOSQ_ERR_SUCCESS) log::error(log_name, "Cannot unsubscribe from '{}': {}", filter, call_reason(rc));
  if (watch_ && mosquitto_want_write(mosquitto_.get())) await_write();
}

Result<> MosquittoClient::send(const std::string& topic, std::string_view payload, const PublishOptions& options) {
  mosquitto* m = mosquitto_.get();
  Properties properties;
  if (options_.version == MQTT_PROTOCOL_V5) {
    mosquitto_property* list = nullptr;
    if (options.expiry > 0) mosquitto_property_add_int32(&list, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, options.expiry);
    if (const std::string& data = options.correlation_data; !data.empty()) {
      mosquitto_property_add_binary(&list, MQTT_PROP_CORRELATION_DATA, data.data(), static_cast<std::uint16_t>(data.size()));
    }
    properties.reset(list);
  }
  ++under_way_;  // before: QoS 0 may be written, and told so, inside the call
  const int rc = mosquitto_publish_v5(m, nullptr, topic.c_str(), static_cast<int>(payload.size()), payload.data(),
                                      options.qos, options.retain, properties.get());
  if (mosquitto_want_write(m) && watch_) await_write();
  if (rc == MOSQ_ERR_SUCCESS) return {};
  if (under_way_ > 0) --under_way_;
  // A connection that has just broken: its end is noticed by reading.
  const bool gone = rc == MOSQ_ERR_NO_CONN || rc == MOSQ_ERR_CONN_LOST || rc == MOSQ_ERR_ERRNO || rc == MOSQ_ERR_TLS;
  return Error{gone ? Errc::closed : Errc::invalid, call_reason(rc), rc};
}

// What is queued, then DISCONNECT, so that the will is not sent. Waits for the broker, but not long.
void MosquittoClient::say_goodbye() {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + goodbye_limit;
  mosquitto* m = mosquitto_.get();
  bool leaving = false;
  int rc = MOSQ_ERR_SUCCESS;
  while (rc == MOSQ_ERR_SUCCESS && mosquitto_socket(m) >= 0) {
    const auto left = std::chrono::duration_cast<Millis>(end - Clock::now()).count();
    if ((under_way_ == 0 || left <= 0) && !std::exchange(leaving, true)) {
      mosquitto_disconnect_v5(m, 0, nullptr);
      continue;
    }
    if (left <= 0) break;
    pollfd ready{mosquitto_socket(m), POLLIN, 0};
    if (mosquitto_want_write(m)) ready.events |= POLLOUT;
    if (::poll(&ready, 1, static_cast<int>(left)) < 0 && errno != EINTR) break;
    if (ready.revents & POLLOUT) rc = mosquitto_loop_write(m, 1);
    if (rc == MOSQ_ERR_SUCCESS && (ready.revents & (POLLIN | POLLHUP | POLLERR))) rc = mosquitto_loop_read(m, 1);
  }
}

}  // namespace

Result<std::unique_ptr<Client>> make_client(io::Loop& loop, Options options) {
  TRY(Server server, parse_server(options.server));
  auto client = std::make_unique<MosquittoClient>(loop, std::move(options), std::move(server));
  TRY_DO(client->set_up());
  return std::unique_ptr<Client>(std::move(client));
}

}  // namespace waggle::mqtt
