#include <algorithm>
#include <cmath>

#include "homeassistant/components.h"

namespace waggle::homeassistant {
namespace {

/// Hue and saturation come first where at least one lamp names them first.
bool prefers_hue(const Source& source) {
  return std::any_of(source.exposes.begin(), source.exposes.end(), [](const Expose* light) {
    const Expose* hs = light->feature("color_hs");
    const Expose* xy = light->feature("color_xy");
    return hs && xy && hs < xy;
  });
}

Array color_modes(const Source& source) {
  const bool xy = source.feature("color_xy");
  const bool hue = prefers_hue(source);
  Array out;
  if (xy && !hue) out.emplace_back("xy");
  if ((!xy || hue) && source.feature("color_hs")) out.emplace_back("hs");
  if (source.feature("color_temp")) out.emplace_back("color_temp");
  // Brightness is a mode only where there is no other.
  if (out.empty()) out.emplace_back("brightness");
  return out;
}

/// What all lamps of a group can do.
void add_temperatures(const Source& source, Object& payload) {
  double low = -HUGE_VAL;
  double high = HUGE_VAL;
  for (const Expose* light : source.exposes) {
    const Expose* temperature = light->feature("color_temp");
    if (!temperature) continue;
    if (temperature->min) low = std::max(low, *temperature->min);
    if (temperature->max) high = std::min(high, *temperature->max);
  }
  payload.set("min_mireds", std::isfinite(low) ? Value(low) : Value());
  payload.set("max_mireds", std::isfinite(high) ? Value(high) : Value());
}

Array effects(const Source& source) {
  Array out;
  for (const Expose* expose : source.all) {
    if (expose->type != Expose::Type::enumeration || expose->name != "effect") continue;
    for (const Value& effect : expose->values) {
      if (std::find(out.begin(), out.end(), effect) == out.end()) out.push_back(effect);
    }
  }
  return out;
}

}  // namespace

void add_light(const Source& source, Entries& out) {
  const std::string_view endpoint = source.endpoint();
  const Expose* state = source.first().feature("state");
  if (!state) return;
  Entry& entry = out.emplace_back("light", with_endpoint("light", endpoint));
  entry.payload = {{"name", name_of_thing(endpoint)},
                   {"brightness", source.feature("brightness") != nullptr},
                   {"brightness_scale", 254},
                   {"schema", "json"},
                   {"supported_color_modes", color_modes(source)}};
  entry.command("command_topic");
  entry.commands_below = entry.state_below = endpoint;
  entry.fill.emplace_back(property_of(*state), nullptr);
  if (source.feature("color_temp")) add_temperatures(source, entry.payload);
  if (Array list = effects(source); !list.empty()) {
    entry.payload.set("effect", true);
    entry.payload.set("effect_list", std::move(list));
  }
}

}  // namespace waggle::homeassistant
