// The names of things on a Zigbee network, each a type of its own, and how they are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/strong_id.h"

namespace waggle {

using Nwk = StrongId<struct NwkTag, std::uint16_t>;         // short address
using Ieee = StrongId<struct IeeeTag, std::uint64_t>;       // EUI-64
using PanId = StrongId<struct PanIdTag, std::uint16_t>;
using GroupId = StrongId<struct GroupIdTag, std::uint16_t>;
using EndpointId = StrongId<struct EndpointIdTag, std::uint8_t>;
using ProfileId = StrongId<struct ProfileIdTag, std::uint16_t>;
using ClusterId = StrongId<struct ClusterIdTag, std::uint16_t>;
using AttributeId = StrongId<struct AttributeIdTag, std::uint16_t>;
using ManufacturerCode = StrongId<struct ManufacturerCodeTag, std::uint16_t>;

inline constexpr Nwk coordinator_nwk{0x0000};
inline constexpr Nwk unknown_nwk{0xFFFE};
inline constexpr Ieee unknown_ieee{0xFFFFFFFFFFFFFFFF};

// Zigbee PRO specification, table 3-76.
inline constexpr Nwk broadcast_all{0xFFFF};
inline constexpr Nwk broadcast_rx_on{0xFFFD};
inline constexpr Nwk broadcast_routers{0xFFFC};
constexpr bool is_broadcast(Nwk nwk) { return nwk.raw >= 0xFFF8; }

inline constexpr ProfileId profile_home_automation{0x0104};
inline constexpr ProfileId profile_zdo{0x0000};
inline constexpr ProfileId profile_touchlink{0xC05E};
inline constexpr ProfileId profile_green_power{0xA1E0};

/// "0x00158d0001070430"
std::string to_string(Ieee ieee);
/// Exactly the form above, in either case; nullopt otherwise.
std::optional<Ieee> parse_ieee(std::string_view text);
/// "0x1a2b"
std::string hex16(std::uint16_t value);

}  // namespace waggle
