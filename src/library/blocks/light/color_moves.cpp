// Steps and moves of hue, saturation and color temperature, and lamps that freeze.
#include <cmath>

#include "core/number.h"
#include "library/blocks/light/light.h"

namespace waggle::library::light {
namespace {

// Up, down and stop as the color cluster numbers them (ZCL 8, 5.2.2.3).
constexpr int mode_stop = 0, mode_up = 1, mode_down = 3;
constexpr double highest_mireds = 600;

void read_back(EndpointId endpoint, std::chrono::milliseconds after, std::initializer_list<AttributeRef> what, Step& step) {
  step.wait(after);
  step.send(read_attributes(endpoint, what));
}

std::chrono::milliseconds settle(double tenths) {
  return std::chrono::milliseconds(100 + js::whole<std::int32_t>(tenths * 100));
}

struct TemperatureMove {
  double rate = 1;
  int mode = mode_stop;
  double low = 0;
  double high = highest_mireds;
};

// "up", "down", "stop", a rate, or {rate, minimum, maximum}.
std::optional<TemperatureMove> wished_move(const Request& r, Step& step) {
  TemperatureMove move;
  auto from_rate = [&](double rate) {
    if (rate == 0) return;
    move.rate = std::fabs(rate);
    move.mode = rate > 0 ? mode_up : mode_down;
  };
  if (r.value.is_string()) {
    const std::string word = lower(r.value.string());
    const Value* rate = r.message.find("rate");
    if (word == "up" || word == "1" || word == "down") {
      move.rate = rate && !rate->is_null() ? number_of(*rate, "rate", step).value_or(55) : 55;
      move.mode = word == "down" ? mode_down : mode_up;
    } else if (word != "stop" && word != "release" && word != "0") {
      step.fail(std::string(r.key) + ": invalid string value \"" + r.value.string() +
                "\". Expected \"stop\", \"release\", \"0\", \"up\", \"1\", or \"down\"");
      return std::nullopt;
    }
    move.low = 153;
    move.high = 370;
    return move;
  }
  if (r.value.is_number()) {
    from_rate(r.value.number());
    return move;
  }
  if (r.value.is_object()) {
    const Value* rate = r.value.find("rate");
    if (!rate || rate->is_null()) {
      step.fail(std::string(r.key) + ": object must contain 'rate' property");
      return std::nullopt;
    }
    const auto number = number_of(*rate, std::string(r.key) + ".rate", step);
    if (!number) return std::nullopt;
    from_rate(*number);
    for (auto [name, limit] : {std::pair{"minimum", &move.low}, std::pair{"maximum", &move.high}}) {
      const Value* given = r.value.find(name);
      if (!given || given->is_null()) continue;
      const auto bound = number_of(*given, name, step);
      if (!bound) return std::nullopt;
      *limit = *bound;
    }
    if (move.low >= move.high) {
      step.fail(std::string(r.key) + ": minimum must be less than maximum");
      return std::nullopt;
    }
    return move;
  }
  step.fail(std::string(r.key) + ": invalid value type. Expected number, string, or object with rate property");
  return std::nullopt;
}

bool is_stop(const Value& value) {
  return value == Value("stop") || value == Value("0") || value == Value(0);
}

// The keys of this lamp family that start a color transition.
bool changes_color(std::string_view key) {
  for (std::string_view word : {"color", "hue", "saturation"}) {
    const auto at = key.find(word);
    if (at == std::string_view::npos || (at > 0 && key[at - 1] != '_')) continue;
    const std::string_view behind = key.substr(at + word.size());
    if (behind.empty() || behind[0] == '_') return true;
  }
  return false;
}

}  // namespace

void hue_move(const Shared& parts, const Request& r, Step& step, bool hue, const Value& value) {
  const LightRefs& refs = parts->refs;
  const bool stop = value == Value("stop") || value == Value(0);
  double rate = 1;
  int mode = mode_stop;
  if (!stop) {
    const auto number = number_of(value, hue ? "hue_move" : "saturation_move", step);
    if (!number) return;
    rate = std::fabs(*number);
    mode = *number > 0 ? mode_up : mode_down;
  }
  Object payload{{"rate", rate}, {"movemode", mode}};
  add_option_fields(payload, parts->options);
  step.send(send_command(r.endpoint, hue ? refs.move_hue : refs.move_saturation, std::move(payload)));
  if (stop) read_back(r.endpoint, 100ms, {hue ? refs.hue : refs.saturation, refs.color_mode}, step);
}

void add_color_moves(Builder& b, const Shared& parts) {
  const LightOptions& o = parts->options;
  if (o.color_temp) {
    b.encode({"colortemp_move", "color_temp_move"}, [parts](const Request& r, Step& step) {
      const LightRefs& refs = parts->refs;
      const auto move = wished_move(r, step);
      if (!move) return;
      Object payload{{"minimum", move->low}, {"maximum", move->high}, {"rate", move->rate}, {"movemode", move->mode}};
      add_option_fields(payload, parts->options);
      step.send(send_command(r.endpoint, refs.move_temp, std::move(payload)));
      if (move->mode == mode_stop) read_back(r.endpoint, 100ms, {refs.temperature, refs.color_mode}, step);
    });
    b.encode({"color_temp_step"}, through_ice(parts, [parts](const Request& r, Step& step) {
      const LightRefs& refs = parts->refs;
      const auto size = number_of(r.value, r.key, step);
      if (!size) return;
      const double time = transition_of(r, step).time;
      Object payload{{"stepmode", *size > 0 ? mode_up : mode_down}, {"stepsize", std::fabs(*size)},
                     {"transtime", time}, {"minimum", 0}, {"maximum", highest_mireds}};
      add_option_fields(payload, parts->options);
      step.send(send_command(r.endpoint, refs.step_temp, std::move(payload)));
      read_back(r.endpoint, settle(time), {refs.temperature}, step);
    }));
  }
  if (!o.color()) return;
  b.encode({"hue_move", "saturation_move"}, [parts](const Request& r, Step& step) {
    hue_move(parts, r, step, r.key == "hue_move", r.value);
  });
  b.encode({"hue_step", "saturation_step"}, through_ice(parts, [parts](const Request& r, Step& step) {
    const LightRefs& refs = parts->refs;
    const bool hue = r.key == "hue_step";
    const auto size = number_of(r.value, r.key, step);
    if (!size) return;
    const double time = transition_of(r, step).time;
    Object payload{{"stepmode", *size > 0 ? mode_up : mode_down}, {"stepsize", std::fabs(*size)}, {"transtime", time}};
    add_option_fields(payload, parts->options);
    step.send(send_command(r.endpoint, hue ? refs.step_hue : refs.step_saturation, std::move(payload)));
    read_back(r.endpoint, settle(time), {hue ? refs.hue : refs.saturation, refs.color_mode}, step);
  }));
}

Encode through_ice(const Shared& parts, Encode set) {
  if (!parts->options.unfreeze) return set;
  return [parts, set = std::move(set)](const Request& r, Step& step) {
    const Value* wanted = step.options().find("unfreeze_support");
    if (wanted && wanted->is_bool() && !wanted->boolean()) {
      set(r, step);
      return;
    }
    const std::string key = slot("frozen_until", r.endpoint);
    const Value* until = step.memory().find(key);
    const bool known = until != nullptr;
    const bool frozen = known && static_cast<double>(step.now().ms) <= until->number_or(0);
    // Steps and moves of the level thaw it by themselves.
    const bool thaws = r.key.starts_with("brightness_move") || r.key.starts_with("brightness_step");
    if (frozen && !thaws) {
      step.send(send_command(r.endpoint, parts->refs.stop,
                             {{"optionsMask", 0}, {"optionsOverride", 0}}));
    }
    set(r, step);
    const double tenths = transition_of(r, step).time;
    if (changes_color(r.key) && tenths > 0 && !is_stop(r.value)) {
      step.memory().set(key, static_cast<double>(step.now().ms) + tenths * 100);
    } else if (known) {
      step.memory().erase(key);
    }
  };
}

}  // namespace waggle::library::light
