// Client: the connection to the MQTT broker as the bridge sees it. What is the same for every way of
// reaching one lives here: refusing bad topics, ignoring our own messages, keeping retained values
// while the broker is away, counting. How octets travel is the business of those who derive
// (mosquitto_client.h for real brokers, memory_client.h for tests in virtual time); what the topics
// mean is the business of the bridge.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/result.h"
#include "core/scheduler.h"
#include "mqtt/outbox.h"

namespace waggle::mqtt {

struct Message {
  std::string_view topic;
  std::string_view payload;
  bool retain = false;                // kept by the broker from before we subscribed
  std::string_view response_topic;    // MQTT 5; empty: none
  std::string_view correlation_data;  // MQTT 5
};

/// What health reports.
struct Counters {
  std::uint64_t published = 0;
  std::uint64_t received = 0;  // without our own messages
  std::uint64_t dropped = 0;   // for want of a connection
};

class Client {
 public:
  /// Called from the loop, never from inside publish() or subscribe(). None of these may destroy the
  /// client.
  class Listener {
   public:
    /// The broker has accepted us and has been sent the subscriptions and what was queued.
    virtual void on_connected() = 0;
    /// A connection that was there is gone; the client is trying again already.
    virtual void on_disconnected(const Error& reason) = 0;
    /// The views end with the call.
    virtual void on_message(const Message& message) = 0;

   protected:
    ~Listener() = default;
  };

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  virtual ~Client() = default;

  /// Begins to connect, and never stops trying. `listener` must outlive the client.
  void start(Listener& listener);

  /// Again after every reconnect. A filter may have wildcards.
  void subscribe(std::string filter);
  void unsubscribe(const std::string& filter);

  /// True when the message was handed to the connection or, retained and without a connection, is
  /// kept: the last value of each topic is sent when the broker is back. Otherwise the log says why.
  bool publish(const std::string& topic, std::string_view payload, PublishOptions options = {});

  bool connected() const { return connected_; }
  const Counters& counters() const { return counters_; }
  /// Messages that wait for the connection, here or below.
  std::size_t queued() const { return outbox_.size() + backlog(); }
  /// Why there is no connection; empty while there is one, and before the first attempt has ended.
  const std::string& trouble() const { return trouble_; }

 protected:
  Client(Scheduler& scheduler, bool force_disable_retain)
      : scheduler_(scheduler), force_disable_retain_(force_disable_retain) {}

  // What a way of reaching a broker does:
  virtual void open() = 0;
  virtual void send_subscribe(const std::string& filter) = 0;
  virtual void send_unsubscribe(const std::string& filter) = 0;
  virtual Result<> send(const std::string& topic, std::string_view payload,
                        const PublishOptions& options) = 0;
  /// Messages given to send() and not yet taken by the operating system.
  virtual std::size_t backlog() const = 0;

  // And what it tells:
  void accepted(std::string_view server);
  void lost(const Error& reason);
  void failed(const Error& reason);  // an attempt, or a subscription
  void received(const Message& message);
  /// The connection can take more than it could before.
  void relieved();
  /// Nobody listens from now on: for destructors.
  void silence() { listener_ = nullptr; }

  Scheduler& scheduler_;

 private:
  bool can_send() const;
  void keep(const std::string& topic, std::string_view payload, const PublishOptions& options);
  void send_kept();
  template <class Action>
  void tell(std::string_view what, Action action);

  Listener* listener_ = nullptr;
  bool force_disable_retain_;
  bool connected_ = false;
  std::string trouble_;
  Counters counters_;
  std::uint64_t dropped_before_ = 0;  // counters_.dropped when the outage began
  bool said_full_ = false;
  Outbox outbox_;
  std::vector<std::string> filters_;
  // Topics whose messages come back to us through a wildcard.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_set<std::string, Hash, std::equal_to<>> own_;
};

}  // namespace waggle::mqtt
