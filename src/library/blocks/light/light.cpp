#include "library/blocks/light/light.h"

#include <algorithm>

#include "core/number.h"

namespace waggle::library {
namespace light {

bool LightOptions::has_mode(std::string_view mode) const {
  return std::find(modes.begin(), modes.end(), mode) != modes.end();
}

LightRefs::LightRefs(Builder& b) : on_off(b) {
  constexpr std::string_view lvl = "genLevelCtrl";
  constexpr std::string_view col = "lightingColorCtrl";
  level_cluster = b.cluster(lvl).id;
  color_cluster = b.cluster(col).id;
  level = b.attribute(lvl, "currentLevel");
  on_level = b.attribute(lvl, "onLevel");
  on_off_time = b.attribute(lvl, "onOffTransitionTime");
  on_time = b.attribute(lvl, "onTransitionTime");
  off_time = b.attribute(lvl, "offTransitionTime");
  start_up_level = b.attribute(lvl, "startUpCurrentLevel");
  level_options = b.attribute(lvl, "options");
  color_mode = b.attribute(col, "colorMode");
  temperature = b.attribute(col, "colorTemperature");
  start_up_temperature = b.attribute(col, "startUpColorTemperature");
  x = b.attribute(col, "currentX");
  y = b.attribute(col, "currentY");
  hue = b.attribute(col, "currentHue");
  saturation = b.attribute(col, "currentSaturation");
  enhanced_hue = b.attribute(col, "enhancedCurrentHue");
  color_options = b.attribute(col, "options");
  temp_min = b.attribute(col, "colorTempPhysicalMin");
  temp_max = b.attribute(col, "colorTempPhysicalMax");
  capabilities = b.attribute(col, "colorCapabilities");
  move_to_level = b.command(lvl, "moveToLevel", false);
  move_to_level_on_off = b.command(lvl, "moveToLevelWithOnOff", false);
  move = b.command(lvl, "move", false);
  move_on_off = b.command(lvl, "moveWithOnOff", false);
  step = b.command(lvl, "step", false);
  step_on_off = b.command(lvl, "stepWithOnOff", false);
  stop = b.command(lvl, "stop", false);
  to_color = b.command(col, "moveToColor", false);
  to_temp = b.command(col, "moveToColorTemp", false);
  to_hue_saturation = b.command(col, "moveToHueAndSaturation", false);
  to_hue = b.command(col, "moveToHue", false);
  to_saturation = b.command(col, "moveToSaturation", false);
  enhanced_to_hue = b.command(col, "enhancedMoveToHue", false);
  enhanced_to_hue_saturation = b.command(col, "enhancedMoveToHueAndSaturation", false);
  step_temp = b.command(col, "stepColorTemp", false);
  move_temp = b.command(col, "moveColorTemp", false);
  step_hue = b.command(col, "stepHue", false);
  step_saturation = b.command(col, "stepSaturation", false);
  move_hue = b.command(col, "moveHue", false);
  move_saturation = b.command(col, "moveSaturation", false);
}

Transition transition_of(const Request& r, Step& step) {
  auto given = [](const Object& object, std::string_view key) {
    const Value* value = object.find(key);
    return value && !value->is_null() ? value : nullptr;
  };
  // An IKEA lamp takes either a level or a color with a transition, not both at once: the color wins.
  const bool ikea = step.device().manufacturer_code() == std::optional<std::uint16_t>(0x117C);
  if (ikea && r.key == "brightness" && (given(r.message, "color") || given(r.message, "color_temp"))) return {};
  const Value* value = given(r.message, "transition");
  if (!value) value = given(step.options(), "transition");
  if (!value || value->string_or("-").empty()) return {};
  const std::optional<double> seconds = number_of(*value, "'transition'", step);
  return {seconds.value_or(0) * 10, true};
}

void add_option_fields(Object& payload, const LightOptions& options) {
  if (options.omit_options) return;
  payload.set("optionsMask", 0);
  payload.set("optionsOverride", 0);
}

color::TemperatureRange temperature_range(const Step& step, EndpointId endpoint, const AttributeRef& coolest, const AttributeRef& warmest) {
  color::TemperatureRange out;
  auto narrow = [&](const Device& device, EndpointId at) {
    const Value* min = device.attribute(at, coolest.cluster, coolest.id);
    const Value* max = device.attribute(at, warmest.cluster, warmest.id);
    if (min && min->is_number()) out.min = std::max(out.min.value_or(min->number()), min->number());
    if (max && max->is_number()) out.max = std::min(out.max.value_or(max->number()), max->number());
  };
  if (step.context().group) {
    for (const MemberView& member : step.context().members) narrow(*member.device, member.endpoint);
  } else {
    narrow(step.device(), endpoint);
  }
  return out;
}

namespace {

Expose with_temperatures(Expose e, double low, double high) {
  e.unit = "mired";
  e.min = low;
  e.max = high;
  struct Name {
    const char* name;
    double mireds;
    const char* text;
  };
  const Name names[] = {
      {"coolest", low, "The coolest this lamp can do"},
      {"cool", 250, "Cool, 250 mireds or 4000 K"},
      {"neutral", 370, "Neutral, 370 mireds or 2700 K"},
      {"warm", 454, "Warm, 454 mireds or 2200 K"},
      {"warmest", high, "The warmest this lamp can do"},
  };
  for (const Name& n : names) {
    if (n.mireds >= low && n.mireds <= high) e.presets.push_back({n.name, n.mireds, n.text});
  }
  return e;
}

Expose color_feature(std::string_view name, std::string_view label, std::string_view text,
                     std::string_view first, std::string_view second) {
  return composite(name, "color", Access::all).labelled(label).text(text)
      .with(numeric(first, Access::all)).with(numeric(second, Access::all));
}

Expose expose_effect(const LightOptions& options) {
  std::vector<std::string> effects{"blink", "breathe", "okay", "channel_change", "finish_effect", "stop_effect"};
  if (options.color()) effects.insert(effects.end(), {"colorloop", "stop_colorloop"});
  return enumeration("effect", Access::set, effects).text("Shows an effect, such as blinking for a while");
}

Expose expose_color_options() {
  return composite("color_options", "color_options", Access::all).config()
      .text("How the lamp treats colors")
      .with(binary("execute_if_off", Access::set, true, false)
                .text("Whether color and color temperature can be set while the lamp is off"));
}

// An IKEA lamp that lost its power has forgotten these.
void reapply_settings(const Shared& parts, Step& step) {
  const LightRefs& refs = parts->refs;
  if (step.device().endpoint_count() == 0) return;
  const EndpointId endpoint = step.device().endpoint(0).id;
  auto flag = [&](std::string_view object, std::string_view key) -> const Value* {
    const Value* value = step.state().find(object);
    return value ? value->find(key) : nullptr;
  };
  if (const Value* v = flag("color_options", "execute_if_off"); v && v->bool_or(false)) {
    step.send(write_attribute(endpoint, refs.color_options, 1));
  }
  if (const Value* v = flag("level_config", "execute_if_off"); v && v->bool_or(false)) {
    step.send(write_attribute(endpoint, refs.level_options, 1));
  }
  if (const Value* v = flag("level_config", "on_level")) {
    const double level = v->is_string() ? 255 : std::clamp(v->number_or(255), 1.0, 254.0);
    step.send(write_attribute(endpoint, refs.on_level, level));
  }
}

void configure_light(const Shared& parts, Step& step) {
  const LightRefs& refs = parts->refs;
  const LightOptions& options = parts->options;
  assume_power_source(step, "Mains (single phase)");
  for (const EndpointId endpoint : endpoints_with(step.device(), refs.color_cluster)) {
    step.send(read_attributes(endpoint, {refs.capabilities})).may_fail = true;
    step.then([parts, endpoint](Step& next) {
      if (!next.answers().find("colorCapabilities")) return;  // it tells nothing of its colors
      next.send(read_attributes(endpoint, {parts->refs.temp_min, parts->refs.temp_max})).may_fail = true;
    });
  }
  if (!options.report) return;
  set_up(step, {{refs.on_off.on_off, 0, 65000, 1}});
  set_up(step, {{refs.level, 5, 65000, 1}});
  if (options.color_temp) set_up(step, {{refs.temperature, 10, 65000, 1}});
  std::vector<Reporting> rows;
  if (options.has_mode("xy")) {
    rows.push_back({refs.x, 10, 65000, 1});
    rows.push_back({refs.y, 10, 65000, 1});
  }
  if (options.has_mode("hs")) {
    rows.push_back({options.enhanced_hue ? refs.enhanced_hue : refs.hue, 10, 65000, 1});
    rows.push_back({refs.saturation, 10, 65000, 1});
  }
  set_up(step, rows);
}

}  // namespace

Expose expose_light(const LightOptions& options, const Device*) {
  Expose state = binary("state", Access::all, "ON", "OFF").text("Whether the lamp is on");
  state.value_toggle = "TOGGLE";
  Expose out = thing(Expose::Type::light)
                   .with(std::move(state))
                   .with(numeric("brightness", Access::all).range(0, 254).text("Brightness of the lamp"));
  if (options.color_temp) {
    const double low = options.temp_range.size() == 2 ? options.temp_range[0] : 150;
    const double high = options.temp_range.size() == 2 ? options.temp_range[1] : 500;
    out.add(with_temperatures(
        numeric("color_temp", Access::all).text("Color temperature of the lamp"), low, high));
    if (options.startup) {
      Expose startup = with_temperatures(
          numeric("color_temp_startup", Access::all).text("Color temperature after power returns"), low, high);
      startup.presets.push_back({"previous", 65535, "As it was before the power went"});
      out.add(std::move(startup));
    }
  }
  for (const std::string& mode : options.modes) {
    out.add(mode == "xy" ? color_feature("color_xy", "Color (X/Y)", "Color as CIE 1931 x and y", "x", "y")
                                           : color_feature("color_hs", "Color (HS)", "Color as hue and saturation", "hue", "saturation"));
  }
  if (!options.level_config.empty()) out.add(expose_level_config(options.level_config));
  return out;
}

void LightBlock::read(Options& o) {
  LightOptions& l = options_;
  o.read("color_temp", l.color_temp, "has a color temperature");
  o.read("range", l.temp_range, "of color temperature, coolest and warmest, in mireds");
  o.read("startup", l.startup, "color temperature after power-on can be chosen");
  o.read("via_color", l.via_color, "color temperature is sent as a color");
  o.read("color", l.modes, "what colors it takes: xy, hs");
  o.read("enhanced_hue", l.enhanced_hue, "hue in 16 bits");
  o.read("red_fix", l.red_fix, "full red must be sent a little off its corner");
  o.read("effect", l.effect, "has effects");
  o.read("power_on_behavior", l.power_on_behavior, "what happens when power returns can be chosen");
  o.read("report", l.report, "bind, and have changes reported");
  o.read("color_options", l.color_options, "expose what colors do while the lamp is off");
  o.read("level_config", l.level_config, "parts of the level configuration to expose, or all");
  o.read("lit_first", l.on_first, "must be switched on before it is dimmed, else its button cannot switch it off");
  o.read("moves_only", l.moves_only, "only brightness_move and its like: it is switched and dimmed in a way of its own");
  o.read("off_at_one", l.off_at_one, "brightness 1 is off on this lamp");
  o.read("plain_level", l.plain_level, "does not understand moveToLevelWithOnOff");
  o.read("omit_options", l.omit_options, "refuses the option fields of level and color commands");
  o.read("unfreeze", l.unfreeze, "is deaf during a color transition");
  o.read("reapply", l.reapply, "forgets its settings when it loses power");
  o.read("no_off_transition_since", l.no_off_transition_since,
         "firmware newer than this flashes when told to fade out while off");
  if (l.level_config == std::vector<std::string>{"all"}) l.level_config = all_level_config();
  if (!l.temp_range.empty() && l.temp_range.size() != 2) o.complain("range", "must be two numbers");
  for (const std::string& mode : l.modes) {
    if (mode != "xy" && mode != "hs") o.complain("color", "must be xy or hs");
  }
}

void LightBlock::build(Builder& b) const {
  const auto parts = std::make_shared<const Parts>(Parts{options_, LightRefs(b)});
  const LightOptions& o = options_;
  b.expose(expose_light(o, nullptr));
  if (o.effect) b.expose(expose_effect(o));
  if (o.power_on_behavior) b.expose(property::power_on_behavior({"off", "on", "toggle", "previous"}));
  if (o.color_options) b.expose(expose_color_options());
  b.option(Builder::OptionFor::set, option::transition());
  if (o.unfreeze) b.option(Builder::OptionFor::set, option::unfreeze_support());
  if (o.color() || o.color_temp) b.option(Builder::OptionFor::set, option::color_sync());
  b.option(Builder::OptionFor::decode, option::state_action());
  if (o.moves_only) {
    add_level_moves(b, parts);
    return;
  }
  add_level(b, parts);
  add_level_config(b, parts);
  add_level_moves(b, parts);
  if (o.color() || o.color_temp) {
    add_color(b, parts);
    add_color_moves(b, parts);
  }
  if (o.effect) add_effect(b, parts);
  if (o.power_on_behavior) add_power_on_behavior(b, parts->refs.on_off, false);
  b.configure([parts](Step& step) { configure_light(parts, step); });
  if (o.reapply) b.on(Event::announced, [parts](Step& step) { reapply_settings(parts, step); });
}
}  // namespace light

extern const BlockType light_block = block<light::LightBlock>("light", "A lamp: state, brightness, color temperature, color, effects");

}  // namespace waggle::library
