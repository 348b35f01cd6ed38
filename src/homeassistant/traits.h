// Traits: how Home Assistant is to show a property, by its name: device class, icon, category. Tables only;
// what becomes of them is the business of the components.
#pragma once

#include <optional>
#include <string_view>

#include "core/value.h"

namespace waggle::homeassistant {

inline constexpr std::string_view config = "config";
inline constexpr std::string_view diagnostic = "diagnostic";
inline constexpr std::string_view measurement = "measurement";
inline constexpr std::string_view total_increasing = "total_increasing";

struct Traits {
  std::string_view device_class = {};
  std::string_view state_class = {};
  std::string_view category = {};
  std::string_view icon = {};
  std::optional<bool> enabled = {};  // by default; a user can change it
  bool keeps_name = false;           // beside its device class
  bool inverted = false;             // on is false

  void write(Object& payload) const;
};

/// nullptr: nothing is known of this name. One table for each type of expose, because names mean different
/// things there.
const Traits* binary_traits(std::string_view name);
const Traits* numeric_traits(std::string_view name);
const Traits* enumeration_traits(std::string_view name);
/// Texts, lists and composites.
const Traits* list_traits(std::string_view name);
/// Switches that are a setting of the device, not the thing it is for.
const Traits* setting_switch_traits(std::string_view property);

}  // namespace waggle::homeassistant
