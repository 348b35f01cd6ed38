// Names as they stand in topics and entity ids.
#pragma once

#include <string>
#include <string_view>

namespace waggle::homeassistant {

/// "Küche  Decke" → "küche_decke": as entity ids are suggested.
std::string entity_id(std::string_view name);
/// Every UTF-16 unit as its decimal number, one after the other: a base topic as a part of a topic level.
std::string as_numbers(std::string_view text);

}  // namespace waggle::homeassistant
