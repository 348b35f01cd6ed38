// A whole installation of real parts: a broker, the simulated radio and the bridge, each a process of its
// own, and a client at the broker. Everything is in a temporary folder, all ports are free ones, so any
// number of these live side by side. What happens is only seen through MQTT, files and exit codes.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/value.h"
#include "e2e/child.h"
#include "io/loop.h"
#include "io/temp_folder.h"
#include "mqtt/test_broker.h"

namespace waggle::e2e {

enum class Line : std::uint8_t { tcp, pty };

class Site {
 public:
  explicit Site(Line line);
  ~Site();

  void start_radio();
  void start_bridge();
  /// Until bridge/state says so; asserts.
  void wait_state(std::string_view state);
  /// Stops as a service manager does, and asserts that it went well.
  void stop_bridge();

  /// What people and devices do, in the words of the simulator's control port.
  Value order(const Object& request);
  void publish(const std::string& topic, std::string_view payload);
  /// A request and its response.
  Value request(const std::string& path, const Value& payload);

  using Test = std::function<bool(const Value&)>;
  /// Until a message of `topic` that came since `forget()` passes; null, and a failed test, when none does.
  Value wait_for(const std::string& topic, const Test& test, std::chrono::milliseconds limit = std::chrono::seconds(15));
  /// Until bridge/logging says something with this in it.
  void wait_log(const std::string& part);
  int count_log(const std::string& level, const std::string& part) const;
  /// The newest message of a topic that has come since `forget()`.
  Value last(const std::string& topic) const;
  void forget() { seen.messages.clear(); }
  bool run_until(const std::function<bool()>& done, std::chrono::milliseconds limit) { return mqtt::run_until(loop, done, limit); }
  void run_for(std::chrono::milliseconds time) { run_until([] { return false; }, time); }

  std::string data() const { return folder / "data"; }

  io::TempFolder folder;
  io::Loop loop;
  mqtt::TestBroker broker;
  mqtt::Seen seen;
  std::unique_ptr<mqtt::Client> client;
  Child radio;
  Child bridge;

 private:
  Line line_;
  int radio_port_ = 0;
  int control_port_ = 0;
};

/// A member deep in a document; null when there is none.
Value at(const Value& document, std::initializer_list<std::string_view> path);

}  // namespace waggle::e2e
