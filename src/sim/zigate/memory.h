// What ZiGate's firmware keeps in its flash (PDM): the network it is on and the way it speaks with its host.
#pragma once

#include <optional>

#include "coordinator/parameters.h"
#include "core/value.h"
#include "zigbee/ids.h"

namespace waggle::sim::zigate {

struct Memory {
  explicit Memory(Ieee factory_address) : ieee(factory_address) {}

  Ieee ieee;  // no command changes it
  std::optional<coordinator::NetworkParameters> network;
  std::uint8_t raw_mode = 0;
  std::uint32_t frame_counter = 0;
  coordinator::ExtendedPan extended_pan{};  // to form a network with
  std::uint32_t channels = 0;               // likewise

  /// All but the address.
  void erase() { *this = Memory(ieee); }

  Value save() const;
  /// False, and nothing loaded, when the value is no saved memory.
  bool load(const Value& saved);
};

}  // namespace waggle::sim::zigate
