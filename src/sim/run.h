// `waggle sim`, and the simulated half of `waggle demo`: a World on real ports. Prints nothing;
// whoever starts it says where it is to be reached.
#pragma once

#include <memory>
#include <optional>

#include "io/loop.h"
#include "io/stream.h"
#include "sim/control_server.h"
#include "sim/world.h"

namespace waggle::sim {

struct SimOptions {
  std::string home;                   // a home file; empty: the demo home
  std::optional<std::uint16_t> port;  // the radio on TCP; 0: any free port
  std::string address = "127.0.0.1";
  std::string pty;  // the radio on a pseudo-terminal, under this symbolic link
  std::optional<std::uint16_t> control_port;  // scripts, on loopback only
  WorldOptions world;
};

class Simulation {
 public:
  static Result<std::unique_ptr<Simulation>> start(io::Loop& loop, SimOptions options);
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  ~Simulation();

  /// Where it can be reached: 0 and "" for what was not asked for.
  std::uint16_t port() const;
  std::uint16_t control_port() const;
  const std::string& pty() const { return options_.pty; }

  World& world() { return *world_; }
  /// The radio for a driver in the same process, without any port.
  io::Opener opener();

 private:
  Simulation(io::Loop& loop, SimOptions options);
  Result<> listen();
  Result<> offer_pty();

  io::Loop& loop_;
  SimOptions options_;
  std::unique_ptr<World> world_;
  std::unique_ptr<ControlServer> control_;
  std::unique_ptr<io::TcpServer> radio_server_;
  std::unique_ptr<io::TcpServer> control_server_;
  Timer pty_again_;
};

}  // namespace waggle::sim
