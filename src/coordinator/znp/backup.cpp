// How the network in a Z-Stack radio's memory is read, and written into another one.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/znp/driver.h"
#include "core/log.h"

namespace waggle::coordinator::znp {
namespace {

constexpr std::string_view NS = "zh:zstack";
constexpr std::uint32_t first_counter = 1250;  // what new firmware counts from when nothing is stored
constexpr std::array<std::uint8_t, 8> any_network{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

template <class Array>
Array reversed(Array bytes) {
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}
Bytes octets(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

template <class Entry>
std::optional<std::size_t> free_row(const std::vector<Entry>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].used()) return i;
  }
  return std::nullopt;
}
template <class Entry>
Result<std::size_t> place_for(const std::vector<Entry>& rows, std::string_view what, std::size_t wanted) {
  if (const auto row = free_row(rows)) return *row;
  return Error{Errc::refused, fmt::format("the radio has room for {} {}, the backup has {} devices", rows.size(), what, wanted)};
}

}  // namespace

Task<Result<Driver::Tables>> Driver::read_tables() {
  const TablePlaces& at = table_places(product_);
  Tables out;
  CO_TRY(out.addresses, co_await tables_.read<AddressManagerEntry>(at.address_manager));
  CO_TRY(out.trust_center_keys, co_await tables_.read<TrustCenterKeyEntry>(at.trust_center_keys));
  CO_TRY(out.link_keys, co_await tables_.read<LinkKeyEntry>(at.link_keys));
  CO_TRY(out.key_owners, co_await tables_.read<SecurityManagerEntry>(at.security_manager));
  CO_TRY(out.counters, co_await tables_.read<SecurityMaterialEntry>(at.security_material));
  co_return out;
}

// Reading ------------------------------------------------------------------------------------------

Task<Result<Backup>> Driver::backup() {
  CO_TRY(const auto network, co_await stored_network());
  CO_TRY(const auto nib, co_await nv_.read_as<Nib>(item::nib));
  if (!network || !nib) co_return Error{Errc::not_found, "the radio holds no network that could be backed up"};
  Backup out;
  out.network = *network;
  out.channels = nib->channels;
  out.security_level = nib->security_level;
  out.zstack_product = static_cast<std::uint8_t>(product_);
  out.made = scheduler_.wall();
  CO_TRY(const auto own, co_await link_.call<SysGetExtendedAddress>({}));
  out.ieee = own.ieee;
  if (product_ != Product::zstack12) {
    CO_TRY(const auto seed, co_await nv_.read(item::trust_center_seed));
    Key key{};
    if (seed && seed->size() == key.size()) {
      std::copy(seed->begin(), seed->end(), key.begin());
      out.zstack_seed = key;
    }
  }
  CO_TRY(const Tables tables, co_await read_tables());
  CO_TRY(out.frame_counter, co_await frame_counter(tables, network->extended_pan));
  const std::uint16_t first_key = table_places(product_).first_key_row;
  for (std::size_t i = 0; i < tables.addresses.size(); ++i) {
    const AddressManagerEntry& address = tables.addresses[i];
    constexpr std::uint8_t device = AddressManagerEntry::associated | AddressManagerEntry::security;
    if (!address.used() || !(address.user & device)) continue;
    BackedUpDevice& known = out.devices.emplace_back();
    known.ieee = address.ieee;
    if (address.nwk.raw < 0xFFF8) known.nwk = address.nwk;
    known.child = address.user & AddressManagerEntry::associated;
    for (const TrustCenterKeyEntry& key : tables.trust_center_keys) {
      if (!key.used() || key.ieee != address.ieee || !out.zstack_seed) continue;
      known.link_key = LinkKey{derive_key(*out.zstack_seed, key.ieee, key.seed_shift % 16), key.sent, key.received};
    }
    for (const SecurityManagerEntry& owner : tables.key_owners) {
      const std::size_t row = static_cast<std::size_t>(owner.key_row) - first_key;
      if (!owner.used() || owner.address_row != i || row >= tables.link_keys.size() || !tables.link_keys[row].used()) continue;
      const LinkKeyEntry& key = tables.link_keys[row];
      known.link_key = LinkKey{key.key, key.sent, key.received};
    }
  }
  co_return out;
}

Task<Result<std::uint32_t>> Driver::frame_counter(const Tables& tables, ExtendedPan extended_pan) {
  if (product_ == Product::zstack12) {
    CO_TRY(const auto active, co_await nv_.read_as<ActiveKeyItems>(item::network_key));
    co_return active ? active->counter : 0;
  }
  std::optional<std::uint32_t> general;
  for (const SecurityMaterialEntry& entry : tables.counters) {
    if (entry.extended_pan == reversed(extended_pan)) co_return entry.counter;
    if (entry.extended_pan == any_network && !general) general = entry.counter;
  }
  co_return general.value_or(first_counter);
}

// Writing ------------------------------------------------------------------------------------------

// The firmware fills its memory with what only it knows when it forms a network. So it forms one that nobody
// is on, and then finds the memory of another when it restarts. The mark comes last: a radio that loses power
// on the way is blank to whoever looks next.
Task<Result<>> Driver::restore(Backup backup) {
  NetworkParameters passing = backup.network;
  passing.pan.raw = static_cast<std::uint16_t>(backup.network.pan.raw ^ 0x5555);
  if (passing.pan.raw == 0xFFFF || passing.pan.raw == 0) passing.pan.raw = 0x5555;
  for (auto& octet : passing.extended_pan) octet ^= 0x55;
  for (auto& octet : passing.key) octet ^= 0x55;

  // What does not fit must be known before anything is lost. Some firmware has no tables until it has formed.
  CO_TRY(Tables tables, co_await read_tables());
  if (!tables.addresses.empty()) CO_TRY_DO(fill(tables, backup));
  CO_TRY_DO(co_await commission(passing));
  CO_TRY(tables, co_await read_tables());
  CO_TRY(const std::size_t without_key, fill(tables, backup));
  CO_TRY_DO(co_await write_network(backup));
  CO_TRY_DO(co_await write_tables(tables));
  CO_TRY_DO(co_await write_commissioning_items(backup.network));
  co_await sleep(scheduler_, 1s);  // the memory settles
  CO_TRY_DO(co_await mark_configured());
  log::info(NS, "wrote the network with PAN ID {} and {} devices into the radio", backup.network.pan.raw, backup.devices.size());
  if (without_key > 0) {
    log::warning(NS, "the radio has no room for the link keys of {} of them. All devices go on; but one of these that loses the network, as "
                     "after a reset, must be paired again", without_key);
  }
  co_return co_await reset();
}

// Z-Stack makes the keys of devices that joined by it from its seed, and has a few places for others. Gives the number of
// devices whose key has no place.
Result<std::size_t> Driver::fill(Tables& tables, const Backup& backup) const {
  std::size_t without_key = 0;
  const auto clear = [](auto& rows) { std::fill(rows.begin(), rows.end(), typename std::decay_t<decltype(rows)>::value_type{}); };
  clear(tables.addresses);
  clear(tables.trust_center_keys);
  clear(tables.link_keys);
  clear(tables.key_owners);
  clear(tables.counters);

  if (!tables.counters.empty()) {
    tables.counters.back() = {backup.frame_counter, any_network};
    tables.counters.front() = {backup.frame_counter, reversed(backup.network.extended_pan)};
  }
  const std::size_t count = backup.devices.size();
  for (const BackedUpDevice& device : backup.devices) {
    TRY(const std::size_t row, place_for(tables.addresses, "devices", count));
    // A row that nobody uses would be free to the firmware.
    std::uint8_t user = device.child ? AddressManagerEntry::associated : AddressManagerEntry::security;
    if (device.link_key) user |= AddressManagerEntry::security;
    tables.addresses[row] = {user, device.nwk.value_or(unknown_nwk), device.ieee};
    if (!device.link_key) continue;
    const LinkKey& key = *device.link_key;
    const auto shift = backup.zstack_seed ? shift_of_key(*backup.zstack_seed, device.ieee, key.key) : std::nullopt;
    if (shift && !tables.trust_center_keys.empty()) {
      TRY(const std::size_t at, place_for(tables.trust_center_keys, "link keys", count));
      tables.trust_center_keys[at] = {key.sent, key.received, device.ieee, TrustCenterKeyEntry::verified, 0, *shift};
      continue;
    }
    const auto at = free_row(tables.link_keys);
    const auto owner = free_row(tables.key_owners);
    if (!at || !owner) {
      ++without_key;
      continue;
    }
    tables.link_keys[*at] = {key.key, key.sent, key.received};
    tables.key_owners[*owner] = {static_cast<std::uint16_t>(row),
                                 static_cast<std::uint16_t>(table_places(product_).first_key_row + *at),
                                 SecurityManagerEntry::authenticated};
  }
  return without_key;
}

Task<Result<>> Driver::write_network(const Backup& backup) {
  const NetworkParameters& network = backup.network;
  CO_TRY(auto nib, co_await nv_.read_as<Nib>(item::nib));
  if (!nib) co_return Error{Errc::refused, "the radio has lost the network it has just formed"};
  nib->pan = network.pan;
  nib->channel = network.channel;
  nib->channels = backup.channels != 0 ? backup.channels : 1u << network.channel;
  nib->extended_pan = reversed(network.extended_pan);
  nib->security_level = backup.security_level;
  nib->update_id = network.update_id;
  if (is_address(nib->coordinator_ieee)) nib->coordinator_ieee = backup.ieee;
  Writer own;
  own.u64(backup.ieee.raw);
  CO_TRY_DO(co_await nv_.write(item::extended_address, own.take()));
  CO_TRY_DO(co_await nv_.write(item::nib, encode_nv(*nib, nv_.alignment())));
  if (product_ == Product::zstack12) {
    const ActiveKeyItems active{network.key_sequence, network.key, backup.frame_counter};
    co_return co_await nv_.write(item::network_key, encode_nv(active, nv_.alignment()));
  }
  const Bytes key = encode_nv(KeyDescriptor{network.key_sequence, network.key}, nv_.alignment());
  CO_TRY_DO(co_await nv_.write(item::active_key_info, key));
  CO_TRY_DO(co_await nv_.write(item::alternate_key_info, key));
  if (backup.zstack_seed) CO_TRY_DO(co_await nv_.write(item::trust_center_seed, octets(*backup.zstack_seed)));
  co_return Result<>{};
}

Task<Result<>> Driver::write_tables(Tables& tables) {
  const TablePlaces& at = table_places(product_);
  CO_TRY_DO(co_await tables_.write(at.security_material, std::move(tables.counters)));
  CO_TRY_DO(co_await tables_.write(at.address_manager, std::move(tables.addresses)));
  CO_TRY_DO(co_await tables_.write(at.security_manager, std::move(tables.key_owners)));
  CO_TRY_DO(co_await tables_.write(at.link_keys, std::move(tables.link_keys)));
  co_return co_await tables_.write(at.trust_center_keys, std::move(tables.trust_center_keys));
}

}  // namespace waggle::coordinator::znp
