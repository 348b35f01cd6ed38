// World: a simulated home in working order: air, radio, devices, their life and the control over
// them. Needs only a scheduler, so tests run it in virtual time; run.h puts it on real ports.
#pragma once

#include <memory>

#include "sim/control.h"
#include "sim/life.h"
#include "sim/state_file.h"
#include "sim/znp/ncp.h"

namespace waggle::sim {

/// Which stick it is.
struct StickOptions {
  std::string family = "zstack";  // a row of coordinator/family.h
  znp::Product product = znp::Product::zstack3x0;  // of zstack
  int ezsp_version = 14;                           // of ember
  int zigate_firmware = 2;                         // of zigate: 0: V1, 1: ZiGate+ with 3.21, 2: ZiGate+ with 3.24
  int conbee = 2;                                  // of deconz
  bool espressif = false;                          // of zboss: the firmware for ESP32 chips
};

struct WorldOptions : StickOptions {
  std::string state;      // path of the state file; empty: nothing survives
  bool join_all = false;  // devices join as soon as joining is permitted
  bool life = false;
  LifeOptions how_they_live;
  std::uint32_t seed = 1;
};

class World {
 public:
  static Result<std::unique_ptr<World>> make(Scheduler& scheduler, std::vector<DeviceSpec> home,
                                             WorldOptions options);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  std::string_view family() const { return options_.family; }
  /// Another stick is plugged in, blank, perhaps of another make. The devices stay.
  Result<> plug_in(const StickOptions& stick);
  Air& air() { return air_; }
  Radio& radio() { return *radio_; }
  /// When it is a Z-Stack.
  znp::ZnpNcp& ncp() { return *ncp_; }
  Control& control() { return *control_; }
  const Life* life() const { return life_.get(); }

 private:
  World(Scheduler& scheduler, WorldOptions options);
  Result<> make_radio();
  void restore_devices();
  void join_next();

  WorldOptions options_;
  StateFile state_;
  Air air_;
  std::unique_ptr<Radio> radio_;
  znp::ZnpNcp* ncp_ = nullptr;
  std::unique_ptr<Control> control_;
  std::unique_ptr<Life> life_;
  Timer joining_;
  Timer saving_;
};

}  // namespace waggle::sim
