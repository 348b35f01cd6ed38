// Process: everything one running bridge is made of, in the order in which it is made and taken down.
// `waggle run` is this and nothing else; `waggle demo` puts a simulated home in front of it.
#pragma once

#include "app/logging.h"
#include "bridge/bridge.h"
#include "io/background.h"
#include "io/generations.h"
#include "io/folder_watch.h"
#include "io/loop.h"
#include "web/frontend.h"
#include "web/http_client.h"

namespace waggle::app {

class Process {
 public:
  /// Reads the data folder. Errors are for the person who started it.
  static Result<std::unique_ptr<Process>> make(io::Loop& loop, const std::string& data,
                                               settings::Environment environment);
  ~Process();

  void start();
  /// Ends in order, then calls `done`; at the latest after ten seconds.
  void stop(std::function<void()> done);

  settings::Settings& settings() { return *settings_; }
  /// A user asks for it over MQTT.
  std::function<void()> on_restart;
  /// Whether the bridge is online has changed, or why it is not.
  std::function<void(bool online, const std::string& text)> on_health;

 private:
  Process(io::Loop& loop, const std::string& data);
  Task<> shut_down(std::function<void()> done);

  io::Loop& loop_;
  io::Generations generations_;
  io::Background files_;
  std::unique_ptr<settings::Settings> settings_;
  std::unique_ptr<Logging> logging_;
  library::Library library_;
  std::unique_ptr<mqtt::Client> mqtt_;
  web::HttpClient downloads_;
  std::unique_ptr<bridge::Bridge> bridge_;
  std::optional<io::FolderWatch> device_files_;
  std::unique_ptr<web::Frontend> web_;
  Timer patience_;
  Timer settled_;
  bool stopping_ = false;
  TaskGroup tasks_;
};

}  // namespace waggle::app
