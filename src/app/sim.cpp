// waggle sim: the simulated radio alone. Says in one line of JSON where it listens.
#include "sim/run.h"

#include <fmt/core.h>

#include "app/options.h"
#include "core/json.h"
#include "core/log.h"

namespace waggle::app {

int sim(const SimOptions& options) {
  log::Config logging;
  logging.level = options.verbose ? log::Level::debug : log::Level::warning;
  log::configure(logging);
  sim::SimOptions wanted;
  wanted.home = options.home;
  wanted.pty = options.pty;
  if (options.tcp) wanted.port = options.port;
  if (options.control) wanted.control_port = options.control_port;
  wanted.world.family = options.family;
  wanted.world.ezsp_version = options.ezsp_version;
  wanted.world.conbee = options.conbee;
  wanted.world.espressif = options.espressif;
  wanted.world.zigate_firmware = options.zigate;
  wanted.world.product = static_cast<sim::znp::Product>(options.product);
  wanted.world.state = options.state;
  wanted.world.join_all = options.join_all;
  wanted.world.life = options.life;
  wanted.world.seed = options.seed;
  wanted.world.how_they_live.seed = options.seed;
  wanted.world.how_they_live.speed = options.speed;
  io::Loop loop;
  auto simulation = sim::Simulation::start(loop, wanted);
  if (!simulation) {
    fmt::print(stderr, "{}\n", simulation.error().text);
    return 1;
  }
  const Object ready{{"ready", true},
                     {"port", (*simulation)->port()},
                     {"control", (*simulation)->control_port()},
                     {"pty", (*simulation)->pty()}};
  fmt::print("{}\n", json::dump(Value(ready)));
  std::fflush(stdout);
  loop.on_signals([&](int) { loop.stop(); });
  loop.run();
  return 0;
}

}  // namespace waggle::app
