// waggle move: a network from one stick to another, of the same maker or not, so that no device must join again. Step by
// step: what could go wrong is looked at before anything is written, the old stick is only read, and the settings
// change last.
#include <fmt/core.h>

#include <filesystem>

#include "app/options.h"
#include "app/stick.h"
#include "core/log.h"
#include "bridge/bridge.h"
#include "network/restore.h"

namespace waggle::app {
namespace {

template <class... Parts>
void step(fmt::format_string<Parts...> text, Parts&&... parts) {
  fmt::print("- {}\n", fmt::format(text, std::forward<Parts>(parts)...));
  std::fflush(stdout);
}

bool same_place(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return a == b || std::filesystem::equivalent(a, b, ignored);
}

std::string consequences(const coordinator::Backup& backup, const coordinator::RadioInfo& now, const std::string& from) {
  std::string out;
  if (now.ieee != backup.ieee) {
    out += fmt::format("\nThe radio keeps its own address {} in place of {}: devices go on with the network, but what they are bound to is "
                       "the old address. Configure them again (in the web pages, or with bridge/request/device/configure), and pair again "
                       "those that stay silent.", to_string(now.ieee), to_string(backup.ieee));
  }
  out += fmt::format("\nUnplug the stick at {} now, before the bridge is started: two coordinators of one network disturb each other.", from);
  out += "\nThe way back, at any time: 'waggle move' from the new stick to the old one. Never just plug in the old one again: what it has "
         "counted is behind what devices have heard since, and they would ignore it.";
  return out;
}

Task<Result<std::string>> move_network(io::Loop& loop, MoveOptions options) {
  CO_TRY(const auto settings, settings::Settings::load(io::disk(), options.data, settings::process_environment()));
  CO_TRY(const auto wanted, bridge::network_parameters(*settings));
  CO_TRY(StickAddress from, stick_address(*settings));
  StickAddress to;
  to.port = options.to;
  to.adapter = options.to_adapter;
  to.options = from.options;
  if (!options.from.empty()) {
    from = {options.from, options.from_adapter, std::nullopt, std::nullopt, from.options};
  }
  if (same_place(from.port, to.port)) co_return Error{Errc::invalid, fmt::format("both sticks are at {}: a network moves from one to another", to.port)};
  const std::string from_port = from.port;
  network::BackupFile file(io::disk(), options.data + "/coordinator_backup.json");
  CO_TRY(const auto database, network::read_database(io::disk(), options.data + "/database.db"));

  CO_TRY(const auto old_stick, Stick::open(loop, std::move(from)));
  CO_TRY(const auto old_info, co_await old_stick->radio->inspect());
  step("the old stick: {}", summary(old_info));
  if (!old_info.network) co_return Error{Errc::refused, "the old stick holds no network. Nothing was changed"};
  if (!old_info.is_wanted(*old_info.network, wanted)) {
    co_return Error{Errc::refused, fmt::format("the old stick holds another network than configuration.yaml ({}; here: the settings, there: the "
                                               "stick). Nothing was changed", network::difference(wanted, *old_info.network))};
  }
  auto read = co_await network::read_for_another(*old_stick->radio, old_info, wanted, file, database.devices, loop.wall());
  if (!read) co_return std::move(read.error()).in("the old stick could not be read, and nothing was changed");
  const coordinator::Backup& backup = *read;
  step("read: channel {}, {} devices, frame counter {}; kept in {}", backup.network.channel, backup.devices.size(), backup.frame_counter, file.path());
  old_stick->radio->close();

  CO_TRY(const auto new_stick, Stick::open(loop, std::move(to)));
  auto new_info = co_await new_stick->radio->inspect();
  if (!new_info) co_return std::move(new_info.error()).in(options.to);
  step("the new stick: {}", summary(*new_info));
  auto written = co_await network::restore_backup(*new_stick->radio, std::move(*new_info), file, backup, loop.wall());
  if (!written) {
    co_return std::move(written.error()).in("the network was not written to the new stick. The old one still holds it: start the bridge with that again");
  }
  CO_TRY(const auto now, co_await new_stick->radio->inspect());
  if (!now.network || !now.is_wanted(*now.network, wanted)) {
    co_return Error{Errc::refused, "the network was written to the new stick, but it does not hold it. The old one does: start the bridge with that again"};
  }
  step("written: {}", summary(now));

  Object serial{{"port", options.to}};
  for (const char* of_the_old : {"adapter", "baudrate", "rtscts"}) serial.set(of_the_old, Value());
  if (!options.to_adapter.empty()) serial.set("adapter", options.to_adapter);
  const Object change{{"serial", std::move(serial)}};
  if (auto changed = settings->apply(change); !changed) {
    co_return std::move(changed.error()).in("the network has moved, but configuration.yaml could not be changed: set serial.port and serial.adapter there");
  }
  step("configuration.yaml: serial.port is {} now", options.to);
  co_return "The network has moved." + consequences(backup, now, from_port);
}

}  // namespace

int move(const MoveOptions& options) {
  log::set_level(log::Level::warning);  // each step is said by the command itself
  return run_command([&](io::Loop& loop) { return move_network(loop, options); },
                     "The old stick still holds the network. A new one that was being written is blank until this is run again");
}

}  // namespace waggle::app
