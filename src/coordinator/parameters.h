// What makes a Zigbee network this one: its identifiers, its channel, its key.
#pragma once

#include <array>
#include <cstdint>

#include "zigbee/ids.h"

namespace waggle::coordinator {

using Key = std::array<std::uint8_t, 16>;
using ExtendedPan = std::array<std::uint8_t, 8>;  // in the order people write it

struct NetworkParameters {
  PanId pan{};
  ExtendedPan extended_pan{};
  std::uint8_t channel = 0;
  Key key{};
  bool key_known = true;  // some firmware keeps it to itself: then `key` says nothing
  std::uint8_t key_sequence = 0;
  std::uint8_t update_id = 0;

  /// The same network: its identity and key. Channels change in a network's life.
  bool same_network(const NetworkParameters& other) const {
    return pan == other.pan && extended_pan == other.extended_pan && (key == other.key || !key_known || !other.key_known);
  }
};

}  // namespace waggle::coordinator
