// The control channel: scripts order the simulated world about. One JSON object in, one out; how
// lines travel is ControlServer's part (control_server.h).
//
//   {"id": 1, "cmd": "join", "device": "hallway motion"}
//   {"id": 1, "ok": true, "result": …}   or   {"id": 1, "ok": false, "error": "…"}
#pragma once

#include <functional>
#include <span>
#include <string>

#include "core/value.h"
#include "sim/air.h"
#include "sim/green_power_switch.h"
#include "sim/radio.h"

namespace waggle::sim {

class Control {
 public:
  Control(Air& air, Radio& radio) : air_(air), radio_(radio) {}

  /// One request in text, one answer in text, without line ends.
  std::string answer(std::string_view line);
  Result<Value> run(const Value& request);

  struct Row {
    std::string_view name;
    std::string_view help;  // the members it takes
    Result<Value> (Control::*run)(const Value& request);
  };
  static std::span<const Row> rows();

 private:
  Result<VirtualDevice*> device(const Value& request) const;

  Result<Value> help(const Value& request);
  Result<Value> devices(const Value& request);
  Result<Value> show(const Value& request);
  Result<Value> join(const Value& request);
  Result<Value> announce(const Value& request);
  Result<Value> leave(const Value& request);
  Result<Value> rejoin(const Value& request);
  Result<Value> move(const Value& request);
  Result<Value> drop(const Value& request);
  Result<Value> permit(const Value& request);
  Result<Value> report(const Value& request);
  Result<Value> set(const Value& request);
  Result<Value> command(const Value& request);
  Result<Value> raw(const Value& request);
  Result<Value> tuya(const Value& request);
  Result<Value> green_power(const Value& request);
  Result<Value> elsewhere(const Value& request);
  Result<Value> fail(const Value& request);
  Result<Value> silent(const Value& request);
  Result<Value> error(const Value& request);
  Result<Value> latency(const Value& request);
  Result<Value> conditions(const Value& request);
  Result<Value> unplug(const Value& request);
  Result<Value> reset(const Value& request);
  Result<Value> mute(const Value& request);
  Result<Value> buffer_full(const Value& request);
  Result<Value> line(const Value& request);
  Result<Value> garbage(const Value& request);
  Result<Value> frames(const Value& request);

  Air& air_;
  Radio& radio_;
  std::map<std::uint32_t, GreenPowerSwitch> switches_;  // by source number; made when first spoken of
};

}  // namespace waggle::sim
