// A Philips Hue lamp: an ordinary one, with Philips' effects and gradients, and, for users who want it, everything
// set at once through Philips' own structure (native.h).
#include <algorithm>
#include <cmath>

#include "core/json.h"
#include "core/number.h"
#include "library/blocks/light/light.h"
#include "library/blocks/philips/native.h"
#include "library/dispatch.h"

namespace waggle::library::philips {
namespace {

constexpr std::uint16_t signify = 0x100B;
constexpr std::string_view cluster_name = "manuSpecificPhilips2";

// What only Philips' structure can say.
constexpr std::string_view own_keys[] = {"effect_speed", "gradient_scale", "gradient_offset", "gradient_style", "effect_color"};
constexpr std::string_view common_keys[] = {"state", "brightness", "brightness_percent", "color", "color_temp", "color_temp_percent", "transition"};

template <std::size_t N>
bool among(const std::string_view (&list)[N], std::string_view key) {
  return std::find(std::begin(list), std::end(list), key) != std::end(list);
}

const Value* given(const Object& object, std::string_view key) {
  const Value* value = object.find(key);
  return value && !value->is_null() ? value : nullptr;
}

double to_number(const Value& value) {
  if (value.is_string()) return js::to_number(value.string()).value_or(NAN);
  if (value.is_bool()) return value.boolean() ? 1 : 0;
  return value.number_or(NAN);
}

double within(double value, double low, double high) {
  return std::isnan(value) ? value : std::min(std::max(low, value), high);
}

std::string hex_of(color::Rgb rgb) {
  Bytes octets;
  for (const double part : {rgb.red, rgb.green, rgb.blue}) octets.push_back(js::whole<std::uint8_t>(js::round(part * 255)));
  return "#" + to_hex(octets);
}

Object object_of(color::Xy xy) { return {{"x", xy.x}, {"y", xy.y}}; }

std::optional<color::Xy> xy_wanted(const Value& value, Step& step) {
  const auto wish = color::parse(value);
  if (!wish) {
    step.fail(wish.error().text);
    return std::nullopt;
  }
  if (wish->xy) return *wish->xy;
  const color::Rgb rgb = wish->rgb ? *wish->rgb : color::rgb_of(*wish->hsv);
  return rounded(color::xy_of(color::gamma_corrected(rgb)), 4);
}

// "stop" has no number of its own: the structure without an effect.
Bytes stop_effect() { return {0x20, 0x00, 0x00}; }

struct Refs {
  ClusterId cluster;
  AttributeRef state;
  CommandRef multi_color;
  explicit Refs(Builder& b)
      : cluster(b.cluster(cluster_name).id), state(b.attribute(cluster_name, "state")),
        multi_color(b.command(cluster_name, "multiColor", false)) {}
};

// What the steps share: the lamp's ordinary encoders stand behind the native ones.
struct Hue {
  Refs refs;
  light::Shared light;
  std::vector<Encoder> standard;
  Encode standard_effect;

  Hue(Builder& b, light::Shared parts) : refs(b), light(std::move(parts)) {}

  const Encoder* find(std::string_view key) const {
    for (const Encoder& e : standard) {
      if (std::find(e.keys.begin(), e.keys.end(), key) != e.keys.end()) return &e;
    }
    return nullptr;
  }
  bool on(const Request& r, const Step& step) const {
    const EndpointInfo* endpoint = step.device().find_endpoint(r.endpoint);
    return endpoint && endpoint->has_input(refs.cluster);
  }
  void send(const Request& r, Bytes data, Step& step) const {
    step.send(send_command(r.endpoint, refs.multi_color, {{"data", Value(std::move(data))}}));
  }
  // Effects change the brightness while they run: what came of it is asked for a little later.
  void ask_later(const Request& r, Step& step) const {
    step.later(slot("hue_state", r.endpoint), 1000ms, [state = refs.state, endpoint = r.endpoint](Step& next) {
      next.send(read_attributes(endpoint, {state})).may_fail = true;
    });
  }
};
using Shared = std::shared_ptr<const Hue>;

// Each key by the lamp's ordinary encoder, in the order in which messages are taken apart.
void set_ordinarily(const Hue& hue, const Request& r, Step& step) {
  std::vector<const Encoder*> used;
  const Object message = r.message;
  for (const Member* member : setting_order(message)) {
    if (!among(common_keys, member->key)) continue;
    const Encoder* e = hue.find(member->key);
    if (!e || !e->set || std::find(used.begin(), used.end(), e) != used.end()) continue;
    used.push_back(e);
    e->set({member->key, member->value, r.message, r.endpoint, r.endpoint_name, r.to_group}, step);
    if (step.error()) return;
  }
}

std::string active_effect(const Step& step) {
  const Value* effect = step.state().find("effect");
  return effect ? std::string(effect->string_or("")) : std::string();
}

// The message as one native structure, and what the state becomes by it. False: the step failed.
bool read_message(const Object& message, const Hue& hue, const Request& r, NativeState& data, Object& fresh, Step& step) {
  if (const Value* state = given(message, "state"); state && state->is_string()) {
    std::string word = lower(state->string());
    const Value* now = step.state().find("state");
    if (word == "toggle") word = now && *now == Value("ON") ? "off" : "on";
    if (word == "on" || word == "off") {
      data.on = word == "on";
      fresh.set("state", upper(word));
    }
  }
  if (const Value* level = given(message, "brightness")) {
    data.brightness = within(to_number(*level), 1, 254);
  } else if (const Value* percent = given(message, "brightness_percent")) {
    data.brightness = within(scale(to_number(*percent), 0, 100, 0, 255), 1, 254);
  }
  if (data.brightness) fresh.set("brightness", *data.brightness);
  if (const Value* wanted = given(message, "color")) {
    data.xy = xy_wanted(*wanted, step);
    if (!data.xy) return false;
    fresh.set("color_mode", "xy");
    fresh.set("color", object_of(*data.xy));
  }
  const Value* temperature = given(message, "color_temp");
  const Value* percent = given(message, "color_temp_percent");
  if (temperature || percent) {
    const auto range = light::temperature_range(step, r.endpoint, hue.light->refs);
    if (percent) {
      data.mireds = scale(to_number(*percent), 0, 100, range.min.value_or(154), range.max.value_or(500));
    } else {
      data.mireds = to_number(*temperature);
      const std::pair<std::string_view, std::optional<double>> presets[] = {
          {"warmest", range.max}, {"warm", 454}, {"neutral", 370}, {"cool", 250}, {"coolest", range.min}};
      for (const auto& [name, mireds] : presets) {
        if (*temperature == Value(name)) data.mireds = mireds;
      }
    }
    fresh.set("color_mode", "color_temp");
    fresh.set("color_temp", data.mireds.value_or(NAN));
  }
  const Value* fade = given(message, "transition");
  if (!fade) {
    fade = given(step.options(), "transition");
    if (fade && *fade == Value("")) fade = nullptr;
  }
  if (fade) data.fade = js::round(to_number(*fade) * 10);
  if (const Value* speed = given(message, "effect_speed")) data.effect_speed = within(to_number(*speed), 0, 1);
  if (const Value* size = given(message, "gradient_scale")) data.scale = to_number(*size);
  if (const Value* shift = given(message, "gradient_offset")) data.offset = to_number(*shift);
  if (const Value* style = given(message, "gradient_style"); style && style_number(lower(to_text(*style)))) {
    fresh.set("gradient_style", *style);
  }
  const std::string active = active_effect(step);
  const auto active_number = effect_number(active);
  if ((data.xy || data.mireds) && !message.find("effect")) {
    const Value* mode = given(step.options(), "effect_color_mode");
    if (mode && *mode == Value("update") && active_number) {
      data.effect = active_number;
      fresh.set("effect", active);
    } else {
      fresh.set("effect", "none");  // a new color ends an effect
    }
  }
  if (const Value* wanted = given(message, "effect_color")) {
    data.xy = xy_wanted(*wanted, step);
    if (!data.xy) return false;
    fresh.set("color_mode", "xy");
    fresh.set("color", object_of(*data.xy));
    if (active_number) {
      data.effect = active_number;
      fresh.set("effect", active);
    }
  }
  return true;
}

void set_native(const Hue& hue, const Request& r, Step& step) {
  const Value* option = step.options().find("hue_native_control");
  const bool native = option && *option == Value(true);
  if (!native || (!r.to_group && !hue.on(r, step))) {
    set_ordinarily(hue, r, step);
    if (step.error()) return;
    const bool more = std::any_of(r.message.begin(), r.message.end(), [](const Member& m) { return among(own_keys, m.key); });
    if (!more) return;
  }
  Object message;
  for (const auto& [key, value] : r.message) {
    if (native || among(own_keys, key)) message.set(key, value);
  }
  NativeState data;
  Object fresh;
  if (!read_message(message, hue, r, data, fresh, step)) return;
  // An effect that starts again sets its own brightness: the wanted one goes behind it.
  std::optional<double> brightness_after;
  if (data.effect && !message.find("effect") && data.brightness) std::swap(brightness_after, data.brightness);
  if (data.empty()) {
    const Encoder* e = hue.find(r.key);
    if (e && e->set) e->set(r, step);
    return;
  }
  step.published().clear();
  hue.send(r, encode(data), step);
  if (brightness_after) {
    NativeState level;
    level.brightness = brightness_after;
    hue.send(r, encode(level), step);
    fresh.set("brightness", *brightness_after);
  }
  if (data.effect) hue.ask_later(r, step);
  const Value* sync = given(step.options(), "color_sync");
  step.publish(fresh);
  step.publish(color::synchronise(fresh, step.state(), light::temperature_range(step, r.endpoint, hue.light->refs),
                                  !sync || truthy(*sync), ""));
}

void get(const Hue& hue, const Request& r, Step& step) {
  if (hue.on(r, step)) {
    step.send(read_attributes(r.endpoint, {hue.refs.state})).may_fail = true;
    return;
  }
  const Encoder* e = hue.find(r.key);
  if (e && e->get) e->get(r, step);
}

void set_effect(const Hue& hue, const Request& r, Step& step) {
  if (!r.value.is_string()) {
    step.fail("effect is not a string, got " + std::string(kind_name(r.value)) + " (" + to_text(r.value) + ")");
    return;
  }
  const std::string word = lower(r.value.string());
  const bool ends = word == "finish_effect" || word == "stop_effect";
  if (ends || word == "none" || word == "stop_hue_effect") {
    hue.send(r, stop_effect(), step);
    if (ends) hue.standard_effect(r, step);
    step.publish("effect", "none");
    return;
  }
  const auto number = effect_number(word);
  if (!number) {
    hue.standard_effect(r, step);
    return;
  }
  NativeState data;
  data.on = true;
  data.effect = number;
  if (const Value* wanted = r.message.find("color")) {
    data.xy = xy_wanted(*wanted, step);
    if (!data.xy) return;
  }
  if (const Value* speed = r.message.find("effect_speed")) data.effect_speed = within(to_number(*speed), 0, 1);
  hue.send(r, encode(data), step);
  step.publish("effect", word);
  if (data.effect_speed) step.publish("effect_speed", *data.effect_speed);
  hue.ask_later(r, step);
}

void set_gradient(const Hue& hue, const Request& r, Step& step) {
  const Value* wanted = r.key == "gradient" ? &r.value : given(r.message, "gradient");
  if (!wanted || wanted->is_null()) wanted = given(step.state(), "gradient");
  if (!wanted || (wanted->is_array() && wanted->array().empty())) return;
  if (!wanted->is_array() || wanted->array().size() > 9) {
    step.fail(wanted->is_array() ? "Expected up to 9 colors, got " + std::to_string(wanted->array().size())
                                 : "gradient is not a list of colors, got " + to_text(*wanted));
    return;
  }
  std::vector<color::Rgb> colors;
  for (const Value& text : wanted->array()) {
    const auto wish = text.is_string() ? color::parse(text.string().starts_with("#") ? text : Value("#" + text.string()))
                                       : Result<color::Wish>(Error{Errc::invalid, "'" + to_text(text) + "' is no color, such as #FF4400"});
    if (!wish || !wish->rgb) {
      step.fail(wish ? "'" + to_text(text) + "' is no color" : wish.error().text);
      return;
    }
    colors.push_back(*wish->rgb);
  }
  std::reverse(colors.begin(), colors.end());  // users count from the top, lamps from the foot
  const Value* style = given(r.message, "gradient_style");
  hue.send(r, encode_gradient(colors, style ? style_number(lower(to_text(*style))).value_or(0) : 0), step);
  if (style) step.publish("gradient_style", *style);
}

void set_gradient_scene(const Hue& hue, const Request& r, Step& step) {
  Bytes octets = gradient_scene(r.value.string_or(""));
  if (octets.empty()) {
    step.fail("Gradient scene '" + to_text(r.value) + "' is unknown");
    return;
  }
  hue.send(r, std::move(octets), step);
}

// What a lamp does when power returns, in the old way, attribute by attribute.
void set_power_on(const Hue& hue, const Request& r, Step& step) {
  const light::LightRefs& refs = hue.light->refs;
  auto go = [&hue = *hue.light, message = r.message, endpoint = r.endpoint, value = r.value](bool temperature, bool color, bool has_color, Step& next) {
    const light::LightRefs& to = hue.refs;
    auto write = [&](const AttributeRef& attribute, double number) { next.send(write_attribute(endpoint, attribute, number)); };
    auto write_xy = [&](double x, double y) {
      for (const auto& [id, number] : {std::pair{3, x}, std::pair{4, y}}) {
        Operation op = write_attribute(endpoint, {to.color_cluster, AttributeId(static_cast<std::uint16_t>(id)), nullptr, signify}, number);
        op.writes[0].type = zcl::Type::uint16;
        next.send(std::move(op));
      }
    };
    Value shown = value == Value("default") ? Value("on") : value;
    if (shown == Value("off")) {
      write(to.on_off.start_up, 0);
    } else if (shown == Value("recover")) {
      write(to.on_off.start_up, 255);
      write(to.start_up_level, 255);
      if (temperature) write(to.start_up_temperature, 65535);
      if (color) write_xy(65535, 65535);
    } else if (shown == Value("on")) {
      write(to.on_off.start_up, 1);
      const Value* level = given(message, "hue_power_on_brightness");
      const double brightness = level ? to_number(*level) : 254;
      write(to.start_up_level, brightness == 255 ? 254 : brightness);
      const Value* mireds = given(message, "hue_power_on_color_temperature");
      const Value* rgb = given(message, "hue_power_on_color");
      if (has_color && mireds && !rgb) {
        write(to.start_up_temperature, to_number(*mireds));
        if (color) write_xy(65535, 65535);
      } else if (has_color && rgb && !mireds) {
        const std::string text = to_text(*rgb);
        const auto wish = color::parse(Value(text.starts_with("#") ? text : "#" + text));
        if (!wish || !wish->rgb) {
          next.fail("'" + text + "' is no color, such as #FF4400");
          return;
        }
        const color::Xy xy = color::xy_of(*wish->rgb);
        const double x = scale(xy.x, 0, 1, 0, 65535);
        const double y = scale(xy.y, 0, 1, 0, 65535);
        shown = Object{{"x", x}, {"y", y}};
        if (temperature) write(to.start_up_temperature, 366);
        write_xy(x, y);
      } else if (has_color && !mireds && !rgb) {
        if (temperature) write(to.start_up_temperature, 366);
        if (color) write_xy(65535, 65535);
      }
    }
    next.publish("hue_power_on_behavior", shown);
  };
  const EndpointInfo* endpoint = step.device().find_endpoint(r.endpoint);
  const bool has_color = endpoint && endpoint->has_input(refs.color_cluster);
  if (r.to_group || !has_color) {
    go(r.to_group, r.to_group, false, step);
    return;
  }
  step.send(read_attributes(r.endpoint, {refs.capabilities}));
  step.then([go, keep = hue.light](Step& next) {
    const Value* answer = next.answers().find("colorCapabilities");
    const auto bits = js::whole<std::uint32_t>(answer ? answer->number_or(0) : 0);
    go((bits & 16) != 0, (bits & 8) != 0, true, next);
  });
}

void publish_native(const NativeState& s, Step& step) {
  if (s.on) step.publish("state", *s.on ? "ON" : "OFF");
  if (s.brightness) step.publish("brightness", *s.brightness);
  if (s.mireds) {
    step.publish("color_temp", *s.mireds);
    step.publish("color_mode", "color_temp");
  }
  if (s.xy) {
    step.publish("color", object_of(*s.xy));
    step.publish("color_mode", "xy");
  }
  if (s.fade) step.publish("transition", *s.fade / 10);
  if (s.effect) {
    const auto name = effect_name(*s.effect);
    const std::uint8_t octet = static_cast<std::uint8_t>(*s.effect);
    std::string number = to_hex(ByteView(&octet, 1));
    if (number[0] == '0') number.erase(0, 1);
    step.publish("effect", name.empty() ? Value("unknown_0x" + number) : Value(name));
  }
  if (s.effect_speed) step.publish("effect_speed", *s.effect_speed);
  if (s.gradient) {
    Array rgb, xy;
    for (const color::Xy& c : s.gradient->colors) {
      rgb.emplace_back(hex_of(color::rgb_of(c)));
      xy.emplace_back(object_of(c));
    }
    step.publish("gradient", std::move(rgb));
    step.publish("gradient_xy", std::move(xy));
    step.publish("gradient_style", style_name(s.gradient->style));
  }
  if (s.scale) {
    step.publish("gradient_scale", *s.scale);
    step.publish("gradient_offset", s.offset.value_or(0));
  }
}

class HueLight final : public Block {
  light::LightBlock light_;
  bool native_ = true;
  bool gradient_ = false;
  std::vector<std::string> extra_;

 public:
  void read(Options& o) override {
    light_.read(o);
    o.read("hue_effects", native_, "has Philips' effects");
    o.read("gradient", gradient_, "shows gradients of several colors");
    o.read("extra_effects", extra_, "that other lamps with gradients lack");
  }

  void build(Builder& b) const override {
    const std::size_t first = b.parts.encoders.size();
    auto hue = std::make_shared<Hue>(b, std::make_shared<const light::Parts>(light::Parts{light_.options(), light::LightRefs(b)}));
    auto& for_setting = b.parts.options[static_cast<std::size_t>(Builder::OptionFor::set)];
    b.option(Builder::OptionFor::set, binary("hue_native_control", Access::set, true, false)
        .text("Sets state, brightness and color by one command of Philips' own, without a flicker between them; needed to color a running effect (default false)."));
    b.option(Builder::OptionFor::set, enumeration("effect_color_mode", Access::set, {"stop", "update"})
        .text("What a new color does to a running effect, when Hue native control is on: ends it (default), or colors it."));
    light_.build(b);
    std::erase_if(for_setting, [](const Expose& e) { return e.name == "color_sync"; });
    if (light_.options().color() || light_.options().color_temp) b.option(Builder::OptionFor::decode, option::color_sync());
    take_over(b, first, *hue);
    add_encoders(b, first, hue);
    if (native_ || gradient_) add_native(b, hue);
  }

 private:
  // The lamp's encoders step back: behind the native one where it serves their keys.
  static void take_over(Builder& b, std::size_t first, Hue& hue) {
    auto& all = b.parts.encoders;
    hue.standard.assign(all.begin() + static_cast<std::ptrdiff_t>(first), all.end());
    all.resize(first);
    light::add_effect(b, hue.light);
    hue.standard_effect = all.back().set;
    all.resize(first);
  }

  void add_encoders(Builder& b, std::size_t, const Shared& hue) const {
    std::vector<std::string> keys(std::begin(common_keys), std::end(common_keys));
    keys.insert(keys.end(), std::begin(own_keys), std::end(own_keys));
    b.encode(keys, [hue](const Request& r, Step& step) { set_native(*hue, r, step); },
             [hue](const Request& r, Step& step) { get(*hue, r, step); });
    b.encode({"hue_power_on_behavior"}, [hue](const Request& r, Step& step) { set_power_on(*hue, r, step); });
    b.encode({"hue_power_on_brightness", "hue_power_on_color_temperature", "hue_power_on_color"}, [](const Request& r, Step& step) {
      if (!r.message.find("hue_power_on_behavior")) step.fail("Provide a value for 'hue_power_on_behavior'");
    });
    // Of a device with several lamps: it belongs to what is set beside it.
    b.encode({"transition"}, [](const Request&, Step&) {});
    for (const Encoder& e : hue->standard) {
      Encoder rest = e;
      std::erase_if(rest.keys, [](const std::string& key) { return among(common_keys, key) || among(own_keys, key); });
      if (!rest.keys.empty()) b.parts.encoders.push_back(std::move(rest));
    }
  }

  void add_native(Builder& b, const Shared& hue) const {
    std::vector<std::string> effects{"blink", "breathe", "okay", "channel_change", "candle"};
    if (light_.options().color()) effects.insert(effects.end(), {"fireplace", "colorloop"});
    b.encode({"effect"}, [hue](const Request& r, Step& step) { set_effect(*hue, r, step); });
    if (gradient_) {
      effects.insert(effects.end(), extra_.begin(), extra_.end());
      b.encode({"gradient_scene"}, [hue](const Request& r, Step& step) { set_gradient_scene(*hue, r, step); });
      b.encode({"gradient", "gradient_style"}, [hue](const Request& r, Step& step) { set_gradient(*hue, r, step); },
               [hue](const Request& r, Step& step) { step.send(read_attributes(r.endpoint, {hue->refs.state})).may_fail = true; });
      b.expose(enumeration("gradient_scene", Access::set, gradient_scenes()).text("A gradient that Philips named"));
      Expose colors = list("gradient", Access::all, text("hex", Access::all).text("A color, such as #663399"));
      colors.length_min = 1;
      colors.length_max = 9;
      b.expose(colors.text("Colors from one end to the other"));
    }
    effects.insert(effects.end(), {"sunset", "sunrise", "sparkle", "opal", "glisten", "underwater", "cosmos", "sunbeam", "enchant",
                                   "none", "finish_effect", "stop_effect", "stop_hue_effect"});
    b.expose(enumeration("effect", Access::state_set, effects).text("Shows an effect"));
    b.expose(numeric("effect_speed", Access::state_set).range(0, 1).steps(0.01).text("How fast the effect runs: 0 slowest, 1 fastest"));
    b.expose(text("effect_color", Access::set).text("Color of the running effect: #FF4400, or {\"x\": 0.6, \"y\": 0.3}"));
    if (gradient_) {
      b.expose(enumeration("gradient_style", Access::all, {"linear", "scattered", "mirrored"})
                   .text("How the colors are spread: blended, one for each part, or from the middle to both ends"));
      b.expose(numeric("gradient_scale", Access::set).range(0, 31).steps(0.125).text("How many colors are seen; 0: as many as fit"));
      b.expose(numeric("gradient_offset", Access::set).range(0, 31).steps(0.125).text("With which color the gradient begins"));
    }
    b.decode(cluster_name, Message::attributes, [state = hue->refs.state](const Message& m, Step& step) {
      const auto value = m.value(state);
      if (!value || !value->is_bytes()) return;
      const auto decoded = decode(value->bytes());
      if (!decoded) return;
      step.publish("philips_raw", to_hex(value->bytes()));
      publish_native(*decoded, step);
    });
  }
};

}  // namespace
}  // namespace waggle::library::philips

namespace waggle::library {
extern const BlockType hue_light_block =
    block<philips::HueLight>("hue_light", "A Philips Hue lamp: a light with Philips' effects, gradients and native control");
}
