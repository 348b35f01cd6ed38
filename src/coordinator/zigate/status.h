// What ZiGate answers a command with, and how a delivery ended: its own codes, and those of the layers of NXP's stack.
#pragma once

#include <cstdint>
#include <string>

namespace waggle::coordinator::zigate {

namespace status {
inline constexpr std::uint8_t ok = 0x00, incorrect_parameters = 0x01, unhandled_command = 0x02, busy = 0x03,
                              already_started = 0x04;
inline constexpr std::uint8_t zcl_no_buffer = 0x14, zcl_not_sent = 0x15;
/// The stack's code for a wrong parameter is also what the firmware says when it has no buffer for a message.
inline constexpr std::uint8_t aps_invalid_parameter = 0xA6;
inline constexpr std::uint8_t aps_no_ack = 0xA7, aps_no_short_address = 0xA9, aps_table_full = 0xAE;
inline constexpr std::uint8_t no_routing_capacity = 0xCF, route_discovery_failed = 0xD0, route_error = 0xD1,
                              broadcast_table_full = 0xD2, frame_not_buffered = 0xD3;
inline constexpr std::uint8_t channel_access_failure = 0xE1, mac_no_ack = 0xE9, transaction_expired = 0xF0,
                              transaction_overflow = 0xF1;
}  // namespace status

/// "NO_ACK (0xe9)"
std::string status_name(std::uint8_t status);
/// Too much at once: it passes.
bool crowded(std::uint8_t status);
/// Nothing was heard of the device, or of the way to it.
bool silent(std::uint8_t status);

}  // namespace waggle::coordinator::zigate
