// The network of a ZiGate in one piece, as firmware 3.24 of ZiGate+ hands it out and takes it. Link keys are not in it,
// and no firmware takes another radio's address.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/zigate/driver.h"
#include "core/log.h"

namespace waggle::coordinator::zigate {
namespace {

constexpr std::string_view NS = "zh:zigate";
constexpr std::string_view too_old =
    "this ZiGate's firmware does not tell its network key and frame counter, so there is nothing that another radio could go on with: when "
    "the stick fails, all devices must be paired again. ZiGate+ can do it with firmware 3.24 or newer";

std::uint64_t number_of(const ExtendedPan& octets) { return Reader(octets).uint_be(octets.size()); }
ExtendedPan octets_of(std::uint64_t number) {
  Writer out;
  out.uint_be(number, 8);
  ExtendedPan octets{};
  std::copy(out.view().begin(), out.view().end(), octets.begin());
  return octets;
}

}  // namespace

/// Nothing: the firmware has no command for it.
Task<Result<std::optional<Recovery>>> Driver::recovery() {
  const Empty nothing{};
  auto answer = co_await link_.ask<ExtractRecovery>(nothing);
  if (!answer && answer.error().code == Errc::unsupported) co_return std::optional<Recovery>();
  if (!answer) co_return std::move(answer.error());
  Recovery out;
  Reader in(answer->data.bytes);
  if (!waggle::decode(out, in)) co_return Error{Errc::malformed, "the radio's recovery data is cut short: '" + to_hex(answer->data.bytes) + "'"};
  co_return std::optional(out);
}

// The radio has just formed a network of its own: what is to be different is replaced, the rest stays as it should be.
Task<Result<>> Driver::replace(NetworkParameters parameters, std::uint32_t frame_counter) {
  CO_TRY(std::optional<Recovery> network, co_await recovery());
  if (!network) co_return Error{Errc::unsupported, std::string(too_old)};
  network->version = Recovery::layout;
  network->extended_pan = number_of(parameters.extended_pan);
  network->pan = parameters.pan;
  network->nwk = coordinator_nwk;
  network->channel = parameters.channel;
  network->update_id = parameters.update_id;
  network->key = parameters.key;
  network->key_sequence = parameters.key_sequence;
  network->frame_counter = std::max(frame_counter, network->frame_counter);
  network->trust_center = ieee_;
  RestoreRecovery::Request request;
  request.data.bytes = waggle::encode(*network);
  CO_TRY_DO(co_await link_.ask<RestoreRecovery>(request));
  CO_TRY_DO(co_await restart());
  const Empty nothing{};
  CO_TRY(const NetworkState now, co_await link_.ask<GetNetworkState>(nothing));
  if (now.pan != parameters.pan || octets_of(network->extended_pan) != now.extended_pan) {
    co_return Error{Errc::refused, fmt::format("the radio did not take the network that was written into it: its PAN ID is {} and not {}",
                                               now.pan.raw, parameters.pan.raw)};
  }
  co_return Result<>{};
}

Task<Result<Backup>> Driver::backup() {
  if (!has_network_) co_return Error{Errc::not_found, "the radio holds no network that could be backed up"};
  if (!has_recovery_) co_return Error{Errc::unsupported, std::string(too_old)};
  const Empty nothing{};
  CO_TRY(const RecoveryAllData answer, co_await link_.ask<ExtractRecoveryAll>(nothing));
  const auto all = decode_all(answer.data.bytes);
  if (!all) co_return Error{Errc::malformed, "the radio's recovery data is cut short"};
  const Recovery& network = all->network;
  Backup out;
  out.ieee = ieee_;
  out.network.pan = network.pan;
  out.network.extended_pan = octets_of(network.extended_pan);
  out.network.channel = network.channel;
  out.network.update_id = network.update_id;
  out.network.key = network.key;
  out.network.key_sequence = network.key_sequence;
  out.channels = 1u << network.channel;
  out.security_level = network.security_level;
  out.frame_counter = network.frame_counter;
  for (const RecoveryDevice& device : all->devices) {
    BackedUpDevice& entry = out.devices.emplace_back();
    entry.ieee = device.ieee;
    entry.nwk = device.nwk;
  }
  out.made = scheduler_.wall();
  co_return out;
}

Task<Result<>> Driver::restore(Backup backup) {
  if (!has_recovery_) {
    co_return Error{Errc::unsupported, "this ZiGate's firmware takes no network from a backup: it makes up PAN ID and network key by itself, and "
                                       "devices must be paired again. ZiGate+ can do it with firmware 3.24 or newer"};
  }
  if (backup.ieee != ieee_) {
    log::warning(NS, "ZiGate's firmware cannot take over the address {} and keeps {}. Devices go on with the network; bindings to the old "
                     "coordinator's address must be made anew (reconfigure the devices), and some devices must be paired again",
                 to_string(backup.ieee), to_string(ieee_));
  }
  const auto keys = std::count_if(backup.devices.begin(), backup.devices.end(), [](const auto& device) { return device.link_key.has_value(); });
  if (keys > 0) {
    log::warning(NS, "ZiGate's firmware takes no link keys: those of {} devices are left out. They go on; but one of them that loses the "
                     "network, as after a reset, must be paired again", keys);
  }
  CO_TRY_DO(co_await erase());
  CO_TRY_DO(co_await start_network(backup.network));
  CO_TRY_DO(co_await replace(backup.network, backup.frame_counter));
  log::info(NS, "wrote the network with PAN ID {} into the radio", backup.network.pan.raw);
  co_return Result<>{};
}

}  // namespace waggle::coordinator::zigate
