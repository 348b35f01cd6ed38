// Stick: a virtual radio of some family with its driver, in virtual time, with three devices on the air. The
// contract (contract_test.cpp) is what every family's must do; a new family is a row of `kinds()`.
#pragma once

#include <gtest/gtest.h>

#include "coordinator/family.h"
#include "sim/home.h"
#include "sim/lookup.h"
#include "sim/world.h"

namespace waggle::contract {

using coordinator::ApsRequest;
using coordinator::NetworkParameters;

/// A family, and how its virtual radio is made.
struct Kind {
  std::string_view name;     // of the test
  std::string_view family;   // a row of coordinator/family.h
  int version = 0;           // of ember: EZSP; of zstack: the product
  bool has_touchlink = true;
  bool knows_pans_nearby = false;  // the firmware avoids PAN identifiers that are taken
  bool has_install_codes = true;
};
std::vector<Kind> kinds();

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
  const Message* zdo_of(ClusterId cluster) const;
};

NetworkParameters wanted_network();

class Stick {
 public:
  explicit Stick(const Kind& kind);

  /// A driver as after a restart of the program.
  void connect();
  void form();
  sim::VirtualDevice& join(std::string_view name);
  Result<> send(const sim::VirtualDevice& to, std::string_view hex, std::uint16_t cluster = 0x0006, bool recover = true);
  Result<> zdo(Nwk to, ClusterId cluster, Bytes payload, Ieee ieee = {});
  double on(std::string_view name) { return sim::number_of(*air().find(name), "genOnOff", "onOff", -1); }
  void wait(std::chrono::nanoseconds duration) { time.advance(duration); }

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
  /// Starts a task that goes on by itself.
  template <class T>
  void begin(Task<T> task, std::optional<T>& out) {
    tasks_.spawn("test", keep(std::move(task), out));
  }

  sim::Air& air() { return world->air(); }
  sim::Radio& radio() { return world->radio(); }

  VirtualTime time;
  Kind kind;
  std::unique_ptr<sim::World> world;
  Heard heard;
  std::unique_ptr<coordinator::Coordinator> driver;
  io::PipeFaults to_radio, to_host;  // from the next connection on

 private:
  template <class T>
  static Task<> keep(Task<T> task, std::optional<T>& out) {
    out.emplace(co_await std::move(task));
  }
  Task<Result<std::unique_ptr<io::Stream>>> open();
  TaskGroup tasks_;
};

}  // namespace waggle::contract
