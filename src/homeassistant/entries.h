// What a device, a group and the bridge have besides their exposes, and all of it together.
#pragma once

#include <span>

#include "homeassistant/components.h"

namespace waggle::homeassistant {

enum class LastSeen : std::uint8_t { none, timestamp, number };

struct DeviceFacts {
  std::string ieee;
  std::string model;
  bool ota = false;
};
struct Scene {
  int id = 0;
  std::string name;
};

Entries device_entries(const DeviceFacts& device, const std::vector<Expose>& exposes, const Style& style, LastSeen last_seen,
                       const std::string& base_topic);
/// `members`: the exposes of each.
Entries group_entries(const std::vector<std::vector<Expose>>& members, const Style& style);
Entries bridge_entries(const std::string& base_topic);
void add_scenes(std::span<const Scene> scenes, Entries& out);

/// What a user's `homeassistant` options hide or give another type or id.
void choose(const Object& overrides, Entries& entries);

}  // namespace waggle::homeassistant
