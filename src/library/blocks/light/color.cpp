// Color and color temperature of a lamp (ZCL 8, 5.2).
#include <cmath>

#include "core/number.h"
#include "library/blocks/light/light.h"

namespace waggle::library::light {
namespace {

using color::Xy;

bool sync_wanted(const Step& step) {
  const Value* sync = step.options().find("color_sync");
  return !sync || sync->is_null() || truthy(*sync);
}

void publish_synchronised(const Shared& parts, Object fresh, const Request& r, Step& step) {
  step.publish(color::synchronise(fresh, step.state(),
                                  temperature_range(step, r.endpoint, parts->refs),
                                  sync_wanted(step), ""));
}

Operation color_command(const Shared& parts, EndpointId endpoint, const CommandRef& command, Object payload) {
  add_option_fields(payload, parts->options);
  return send_command(endpoint, command, std::move(payload));
}

void send_xy(const Shared& parts, Xy xy, double time, EndpointId endpoint, Step& step) {
  step.send(color_command(parts, endpoint, parts->refs.to_color,
                          {{"transtime", time},
                           {"colorx", scale(xy.x, 0, 1, 0, 65535)},
                           {"colory", scale(xy.y, 0, 1, 0, 65535)}}));
}

void send_hue_and_saturation(const Shared& parts, const color::Hsv& hsv, double time, const Request& r, Step& step) {
  const LightRefs& refs = parts->refs;
  const bool enhanced = parts->options.enhanced_hue;
  const double hue = hsv.hue ? (enhanced ? scale(*hsv.hue, 0, 360, 0, 65535) : scale(*hsv.hue, 0, 360, 0, 254)) : 0;
  const double saturation = hsv.saturation ? scale(*hsv.saturation, 0, 100, 0, 254) : 0;
  const std::string_view hue_name = enhanced ? "enhancehue" : "hue";
  if (hsv.hue && hsv.saturation) {
    step.send(color_command(parts, r.endpoint, enhanced ? refs.enhanced_to_hue_saturation : refs.to_hue_saturation,
                            {{"transtime", time}, {hue_name, hue}, {"saturation", saturation}}));
  } else if (hsv.hue) {
    const Value* direction = r.value.find("direction");
    step.send(color_command(parts, r.endpoint, enhanced ? refs.enhanced_to_hue : refs.to_hue,
                            {{"transtime", time}, {hue_name, hue},
                             {"direction", direction && truthy(*direction) ? *direction : Value(0)}}));
  } else if (hsv.saturation) {
    step.send(color_command(parts, r.endpoint, refs.to_saturation, {{"transtime", time}, {"saturation", saturation}}));
  }
}

void set_color(const Shared& parts, const Request& r, Step& step) {
  const auto wish = color::parse(r.value);
  if (!wish) {
    step.fail(wish.error().text);
    return;
  }
  const double time = transition_of(r, step).time;
  Object fresh;
  if (wish->hsv && parts->options.has_mode("hs")) {
    color::Hsv hsv = *wish->hsv;
    Object shown;
    if (hsv.hue) shown.set("hue", *hsv.hue);
    if (hsv.saturation) shown.set("saturation", *hsv.saturation);
    if (hsv.value) shown.set("value", *hsv.value);
    fresh.set("color_mode", "hs");
    fresh.set("color", std::move(shown));
    if (hsv.hue) hsv.hue = color::corrected_hue(*hsv.hue, step.options().find("hue_correction"));
    if (hsv.value && r.value.is_object()) {
      Object payload{{"level", scale(*hsv.value, 0, 100, 0, 254)}, {"transtime", time}};
      add_option_fields(payload, parts->options);
      step.send(send_command(r.endpoint, parts->refs.move_to_level_on_off, std::move(payload)));
    }
    send_hue_and_saturation(parts, hsv, time, r, step);
  } else {
    Xy xy;
    if (wish->xy) {
      xy = *wish->xy;
    } else if (wish->rgb) {
      xy = rounded(color::xy_of(color::gamma_corrected(*wish->rgb)), 4);
    } else {
      color::Hsv hsv = *wish->hsv;
      if (hsv.hue) hsv.hue = color::corrected_hue(*hsv.hue, step.options().find("hue_correction"));
      xy = rounded(color::xy_of(color::rgb_of(hsv)), 4);
    }
    // Philips LCT001 and kin stay dark at the very corner of their gamut.
    if (parts->options.red_fix && xy.x == 0.701 && xy.y == 0.299) xy = {0.7006, 0.2993};
    fresh.set("color_mode", "xy");
    fresh.set("color", Object{{"x", xy.x}, {"y", xy.y}});
    send_xy(parts, xy, time, r.endpoint, step);
  }
  publish_synchronised(parts, std::move(fresh), r, step);
}

// A number, a number as text, or the name of a preset.
std::optional<double> wished_temperature(const Shared& parts, const Request& r, Step& step, bool startup) {
  const color::TemperatureRange range = temperature_range(step, r.endpoint, parts->refs);
  Value value = r.value;
  if (r.key == "color_temp_percent") {
    const auto percent = number_of(value, r.key, step);
    if (!percent) return std::nullopt;
    value = scale(*percent, 0, 100, range.min.value_or(154), range.max.value_or(500));
  }
  if (r.value.is_string()) {
    const std::pair<std::string_view, std::optional<double>> presets[] = {
        {"warmest", range.max}, {"warm", 454}, {"neutral", 370}, {"cool", 250}, {"coolest", range.min}};
    for (const auto& [name, mireds] : presets) {
      if (r.value.string() == name && mireds) value = *mireds;
    }
    if (startup && value == Value("previous")) value = 65535;
  }
  const auto number = number_of(value, r.key, step);
  if (!number || (startup && *number == 65535)) return number;
  return range.clamp(*number);
}

void set_temperature(const Shared& parts, const Request& r, Step& step) {
  const double time = transition_of(r, step).time;
  double mireds = 0;
  if (parts->options.via_color) {
    if (r.key != "color_temp_percent" && !r.value.is_number()) {
      step.fail("Value is not a number, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
      return;
    }
    // Not clamped: as a color, every temperature can be shown.
    const auto wished = r.value.is_number() && r.key == "color_temp" ? std::optional(r.value.number())
                                                                     : wished_temperature(parts, r, step, false);
    if (!wished) return;
    mireds = *wished;
    send_xy(parts, color::xy_of_mireds(mireds), time, r.endpoint, step);
  } else {
    const auto wished = wished_temperature(parts, r, step, false);
    if (!wished) return;
    mireds = *wished;
    step.send(color_command(parts, r.endpoint, parts->refs.to_temp, {{"colortemp", mireds}, {"transtime", time}}));
  }
  publish_synchronised(parts, {{"color_mode", "color_temp"}, {"color_temp", mireds}}, r, step);
}

void get_color(const Shared& parts, const Request& r, Step& step) {
  const LightRefs& refs = parts->refs;
  const LightOptions& o = parts->options;
  if (o.color_temp && !o.color()) {
    step.send(read_attributes(r.endpoint, {refs.color_mode, refs.temperature}));
    return;
  }
  // Only the parts asked for: {"color": {"x": "", "y": ""}}
  const Value* asked = r.message.find("color");
  auto wants = [&](std::string_view part) {
    if (!asked || !truthy(*asked)) return true;
    const Value* value = asked->find(part);
    return value && !value->is_null();
  };
  Operation op = read_attributes(r.endpoint, {refs.color_mode});
  if (wants("x")) op.attributes.push_back(refs.x.id);
  if (wants("y")) op.attributes.push_back(refs.y.id);
  if (o.has_mode("hs")) {
    if (wants("hue")) op.attributes.push_back(o.enhanced_hue ? refs.enhanced_hue.id : refs.hue.id);
    if (wants("saturation")) op.attributes.push_back(refs.saturation.id);
  }
  if (o.color_temp && !o.via_color) op.attributes.push_back(refs.temperature.id);
  step.send(std::move(op));
}

void decode_color(const Shared& parts, const EndpointNames& names, const Message& m, Step& step) {
  const LightRefs& refs = parts->refs;
  auto property = [&](std::string_view name) { return names.property(name, m.endpoint); };
  Object fresh;
  if (const auto v = m.value(refs.temperature)) fresh.set(property("color_temp"), *v);
  if (const auto v = m.value(refs.start_up_temperature)) fresh.set(property("color_temp_startup"), *v);
  if (const auto v = m.value(refs.color_mode)) {
    static constexpr std::string_view modes[] = {"hs", "xy", "color_temp"};
    const auto index = v->integer(0, 2);
    fresh.set(property("color_mode"), index ? Value(modes[*index]) : *v);
  }
  Object parts_of_color;
  if (const auto n = m.number(refs.x)) parts_of_color.set("x", scale(*n, 0, 65535, 0, 1, 4));
  if (const auto n = m.number(refs.y)) parts_of_color.set("y", scale(*n, 0, 65535, 0, 1, 4));
  if (const auto n = m.number(refs.saturation)) parts_of_color.set("saturation", scale(*n, 0, 254, 0, 100));
  if (const auto n = m.number(refs.hue)) parts_of_color.set("hue", scale(*n, 0, 254, 0, 360));
  if (const auto n = m.number(refs.enhanced_hue)) parts_of_color.set("hue", scale(*n, 0, 65535, 0, 360, 1));
  if (!parts_of_color.empty()) fresh.set(property("color"), std::move(parts_of_color));
  if (const auto n = m.number(refs.color_options)) {
    fresh.set(property("color_options"), Object{{"execute_if_off", (js::whole<int>(*n) & 1) != 0}});
  }
  step.publish(fresh);
  step.publish(color::synchronise(fresh, step.state(), temperature_range(step, m.endpoint, refs),
                                  sync_wanted(step), property("")));
}

}  // namespace

void add_color(Builder& b, const Shared& parts) {
  const LightOptions& o = parts->options;
  b.decode("lightingColorCtrl", Message::attributes, [parts, names = b.names()](const Message& m, Step& step) {
    decode_color(parts, *names, m, step);
  });
  std::vector<std::string> keys;
  if (o.color()) keys.push_back("color");
  if (o.color_temp) keys.insert(keys.end(), {"color_temp", "color_temp_percent"});
  b.encode(keys,
           through_ice(parts, [parts](const Request& r, Step& step) {
             if (r.key == "color") {
               set_color(parts, r, step);
             } else {
               set_temperature(parts, r, step);
             }
           }),
           [parts](const Request& r, Step& step) { get_color(parts, r, step); });
  b.encode({"color_mode"}, {}, [parts](const Request& r, Step& step) {
    step.send(read_attributes(r.endpoint, {parts->refs.color_mode}));
  });
  b.encode({"color_options"},
           [parts](const Request& r, Step& step) {
             if (!r.value.is_object()) {
               step.fail("color_options is not a object, got " + std::string(kind_name(r.value)));
               return;
             }
             const Value* flag = r.value.find("execute_if_off");
             step.send(write_attribute(r.endpoint, parts->refs.color_options, flag && truthy(*flag) ? 1 : 0));
             step.publish("color_options", r.value);
           },
           [parts](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {parts->refs.color_options})); });
  if (o.color_temp && o.startup) {
    b.encode({"color_temp_startup"},
             [parts](const Request& r, Step& step) {
               const auto mireds = wished_temperature(parts, r, step, true);
               if (!mireds) return;
               step.send(write_attribute(r.endpoint, parts->refs.start_up_temperature, *mireds));
               step.publish("color_temp_startup", *mireds);
             },
             [parts](const Request& r, Step& step) {
               step.send(read_attributes(r.endpoint, {parts->refs.start_up_temperature}));
             });
  }
}

}  // namespace waggle::library::light
