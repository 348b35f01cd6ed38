// How the network in an EmberZNet radio is read, and written into another one. The stack gives out its keys and
// takes others while it is on no network; what it has no commands for (neighbours, children) it learns again.
#include <algorithm>
#include <random>

#include "coordinator/ember/driver.h"
#include "coordinator/link_keys.h"
#include "core/log.h"

namespace waggle::coordinator::ember {
namespace {
constexpr std::string_view NS = "zh:ember";
}

Task<Result<std::size_t>> Driver::key_table_size() {
  const GetConfigurationValue::Request request{config::key_table_size};
  CO_TRY(const auto size, co_await link_.demand<GetConfigurationValue>(request));
  co_return std::size_t{size.value};
}

Task<Result<Backup>> Driver::backup() {
  if (!up_) co_return Error{Errc::not_found, "the radio holds no network that could be backed up"};
  Backup out;
  CO_TRY(out.network, co_await current_network());
  const GetNetworkParameters::Request nothing{};
  CO_TRY(const auto parameters, co_await link_.demand<GetNetworkParameters>(nothing));
  out.channels = parameters.channels;
  out.ieee = ieee_;
  const GetNetworkKeyInfo::Request no_more{};
  CO_TRY(const auto key, co_await link_.demand<GetNetworkKeyInfo>(no_more));
  if (!key.set) co_return Error{Errc::not_found, "the radio holds no network key that could be backed up"};
  out.frame_counter = key.frame_counter;
  CO_TRY(out.ember_link_key, co_await export_key(key_kind::trust_center_link));
  out.ezsp_version = static_cast<std::uint8_t>(link_.version());
  out.made = scheduler_.wall();

  // What firmware does not tell of its tables, the backup goes without.
  const auto places = co_await key_table_size();
  for (std::size_t i = 0; places && i < *places; ++i) {
    const ExportLinkKeyByIndex::Request which{static_cast<std::uint8_t>(i)};
    const auto entry = co_await link_.demand<ExportLinkKeyByIndex>(which);
    if (!entry && entry.error().code == Errc::closed) co_return entry.error();
    if (!entry && entry.error().code != Errc::refused) break;
    if (!entry) continue;  // nothing there
    BackedUpDevice& device = out.devices.emplace_back();
    device.ieee = entry->ieee;
    device.link_key = LinkKey{entry->key, entry->sent, entry->received};
    const LookUpNwk::Request whose{entry->ieee};
    const auto address = co_await link_.call<LookUpNwk>(whose);
    if (address && address->nwk.raw < 0xFFF8) device.nwk = address->nwk;
  }
  for (std::size_t i = 0; i < stack_.max_end_device_children; ++i) {
    const GetChildData::Request which{static_cast<std::uint8_t>(i)};
    const auto child = co_await link_.demand<GetChildData>(which);
    if (!child && child.error().code == Errc::closed) co_return child.error();
    if (!child && child.error().code != Errc::refused) break;
    if (!child) continue;
    const auto known = std::find_if(out.devices.begin(), out.devices.end(), [&](const auto& d) { return d.ieee == child->ieee; });
    BackedUpDevice& device = known != out.devices.end() ? *known : out.devices.emplace_back();
    device.ieee = child->ieee;
    device.nwk = child->nwk;
    device.child = true;
  }
  co_return out;
}

Task<Result<>> Driver::restore(Backup backup) {
  CO_TRY_DO(co_await leave());
  CO_TRY(const bool other_address, co_await take_over_address(backup.ieee));
  if (other_address) {
    CO_TRY_DO(co_await link_.restart());
    CO_TRY_DO(co_await configure());
    CO_TRY_DO(co_await register_endpoints());
    const GetIeee::Request nothing{};
    CO_TRY(const auto own, co_await link_.call<GetIeee>(nothing));
    ieee_ = own.ieee;
  }
  CO_TRY_DO(co_await import_keys(backup));
  Key link_key{};
  if (backup.ember_link_key) {
    link_key = *backup.ember_link_key;
  } else {
    std::random_device random;
    for (std::uint8_t& octet : link_key) octet = static_cast<std::uint8_t>(random());
  }
  CO_TRY_DO(co_await form_with(backup.network, link_key, backup.frame_counter, backup.channels));
  log::info(NS, "wrote the network with PAN ID {} into the radio", backup.network.pan.raw);
  co_return Result<>{};
}

// A device's own key is needed when it joins again without the network's key, and hardly ever else.
Task<Result<>> Driver::import_keys(const Backup& backup) {
  CO_TRY(const std::size_t places, co_await key_table_size());
  std::size_t place = 0;
  std::size_t left_out = 0;
  for (const BackedUpDevice& device : backup.devices) {
    if (!device.link_key) continue;
    if (backup.ember_link_key && device.link_key->key == hashed_link_key(*backup.ember_link_key, device.ieee)) continue;
    if (place == places) {
      ++left_out;
      continue;
    }
    const ImportLinkKey::Request entry{static_cast<std::uint8_t>(place++), device.ieee, device.link_key->key};
    CO_TRY_DO(co_await link_.demand<ImportLinkKey>(entry));
  }
  for (; place < places; ++place) {
    const EraseKeyTableEntry::Request entry{static_cast<std::uint8_t>(place)};
    auto erased = co_await link_.call<EraseKeyTableEntry>(entry);  // it may be empty
    if (!erased) co_return std::move(erased.error());
  }
  if (left_out > 0) {
    log::warning(NS, "the radio has room for {} link keys, the backup has {} more. All devices go on; but one of those left out that "
                     "loses the network, as after a reset, must be paired again", places, left_out);
  }
  co_return Result<>{};
}

// True when the radio must be restarted to have the address. Firmware has a place for an address that can be
// written any number of times; the one that can be written only once is left alone.
Task<Result<bool>> Driver::take_over_address(Ieee ieee) {
  if (ieee == ieee_) co_return false;
  for (const std::uint32_t token : GetTokenData::restored_ieee) {
    const GetTokenData::Request which{token, 0};
    const auto known = co_await link_.demand<GetTokenData>(which);
    if (!known) continue;
    SetTokenData::Request wanted{token, 0, sizeof ieee.raw, {}};
    Writer octets;
    octets.u64(ieee.raw);
    wanted.value.bytes = octets.take();
    CO_TRY_DO(co_await link_.demand<SetTokenData>(wanted));
    co_return true;
  }
  log::warning(NS, "this radio's firmware cannot take over the address {} and keeps {}. Devices go on with the network; bindings to the "
                   "old coordinator's address must be made anew (reconfigure the devices), and some devices must be paired again",
               to_string(ieee), to_string(ieee_));
  co_return false;
}

}  // namespace waggle::coordinator::ember
