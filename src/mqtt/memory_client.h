// A client whose broker is a map in memory, for tests in virtual time: the test plays the network and
// the other clients. Everything above sending (mqtt/client.h) is the real thing.
#pragma once

#include <functional>
#include <map>

#include "mqtt/client.h"

namespace waggle::mqtt {

class MemoryClient final : public Client {
 public:
  struct Sent {
    std::string topic;
    std::string payload;
    PublishOptions options;
  };

  explicit MemoryClient(Scheduler& scheduler, bool force_disable_retain = false)
      : Client(scheduler, force_disable_retain), timer_(scheduler) {}

  // The test's side:
  /// The network is there (it is at first): start() connects, soon and not inline.
  void connect();
  void disconnect(std::string reason = "the broker closed the connection");
  /// Another client publishes; heard when a subscription matches. Retained messages stay.
  void deliver(const std::string& topic, std::string_view payload, bool retain = false);
  void deliver(const Message& message);
  /// How many messages the network holds back, as far as publish() can see.
  void congest(std::size_t messages);

  std::vector<Sent> sent;                                   // in order, as they left
  std::map<std::string, std::string, std::less<>> retained;  // what a broker would keep
  std::vector<std::string> subscribed;

  /// Takes the messages sent so far.
  std::vector<Sent> take() { return std::exchange(sent, {}); }
  /// The payload last sent to a topic; nullptr when there was none.
  const std::string* last(std::string_view topic) const;

 protected:
  void open() override;
  void send_subscribe(const std::string& filter) override;
  void send_unsubscribe(const std::string& filter) override { std::erase(subscribed, filter); }
  Result<> send(const std::string& topic, std::string_view payload, const PublishOptions& options) override;
  std::size_t backlog() const override { return backlog_; }

 private:
  void soon(std::function<void()> action);
  void keep(const std::string& topic, std::string_view payload);

  Timer timer_;
  std::vector<std::function<void()>> later_;  // what the network has under way
  bool started_ = false;
  bool network_ = true;
  std::size_t backlog_ = 0;
};

}  // namespace waggle::mqtt
