// DeviceMessage: all entities of one device, group or bridge in one message on device/<whose>/config, which Home
// Assistant 2024.12 and later takes instead of one for each. Unique ids are the same either way.
#pragma once

#include "homeassistant/announcement.h"

namespace waggle::homeassistant {

inline constexpr std::string_view device_message = "device";  // the first level of its topic

/// `all`: of one owner, at least one. What they have in common stands once.
Announcement combine(std::vector<Announcement> all);

/// What makes Home Assistant keep an entity, its name and its history while the other form takes its place.
inline constexpr std::string_view migrate = R"({"migrate_discovery":true})";

}  // namespace waggle::homeassistant
