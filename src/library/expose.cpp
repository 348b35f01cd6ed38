#include "library/expose.h"

#include <algorithm>

namespace waggle::library {

const Expose* Expose::feature(std::string_view feature_name) const {
  for (const Expose& f : features) {
    if (f.name == feature_name) return &f;
  }
  return nullptr;
}

Expose numeric(std::string_view name, std::uint8_t access) {
  Expose e;
  e.type = Expose::Type::numeric;
  e.name = name;
  e.access = access;
  return e;
}

Expose binary(std::string_view name, std::uint8_t access, Value on, Value off) {
  Expose e = numeric(name, access);
  e.type = Expose::Type::binary;
  e.value_on = std::move(on);
  e.value_off = std::move(off);
  return e;
}

Expose enumeration(std::string_view name, std::uint8_t access, std::vector<std::string> values) {
  Expose e = numeric(name, access);
  e.type = Expose::Type::enumeration;
  for (std::string& value : values) e.values.emplace_back(std::move(value));
  return e;
}

Expose text(std::string_view name, std::uint8_t access) {
  Expose e = numeric(name, access);
  e.type = Expose::Type::text;
  return e;
}

Expose composite(std::string_view name, std::string_view property, std::uint8_t access) {
  Expose e = numeric(name, access);
  e.type = Expose::Type::composite;
  e.property = property;
  return e;
}

Expose list(std::string_view name, std::uint8_t access, Expose item) {
  Expose e = numeric(name, access);
  e.type = Expose::Type::list;
  e.item_type.push_back(std::move(item));
  return e;
}

Expose thing(Expose::Type type) {
  Expose e;
  e.type = type;
  return e;
}

std::string_view type_name(Expose::Type type) {
  static constexpr std::string_view names[] = {"binary", "numeric", "enum",  "text", "composite", "list",
                                               "light",  "switch",  "cover", "lock", "climate",   "fan"};
  return names[static_cast<std::size_t>(type)];
}

void set_endpoint(Expose& expose, std::string_view endpoint) {
  expose.endpoint = endpoint;
  for (Expose& f : expose.features) set_endpoint(f, endpoint);
  if (expose.is_thing()) return;
  if (expose.property.empty()) expose.property = expose.name;
  expose.property += "_" + std::string(endpoint);
}

std::string label_from_name(std::string_view name) {
  std::string label(name);
  std::replace(label.begin(), label.end(), '_', ' ');
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 32);
  return label;
}

Value to_value(const Expose& e) {
  Object out;
  out.set("type", type_name(e.type));
  if (!e.is_thing()) {
    out.set("name", e.name);
    out.set("label", e.label.empty() ? label_from_name(e.name) : e.label);
    out.set("property", e.property.empty() ? e.name : e.property);
    out.set("access", e.access);
  } else if (!e.label.empty()) {
    out.set("label", e.label);
  }
  auto maybe = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out.set(key, value);
  };
  maybe("description", e.description);
  maybe("endpoint", e.endpoint);
  maybe("unit", e.unit);
  maybe("category", e.category);
  if (e.type == Expose::Type::binary) {
    out.set("value_on", e.value_on);
    out.set("value_off", e.value_off);
    if (!e.value_toggle.is_null()) out.set("value_toggle", e.value_toggle);
  }
  if (e.max) out.set("value_max", *e.max);
  if (e.min) out.set("value_min", *e.min);
  if (e.step) out.set("value_step", *e.step);
  if (e.length_min) out.set("length_min", *e.length_min);
  if (e.length_max) out.set("length_max", *e.length_max);
  if (e.type == Expose::Type::enumeration) out.set("values", Array(e.values.begin(), e.values.end()));
  if (!e.presets.empty()) {
    Array presets;
    for (const Preset& p : e.presets) {
      Object preset{{"name", p.name}, {"value", p.value}};
      if (!p.description.empty()) preset.set("description", p.description);
      presets.emplace_back(std::move(preset));
    }
    out.set("presets", std::move(presets));
  }
  if (e.is_thing() || e.type == Expose::Type::composite) out.set("features", to_value(e.features));
  if (!e.item_type.empty()) {
    Value item = to_value(e.item_type[0]);
    item.object().erase("property");  // an item stands nowhere by itself
    out.set("item_type", std::move(item));
  }
  if (!e.homeassistant.empty()) out.set("homeassistant", e.homeassistant);
  return out;
}

Value to_value(const std::vector<Expose>& exposes) {
  Array out;
  out.reserve(exposes.size());
  for (const Expose& e : exposes) out.push_back(to_value(e));
  return out;
}

void for_each_property(const std::vector<Expose>& exposes,
                       const std::function<void(const Expose&)>& action) {
  for (const Expose& e : exposes) {
    if (e.is_thing()) {
      for (const Expose& f : e.features) action(f);
    } else {
      action(e);
    }
  }
}

const Expose* find_property(const std::vector<Expose>& exposes, std::string_view property) {
  const Expose* found = nullptr;
  for_each_property(exposes, [&](const Expose& e) {
    if (!found && (e.property.empty() ? e.name : e.property) == property) found = &e;
  });
  return found;
}

}  // namespace waggle::library
