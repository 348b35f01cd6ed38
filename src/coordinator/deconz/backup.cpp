// How the network in a ConBee is read, and written into another one. The firmware tells keys only of devices that
// are named to it, so a backup goes without them.
#include <fmt/core.h>

#include "coordinator/deconz/driver.h"
#include "core/log.h"

namespace waggle::coordinator::deconz {
namespace {

constexpr std::string_view NS = "zh:deconz";

/// `what` it does not do, and what comes of it.
Error too_old(std::uint32_t version, std::string_view what) {
  return {Errc::unsupported, fmt::format("the radio's firmware {:#010x} {}. Update the firmware (a ConBee II can since 0x26720700)",
                                         version, what)};
}

}  // namespace

Task<Result<Backup>> Driver::backup() {
  if (!network_) co_return Error{Errc::not_found, "the radio holds no network that could be backed up"};
  Backup out;
  CO_TRY(out.network, co_await network_parameters());
  out.ieee = ieee_;
  CO_TRY(const std::uint64_t channels, co_await read_number(parameter::channels));
  out.channels = static_cast<std::uint32_t>(channels) | 1u << out.network.channel;
  auto counter = co_await read_number(parameter::frame_counter);
  if (!counter && counter.error().code == Errc::unsupported) {
    co_return too_old(version_, "does not tell its frame counter. A backup without is of no use: devices ignore a coordinator whose counter "
                                "goes back");
  }
  if (!counter) co_return std::move(counter.error());
  out.frame_counter = static_cast<std::uint32_t>(*counter);
  out.made = scheduler_.wall();
  co_return out;
}

Task<Result<>> Driver::restore(Backup backup) {
  if (backup.network.key_sequence != 0) {
    co_return Error{Errc::unsupported, fmt::format("this firmware numbers its network key 0, and the backup's has the number {}: devices would "
                                                   "not understand this radio. Nothing was changed; use a radio of another make, or pair the "
                                                   "devices again", backup.network.key_sequence)};
  }
  auto counter = co_await read_number(parameter::frame_counter);
  if (!counter && counter.error().code == Errc::unsupported) {
    co_return too_old(version_, "takes over no frame counter: devices would ignore this radio until its own has passed that of the radio "
                                "before it. Nothing was changed");
  }
  if (!counter) co_return std::move(counter.error());
  up_ = false;
  CO_TRY_DO(co_await change_state(state::offline));
  if (backup.ieee != ieee_) {
    auto taken = co_await write_number(parameter::ieee, backup.ieee.raw);
    if (!taken && taken.error().code != Errc::refused && taken.error().code != Errc::unsupported) co_return taken;
    if (taken) {
      ieee_ = backup.ieee;
    } else {
      log::warning(NS, "this radio's firmware does not take over the address {} and keeps {}. Devices go on with the network; bindings to the "
                       "old coordinator's address must be made anew (reconfigure the devices), and some devices must be paired again",
                   to_string(backup.ieee), to_string(ieee_));
    }
  }
  CO_TRY_DO(co_await write_network(backup.network));
  CO_TRY_DO(co_await write_number(parameter::frame_counter, backup.frame_counter));
  std::size_t left_out = 0;
  for (const BackedUpDevice& device : backup.devices) {
    if (!device.link_key) continue;
    Writer entry;
    entry.u64(device.ieee.raw).bytes(device.link_key->key);
    Bytes octets = entry.take();
    auto written = co_await write_parameter(parameter::link_key, std::move(octets));
    if (!written && written.error().code != Errc::refused && written.error().code != Errc::unsupported) co_return written;
    left_out += !written;
  }
  if (left_out > 0) {
    log::warning(NS, "the radio did not take {} of the backup's link keys. All devices go on; but one of those that loses the network, as "
                     "after a reset, must be paired again", left_out);
  }
  CO_TRY_DO(co_await change_state(state::connected));
  log::info(NS, "wrote the network with PAN ID {} into the radio", backup.network.pan.raw);
  co_return Result<>{};
}

}  // namespace waggle::coordinator::deconz
