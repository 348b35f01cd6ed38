#include "sim/znp/memory.h"

#include <algorithm>
#include <bit>

namespace waggle::sim::znp {

using coordinator::NetworkParameters;
using namespace coordinator::znp;  // NOLINT: what memory is made of
namespace item = coordinator::znp::item;

struct Memory::Table {
  TablePlace at;
  std::uint16_t rows;
};

namespace {

constexpr std::uint8_t zstack_system = 1;
constexpr std::uint8_t configured = 0x55;

constexpr std::uint16_t network_items[] = {item::nib, item::active_key_info,
                                           item::alternate_key_info, item::configured_zstack3,
                                           item::configured_zstack1};

Bytes octets(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }
Bytes little_endian(std::uint64_t value, std::size_t width) {
  Writer out;
  out.uint(value, width);
  return out.take();
}
template <class Array>
Array reversed(Array bytes) {
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

}  // namespace

// How many rows this radio's tables have; new chips have more room.
Memory::Table Memory::address_manager() const {
  return {table_places(product_).address_manager, rows(160, 40)};
}
Memory::Table Memory::trust_center_keys() const {
  return {table_places(product_).trust_center_keys, rows(160, 40)};
}
Memory::Table Memory::link_keys() const { return {table_places(product_).link_keys, 16}; }
Memory::Table Memory::security_manager() const {
  return {table_places(product_).security_manager, 16};
}
Memory::Table Memory::security_material() const {
  return {table_places(product_).security_material, rows(12, 8)};
}
std::uint16_t Memory::rows(std::uint16_t of_new_chips, std::uint16_t of_old_ones) const {
  return product_ == Product::zstack3x0 ? of_new_chips : of_old_ones;
}

Memory::Memory(Product product, Ieee factory_ieee)
    : product_(product),
      factory_ieee_(factory_ieee),
      alignment_(product == Product::zstack3x0 ? Alignment::aligned : Alignment::unaligned) {
  factory();
}

// Rows --------------------------------------------------------------------------------------------

std::optional<Bytes> Memory::row(const Table& table, std::size_t index) const {
  const auto sub = static_cast<std::uint16_t>(index);
  const std::uint16_t id = table.at.item;
  const Bytes* found = nullptr;
  switch (table.at.kind) {
    case TablePlace::Kind::nowhere: break;
    case TablePlace::Kind::extended:
      found = store.find(NvStore::ExtendedKey{zstack_system, id, sub});
      break;
    case TablePlace::Kind::item_a_row:
      found = store.find(static_cast<std::uint16_t>(id + sub));
      break;
    case TablePlace::Kind::one_item:
    case TablePlace::Kind::counted: {
      const std::size_t before = table.at.kind == TablePlace::Kind::counted ? 2 : 0;
      const Bytes* all = store.find(id);
      if (!all || all->size() < before) return std::nullopt;
      const std::size_t size = (all->size() - before) / table.rows;
      return octets(std::span(*all).subspan(before + index * size, size));
    }
  }
  return found ? std::optional<Bytes>(*found) : std::nullopt;
}

void Memory::put_row(const Table& table, std::size_t index, Bytes value) {
  const auto sub = static_cast<std::uint16_t>(index);
  const std::uint16_t id = table.at.item;
  switch (table.at.kind) {
    case TablePlace::Kind::nowhere: break;
    case TablePlace::Kind::extended:
      store.put(NvStore::ExtendedKey{zstack_system, id, sub}, std::move(value));
      break;
    case TablePlace::Kind::item_a_row:
      store.put(static_cast<std::uint16_t>(id + sub), std::move(value));
      break;
    case TablePlace::Kind::one_item: store.write(id, index * value.size(), value); break;
    case TablePlace::Kind::counted: store.write(id, 2 + index * value.size(), value); break;
  }
}

template <class Entry>
void Memory::fill(const Table& table) {
  const Bytes empty = encode_nv(Entry{}, alignment_);
  if (table.at.kind == TablePlace::Kind::one_item) {
    store.put(table.at.item, Bytes(empty.size() * table.rows));
  } else if (table.at.kind == TablePlace::Kind::counted) {
    store.put(table.at.item, Bytes(2 + empty.size() * table.rows));
  }
  for (std::size_t i = 0; i < table.rows; ++i) put_row(table, i, empty);
}

template <class Entry, class Wanted>
std::optional<std::size_t> Memory::find_row(const Table& table, Wanted wanted) const {
  for (std::size_t i = 0; i < table.rows; ++i) {
    const auto raw = row(table, i);
    Entry entry;
    if (raw && decode_nv(entry, alignment_, *raw) && wanted(entry)) return i;
  }
  return std::nullopt;
}

// Settings ----------------------------------------------------------------------------------------

void Memory::factory() {
  store.clear();
  store.put(item::extended_address, little_endian(factory_ieee_.raw, 8));
  store.put(item::startup_option, {0});
  put_settings();
  put_tables();
}

void Memory::put_settings() {
  // Its length tells the host how this firmware aligns its structures.
  store.put(item::network_key, Bytes(alignment_ == Alignment::aligned ? 24 : 21));
  store.put(item::preconfigured_key, Bytes(16));
  store.put(item::preconfigured_keys_enable, {1});
  store.put(item::pan, {0xFF, 0xFF});
  store.put(item::channels, little_endian(1u << 11, 4));
  store.put(item::extended_pan, Bytes(8));
  store.put(item::logical_type, {0});
  // The seed of trust centre link keys: random on a real chip, but the same story every time here.
  Writer seed;
  seed.u64(factory_ieee_.raw * 0x9E3779B97F4A7C15).u64(factory_ieee_.raw * 0xC2B2AE3D27D4EB4F);
  if (product_ != Product::zstack12) store.put(item::trust_center_seed, seed.take());
}

void Memory::put_tables() {
  fill<SecurityManagerEntry>(security_manager());
  fill<AddressManagerEntry>(address_manager());
  fill<TrustCenterKeyEntry>(trust_center_keys());
  fill<LinkKeyEntry>(link_keys());
  fill<SecurityMaterialEntry>(security_material());
}

void Memory::apply_startup_option() {
  const Bytes* option = store.find(item::startup_option);
  const std::uint8_t bits = option && !option->empty() ? option->front() : 0;
  if (bits & 1) put_settings();
  if (bits & 2) {
    for (const std::uint16_t id : network_items) store.erase(id);
    put_tables();
  }
}

Ieee Memory::ieee() const {
  const Bytes* raw = store.find(item::extended_address);
  return raw ? Ieee(Reader(*raw).u64()) : factory_ieee_;
}
void Memory::set_ieee(Ieee ieee) { store.put(item::extended_address, little_endian(ieee.raw, 8)); }

bool Memory::hidden(std::uint16_t id) const {
  // Z-Stack 1.2 gives the key only through SAPI, and has no descriptors of it.
  return product_ == Product::zstack12 &&
         (id == item::preconfigured_key || id == item::active_key_info ||
          id == item::alternate_key_info);
}

// The network -------------------------------------------------------------------------------------

std::optional<NetworkParameters> Memory::network() const {
  const Bytes* raw = store.find(item::nib);
  Nib nib;
  if (!raw || !decode_nv(nib, alignment_, *raw) || nib.pan.raw == 0xFFFF || nib.channel == 0) {
    return std::nullopt;
  }
  NetworkParameters out;
  out.pan = nib.pan;
  out.extended_pan = reversed(nib.extended_pan);
  out.channel = nib.channel;
  out.update_id = nib.update_id;
  KeyDescriptor active;
  ActiveKeyItems old;
  const Bytes* key = store.find(item::active_key_info);
  const Bytes* old_key = store.find(item::network_key);
  const Bytes* preconfigured = store.find(item::preconfigured_key);
  if (product_ != Product::zstack12 && key && decode_nv(active, alignment_, *key)) {
    out.key = active.key;
    out.key_sequence = active.sequence;
  } else if (product_ == Product::zstack12 && old_key && decode_nv(old, alignment_, *old_key) &&
             old.key != coordinator::Key{}) {
    out.key = old.key;
    out.key_sequence = old.sequence;
  } else if (preconfigured && preconfigured->size() == out.key.size()) {
    std::copy(preconfigured->begin(), preconfigured->end(), out.key.begin());
  }
  return out;
}

NetworkParameters Memory::wanted_network(std::uint32_t channels) const {
  NetworkParameters out;
  const auto read = [&](std::uint16_t id) {
    const Bytes* value = store.find(id);
    return value ? *value : Bytes(16);
  };
  out.pan = PanId(Reader(read(item::pan)).u16());
  const Bytes extended = read(item::extended_pan);
  for (std::size_t i = 0; i < 8 && i < extended.size(); ++i) out.extended_pan[7 - i] = extended[i];
  // Without an extended PAN identifier of its own, a network takes the coordinator's address.
  if (std::all_of(out.extended_pan.begin(), out.extended_pan.end(),
                  [](auto b) { return b == 0; })) {
    for (std::size_t i = 0; i < 8; ++i)
      out.extended_pan[i] = static_cast<std::uint8_t>(ieee().raw >> 8 * (7 - i));
  }
  if (channels == 0) channels = static_cast<std::uint32_t>(Reader(read(item::channels)).uint(4));
  out.channel =
      channels == 0 ? std::uint8_t{11} : static_cast<std::uint8_t>(std::countr_zero(channels));
  const Bytes key = read(item::preconfigured_key);
  std::copy_n(key.begin(), std::min(key.size(), out.key.size()), out.key.begin());
  return out;
}

void Memory::store_keys(const NetworkParameters& network) {
  if (product_ == Product::zstack12) {
    store.put(item::network_key,
              encode_nv(ActiveKeyItems{network.key_sequence, network.key, 0}, alignment_));
    return;
  }
  const Bytes key = encode_nv(KeyDescriptor{network.key_sequence, network.key}, alignment_);
  store.put(item::active_key_info, key);
  store.put(item::alternate_key_info, key);
  SecurityMaterialEntry material;
  material.counter = 1250;
  material.extended_pan = reversed(network.extended_pan);
  put_row(security_material(), 0, encode_nv(material, alignment_));
}

void Memory::store_nib(const NetworkParameters& network) {
  // What the coordinator firmware's own defaults are (Z-Stack 3.x.0, nwk_globals.c), and this
  // network.
  Nib nib;
  nib.sequence = 1;
  nib.passive_ack_timeout = 5;
  nib.max_broadcast_retries = 2;
  nib.max_children = 50;
  nib.max_depth = 20;
  nib.max_routers = 50;
  nib.broadcast_delivery_time = 30;
  nib.route_discovery_retries = 3;
  nib.secure_all_frames = 1;
  nib.security_level = 5;
  nib.symmetric_link = 1;
  nib.capability = 0x8F;
  nib.transaction_persistence = 7;
  nib.protocol_version = 2;
  nib.route_discovery_time = 13;
  nib.route_expiry_time = 30;
  nib.channel = network.channel;
  nib.coordinator_ieee = ieee();
  nib.pan = network.pan;
  nib.state = 8;
  nib.channels = 1u << network.channel;
  nib.beacon_order = 15;
  nib.superframe_order = 15;
  nib.extended_pan = reversed(network.extended_pan);
  nib.key_loaded = 1;
  nib.link_status_period = 60;
  nib.router_age_limit = 5;
  nib.is_concentrator = 1;
  nib.concentrator_discovery_time = 120;
  nib.concentrator_radius = 10;
  nib.all_fresh = 1;
  nib.update_id = network.update_id;
  store.put(item::nib, encode_nv(nib, alignment_));
}

void Memory::set_channel(std::uint8_t channel, std::uint8_t update_id) {
  const Bytes* raw = store.find(item::nib);
  Nib nib;
  if (!raw || !decode_nv(nib, alignment_, *raw)) return;
  nib.channel = channel;
  nib.channels = 1u << channel;
  nib.update_id = update_id;
  store.put(item::nib, encode_nv(nib, alignment_));
}

// Devices -----------------------------------------------------------------------------------------

void Memory::remember_device(Ieee ieee, Nwk nwk, bool child) {
  const auto mine = [&](const auto& entry) { return entry.ieee == ieee; };
  const auto free = [](const auto& entry) { return !entry.used(); };
  const Table addresses = address_manager();
  auto at = find_row<AddressManagerEntry>(addresses, mine);
  if (!at) at = find_row<AddressManagerEntry>(addresses, free);
  if (at) {
    AddressManagerEntry entry;
    entry.user = static_cast<std::uint8_t>(AddressManagerEntry::security |
                                           (child ? AddressManagerEntry::associated : 0));
    entry.nwk = nwk;
    entry.ieee = ieee;
    put_row(addresses, *at, encode_nv(entry, alignment_));
  }
  if (key_of(ieee)) return;
  const auto row = find_row<TrustCenterKeyEntry>(trust_center_keys(), free);
  if (!row) return;
  TrustCenterKeyEntry key;
  key.ieee = ieee;
  key.attributes = TrustCenterKeyEntry::verified;
  key.seed_shift = static_cast<std::uint8_t>(*row % 16);
  put_row(trust_center_keys(), *row, encode_nv(key, alignment_));
}

std::optional<std::size_t> Memory::key_of(Ieee ieee) const {
  return find_row<TrustCenterKeyEntry>(trust_center_keys(),
                                       [&](const auto& entry) { return entry.ieee == ieee; });
}

std::optional<coordinator::Key> Memory::link_key(Ieee ieee) const {
  const auto mine = [&](const auto& entry) { return entry.ieee == ieee; };
  // One that was written for it goes before the one that is made of the seed.
  if (const auto address = find_row<AddressManagerEntry>(address_manager(), mine)) {
    const auto of_it = [&](const SecurityManagerEntry& entry) { return entry.used() && entry.address_row == *address; };
    SecurityManagerEntry owner;
    LinkKeyEntry key;
    const auto at = find_row<SecurityManagerEntry>(security_manager(), of_it);
    if (at && decode_nv(owner, alignment_, row(security_manager(), *at).value())) {
      const std::size_t place = static_cast<std::size_t>(owner.key_row) - table_places(product_).first_key_row;
      const auto octets_of_key = row(link_keys(), place);
      if (octets_of_key && decode_nv(key, alignment_, *octets_of_key) && key.used()) return key.key;
    }
  }
  const auto at = key_of(ieee);
  const Bytes* seed = store.find(item::trust_center_seed);
  TrustCenterKeyEntry key;
  coordinator::Key root{};
  if (!at || !seed || seed->size() != root.size()) return std::nullopt;
  if (!decode_nv(key, alignment_, row(trust_center_keys(), *at).value())) return std::nullopt;
  std::copy(seed->begin(), seed->end(), root.begin());
  return derive_key(root, ieee, key.seed_shift % 16);
}

void Memory::count_key_exchange(Ieee ieee) {
  const auto at = key_of(ieee);
  if (!at) return;
  TrustCenterKeyEntry key;
  if (!decode_nv(key, alignment_, row(trust_center_keys(), *at).value())) return;
  key.sent += 1;
  key.received += 2;
  put_row(trust_center_keys(), *at, encode_nv(key, alignment_));
}

void Memory::forget_device(Ieee ieee) {
  const auto mine = [&](const auto& entry) { return entry.ieee == ieee; };
  if (const auto at = find_row<AddressManagerEntry>(address_manager(), mine)) {
    put_row(address_manager(), *at, encode_nv(AddressManagerEntry{}, alignment_));
  }
  if (const auto at = key_of(ieee)) {
    put_row(trust_center_keys(), *at, encode_nv(TrustCenterKeyEntry{}, alignment_));
  }
}

// The counter of the frames that the network key encrypts --------------------------------------------

std::size_t Memory::counter_row() const {
  const Bytes* raw = store.find(item::nib);
  Nib nib;
  if (!raw || !decode_nv(nib, alignment_, *raw)) return 0;
  const auto own = [&](const SecurityMaterialEntry& entry) { return entry.extended_pan == nib.extended_pan; };
  return find_row<SecurityMaterialEntry>(security_material(), own).value_or(0);
}

std::uint32_t Memory::frame_counter() const {
  if (product_ == Product::zstack12) {
    const Bytes* raw = store.find(item::network_key);
    ActiveKeyItems active;
    return raw && decode_nv(active, alignment_, *raw) ? active.counter : 0;
  }
  const auto raw = row(security_material(), counter_row());
  SecurityMaterialEntry entry;
  return raw && decode_nv(entry, alignment_, *raw) ? entry.counter : 0;
}

void Memory::set_frame_counter(std::uint32_t value) {
  if (product_ == Product::zstack12) {
    const Bytes* raw = store.find(item::network_key);
    ActiveKeyItems active;
    if (!raw || !decode_nv(active, alignment_, *raw)) return;
    active.counter = value;
    store.put(item::network_key, encode_nv(active, alignment_));
    return;
  }
  const std::size_t at = counter_row();
  const auto raw = row(security_material(), at);
  SecurityMaterialEntry entry;
  if (!raw || !decode_nv(entry, alignment_, *raw)) return;
  entry.counter = value;
  put_row(security_material(), at, encode_nv(entry, alignment_));
}

}  // namespace waggle::sim::znp
