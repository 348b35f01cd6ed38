#include "homeassistant/components.h"

#include <algorithm>

#include "homeassistant/traits.h"

namespace waggle::homeassistant {
namespace {

struct Component {
  Expose::Type type;
  void (*add)(const Source&, Entries&);
};

constexpr Component components[] = {
    {Expose::Type::binary, add_binary}, {Expose::Type::numeric, add_numeric}, {Expose::Type::enumeration, add_enumeration},
    {Expose::Type::text, add_text},     {Expose::Type::composite, add_text},  {Expose::Type::list, add_text},
    {Expose::Type::light, add_light},   {Expose::Type::toggle, add_switch},   {Expose::Type::cover, add_cover},
    {Expose::Type::lock, add_lock},     {Expose::Type::climate, add_climate}, {Expose::Type::fan, add_fan},
};

/// The words of an expose's own `homeassistant` and those of Home Assistant.
constexpr std::pair<std::string_view, std::string_view> own_words[] = {
    {"schema", "schema"},
    {"entityCategory", "entity_category"},
    {"deviceClass", "device_class"},
    {"enabledByDefault", "enabled_by_default"},
    {"icon", "icon"},
    {"name", "name"},
    {"valueTemplate", "value_template"},
};

void apply_own_words(const Object& words, Entry& entry) {
  if (const Value* type = words.find("type")) entry.type = type->string_or(entry.type);
  for (const auto& [word, key] : own_words) {
    const Value* value = words.find(word);
    if (!value) continue;
    if (word == "valueTemplate" && value->is_null()) {
      entry.payload.erase(key);
    } else {
      entry.payload.set(key, *value);
    }
  }
}

// What Home Assistant does not put up with.
void tidy(Entry& entry, const Expose& expose) {
  const Value* category = entry.payload.find("entity_category");
  if (category && *category == Value(config) && (entry.type == "sensor" || entry.type == "binary_sensor")) {
    entry.payload.set("entity_category", diagnostic);  // nothing can be set there
  }
  if (entry.type == "event") entry.payload.erase("entity_category");
  // It finds a name for a device class, in the user's language.
  const Value* device_class = entry.payload.find("device_class");
  const Value* name = entry.payload.find("name");
  const Traits* traits = numeric_traits(expose.name);
  if (device_class && truthy(*device_class) && name && !name->is_null() && !(traits && traits->keeps_name)) entry.payload.erase("name");
}

}  // namespace

const Expose* Source::feature(std::string_view name) const {
  for (const Expose* expose : exposes) {
    if (const Expose* found = expose->feature(name)) return found;
  }
  return nullptr;
}

const Expose* Source::sibling(Expose::Type type, std::string_view name, bool published) const {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Expose* e) {
    return e->type == type && e->name == name && (!published || (e->access & Access::state));
  });
  return found == all.end() ? nullptr : *found;
}

Entries make_entries(const Source& source) {
  Entries out;
  const Expose& first = source.first();
  const auto* component = std::find_if(std::begin(components), std::end(components), [&](const Component& c) { return c.type == first.type; });
  component->add(source, out);
  for (Entry& entry : out) {
    if (!first.category.empty()) entry.payload.set("entity_category", first.category);
    apply_own_words(first.homeassistant, entry);
    tidy(entry, first);
    entry.endpoint = source.endpoint();
  }
  return out;
}

}  // namespace waggle::homeassistant
