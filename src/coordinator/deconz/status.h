// What the firmware answers to commands, and how a transmission ended.
#pragma once

#include <cstdint>
#include <string>

namespace waggle::coordinator::deconz {

/// Of answers to commands.
namespace status {
inline constexpr std::uint8_t success = 0, failure = 1, busy = 2, timeout = 3, unsupported = 4, error = 5, no_network = 6,
                              invalid_value = 7;
}  // namespace status
std::string status_name(std::uint8_t status);

/// Of confirmations: what the APS, network or MAC layer said.
namespace confirm {
inline constexpr std::uint8_t success = 0x00, aps_no_ack = 0xA7, no_route = 0xD0, route_error = 0xD1, broadcasts_full = 0xD2,
                              no_channel_access = 0xE1, no_ack = 0xE9, expired = 0xF0, overflow = 0xF1;
}  // namespace confirm
std::string confirm_name(std::uint8_t confirmed);
/// Nothing was heard of the device, as opposed to: the radio had no room, or would not.
bool silent(std::uint8_t confirmed);
/// Worth another try in a moment.
bool crowded(std::uint8_t confirmed);

}  // namespace waggle::coordinator::deconz
