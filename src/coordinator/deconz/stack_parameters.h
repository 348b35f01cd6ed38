// The parameters of the stack that a host reads and writes: their numbers, their sizes, and by what they are indexed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace waggle::coordinator::deconz {

struct Parameter {
  std::uint8_t id;
  std::string_view name;
  std::uint8_t size;       // of the value; 0: any
  std::uint8_t index = 0;  // of what stands in front of the value, and is named when it is read
  bool secret = false;
};

namespace parameter {
inline constexpr Parameter ieee{0x01, "MAC address", 8};
inline constexpr Parameter pan{0x05, "PAN ID", 2};
inline constexpr Parameter nwk{0x07, "network address", 2};
inline constexpr Parameter extended_pan{0x08, "extended PAN ID", 8};
inline constexpr Parameter designed_coordinator{0x09, "designed coordinator", 1};
inline constexpr Parameter channels{0x0A, "channel mask", 4};
/// The one to use; 0: the radio's own address.
inline constexpr Parameter wanted_extended_pan{0x0B, "APS extended PAN ID", 8};
inline constexpr Parameter trust_center{0x0E, "trust centre address", 8};
inline constexpr Parameter security_mode{0x10, "security mode", 1};
inline constexpr Parameter endpoint{0x13, "endpoint", 0, 1};
inline constexpr Parameter predefined_pan{0x15, "use of the PAN ID", 1};
inline constexpr Parameter network_key{0x18, "network key", 16, 1, true};
inline constexpr Parameter link_key{0x19, "link key", 16, 8, true};
inline constexpr Parameter channel{0x1C, "current channel", 1};
inline constexpr Parameter permit_join{0x21, "permit join", 1};
inline constexpr Parameter protocol_version{0x22, "protocol version", 2};
inline constexpr Parameter update_id{0x24, "network update ID", 1};
inline constexpr Parameter watchdog{0x26, "watchdog", 4};  // seconds until the firmware restarts
inline constexpr Parameter frame_counter{0x27, "frame counter", 4};
}  // namespace parameter

std::span<const Parameter> parameters();
const Parameter* find_parameter(std::uint8_t id);

}  // namespace waggle::coordinator::deconz
