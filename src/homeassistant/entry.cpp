#include "homeassistant/entry.h"

#include <algorithm>

namespace waggle::homeassistant {

Entry& Entry::command(std::string_view key, std::string_view path) {
  commands.emplace_back(key, path);
  return *this;
}

Entry& Entry::follows_state(std::string_view key) {
  state_topics.emplace_back(key);
  return *this;
}

std::string property_of(const Expose& expose) { return expose.property.empty() ? expose.name : expose.property; }

std::string bare_property(const Expose& expose) {
  std::string out = property_of(expose);
  if (!expose.endpoint.empty() && out.size() > expose.endpoint.size()) out.resize(out.size() - expose.endpoint.size() - 1);
  return out;
}

std::string label_of(const Expose& expose) {
  return expose.label.empty() ? library::label_from_name(expose.name) : expose.label;
}

Value name_of_thing(std::string_view endpoint) {
  if (endpoint.empty()) return nullptr;
  std::string out(endpoint);
  if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string name_of_value(const Expose& expose, std::string_view endpoint) {
  std::string out = label_of(expose);
  if (!endpoint.empty()) out.append(" ").append(endpoint);
  return out;
}

std::string with_endpoint(std::string_view id, std::string_view endpoint) {
  std::string out(id);
  if (!endpoint.empty()) out.append("_").append(endpoint);
  return out;
}

std::string value_template(std::string_view property) {
  return std::string("{{ value_json[\"").append(property).append("\"] }}");
}

Array texts(const std::vector<Value>& values) {
  Array out;
  for (const Value& value : values) out.emplace_back(to_text(value));
  return out;
}

bool has_value(const Expose& enumeration, std::string_view value) {
  return std::any_of(enumeration.values.begin(), enumeration.values.end(), [&](const Value& v) { return to_text(v) == value; });
}

const Expose* find_feature(const Expose& thing, std::string_view name, Expose::Type type) {
  for (const Expose& feature : thing.features) {
    if (feature.name == name && feature.type == type) return &feature;
  }
  return nullptr;
}

}  // namespace waggle::homeassistant
