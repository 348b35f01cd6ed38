#include "sim/znp/memory.h"

#include <algorithm>
#include <bit>

namespace waggle::sim::znp {

using coordinator::NetworkParameters;
using coordinator::znp::Alignment;
using coordinator::znp::decode_nv;
using coordinator::znp::encode_nv;
using coordinator::znp::KeyDescriptor;
using coordinator::znp::Nib;
namespace item = coordinator::znp::item;

/// Where a table is: a row per sub-item of an extended item, a row per OSAL item, or all in one
/// item.
struct Memory::Table {
  enum class Place : std::uint8_t { extended, item_a_row, one_item } place;
  std::uint16_t item;
  std::uint16_t rows;
};

namespace {

constexpr std::uint8_t zstack_system = 1;
constexpr std::uint16_t security_manager_table = 0x004C;
constexpr std::size_t security_manager_rows = 16;
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

const Memory::Table& Memory::address_manager() const {
  static constexpr Table extended{Table::Place::extended, 0x0001, 160};
  static constexpr Table legacy{Table::Place::one_item, 0x0023, 40};
  return product_ == Product::zstack3x0 ? extended : legacy;
}
const Memory::Table& Memory::trust_center_keys() const {
  static constexpr Table extended{Table::Place::extended, 0x0004, 160};
  static constexpr Table legacy{Table::Place::item_a_row, 0x0111, 40};
  return product_ == Product::zstack3x0 ? extended : legacy;
}
const Memory::Table& Memory::link_keys() const {
  static constexpr Table extended{Table::Place::extended, 0x0006, 16};
  static constexpr Table legacy{Table::Place::item_a_row, 0x0201, 16};
  return product_ == Product::zstack3x0 ? extended : legacy;
}
const Memory::Table& Memory::security_material() const {
  static constexpr Table extended{Table::Place::extended, 0x0007, 12};
  static constexpr Table legacy{Table::Place::item_a_row, 0x0075, 8};
  return product_ == Product::zstack3x0 ? extended : legacy;
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
  const Bytes* found = nullptr;
  switch (table.place) {
    case Table::Place::extended:
      found = store.find(NvStore::ExtendedKey{zstack_system, table.item, sub});
      break;
    case Table::Place::item_a_row:
      found = store.find(static_cast<std::uint16_t>(table.item + sub));
      break;
    case Table::Place::one_item: {
      const Bytes* all = store.find(table.item);
      if (!all) return std::nullopt;
      const std::size_t size = all->size() / table.rows;
      return octets(std::span(*all).subspan(index * size, size));
    }
  }
  return found ? std::optional<Bytes>(*found) : std::nullopt;
}

void Memory::put_row(const Table& table, std::size_t index, Bytes value) {
  const auto sub = static_cast<std::uint16_t>(index);
  switch (table.place) {
    case Table::Place::extended:
      store.put(NvStore::ExtendedKey{zstack_system, table.item, sub}, std::move(value));
      break;
    case Table::Place::item_a_row:
      store.put(static_cast<std::uint16_t>(table.item + sub), std::move(value));
      break;
    case Table::Place::one_item: store.write(table.item, index * value.size(), value); break;
  }
}

template <class Entry>
void Memory::fill(const Table& table) {
  const Bytes empty = encode_nv(Entry{}, alignment_);
  if (table.place == Table::Place::one_item)
    store.put(table.item, Bytes(empty.size() * table.rows));
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
  Writer table;
  table.u16(0);
  for (std::size_t i = 0; i < security_manager_rows; ++i) {
    table.bytes(encode_nv(SecurityManagerEntry{}, alignment_));
  }
  store.put(security_manager_table, table.take());
  fill<AddressManagerEntry>(address_manager());
  if (product_ == Product::zstack12) return;
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
  const Bytes* key = store.find(item::active_key_info);
  const Bytes* preconfigured = store.find(item::preconfigured_key);
  if (product_ != Product::zstack12 && key && decode_nv(active, alignment_, *key)) {
    out.key = active.key;
    out.key_sequence = active.sequence;
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
  if (product_ == Product::zstack12) return;
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
  const Table& addresses = address_manager();
  auto at = find_row<AddressManagerEntry>(addresses, mine);
  if (!at)
    at =
        find_row<AddressManagerEntry>(addresses, [](const auto& entry) { return entry.user == 0; });
  if (at) {
    AddressManagerEntry entry;
    entry.user = static_cast<std::uint8_t>(AddressManagerEntry::security |
                                           (child ? AddressManagerEntry::associated : 0));
    entry.nwk = nwk;
    entry.ieee = ieee;
    put_row(addresses, *at, encode_nv(entry, alignment_));
  }
  if (product_ == Product::zstack12 || find_row<TrustCenterKeyEntry>(trust_center_keys(), mine))
    return;
  const auto free = find_row<TrustCenterKeyEntry>(
      trust_center_keys(), [](const auto& entry) { return entry.ieee.raw == 0; });
  if (!free) return;
  TrustCenterKeyEntry key;
  key.ieee = ieee;
  key.attributes = TrustCenterKeyEntry::verified;
  key.seed_shift = static_cast<std::uint8_t>(*free % 16);
  put_row(trust_center_keys(), *free, encode_nv(key, alignment_));
}

void Memory::forget_device(Ieee ieee) {
  const auto mine = [&](const auto& entry) { return entry.ieee == ieee; };
  if (const auto at = find_row<AddressManagerEntry>(address_manager(), mine)) {
    put_row(address_manager(), *at, encode_nv(AddressManagerEntry{}, alignment_));
  }
  if (product_ == Product::zstack12) return;
  if (const auto at = find_row<TrustCenterKeyEntry>(trust_center_keys(), mine)) {
    put_row(trust_center_keys(), *at, encode_nv(TrustCenterKeyEntry{}, alignment_));
  }
}

std::uint32_t Memory::frame_counter() const {
  const auto raw = row(security_material(), 0);
  SecurityMaterialEntry entry;
  return raw && decode_nv(entry, alignment_, *raw) ? entry.counter : 0;
}
void Memory::set_frame_counter(std::uint32_t value) {
  const auto raw = row(security_material(), 0);
  SecurityMaterialEntry entry;
  if (!raw || !decode_nv(entry, alignment_, *raw)) return;
  entry.counter = value;
  put_row(security_material(), 0, encode_nv(entry, alignment_));
}

}  // namespace waggle::sim::znp
