// What a ConBee keeps when it is unplugged: the parameters of its stack, whether it is to be on its network, and the
// keys and descriptors that were written into it.
#pragma once

#include <array>
#include <map>

#include "coordinator/deconz/stack_parameters.h"
#include "coordinator/parameters.h"
#include "core/bytes.h"
#include "core/value.h"

namespace waggle::sim::deconz {

struct Memory {
  static constexpr std::size_t endpoint_places = 3, link_key_places = 100;

  explicit Memory(Ieee ieee);

  std::map<std::uint8_t, std::uint64_t> numbers;  // by the parameter's id
  coordinator::Key network_key{};
  std::map<Ieee, coordinator::Key> link_keys;
  std::array<Bytes, endpoint_places> endpoints;
  bool connected = false;  // and connects again after a restart

  std::uint64_t& operator[](const coordinator::deconz::Parameter& which) { return numbers[which.id]; }
  std::uint64_t of(const coordinator::deconz::Parameter& which) const {
    const auto found = numbers.find(which.id);
    return found == numbers.end() ? 0 : found->second;
  }
  Ieee ieee() const { return Ieee(of(coordinator::deconz::parameter::ieee)); }
  /// The network that it makes of its parameters.
  coordinator::NetworkParameters network() const;

  Value save() const;
  /// False, and nothing loaded, when the value is no saved memory.
  bool load(const Value& saved);
};

}  // namespace waggle::sim::deconz
