// waggle run: the bridge, until it is told to stop.
#include <fmt/core.h>

#include "app/options.h"
#include "app/process.h"
#include "app/service.h"
#include "app/set_up.h"

namespace waggle::app {
namespace {

enum class End : std::uint8_t { stop, restart, fail };

End run_once(const std::string& data) {
  io::Loop loop;
  End end = End::stop;
  Service service(loop, service_options_of_environment());
  auto process = Process::make(loop, data, settings::process_environment());
  if (!process) {
    fmt::print(stderr, "{}\n", process.error().text);
    return End::fail;
  }
  auto finish = [&](End how) {
    end = how;
    // A restart within the process is none to systemd.
    if (how == End::stop) service.stopping();
    (*process)->stop([&] { loop.stop(); });
  };
  (*process)->on_restart = [&] { finish(End::restart); };
  (*process)->on_health = [&](bool online, const std::string& text) { service.health(online, text); };
  loop.on_signals([&](int) { finish(End::stop); });
  service.starting();
  (*process)->start();
  loop.run();
  return end;
}

}  // namespace

int run(const RunOptions& options) {
  const settings::Environment environment = settings::process_environment();
  if (set_up_wanted(options.data, environment) && set_up(options.data, environment) == SetUpEnd::stopped) return 0;
  for (;;) {
    const End end = run_once(options.data);
    if (end != End::restart) return end == End::fail ? 1 : 0;
  }
}

}  // namespace waggle::app
