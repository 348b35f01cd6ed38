// What Z-Stack firmware keeps in its memory and what it makes of it: the network it is on, keys and
// counters, the tables of devices. What the rows are and which firmware keeps a table where is said in
// coordinator/znp/nv_tables.h; how many rows this radio has, at the top of memory.cpp.
#pragma once

#include "coordinator/coordinator.h"
#include "coordinator/znp/nv_tables.h"
#include "sim/znp/nv_store.h"

namespace waggle::sim::znp {

using coordinator::znp::Product;

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
  /// Its link key was used: one message told it the network key, two asked for and confirmed its own.
  void count_key_exchange(Ieee ieee);

  /// The key shared with this device alone.
  std::optional<coordinator::Key> link_key(Ieee ieee) const;

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
  Table address_manager() const;
  Table trust_center_keys() const;
  Table link_keys() const;
  Table security_manager() const;
  Table security_material() const;
  std::uint16_t rows(std::uint16_t of_new_chips, std::uint16_t of_old_ones) const;
  std::optional<std::size_t> key_of(Ieee ieee) const;
  std::size_t counter_row() const;

  Product product_;
  Ieee factory_ieee_;
  coordinator::znp::Alignment alignment_;
};

}  // namespace waggle::sim::znp
