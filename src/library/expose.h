// Exposes: what a user can see and set of a device, as data. Clients (the web UI, Home Assistant, the
// device pages) are built from these alone, so their JSON form equals Zigbee2MQTT's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.h"

namespace waggle::library {

struct Access {
  static constexpr std::uint8_t state = 1;  // published
  static constexpr std::uint8_t set = 2;
  static constexpr std::uint8_t get = 4;
  static constexpr std::uint8_t state_set = state | set;
  static constexpr std::uint8_t state_get = state | get;
  static constexpr std::uint8_t all = state | set | get;
};

struct Preset {
  std::string name;
  Value value;
  std::string description;
};

struct Expose {
  enum class Type : std::uint8_t {
    binary, numeric, enumeration, text, composite, list,             // a value
    light, toggle, cover, lock, climate, fan,                        // a thing made of values
  };

  Type type = Type::numeric;
  std::string name;      // things have none
  std::string label;     // empty: made from the name
  std::string property;  // empty: the name (with the endpoint behind it)
  std::string description;
  std::string endpoint;
  std::string unit;
  std::string category;  // "config", "diagnostic"
  std::uint8_t access = 0;

  Value value_on, value_off, value_toggle;   // binary
  std::optional<double> min, max, step;      // numeric
  std::optional<double> length_min, length_max;  // list
  std::vector<Value> values;                 // enumeration
  std::vector<Preset> presets;
  std::vector<Expose> features;              // composites and things
  std::vector<Expose> item_type;             // list: exactly one
  Object homeassistant;

  bool is_thing() const { return type >= Type::light; }
  const Expose* feature(std::string_view feature_name) const;

  // Building, in the order in which people think of it: numeric("power", Access::state).in("W")…
  Expose& text(std::string_view what) & { description = what; return *this; }
  Expose text(std::string_view what) && { description = what; return std::move(*this); }
  Expose in(std::string_view what) && { unit = what; return std::move(*this); }
  Expose range(double low, double high) && { min = low; max = high; return std::move(*this); }
  Expose at_least(double low) && { min = low; return std::move(*this); }
  Expose steps(double size) && { step = size; return std::move(*this); }
  Expose labelled(std::string_view what) && { label = what; return std::move(*this); }
  Expose as(std::string_view what) && { property = what; return std::move(*this); }
  Expose config() && { category = "config"; return std::move(*this); }
  Expose diagnostic() && { category = "diagnostic"; return std::move(*this); }
  Expose preset(std::string_view called, Value value, std::string_view what) && {
    presets.push_back({std::string(called), std::move(value), std::string(what)});
    return std::move(*this);
  }
  void add(Expose feature) { features.push_back(std::move(feature)); }
  Expose with(Expose feature) && { features.push_back(std::move(feature)); return std::move(*this); }
};

Expose numeric(std::string_view name, std::uint8_t access);
Expose binary(std::string_view name, std::uint8_t access, Value on, Value off);
Expose enumeration(std::string_view name, std::uint8_t access, std::vector<std::string> values);
Expose text(std::string_view name, std::uint8_t access);
Expose composite(std::string_view name, std::string_view property, std::uint8_t access);
Expose list(std::string_view name, std::uint8_t access, Expose item);
Expose thing(Expose::Type type);

std::string_view type_name(Expose::Type type);

/// Puts the endpoint behind the property and into the label, as for the parts of a double switch.
void set_endpoint(Expose& expose, std::string_view endpoint);

/// "power_on_behavior" → "Power on behavior"
std::string label_from_name(std::string_view name);

/// The JSON form of bridge/devices.
Value to_value(const Expose& expose);
Value to_value(const std::vector<Expose>& exposes);

/// Every expose with a property that is published or set, things and composites opened one level.
void for_each_property(const std::vector<Expose>& exposes,
                       const std::function<void(const Expose&)>& action);
/// The expose whose property this is; looks into things, not into composites.
const Expose* find_property(const std::vector<Expose>& exposes, std::string_view property);

}  // namespace waggle::library
