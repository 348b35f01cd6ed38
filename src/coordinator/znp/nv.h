// The non-volatile memory of Z-Stack: which items there are, how they are laid out, and reading and
// writing them whole.
//
// Layouts are TI's C structures. Some firmware (CC2538, CC26x2 and later) aligns 16- and 32-bit
// members to even offsets, older does not; the length of the NWKKEY item tells which.
#pragma once

#include "coordinator/znp/link.h"

namespace waggle::coordinator::znp {

namespace item {
inline constexpr std::uint16_t extended_address = 0x0001, startup_option = 0x0003, nib = 0x0021,
                               extended_pan = 0x002D, active_key_info = 0x003A,
                               alternate_key_info = 0x003B, aps_use_extended_pan = 0x0047,
                               configured_zstack3 = 0x0060, preconfigured_key = 0x0062,
                               preconfigured_keys_enable = 0x0063, network_key = 0x0082,
                               pan = 0x0083, channels = 0x0084, logical_type = 0x0087,
                               zdo_direct_callback = 0x008F, trust_center_seed = 0x0101,
                               configured_zstack1 = 0x0F00;
}  // namespace item

struct Nib {  // nwkIB_t, nwk_globals.h
  std::uint8_t sequence{}, passive_ack_timeout{}, max_broadcast_retries{}, max_children{}, max_depth{},
      max_routers{}, neighbor_table{}, broadcast_delivery_time{}, report_constant_cost{},
      route_discovery_retries{}, routing_table{}, secure_all_frames{}, security_level{}, symmetric_link{},
      capability{};
  std::uint16_t transaction_persistence{};
  std::uint8_t protocol_version{}, route_discovery_time{}, route_expiry_time{};
  Nwk device_nwk{};
  std::uint8_t channel{};
  Nwk coordinator_nwk{};
  Ieee coordinator_ieee{};
  PanId pan{};
  std::uint8_t state{};
  std::uint32_t channels{};
  std::uint8_t beacon_order{}, superframe_order{}, scan_duration{}, battery_life_extension{};
  std::uint32_t router_addresses{}, end_device_addresses{};
  std::uint8_t depth{};
  std::array<std::uint8_t, 8> extended_pan{};  // little-endian
  std::uint8_t key_loaded{};
  std::uint8_t spare_key_sequence1{};
  std::array<std::uint8_t, 16> spare_key1{};
  std::uint8_t spare_key_sequence2{};
  std::array<std::uint8_t, 16> spare_key2{};
  std::uint8_t spare3{}, spare4{}, link_status_period{}, router_age_limit{}, use_multicast{},
      is_concentrator{}, concentrator_discovery_time{}, concentrator_radius{}, all_fresh{};
  Nwk manager{};
  std::uint16_t total_transmissions{};
  std::uint8_t update_id{};
  WAGGLE_FIELDS(Nib, sequence, passive_ack_timeout, max_broadcast_retries, max_children, max_depth,
                max_routers, neighbor_table, broadcast_delivery_time, report_constant_cost,
                route_discovery_retries, routing_table, secure_all_frames, security_level,
                symmetric_link, capability, transaction_persistence, protocol_version,
                route_discovery_time, route_expiry_time, device_nwk, channel, coordinator_nwk,
                coordinator_ieee, pan, state, channels, beacon_order, superframe_order,
                scan_duration, battery_life_extension, router_addresses, end_device_addresses, depth,
                extended_pan, key_loaded, spare_key_sequence1, spare_key1, spare_key_sequence2,
                spare_key2, spare3, spare4, link_status_period, router_age_limit, use_multicast,
                is_concentrator, concentrator_discovery_time, concentrator_radius, all_fresh, manager,
                total_transmissions, update_id)
};
struct KeyDescriptor {  // nwkKeyDesc
  std::uint8_t sequence{};
  std::array<std::uint8_t, 16> key{};
  WAGGLE_FIELDS(KeyDescriptor, sequence, key)
};

enum class Alignment : std::uint8_t { unaligned, aligned };

Bytes encode_nv(const void* object, std::span<const Field> rows, Alignment alignment);
bool decode_nv(void* object, std::span<const Field> rows, Alignment alignment, ByteView octets);

template <Wire T>
Bytes encode_nv(const T& object, Alignment alignment) {
  static constexpr auto rows = T::fields();
  return encode_nv(&object, rows, alignment);
}
template <Wire T>
bool decode_nv(T& object, Alignment alignment, ByteView octets) {
  static constexpr auto rows = T::fields();
  return decode_nv(&object, rows, alignment, octets);
}

class NvMemory {
 public:
  explicit NvMemory(Link& link) : link_(link) {}

  /// Finds out the alignment. First thing after the firmware is awake.
  Task<Result<>> probe();
  Alignment alignment() const { return alignment_; }

  /// nullopt: there is no such item.
  Task<Result<std::optional<Bytes>>> read(std::uint16_t id);
  /// Creates the item when it is missing; leaves it alone when it already holds these octets.
  Task<Result<>> write(std::uint16_t id, Bytes value);
  Task<Result<>> erase(std::uint16_t id);

  template <Wire T>
  Task<Result<std::optional<T>>> read_as(std::uint16_t id) {
    auto octets = co_await read(id);
    if (!octets) co_return std::move(octets.error());
    if (!*octets) co_return std::optional<T>();
    T object;
    if (!decode_nv(object, alignment_, **octets)) {
      co_return Error{Errc::malformed, "NV item " + hex16(id) + " has an unknown layout: '" +
                                           to_hex(**octets) + "'"};
    }
    co_return std::optional<T>(std::move(object));
  }

 private:
  Link& link_;
  Alignment alignment_ = Alignment::aligned;
};

}  // namespace waggle::coordinator::znp
