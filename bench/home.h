// A home to measure in: the whole bridge over a radio that does nothing, with as many temperature sensors
// as wanted in its database. Files are in memory and time is virtual, so that what is measured is the
// processor's work alone.
#pragma once

#include <memory>
#include <string>

#include "bridge/bridge.h"
#include "io/memory_files.h"
#include "mqtt/memory_client.h"

namespace waggle::bench {

/// Hands what the bench makes up to the network, as a driver would.
class Radio;

class Home {
 public:
  explicit Home(std::size_t devices);
  ~Home();

  /// Until bridge/state is online; throws when it does not get there.
  void start();
  /// A sensor's report of its temperature, and all that follows of it.
  void report(std::size_t device, std::int16_t hundredths);
  /// Messages published since the last call.
  std::size_t take_published();
  /// What broker and disk hold is not the program's memory; and what the program gives back some time after its
  /// start (app/process.cpp) is given back.
  void settle();

 private:
  VirtualTime time_;
  io::MemoryFiles files_;
  library::Library library_;
  std::unique_ptr<settings::Settings> settings_;
  std::unique_ptr<mqtt::MemoryClient> mqtt_;
  std::unique_ptr<bridge::Bridge> bridge_;
  Radio* radio_ = nullptr;
  TaskGroup tasks_;
};

/// Octets of this process that are in memory.
std::size_t resident_octets();

}  // namespace waggle::bench
