// For tests: a coordinator's driver in virtual time, with three devices on the air of whatever radio it drives,
// and what it tells. Whose driver and whose radio is known to those who derive from it.
#pragma once

#include <gtest/gtest.h>

#include "coordinator/coordinator.h"
#include "sim/air.h"
#include "sim/lookup.h"

namespace waggle::sim {

inline constexpr std::string_view bench_home = R"(
- {name: lamp, model: L, manufacturer: F, ieee: 0x0000000000000011,
   endpoints: {1: {device: 0x0100, inputs: [genBasic, genGroups, genOnOff, touchlink], outputs: [genOta]}}}
- {name: plug, model: P, manufacturer: F, ieee: 0x0000000000000012,
   endpoints: {1: {device: 0x0051, inputs: [genBasic, genGroups, genOnOff]}}}
- {name: sensor, model: S, manufacturer: F, ieee: 0x0000000000000013, type: end_device, power: battery,
   endpoints: {1: {device: 0x0402, inputs: [genBasic, genPowerCfg, ssIasZone], outputs: [genOta]}}}
)";

inline coordinator::NetworkParameters bench_network() {
  coordinator::NetworkParameters network;
  network.pan = PanId(0x1A62);
  network.extended_pan = {1, 2, 3, 4, 5, 6, 7, 8};
  network.channel = 15;
  for (std::size_t i = 0; i < 16; ++i) network.key[i] = static_cast<std::uint8_t>(0xA0 + i);
  return network;
}

/// What a driver tells.
struct Heard final : coordinator::Events {
  struct Message {
    Nwk source;
    ClusterId cluster;
    GroupId group;
    std::string payload;
  };
  std::vector<Message> messages;
  std::vector<Message> zdo;
  std::vector<std::pair<Ieee, std::string>> strays;
  std::vector<std::pair<Nwk, Ieee>> joined;
  std::vector<std::pair<Nwk, Ieee>> left;
  std::vector<std::pair<Nwk, Ieee>> addresses;
  std::vector<std::string> lost;

  void on_message(const coordinator::Incoming& m) override { messages.push_back({m.source, m.cluster, m.group, to_hex(m.payload)}); }
  void on_inter_pan(const coordinator::InterPanIncoming& m) override { strays.emplace_back(m.source, to_hex(m.payload)); }
  void on_zdo(const coordinator::ZdoIncoming& m) override { zdo.push_back({m.source, m.cluster, {}, to_hex(m.payload)}); }
  void on_joined(Nwk nwk, Ieee ieee) override { joined.emplace_back(nwk, ieee); }
  void on_left(Nwk nwk, Ieee ieee) override { left.emplace_back(nwk, ieee); }
  void on_address(Nwk nwk, Ieee ieee) override { addresses.emplace_back(nwk, ieee); }
  void on_lost(const Error& error) override { lost.push_back(error.text); }

  /// The first ZDO message of this cluster; nullptr when there was none.
  const Message* zdo_of(ClusterId cluster) const {
    for (const Message& message : zdo) {
      if (message.cluster == cluster) return &message;
    }
    return nullptr;
  }
};

class DriverBench {
 public:
  virtual ~DriverBench() = default;

  virtual Air& on_the_air() = 0;

  template <class T>
  T run(Task<T> task, std::chrono::nanoseconds limit = 10min) {
    std::optional<T> out;
    TaskGroup group;
    group.spawn("test", keep(std::move(task), out));
    const Instant end = time.now() + limit;
    while (!out && time.now() < end) time.advance(10ms);
    EXPECT_TRUE(out) << "the driver waits for ever";
    return out ? std::move(*out) : T(Error{Errc::timeout, "the driver waits for ever"});
  }

  void form() {
    const auto blank = run(driver->inspect());
    ASSERT_TRUE(blank) << blank.error().text;
    EXPECT_FALSE(blank->network);
    const auto formed = run(driver->form(bench_network()));
    ASSERT_TRUE(formed) << formed.error().text;
  }
  VirtualDevice& join(std::string_view name) {
    VirtualDevice& device = *on_the_air().find(name);
    EXPECT_TRUE(on_the_air().join(device, true));
    time.advance(1s);
    return device;
  }
  Result<> send(const VirtualDevice& to, std::string_view hex, std::uint16_t cluster = 0x0006, bool recover = true) {
    coordinator::ApsRequest request;
    request.nwk = to.node.nwk;
    request.ieee = to.node.ieee;
    request.endpoint = EndpointId(1);
    request.cluster = ClusterId(cluster);
    request.payload = from_hex(hex).value();
    request.recover = recover;
    auto result = run(driver->send(std::move(request)));
    time.advance(100ms);
    return result;
  }
  double on(std::string_view name) { return number_of(*on_the_air().find(name), "genOnOff", "onOff", -1); }

  VirtualTime time;
  Heard heard;
  std::unique_ptr<coordinator::Coordinator> driver;

  template <class T>
  static Task<> keep(Task<T> task, std::optional<T>& out) {
    out.emplace(co_await std::move(task));
  }
};

}  // namespace waggle::sim
