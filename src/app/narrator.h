// Narrator: tells a newcomer what goes on in the demo's home, and what to try. A client of the bridge like
// any other: all it knows it has from MQTT.
#pragma once

#include <map>
#include <string>

#include "core/scheduler.h"
#include "core/value.h"
#include "mqtt/client.h"

namespace waggle::app {

class Narrator final : mqtt::Client::Listener {
 public:
  struct Home {
    std::map<std::string, std::string> devices;  // address -> what its owner calls it
    std::string server;
    std::string pages;  // where a browser sees the home; empty: nowhere
    std::string folder;
    bool own_broker = true;
  };
  Narrator(Scheduler& scheduler, mqtt::Client& mqtt, Home home);

  void start();
  void say_goodbye();

 private:
  void on_connected() override;
  void on_disconnected(const Error& reason) override;
  void on_message(const mqtt::Message& message) override;

  void online();
  void devices(const Value& list);
  void event(const Value& event);
  void state(std::string_view name, const Value& state);
  void response(const Value& response);
  void welcome_device(const std::string& address, const Value& data);
  void invite();
  void request(std::string_view path, const Object& payload);

  Scheduler& scheduler_;
  mqtt::Client& mqtt_;
  Home home_;
  bool opened_ = false;
  bool asked_ = false;     // for devices to join
  bool complete_ = false;  // all of them have
  bool invited_ = false;
  std::map<std::string, Object, std::less<>> last_;  // what was told of each device
  Timer impatience_;
};

}  // namespace waggle::app
