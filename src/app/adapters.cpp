// waggle adapters: the sticks that can be seen from here, and what they say they are when they are asked.
#include <fmt/core.h>

#include "app/options.h"
#include "app/stick.h"
#include "core/log.h"

namespace waggle::app {
namespace {

Task<Result<std::vector<SeenStick>>> all_sticks(io::Loop& loop) {
  std::vector<SeenStick> out = sticks_by_usb();
  const std::string any_type;
  auto found = co_await sticks_by_mdns(loop, any_type);
  if (found) {
    for (SeenStick& seen : *found) out.push_back(std::move(seen));
  } else {
    fmt::print(stderr, "{}\n", found.error().text);
  }
  co_return out;
}

Task<std::string> asked(io::Loop& loop, SeenStick seen) {
  const Instant begin = loop.now();
  StickAddress address;
  address.port = seen.path;
  auto stick = Stick::open(loop, std::move(address));
  if (!stick) co_return stick.error().text;
  const auto info = co_await (*stick)->radio->inspect();
  if (!info) co_return info.error().text;
  const auto took = std::chrono::duration<double>(loop.now() - begin).count();
  co_return fmt::format("{} ({:.1f} s)", summary(*info), took);
}

Task<Result<std::string>> list(io::Loop& loop, AdaptersOptions options) {
  std::vector<SeenStick> sticks;
  for (const std::string& port : options.ports) {
    SeenStick& seen = sticks.emplace_back();
    seen.name = seen.path = port;
  }
  const bool all = options.ports.empty();
  if (all) {
    CO_TRY(sticks, co_await all_sticks(loop));
    if (sticks.empty()) co_return "No serial port with a USB device was found, and nothing on the local network says that it is a coordinator";
  }
  for (const SeenStick& seen : sticks) {
    if (all) fmt::print("{}\n    port: {}\n    likely: {}\n", seen.name, seen.path, seen.adapter.empty() ? "nothing that is known" : seen.adapter);
    if (options.ask || !all) {
      const std::string answer = co_await asked(loop, seen);
      fmt::print("{}{}\n", all ? "    says: " : seen.path + ": ", answer);
    }
    std::fflush(stdout);
  }
  if (all && !options.ask) co_return "What they are, they say when asked: waggle adapters --ask. Stop whatever uses them first, some restart when asked";
  co_return fmt::format("{} asked", sticks.size());
}

}  // namespace

int adapters(const AdaptersOptions& options) {
  log::set_level(log::Level::error);  // what is found is the command's own output
  return run_command([&](io::Loop& loop) { return list(loop, options); });
}

}  // namespace waggle::app
