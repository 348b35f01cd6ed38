// Stick: a virtual radio of some family with its driver, in virtual time, with three devices on the air. The
// contract (contract_test.cpp) is what every family's must do; a new family is a row of `kinds()`.
#pragma once

#include "coordinator/family.h"
#include "sim/driver_bench.h"
#include "sim/world.h"

namespace waggle::contract {

using coordinator::ApsRequest;
using coordinator::NetworkParameters;
using sim::Heard;

/// A family, and how its virtual radio is made.
struct Kind {
  std::string_view name;     // of the test
  std::string_view family;   // a row of coordinator/family.h
  int version = 0;           // of ember: EZSP; of zstack: the product; of deconz: the ConBee; of zigate: the firmware
  bool has_touchlink = true;
  bool knows_pans_nearby = false;  // the firmware avoids PAN identifiers that are taken
  bool has_install_codes = true;
  bool tells_who_leaves = true;
  bool tells_new_addresses = true;  // of devices that moved without saying so; else the network asks
  bool asks_for_routes = true;      // devices, of their routing tables
  bool tells_frame_counter = true;  // and takes another: without it no network can move
  bool takes_pan_and_key = true;    // else the firmware makes them up, and its extended PAN ID is the network's name
  bool takes_addresses = true;      // of the radio before it
};
std::vector<Kind> kinds();

class Stick final : public sim::DriverBench {
 public:
  explicit Stick(const Kind& kind, std::string_view home = sim::bench_home);
  /// Of the driver's tasks none outlives what it speaks to.
  ~Stick() override;

  /// Another stick in the place of this one, blank.
  void plug_in(const Kind& other);
  /// A driver as after a restart of the program.
  void connect();
  /// The port, as a driver opens it.
  Task<Result<std::unique_ptr<io::Stream>>> open();
  Result<> zdo(Nwk to, ClusterId cluster, Bytes payload, Ieee ieee = {});
  void wait(std::chrono::nanoseconds duration) { time.advance(duration); }

  /// Starts a task that goes on by itself.
  template <class T>
  void begin(Task<T> task, std::optional<T>& out) {
    tasks_.spawn("test", keep(std::move(task), out));
  }

  sim::Air& on_the_air() override { return world->air(); }
  sim::Air& air() { return world->air(); }
  sim::Radio& radio() { return world->radio(); }

  Kind kind;
  std::unique_ptr<sim::World> world;
  io::PipeFaults to_radio, to_host;  // from the next connection on

 private:
  TaskGroup tasks_;
};

}  // namespace waggle::contract
