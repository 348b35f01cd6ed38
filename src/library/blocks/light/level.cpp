// State and brightness of a lamp (ZCL 8, 3.8 and 3.10).
#include <algorithm>
#include <cmath>

#include "core/json.h"
#include "core/number.h"
#include "library/blocks/light/light.h"

namespace waggle::library::light {
namespace {

// What the blocks remember of a lamp: the level to come back to, and how it went off.
std::string remembered_level(EndpointId endpoint) { return slot("brightness", endpoint); }
std::string faded_out(EndpointId endpoint) { return slot("faded_out", endpoint); }

const Value* given(const Object& object, std::string_view key) {
  const Value* value = object.find(key);
  return value && !value->is_null() ? value : nullptr;
}

double as_number(const Value& value) {
  if (value.is_string()) return js::to_number(value.string()).value_or(NAN);
  if (value.is_bool()) return value.boolean() ? 1 : 0;
  return value.number_or(NAN);
}

Operation level_command(const Shared& parts, EndpointId endpoint, const CommandRef& command, double level, double time) {
  Object payload{{"level", level}, {"transtime", time}};
  add_option_fields(payload, parts->options);
  return send_command(endpoint, command, std::move(payload));
}

// On and off without a level.
void switch_only(const Shared& parts, const std::string& state, const Request& r, Step& step) {
  const Value word(state);
  Object message = r.message;
  message.set("state", word);
  set_on_off(parts->refs.on_off, {"state", word, message, r.endpoint, r.endpoint_name, r.to_group}, step);
  const Value* now = step.published().find("state");
  const Value* brightness = step.state().find("brightness");
  if (now && *now == Value("ON") && brightness && *brightness == Value(0)) step.publish("brightness", 1);
}

struct Target {
  std::string state;      // "on", "off", "toggle"; empty: only the level was asked for, with state null
  std::string goal;       // what toggle comes to
  std::optional<double> brightness;
  bool publish_brightness = false;
};

void send_level(const Shared& parts, const Target& t, double level, const Transition& transition,
                const Request& r, Step& step) {
  const LightOptions& o = parts->options;
  if (level == 0 && (t.goal == "on" || t.state.empty())) level = 1;
  if (level == 1 && o.off_at_one) level = 2;
  if (t.goal != "off") {
    step.memory().set(remembered_level(r.endpoint), level);
    step.memory().erase(faded_out(r.endpoint));
  }
  const LightRefs& refs = parts->refs;
  if (o.plain_level) {
    const Value* now = step.state().find("state");
    const bool changes = now && now->is_string() && lower(now->string()) != t.goal;
    if (!changes || t.goal == "on") {
      step.send(level_command(parts, r.endpoint, refs.move_to_level, level, transition.time));
    }
    if (changes) switch_only(parts, t.state, r, step);
    step.published().clear();
  } else {
    step.send(level_command(parts, r.endpoint, t.state.empty() ? refs.move_to_level : refs.move_to_level_on_off,
                            level, transition.time));
  }
  if (t.publish_brightness) step.publish("brightness", level);
  if (!t.state.empty() && !o.plain_level) step.publish("state", level == 0 ? "OFF" : "ON");
}

// Coming on with a transition, or after having faded out: to which level? The lamp's own `onLevel`, else
// the level it had.
void come_on(const Shared& parts, Target t, const Transition& transition, const Request& r, Step& step) {
  auto go = [parts, t, transition](double on_level, const Request& request, Step& next) mutable {
    if (on_level == 0 && request.to_group) {
      next.memory().set("onLevelSupported", false);
    } else if (on_level == 0) {
      next.keep({Keep::What::endpoint_note, request.endpoint, "onLevelSupported", false});
    }
    if (on_level == 0 || on_level == 255) {
      const Value* current = next.state().find("brightness");
      const Value* kept = next.memory().find(remembered_level(request.endpoint));
      on_level = kept ? kept->number_or(254) : current ? current->number_or(254) : 254;
    }
    t.publish_brightness = true;
    send_level(parts, t, on_level, transition, request, next);
  };
  const Value* config = step.state().find("level_config");
  const Value* known = config ? config->find("on_level") : nullptr;
  if (known && !(*known == Value(0))) {
    go(known->is_string() ? 255 : known->number_or(255), r, step);
    return;
  }
  // A group is asked once, as Zigbee2MQTT does: nobody answers for all.
  const Value* supported = r.to_group ? step.memory().find("onLevelSupported") : step.device().note(r.endpoint, "onLevelSupported");
  if (supported && !supported->bool_or(true)) {
    go(0, r, step);
    return;
  }
  Operation& question = step.send(read_attributes(r.endpoint, {parts->refs.on_level}));
  question.may_fail = true;
  question.no_answer = r.to_group;
  // The request's views end with this call: what the continuation needs goes along.
  step.then([go, key = std::string(r.key), value = r.value, message = r.message, endpoint = r.endpoint,
             name = std::string(r.endpoint_name), group = r.to_group](Step& next) mutable {
    const Value* answer = next.answers().find("onLevel");
    go(answer ? answer->number_or(255) : 0, {key, value, message, endpoint, name, group}, next);
  });
}

void set_light(const Shared& parts, const Request& r, Step& step) {
  const Transition transition = transition_of({"brightness", r.value, r.message, r.endpoint, r.endpoint_name, r.to_group}, step);
  Target t;
  const Value* state = r.message.find("state");
  const bool state_given = state != nullptr;
  if (state && state->is_string()) t.state = lower(state->string());
  if (const Value* level = given(r.message, "brightness")) {
    t.brightness = as_number(*level);
  } else if (const Value* percent = given(r.message, "brightness_percent")) {
    t.brightness = scale(as_number(*percent), 0, 100, 0, 255);
  }
  if (t.brightness == 255.0) t.brightness = 254;
  if (t.brightness && (std::isnan(*t.brightness) || *t.brightness < 0 || *t.brightness > 254)) {
    step.fail("Brightness value of message: '" + json::dump(Value(r.message)) +
              "' invalid, must be a number >= 0 and =< 254");
    return;
  }
  if (!t.state.empty() && t.state != "on" && t.state != "off" && t.state != "toggle") {
    step.fail("State value of message: '" + json::dump(Value(r.message)) + "' invalid, must be 'ON', 'OFF' or 'TOGGLE'");
    return;
  }
  if (t.state.empty() && !t.brightness) {
    step.fail("At least one of \"brightness\" or \"state\" must have a value: '" + json::dump(Value(r.message)) + "'");
    return;
  }
  const Value* now = step.state().find("state");
  const std::string_view now_state = now ? now->string_or("") : "";
  if (!state_given) {
    if (parts->options.plain_level) {
      t.state = lower(now_state);
    } else {
      t.state = *t.brightness == 0 ? "off" : "on";
      r.message.set("state", t.state);
    }
  }
  t.publish_brightness = t.brightness.has_value();
  t.goal = t.state == "toggle" ? (now_state == "ON" ? "off" : "on") : t.state;

  if (t.goal == "off") {
    const bool fade = transition.specified || t.brightness == 0.0;
    t.brightness = fade ? std::optional<double>(0) : std::nullopt;
    if (t.brightness && now_state == "OFF" && !parts->options.no_off_transition_since.empty()) {
      const auto firmware = version_of(step.device().software_build_id());
      const auto limit = version_of(parts->options.no_off_transition_since);
      if (firmware && limit && *firmware > *limit) t.brightness.reset();
    }
    const Value* level = step.state().find("brightness");
    if (level && now_state == "ON") {
      step.memory().set(remembered_level(r.endpoint), *level);
      step.memory().set(faded_out(r.endpoint), t.brightness.has_value());
    }
  } else if (t.goal == "on" && !t.brightness) {
    const Value* faded = step.memory().find(faded_out(r.endpoint));
    if (transition.specified || (faded && faded->bool_or(false))) {
      come_on(parts, t, transition, r, step);
      return;
    }
  }
  if (!t.brightness) {
    switch_only(parts, t.state, r, step);
    return;
  }
  send_level(parts, t, *t.brightness, transition, r, step);
}

}  // namespace

void add_level(Builder& b, const Shared& parts) {
  const LightRefs& refs = parts->refs;
  decode_on_off(b, refs.on_off);
  b.decode("genLevelCtrl", Message::attributes, [level = refs.level, names = b.names()](const Message& m, Step& step) {
    if (const auto n = m.number(level)) step.publish(names->property("brightness", m.endpoint), *n);
  });
  b.encode({"state", "brightness", "brightness_percent", "on_time", "off_wait_time"},
           through_ice(parts, [parts](const Request& r, Step& step) {
             const Value* state = r.message.find("state");
             const Value* brightness = r.message.find("brightness");
             const bool lit = (state && *state == Value("ON")) || (brightness && brightness->is_number() && brightness->number() > 1);
             if (parts->options.on_first && lit) step.send(send_command(r.endpoint, parts->refs.on_off.on, {}));
             set_light(parts, r, step);
           }),
           [parts](const Request& r, Step& step) {
             if (r.key == "brightness") {
               step.send(read_attributes(r.endpoint, {parts->refs.level}));
             } else if (r.key == "state") {
               step.send(read_attributes(r.endpoint, {parts->refs.on_off.on_off}));
             }
           });
  // These shape how others are sent and send nothing themselves.
  b.encode({"transition"}, [](const Request&, Step&) {});
}

void add_level_moves(Builder& b, const Shared& parts) {
  b.encode({"rate"}, [](const Request&, Step&) {});
  b.encode({"brightness_move", "brightness_move_onoff"}, [parts](const Request& r, Step& step) {
    const LightRefs& refs = parts->refs;
    Object payload;
    if (r.value == Value("stop") || r.value == Value(0)) {
      add_option_fields(payload, parts->options);
      step.send(send_command(r.endpoint, refs.stop, std::move(payload)));
      step.wait(500ms);
      step.send(read_attributes(r.endpoint, {refs.on_off.on_off}));
      step.then([parts, endpoint = r.endpoint](Step& next) {
        const Value on = next.answers().find("onOff") ? *next.answers().find("onOff") : Value();
        next.send(read_attributes(endpoint, {parts->refs.level}));
        next.then([on](Step& last) {
          if (const Value* level = last.answers().find("currentLevel")) last.publish("brightness", *level);
          last.publish("state", on == Value(1) ? "ON" : "OFF");
        });
      });
      return;
    }
    const auto rate = number_of(r.value, r.key, step);
    if (!rate) return;
    payload = {{"movemode", *rate > 0 ? 0 : 1}, {"rate", std::fabs(*rate)}};
    add_option_fields(payload, parts->options);
    step.send(send_command(r.endpoint, r.key.ends_with("onoff") ? refs.move_on_off : refs.move,
                           std::move(payload)));
  });
  b.encode({"brightness_step", "brightness_step_onoff"}, through_ice(parts, [parts](const Request& r, Step& step) {
    const LightRefs& refs = parts->refs;
    const bool on_off = r.key.ends_with("_onoff");
    const auto size = number_of(r.value, r.key, step);
    if (!size) return;
    Object payload{{"stepmode", *size > 0 ? 0 : 1},
                   {"stepsize", std::fabs(*size)},
                   {"transtime", transition_of(r, step).time}};
    add_option_fields(payload, parts->options);
    step.send(send_command(r.endpoint, on_off ? refs.step_on_off : refs.step, std::move(payload)));
    const Value* known = step.state().find("brightness");
    if (!known || !known->is_number()) return;
    auto finish = [parts, on_off, size = *size, was = known->number()](double brightness, Step& next) {
      const Value* now = next.state().find("state");
      const bool off = now && *now == Value("OFF");
      brightness = std::clamp(brightness, on_off || off ? 0.0 : 1.0, 254.0);
      if (parts->options.off_at_one && on_off) {
        if (size < 0 && brightness == 1) {
          brightness = 0;
        } else if (size > 0 && was == 0) {
          ++brightness;
        }
      }
      next.publish("brightness", brightness);
      next.publish("state", brightness == 0 ? "OFF" : "ON");
    };
    if (*size == 0) {
      step.send(read_attributes(r.endpoint, {refs.level}));
      step.then([finish](Step& next) {
        const Value* level = next.answers().find("currentLevel");
        finish(level ? level->number_or(0) : 0, next);
      });
      return;
    }
    const Value* now = step.state().find("state");
    const bool counts = on_off || (now && *now == Value("ON"));
    finish(counts ? known->number() + *size : known->number(), step);
  }));
}

}  // namespace waggle::library::light
