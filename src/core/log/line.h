// How a message is written: the line people read, the JSON that programs read, and the time in it.
#pragma once

#include <string>

#include "core/log.h"

namespace waggle::log {

/// Time as the tokens of Zigbee2MQTT's `timestamp_format` say ("YYYY-MM-DD HH:mm:ss", "isoDateTime",
/// "[at] h:mm a"), in the zone of the environment.
std::string timestamp(WallTime time, std::string_view format);

enum class Color : std::uint8_t { no, yes };

/// "[2026-01-15 12:00:00] info: \tz2m:mqtt: Connected", without an end of line.
std::string text_line(const Message& message, std::string_view timestamp_format, Color color = Color::no);
/// {"level":"info","message":"z2m:mqtt: Connected","timestamp":"2026-01-15 12:00:00"}
std::string json_line(const Message& message, std::string_view timestamp_format);

}  // namespace waggle::log
