#include "app/stick.h"

#include <fmt/core.h>

namespace waggle::app {
namespace {

Task<> run(io::Loop& loop, Task<Result<std::string>> task, int& exit_code) {
  auto done = co_await std::move(task);
  if (done) {
    fmt::print("{}\n", *done);
  } else {
    fmt::print(stderr, "{}\n", done.error().text);
  }
  exit_code = done ? 0 : 1;
  loop.stop();
}

}  // namespace

Result<std::unique_ptr<Stick>> Stick::open(io::Loop& loop, StickAddress address) {
  std::unique_ptr<Stick> out(new Stick());
  TRY(const auto make, radio_maker(loop, std::move(address)));
  out->radio = make(*out);
  return out;
}

Stick::~Stick() {
  if (radio) radio->close();
}

std::string summary(const coordinator::RadioInfo& info) {
  std::string out = info.type;
  if (const Value* revision = info.meta.find("revision")) {
    out += revision->is_string() ? fmt::format(" {}", revision->string_or("")) : fmt::format(" {}", revision->number_or(0));
  }
  out += ", address " + to_string(info.ieee);
  if (!info.network) return out + ", holds no network";
  return out + fmt::format(", holds the network with PAN ID {} on channel {}", info.network->pan.raw, info.network->channel);
}

int run_command(const Command& command, std::string_view if_interrupted) {
  io::Loop loop;
  int exit_code = 1;
  bool interrupted = false;
  TaskGroup tasks;
  loop.on_signals([&](int) {
    interrupted = true;
    loop.stop();
  });
  // From the loop: a task that fails at once must find it running.
  loop.post([&] { tasks.spawn("command", run(loop, command(loop), exit_code)); });
  loop.run();
  if (interrupted && !if_interrupted.empty()) fmt::print(stderr, "Interrupted. {}\n", if_interrupted);
  return exit_code;
}

}  // namespace waggle::app
