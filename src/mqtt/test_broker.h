// A real mosquitto on a free loopback port, for tests: started, stopped and restarted by them. And a
// client's listener that remembers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "io/loop.h"
#include "io/temp_folder.h"
#include "mqtt/mosquitto_client.h"

namespace waggle::mqtt {

class TestBroker {
 public:
  static bool installed();

  /// `settings` are lines of mosquitto.conf; PORT and FOLDER in them are replaced.
  explicit TestBroker(std::string settings = "listener PORT 127.0.0.1\nallow_anonymous true\n");
  TestBroker(const TestBroker&) = delete;
  TestBroker& operator=(const TestBroker&) = delete;
  ~TestBroker();

  void start();
  /// kill -9
  void kill();
  /// Neither reads nor writes any more.
  void pause(bool paused);

  int port() const { return port_; }
  const std::string& folder() const { return folder_.path(); }
  std::string url(const std::string& scheme = "mqtt") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_);
  }

 private:
  io::TempFolder folder_;
  int port_ = 0;
  int process_ = 0;
};

/// Runs the loop until `done`; false when that takes longer than `limit`.
bool run_until(io::Loop& loop, const std::function<bool()>& done, std::chrono::milliseconds limit = 10s);

struct Seen final : Client::Listener {
  struct Message {
    std::string topic;
    std::string payload;
    bool retain;
    std::string response_topic;
    std::string correlation_data;
  };
  void on_connected() override { ++connected; }
  void on_disconnected(const Error& error) override { reasons.push_back(error.text); }
  void on_message(const mqtt::Message& m) override {
    messages.push_back({std::string(m.topic), std::string(m.payload), m.retain, std::string(m.response_topic),
                        std::string(m.correlation_data)});
  }
  int connected = 0;
  std::vector<std::string> reasons;
  std::vector<Message> messages;
};

}  // namespace waggle::mqtt
