// waggle run: the bridge, until it is told to stop.
#include <fmt/core.h>

#include "app/options.h"
#include "app/process.h"

namespace waggle::app {
namespace {

enum class End : std::uint8_t { stop, restart, fail };

End run_once(const std::string& data) {
  io::Loop loop;
  End end = End::stop;
  auto process = Process::make(loop, data, settings::process_environment());
  if (!process) {
    fmt::print(stderr, "{}\n", process.error().text);
    return End::fail;
  }
  auto finish = [&](End how) {
    end = how;
    (*process)->stop([&] { loop.stop(); });
  };
  (*process)->on_restart = [&] { finish(End::restart); };
  loop.on_signals([&](int) { finish(End::stop); });
  (*process)->start();
  loop.run();
  return end;
}

}  // namespace

int run(const RunOptions& options) {
  for (;;) {
    const End end = run_once(options.data);
    if (end != End::restart) return end == End::fail ? 1 : 0;
  }
}

}  // namespace waggle::app
