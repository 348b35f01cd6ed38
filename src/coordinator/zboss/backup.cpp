// How the network in a ZBOSS radio is read, and written into another one: settings by their calls, counters, addresses and
// keys by data sets of the firmware's memory. The firmware for ESP32 chips gives none of these.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/zboss/driver.h"
#include "coordinator/zboss/memory_sets.h"
#include "core/log.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view NS = "zh:zboss";
/// What one data set has room for.
constexpr std::size_t most_key_entries = 250;

Error no_memory_access() {
  return {Errc::unsupported, "This radio's firmware (as that for ESP32 chips) gives out neither its network's key nor its frame counter: the network "
                             "cannot be backed up or moved. Should the radio fail or be replaced, all devices must be paired again"};
}

}  // namespace

// nullopt: there is no such set (yet).
Task<Result<std::optional<Bytes>>> Driver::read_memory(std::uint16_t set) {
  const ReadMemory::Request request{set};
  auto answer = co_await link_.call<ReadMemory>(request);
  if (!answer && answer.error().code == Errc::unsupported) co_return no_memory_access();
  if (!answer && answer.error().code == Errc::refused) co_return std::optional<Bytes>();
  if (!answer) co_return std::move(answer.error());
  Bytes& data = answer->data.bytes;
  data.resize(std::min<std::size_t>(data.size(), answer->size));
  co_return std::optional(std::move(data));
}

Task<Result<>> Driver::write_memory(std::uint16_t set, std::uint16_t version, Bytes data) {
  WriteMemory::Request request;
  request.set = set;
  request.version = version;
  request.size = static_cast<std::uint16_t>(data.size());
  request.data.bytes = std::move(data);
  auto written = co_await link_.call<WriteMemory>(request);
  if (!written) co_return std::move(written.error()).in(fmt::format("data set {}", set));
  co_return Result<>{};
}

Task<Result<Backup>> Driver::backup() {
  if (!up_) co_return Error{Errc::not_found, "the radio holds no network that could be backed up"};
  Backup out;
  CO_TRY(out.network, co_await current_network());
  if (!out.network.key_known) co_return no_memory_access();
  out.ieee = ieee_;
  out.made = scheduler_.wall();
  const Empty nothing{};
  CO_TRY(const auto mask, co_await link_.call<GetChannelMask>(nothing));
  Reader entries(mask.entries.bytes);
  (void)entries.u8();  // the page
  out.channels = entries.u32() | 1u << out.network.channel;

  CO_TRY(const auto counters, co_await read_memory(CounterSet::number));
  const CounterSet counted = counters ? decode_counters(*counters).value_or(CounterSet()) : CounterSet();
  out.frame_counter = counted.network;
  CO_TRY(const auto addresses, co_await read_memory(AddressSet::number));
  CO_TRY(const auto keys, co_await read_memory(KeySet::number));
  const auto known = addresses ? decode_addresses(*addresses) : AddressSet();
  const auto secrets = keys ? decode_keys(*keys) : KeySet();
  if (!known || !secrets) co_return Error{Errc::malformed, "the radio's table of devices cannot be read: its firmware keeps it in another form"};
  for (const AddressSet::Entry& entry : known->entries) {
    if (entry.ieee == ieee_ || entry.nwk == coordinator_nwk) continue;
    BackedUpDevice& device = out.devices.emplace_back();
    device.ieee = entry.ieee;
    if (!is_broadcast(entry.nwk)) device.nwk = entry.nwk;
  }
  for (const KeySet::Entry& entry : secrets->entries) {
    const auto same = [&](const BackedUpDevice& device) { return device.ieee == entry.ieee; };
    auto device = std::find_if(out.devices.begin(), out.devices.end(), same);
    if (device == out.devices.end()) device = out.devices.insert(device, {entry.ieee});
    device->link_key = LinkKey{entry.key, counted.devices, 0};
  }
  co_return out;
}

// The memory is read when the firmware starts: what was written takes effect then.
Task<Result<>> Driver::restore(Backup backup) {
  CO_TRY_DO(co_await read_memory(CounterSet::number));  // firmware that has no such call is left as it is
  CO_TRY_DO(co_await forget());
  CO_TRY_DO(co_await take_over_address(backup.ieee));
  CO_TRY_DO(co_await form_with(backup.network));
  CounterSet counters{backup.frame_counter, 0};
  for (const BackedUpDevice& device : backup.devices) {
    if (device.link_key) counters.devices = std::max(counters.devices, device.link_key->sent);
  }
  CO_TRY_DO(co_await write_memory(CounterSet::number, CounterSet::version, encode(counters)));
  CO_TRY_DO(co_await write_devices(backup));
  up_ = false;
  CO_TRY_DO(co_await link_.restart(NcpReset::nothing));
  log::info(NS, "wrote the network with PAN ID {} and {} devices into the radio", backup.network.pan.raw, backup.devices.size());
  co_return Result<>{};
}

// Without them the network goes on all the same: addresses are learned again, and a device's own key is needed when it joins
// again without the network's key, and hardly ever else.
Task<Result<>> Driver::write_devices(const Backup& backup) {
  AddressSet addresses{{{backup.ieee, coordinator_nwk, 0}}};
  KeySet keys;
  std::size_t left_out = 0;
  for (const BackedUpDevice& device : backup.devices) {
    if (device.nwk && addresses.entries.size() < AddressSet::most) {
      addresses.entries.push_back({device.ieee, *device.nwk, static_cast<std::uint8_t>(addresses.entries.size())});
    }
    if (!device.link_key) continue;
    if (keys.entries.size() < most_key_entries) {
      keys.entries.push_back({device.ieee, device.link_key->key});
    } else {
      ++left_out;
    }
  }
  Bytes octets = encode(addresses);
  const auto addressed = co_await write_memory(AddressSet::number, AddressSet::version, std::move(octets));
  if (!addressed && addressed.error().code != Errc::refused) co_return addressed.error();
  if (!addressed) log::warning(NS, "the radio did not take the devices' addresses and will learn them again: {}", addressed.error().text);
  if (keys.entries.empty()) co_return Result<>{};
  octets = encode(keys);
  const auto keyed = co_await write_memory(KeySet::number, KeySet::version, std::move(octets));
  if (!keyed && keyed.error().code != Errc::refused) co_return keyed.error();
  if (!keyed) left_out = keys.entries.size() + left_out;
  if (left_out > 0) {
    log::warning(NS, "the radio has no room for the keys of {} devices. All devices go on; but one of these that loses the network, as after a "
                     "reset, must be paired again", left_out);
  }
  co_return Result<>{};
}

Task<Result<>> Driver::take_over_address(Ieee ieee) {
  if (ieee == ieee_) co_return Result<>{};
  const InterfaceAddress wanted{0, ieee};
  const auto set = co_await link_.call<SetLocalIeee>(wanted);
  if (!set && set.error().code != Errc::refused && set.error().code != Errc::unsupported) co_return set.error();
  if (set) {
    ieee_ = ieee;
    co_return Result<>{};
  }
  log::warning(NS, "this radio's firmware does not take over the address {} and keeps {} ({}). Devices go on with the network; bindings to the "
                   "old coordinator's address must be made anew (reconfigure the devices), and some devices must be paired again",
               to_string(ieee), to_string(ieee_), set.error().text);
  co_return Result<>{};
}

}  // namespace waggle::coordinator::zboss
