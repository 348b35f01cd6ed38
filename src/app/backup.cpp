// waggle backup, waggle restore: the radio's memory to a file and back, with no bridge running.
#include <fmt/core.h>

#include "app/options.h"
#include "app/radio.h"
#include "bridge/bridge.h"
#include "network/restore.h"

namespace waggle::app {
namespace {

constexpr std::string_view file_name = "/coordinator_backup.json";

/// The radio of a data folder, and nothing that listens to it.
class Stick final : coordinator::Events {
 public:
  static Result<std::unique_ptr<Stick>> open(io::Loop& loop, const std::string& data) {
    std::unique_ptr<Stick> out(new Stick());
    TRY(out->settings_, settings::Settings::load(io::disk(), data, settings::process_environment()));
    TRY(out->wanted, bridge::network_parameters(*out->settings_));
    auto make = radio_maker(loop, *out->settings_);
    if (!make) return std::move(make.error()).in(data + "/configuration.yaml");
    out->radio = (*make)(*out);
    return out;
  }
  ~Stick() {
    if (radio) radio->close();
  }

  std::unique_ptr<coordinator::Coordinator> radio;
  coordinator::NetworkParameters wanted;

 private:
  Stick() = default;
  void on_message(const coordinator::Incoming&) override {}
  void on_zdo(const coordinator::ZdoIncoming&) override {}
  void on_joined(Nwk, Ieee) override {}
  void on_left(Nwk, Ieee) override {}
  void on_address(Nwk, Ieee) override {}
  void on_lost(const Error&) override {}  // whoever waits for an answer is told

  std::unique_ptr<settings::Settings> settings_;
};

std::string summary(const std::string& path, const coordinator::Backup& backup) {
  return fmt::format("{}: PAN ID {}, channel {}, {} devices, frame counter {}", path, backup.network.pan.raw,
                     backup.network.channel, backup.devices.size(), backup.frame_counter);
}

/// `out`: a file of the user's own; empty: the data folder's, which keeps older generations.
Task<Result<std::string>> read_stick(Stick& stick, network::BackupFile file, std::string out) {
  CO_TRY_DO(co_await stick.radio->inspect());
  if (out.empty()) {
    const std::function<bool(Ieee)> anybody = [](Ieee) { return true; };
    CO_TRY(const coordinator::Backup backup, co_await network::take_backup(*stick.radio, file, anybody));
    co_return summary(file.path(), backup);
  }
  CO_TRY(const coordinator::Backup backup, co_await stick.radio->backup());
  CO_TRY_DO(io::disk().replace(out, network::print_backup(backup)));
  co_return summary(out, backup);
}

Task<Result<std::string>> write_stick(Scheduler& scheduler, Stick& stick, network::BackupFile file, std::string from) {
  CO_TRY(const std::string text, io::disk().read(from));
  auto parsed = network::parse_backup(text);
  if (!parsed) co_return std::move(parsed.error()).in(from);
  const coordinator::NetworkParameters network = parsed->network;
  if (!network.same_network(stick.wanted)) {
    // The bridge would find a network on the radio that it is not to use, and refuse to start.
    co_return Error{Errc::refused, fmt::format("{} is of another network than configuration.yaml ({}; here: the settings, there: "
                                               "the backup). Nothing was changed. Put the network of the backup into "
                                               "configuration.yaml first", from, network::difference(stick.wanted, network))};
  }
  const std::size_t devices = parsed->devices.size();
  CO_TRY(coordinator::RadioInfo found, co_await stick.radio->inspect());
  CO_TRY_DO(co_await network::restore_backup(*stick.radio, std::move(found), file, std::move(*parsed), scheduler.wall()));
  CO_TRY(const coordinator::RadioInfo now, co_await stick.radio->inspect());
  if (!now.network || !now.network->same_network(network)) {
    co_return Error{Errc::refused, "the backup was written, but the radio does not hold its network now"};
  }
  co_return fmt::format("The radio {} now holds the network with PAN ID {} and {} devices", to_string(now.ieee), network.pan.raw,
                        devices);
}

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

template <class Start>
int with_stick(const std::string& data, Start start) {
  io::Loop loop;
  auto stick = Stick::open(loop, data);
  if (!stick) {
    fmt::print(stderr, "{}\n", stick.error().text);
    return 1;
  }
  int exit_code = 1;
  TaskGroup tasks;
  bool interrupted = false;
  loop.on_signals([&](int) {
    interrupted = true;
    loop.stop();
  });
  // From the loop: a task that fails at once must find it running.
  loop.post([&] { tasks.spawn("stick", run(loop, start(loop, **stick), exit_code)); });
  loop.run();
  if (interrupted) fmt::print(stderr, "Interrupted. A radio that was being written is blank until 'waggle restore' is run again\n");
  return exit_code;
}

}  // namespace

int backup(const BackupOptions& options) {
  const network::BackupFile file(io::disk(), options.data + std::string(file_name));
  return with_stick(options.data, [&](io::Loop&, Stick& stick) { return read_stick(stick, file, options.out); });
}

int restore(const RestoreOptions& options) {
  const network::BackupFile file(io::disk(), options.data + std::string(file_name));
  const std::string from = options.file.empty() ? file.path() : options.file;
  return with_stick(options.data, [&](io::Loop& loop, Stick& stick) { return write_stick(loop, stick, file, from); });
}

}  // namespace waggle::app
