// What EmberZNet firmware keeps in its tokens: the network it is on, the trust centre's key, the table of link
// keys, who has joined, the address that it took over from another radio.
#pragma once

#include <array>
#include <optional>
#include <set>

#include "coordinator/backup.h"
#include "core/value.h"

namespace waggle::sim::ember {

struct Memory {
  static constexpr std::size_t link_key_places = 12;
  struct LinkKeyEntry {
    Ieee ieee{};
    coordinator::LinkKey key;
  };

  explicit Memory(Ieee factory_address) : factory_ieee(factory_address) {}

  Ieee factory_ieee;
  std::optional<Ieee> restored_ieee;
  std::optional<coordinator::NetworkParameters> network;
  coordinator::Key link_key{};  // the trust centre's: each device's is derived from it
  std::uint32_t channels = 0;
  std::int8_t power = 0;
  std::uint32_t frame_counter = 0;
  std::array<std::optional<LinkKeyEntry>, link_key_places> link_keys;
  std::set<Ieee> members;

  Ieee ieee() const { return restored_ieee.value_or(factory_ieee); }
  /// All but the address it was made with.
  void factory() { *this = Memory(factory_ieee); }
  void forget_network();

  Value save() const;
  /// False, and nothing loaded, when the value is no saved memory.
  bool load(const Value& saved);
};

}  // namespace waggle::sim::ember
