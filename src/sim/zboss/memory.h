// What ZBOSS's firmware keeps in its memory (NVRAM): what the host set, the network it is on, counters, the addresses and
// keys of devices, install codes.
#pragma once

#include <map>
#include <optional>

#include "coordinator/parameters.h"
#include "core/value.h"
#include "zigbee/ids.h"

namespace waggle::sim::zboss {

struct Memory {
  explicit Memory(Ieee factory_address) : factory_ieee(factory_address) {}

  Ieee factory_ieee;
  std::optional<Ieee> set_ieee;  // another radio's, taken over
  std::uint8_t role = 3;         // none
  std::uint32_t channels = 0;
  coordinator::NetworkParameters settings;  // for the next network
  std::optional<coordinator::NetworkParameters> network;
  std::uint32_t frame_counter = 0, device_counter = 0;
  std::map<Ieee, Nwk> addresses;
  std::map<Ieee, coordinator::Key> keys;
  std::map<Ieee, coordinator::Key> install_keys;

  Ieee ieee() const { return set_ieee.value_or(factory_ieee); }
  /// All but the address it was made with.
  void factory() { *this = Memory(factory_ieee); }

  Value save() const;
  /// False, and nothing loaded, when the value is no saved memory.
  bool load(const Value& saved);
};

}  // namespace waggle::sim::zboss
