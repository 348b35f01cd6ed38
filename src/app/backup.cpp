// waggle backup, waggle restore: the radio's memory to a file and back, with no bridge running.
#include <fmt/core.h>

#include "app/options.h"
#include "app/stick.h"
#include "bridge/bridge.h"
#include "network/restore.h"

namespace waggle::app {
namespace {

constexpr std::string_view file_name = "/coordinator_backup.json";

std::string summary(const std::string& path, const coordinator::Backup& backup) {
  return fmt::format("{}: PAN ID {}, channel {}, {} devices, frame counter {}", path, backup.network.pan.raw,
                     backup.network.channel, backup.devices.size(), backup.frame_counter);
}

Result<std::unique_ptr<Stick>> stick_of(io::Loop& loop, const settings::Settings& settings) {
  TRY(StickAddress address, stick_address(settings));
  auto stick = Stick::open(loop, std::move(address));
  if (!stick) return std::move(stick.error()).in(settings.folder() + "/configuration.yaml");
  return stick;
}

/// `options.out`: a file of the user's own; empty: the data folder's, which keeps older generations.
Task<Result<std::string>> read_stick(io::Loop& loop, BackupOptions options) {
  CO_TRY(const auto settings, settings::Settings::load(io::disk(), options.data, settings::process_environment()));
  CO_TRY(const auto stick, stick_of(loop, *settings));
  CO_TRY_DO(co_await stick->radio->inspect());
  if (options.out.empty()) {
    const network::BackupFile file(io::disk(), options.data + std::string(file_name));
    const std::function<bool(Ieee)> anybody = [](Ieee) { return true; };
    CO_TRY(const coordinator::Backup backup, co_await network::take_backup(*stick->radio, file, anybody));
    co_return summary(file.path(), backup);
  }
  CO_TRY(const coordinator::Backup backup, co_await stick->radio->backup());
  CO_TRY_DO(io::disk().replace(options.out, network::print_backup(backup)));
  co_return summary(options.out, backup);
}

Task<Result<std::string>> write_stick(io::Loop& loop, RestoreOptions options) {
  CO_TRY(const auto settings, settings::Settings::load(io::disk(), options.data, settings::process_environment()));
  CO_TRY(const auto wanted, bridge::network_parameters(*settings));
  const network::BackupFile file(io::disk(), options.data + std::string(file_name));
  const std::string from = options.file.empty() ? file.path() : options.file;
  CO_TRY(const std::string text, io::disk().read(from));
  auto parsed = network::parse_backup(text);
  if (!parsed) co_return std::move(parsed.error()).in(from);
  const coordinator::NetworkParameters network = parsed->network;
  const std::size_t devices = parsed->devices.size();
  CO_TRY(const auto database, network::read_database(io::disk(), options.data + "/database.db"));
  CO_TRY(const auto stick, stick_of(loop, *settings));
  CO_TRY(coordinator::RadioInfo found, co_await stick->radio->inspect());
  if (!found.is_wanted(network, wanted)) {
    // The bridge would find a network on the radio that it is not to use, and refuse to start.
    co_return Error{Errc::refused, fmt::format("{} is of another network than configuration.yaml ({}; here: the settings, there: "
                                               "the backup). Nothing was changed. Put the network of the backup into "
                                               "configuration.yaml first", from, network::difference(wanted, network))};
  }
  coordinator::Backup backup = network::written_out(std::move(*parsed), database.devices);
  CO_TRY_DO(co_await network::restore_backup(*stick->radio, std::move(found), file, std::move(backup), loop.wall()));
  CO_TRY(const coordinator::RadioInfo now, co_await stick->radio->inspect());
  if (!now.network || !now.network->same_network(network)) {
    co_return Error{Errc::refused, "the backup was written, but the radio does not hold its network now"};
  }
  co_return fmt::format("The radio {} now holds the network with PAN ID {} and {} devices", to_string(now.ieee), network.pan.raw,
                        devices);
}

}  // namespace

int backup(const BackupOptions& options) {
  return run_command([&](io::Loop& loop) { return read_stick(loop, options); });
}

int restore(const RestoreOptions& options) {
  return run_command([&](io::Loop& loop) { return write_stick(loop, options); },
                     "A radio that was being written is blank until 'waggle restore' is run again");
}

}  // namespace waggle::app
