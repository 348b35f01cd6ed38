// Texts, lists and composites: what is shown as text, and sirens.
#include "core/log.h"
#include "homeassistant/components.h"
#include "homeassistant/traits.h"

namespace waggle::homeassistant {
namespace {

/// Home Assistant's volume is a number, Zigbee's a word.
constexpr std::string_view siren_template =
    R"({"warning": {"mode": "{{ tone | default('emergency') }}", )"
    R"("level": "{% if volume_level is defined %}{% if volume_level | float <= 0.25 %}low)"
    R"({% elif volume_level | float <= 0.5 %}medium{% elif volume_level | float <= 0.75 %}high)"
    R"({% else %}very_high{% endif %}{% else %}medium{% endif %}", "duration": {{ duration | default(10) }}}})";

void add_siren(const Source& source, Entries& out) {
  const Expose& warning = source.first();
  const std::string_view endpoint = source.endpoint();
  Entry& entry = out.emplace_back("siren", with_endpoint("siren", endpoint));
  entry.state = false;
  entry.payload = {{"name", name_of_thing(endpoint)},
                   {"optimistic", true},
                   {"command_template", siren_template},
                   {"command_off_template", R"({"warning": {"mode": "stop"}})"}};
  entry.command("command_topic");
  entry.commands_below = endpoint;
  entry.fill.emplace_back(property_of(warning), nullptr);
  if (const Expose* mode = find_feature(warning, "mode", Expose::Type::enumeration)) {
    Array tones;
    for (const Value& tone : mode->values) {
      if (tone != Value("stop")) tones.push_back(tone);
    }
    if (!tones.empty()) entry.payload.set("available_tones", std::move(tones));
  }
  if (find_feature(warning, "level", Expose::Type::enumeration)) entry.payload.set("support_volume_set", true);
  if (find_feature(warning, "duration", Expose::Type::numeric)) entry.payload.set("support_duration", true);
}

}  // namespace

void add_text(const Source& source, Entries& out) {
  const Expose& e = source.first();
  const bool settable = e.access & Access::set;
  if (e.type == Expose::Type::composite && e.name == "warning" && settable) return add_siren(source, out);
  const bool published = e.access & Access::state;
  const std::string property = property_of(e);
  const bool writable = e.type == Expose::Type::text && settable;
  if (!writable && !published) return;
  Entry& entry = out.emplace_back(writable ? "text" : "sensor", property);
  entry.payload.set("name", name_of_value(e, source.endpoint()));
  entry.fill.emplace_back(property, nullptr);
  if (writable) {
    entry.state = published;
    entry.payload.set("value_template", value_template(property));
    entry.command("command_topic", property);
    entry.commands_below = source.endpoint();
  } else {
    // Home Assistant takes no more than 255 characters.
    entry.payload.set("value_template", fmt::format(R"({{{{ value_json["{}"] | default('',True) | string | truncate(254, True, '', 0) }}}})", property));
  }
  if (const Traits* traits = list_traits(e.name)) traits->write(entry.payload);
}

}  // namespace waggle::homeassistant
