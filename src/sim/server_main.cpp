// sim_server: the simulator alone, until and beside `waggle sim`. Says in one line of JSON where it
// listens.
#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "core/json.h"
#include "core/log.h"
#include "sim/run.h"

namespace {

using namespace waggle;  // NOLINT: a main file

int run(const sim::SimOptions& options) {
  io::Loop loop;
  auto simulation = sim::Simulation::start(loop, options);
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

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A simulated Zigbee radio (TI Z-Stack) with simulated devices behind it");
  sim::SimOptions options;
  std::uint16_t port = 0;
  std::uint16_t control_port = 0;
  int product = 1;
  bool verbose = false;
  auto* tcp = app.add_option("--port", port, "TCP port of the radio, on loopback; 0: any free one");
  auto* control =
      app.add_option("--control-port", control_port, "TCP port for scripts; 0: any free one");
  app.add_option("--pty", options.pty, "offer the radio on a pseudo-terminal, under this link");
  app.add_option("--state", options.world.state,
                 "file in which radio and devices survive a restart");
  app.add_option("--home", options.home, "YAML file with the devices; without it the demo home");
  app.add_option("--product", product, "1: Z-Stack 3.x.0, 2: 3.0.x, 0: 1.2")
      ->check(CLI::Range(0, 2));
  app.add_option("--seed", options.world.seed, "of everything random");
  app.add_option("--speed", options.world.how_they_live.speed, "of the devices' life");
  app.add_flag("--join-all", options.world.join_all,
               "devices join as soon as joining is permitted");
  app.add_flag("--life", options.world.life, "devices do things by themselves");
  app.add_flag("--verbose", verbose, "log every frame");
  CLI11_PARSE(app, argc, argv);
  if (tcp->count() > 0 || options.pty.empty()) options.port = port;
  if (control->count() > 0) options.control_port = control_port;
  options.world.product = static_cast<sim::znp::Product>(product);
  options.world.how_they_live.seed = options.world.seed;
  log::Config config;
  config.level = verbose ? log::Level::debug : log::Level::warning;
  log::configure(config);
  return run(options);
}
