// Data sets of ZBOSS's memory (NVRAM) that a network can be moved with: the counters, the devices' addresses, their keys.
// Octets to values and back. The layouts are those that zigpy reads and writes on Nordic's chips.
#pragma once

#include <optional>
#include <vector>

#include "coordinator/parameters.h"
#include "core/bytes.h"
#include "zigbee/ids.h"

namespace waggle::coordinator::zboss {

struct CounterSet {
  static constexpr std::uint16_t number = 7, version = 1;
  std::uint32_t network = 0;  // of what is encrypted with the network's key
  std::uint32_t devices = 0;  // of what is encrypted with devices' own keys
  bool operator==(const CounterSet&) const = default;
};

struct AddressSet {
  static constexpr std::uint16_t number = 11, version = 2;
  static constexpr std::size_t most = 255;
  struct Entry {
    Ieee ieee{};
    Nwk nwk{};
    std::uint8_t index = 0;
    bool operator==(const Entry&) const = default;
  };
  std::vector<Entry> entries;
  bool operator==(const AddressSet&) const = default;
};

struct KeySet {
  static constexpr std::uint16_t number = 14, version = 0;
  /// Unique to the device, and proved to work.
  static constexpr std::uint8_t verified = 2 << 2;
  struct Entry {
    Ieee ieee{};
    Key key{};
    std::uint8_t flags = verified;
    bool operator==(const Entry&) const = default;
  };
  std::vector<Entry> entries;
  bool operator==(const KeySet&) const = default;
};

Bytes encode(const CounterSet& set);
Bytes encode(const AddressSet& set);
Bytes encode(const KeySet& set);
/// nullopt: cut short.
std::optional<CounterSet> decode_counters(ByteView octets);
std::optional<AddressSet> decode_addresses(ByteView octets);
std::optional<KeySet> decode_keys(ByteView octets);

}  // namespace waggle::coordinator::zboss
