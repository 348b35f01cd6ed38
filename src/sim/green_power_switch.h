// GreenPowerSwitch: a virtual Green Power device: a switch without battery. Belongs to no network and is
// heard by every proxy near it; waits for nothing, remembers a key, a counter and a channel.
#pragma once

#include "sim/air.h"
#include "zigbee/green_power/commissioning.h"

namespace waggle::sim {

class GreenPowerSwitch {
 public:
  struct Spec {
    green_power::SourceId source{};
    std::uint8_t kind = 0x02;
    green_power::Level level = green_power::Level::none;
    green_power::Key key{};
    bool key_encrypted = true;  // in its introduction
    bool receives = false;
    std::uint32_t counter = 0;
    int channel = 11;
    std::vector<std::string> near;  // routers that hear it; empty: all
  };

  GreenPowerSwitch(Air& air, Spec spec) : air_(air), spec_(std::move(spec)), channel_(spec_.channel) {}

  /// Introduces itself.
  void commission();
  void decommission() { say(green_power::command::decommissioning, {}, true); }
  /// Asks on its channel which one the network has; tries the next time on the next.
  void request_channel();
  void tell_success() { say(green_power::command::success, {}, true); }
  void press(std::uint8_t command, Bytes payload = {}) { say(command, std::move(payload), true); }
  /// What it said last, once more: somebody has recorded it.
  void replay();

  int channel() const { return channel_; }
  std::uint32_t counter() const { return spec_.counter; }
  /// What it was told: command and payload.
  const std::vector<std::pair<std::uint8_t, Bytes>>& told() const { return told_; }

  Spec& spec() { return spec_; }

 private:
  void say(std::uint8_t command, Bytes payload, bool secured);
  void send(const Bytes& octets);

  Air& air_;
  Spec spec_;
  int channel_;
  Bytes last_;
  std::uint8_t sequence_ = 0;  // of the MAC: what counts frames without security
  std::uint8_t last_sequence_ = 0;
  std::vector<std::pair<std::uint8_t, Bytes>> told_;
};

}  // namespace waggle::sim
