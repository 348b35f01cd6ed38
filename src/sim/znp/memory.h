// What Z-Stack firmware keeps in its memory and what it makes of it: the network it is on, keys and
// counters, the tables of devices. The layouts are TI's C structures (Z-Stack 3.0.2: nwk.h,
// AddrMgr.h, APSMEDE.h, ZDSecMgr.h); which firmware keeps a table where is said in one place, at
// the top of memory.cpp.
#pragma once

#include "coordinator/coordinator.h"
#include "coordinator/znp/nv.h"
#include "sim/znp/nv_store.h"

namespace waggle::sim::znp {

enum class Product : std::uint8_t { zstack12 = 0, zstack3x0 = 1, zstack30x = 2 };

struct AddressManagerEntry {
  static constexpr std::uint8_t associated = 1, security = 2;
  std::uint8_t user{};
  Nwk nwk = unknown_nwk;
  Ieee ieee = unknown_ieee;
  WAGGLE_FIELDS(AddressManagerEntry, user, nwk, ieee)
};
struct TrustCenterKeyEntry {
  static constexpr std::uint8_t verified = 2;
  std::uint32_t sent{};
  std::uint32_t received{};
  Ieee ieee{};
  std::uint8_t attributes{};
  std::uint8_t kind{};
  std::uint8_t
      seed_shift{};  // the key is the seed rotated by so many octets, mixed with the address
  WAGGLE_FIELDS(TrustCenterKeyEntry, sent, received, ieee, attributes, kind, seed_shift)
};
struct LinkKeyEntry {
  std::array<std::uint8_t, 16> key{};
  std::uint32_t sent{};
  std::uint32_t received{};
  WAGGLE_FIELDS(LinkKeyEntry, key, sent, received)
};
struct SecurityManagerEntry {
  std::uint16_t address_index = 0xFFFE;
  std::uint16_t key_index{};
  std::uint8_t authentication{};
  WAGGLE_FIELDS(SecurityManagerEntry, address_index, key_index, authentication)
};
struct SecurityMaterialEntry {
  std::uint32_t counter{};
  std::array<std::uint8_t, 8> extended_pan{};  // little-endian
  WAGGLE_FIELDS(SecurityMaterialEntry, counter, extended_pan)
};

class Memory {
 public:
  Memory(Product product, Ieee factory_ieee);

  NvStore store;

  /// As delivered: an address of its own and nothing else.
  void factory();
  /// What the startup option of the reset orders (bit 0: settings, bit 1: the network).
  void apply_startup_option();

  Ieee ieee() const;
  void set_ieee(Ieee ieee);
  /// The network to resume; none when there is no NIB or it was never filled.
  std::optional<coordinator::NetworkParameters> network() const;
  /// What the host has set up for a new network. `channels` overrides the item when it is not 0.
  coordinator::NetworkParameters wanted_network(std::uint32_t channels) const;
  void store_keys(const coordinator::NetworkParameters& network);
  /// The NIB comes some time after the keys, as on real chips.
  void store_nib(const coordinator::NetworkParameters& network);
  void set_channel(std::uint8_t channel, std::uint8_t update_id);

  void remember_device(Ieee ieee, Nwk nwk, bool child);
  void forget_device(Ieee ieee);

  std::uint32_t frame_counter() const;
  void set_frame_counter(std::uint32_t value);

  coordinator::znp::Alignment alignment() const { return alignment_; }
  /// Items that this firmware does not show to the host.
  bool hidden(std::uint16_t item) const;

 private:
  struct Table;
  std::optional<Bytes> row(const Table& table, std::size_t index) const;
  void put_row(const Table& table, std::size_t index, Bytes octets);
  template <class Entry, class Wanted>
  std::optional<std::size_t> find_row(const Table& table, Wanted wanted) const;
  template <class Entry>
  void fill(const Table& table);
  void put_settings();
  void put_tables();
  const Table& address_manager() const;
  const Table& trust_center_keys() const;
  const Table& link_keys() const;
  const Table& security_material() const;

  Product product_;
  Ieee factory_ieee_;
  coordinator::znp::Alignment alignment_;
};

}  // namespace waggle::sim::znp
