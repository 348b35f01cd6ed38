// A house in virtual time: the simulated home on a pipe to the real driver, network, library and bridge,
// files and broker in memory. A test says what people and devices do, and reads what was published.
#pragma once

#include <gtest/gtest.h>

#include "bridge/bridge.h"
#include "coordinator/family.h"
#include "core/json.h"
#include "house/configuration.h"
#include "io/memory_files.h"
#include "mqtt/memory_client.h"
#include "sim/home.h"
#include "sim/world.h"

namespace waggle::house {

/// The web, as far as a test has written it.
struct Web final : io::Downloads {
  Task<Result<std::string>> get(std::string url) override;

  std::map<std::string, std::string> pages;
  std::vector<std::string> fetched;
};

class House {
 public:
  /// `home`: a home file; empty: the demo home. The radio is of the family that the configuration names.
  explicit House(std::string_view home = {}, std::string_view config = configuration);
  ~House();

  /// The bridge starts (again, as after a restart of the program) and comes online.
  void start(bool comes_online = true);
  /// Ends in order.
  void stop();
  /// Ends without a word, as after kill -9.
  void kill();

  /// A device joins and is interviewed and configured.
  void join(std::string_view name);
  /// And gets a name; its address.
  std::string join(std::string_view name, std::string_view as);
  /// What a person or device does, as the simulator's control channel says it.
  Value order(Object request);

  void publish(const std::string& topic, std::string_view payload);
  /// A request, and the response to it.
  Value request(const std::string& path, const Value& payload);
  void wait(std::chrono::nanoseconds duration) { time.advance(duration); }

  /// What was last published on zigbee2mqtt/<topic>; null when nothing was.
  Value last(const std::string& topic) const;
  /// All that was published on it, in order, since `forget()`.
  std::vector<Value> all(const std::string& topic) const;
  std::vector<std::string> topics() const;
  void forget() { mqtt->sent.clear(); }
  std::string address(std::string_view name) const;

  VirtualTime time;
  io::MemoryFiles files;
  Web web;
  io::Files* disk = &files;  // what the bridge keeps its files on
  std::unique_ptr<sim::World> world;
  library::Library library;
  std::unique_ptr<settings::Settings> settings;
  std::unique_ptr<mqtt::MemoryClient> mqtt;
  std::unique_ptr<bridge::Bridge> bridge;
  bool restart_wanted = false;

 private:
  Task<Result<std::unique_ptr<io::Stream>>> open();
  TaskGroup tasks_;
};

}  // namespace waggle::house
