// Statuses of EmberZNet: since EZSP 14 those of Silicon Labs' platform (32 bits), before EmberStatus (8 bits).
// Everybody above the command tables sees the newer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waggle::coordinator::ember {

namespace status {
inline constexpr std::uint32_t ok = 0x00, fail = 0x01, invalid_state = 0x02, busy = 0x04, not_available = 0x0E,
                               not_supported = 0x0F, network_up = 0x15, network_down = 0x16, not_joined = 0x17,
                               allocation_failed = 0x19, no_more_resource = 0x1A, invalid_parameter = 0x21,
                               invalid_index = 0x27, not_found = 0x2D, message_too_long = 0x38,
                               delivery_failed = 0xC02, message_limit = 0xC03, channel_changed = 0xC17,
                               network_opened = 0xC18, network_closed = 0xC19;
}  // namespace status

/// "ZIGBEE_DELIVERY_FAILED", as other programs name it.
std::string status_name(std::uint32_t status);
std::uint32_t from_ember_status(std::uint8_t status);
/// What old firmware says for it.
std::uint8_t to_ember_status(std::uint32_t status);

/// There was no room just now: it is worth another try.
bool crowded(std::uint32_t status);

/// Why the firmware refuses a command (EzspStatus in invalidCommand): "ERROR_INVALID_FRAME_ID".
std::string refusal_name(std::uint8_t reason);

}  // namespace waggle::coordinator::ember
