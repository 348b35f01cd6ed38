// Switches and locks: things with two states.
#include "homeassistant/components.h"
#include "homeassistant/traits.h"

namespace waggle::homeassistant {

void add_switch(const Source& source, Entries& out) {
  const std::string_view endpoint = source.endpoint();
  const Expose* state = find_feature(source.first(), "state", Expose::Type::binary);
  if (!state) return;
  const std::string property = source.property(*state);
  const Traits* setting = setting_switch_traits(property);
  Entry& entry = out.emplace_back("switch", setting ? property : with_endpoint("switch", endpoint));
  entry.payload = {{"name", name_of_thing(endpoint)},
                   {"payload_on", state->value_on},
                   {"payload_off", state->value_off},
                   {"value_template", value_template(property)}};
  entry.command("command_topic", setting ? std::string_view(property) : std::string_view());
  entry.commands_below = endpoint;
  entry.fill.emplace_back(property, nullptr);
  if (!setting) return;
  const std::string& label = source.first().label;
  entry.payload.set("name", label.empty() ? library::label_from_name(property) : label);
  entry.payload.set("state_on", state->value_on);
  entry.payload.set("state_off", state->value_off);
  setting->write(entry.payload);
}

void add_lock(const Source& source, Entries& out) {
  const std::string_view endpoint = source.endpoint();
  const Expose* state = find_feature(source.first(), "state", Expose::Type::binary);
  if (!state) return;
  const std::string property = property_of(*state);
  Entry& entry = out.emplace_back("lock", with_endpoint("lock", endpoint));
  entry.payload = {{"name", name_of_thing(endpoint)},
                   {"state_locked", state->value_on},
                   {"state_unlocked", state->value_off},
                   {"value_template", value_template(property)}};
  entry.command("command_topic", endpoint.empty() ? std::string_view() : std::string_view(property));
  entry.commands_below = endpoint;
  entry.fill.emplace_back(property, nullptr);
}

}  // namespace waggle::homeassistant
