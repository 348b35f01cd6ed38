// How a lamp changes its level: transition times, level at power-on, and so on (ZCL 8, 3.10.2.2). One
// row an attribute.
#include <algorithm>
#include <cmath>

#include "core/json.h"
#include "core/number.h"
#include "library/blocks/light/light.h"

namespace waggle::library::light {
namespace {

struct Word {
  std::string_view word;
  double number;
};
struct Part {
  std::string_view name;
  AttributeRef LightRefs::*attribute;
  double scale;        // attribute = value * scale
  double low;          // what lower values become
  double too_high;     // above this…
  double highest;      // …it becomes this
  Word words[2];       // words for special numbers
  bool flag;           // a single bit
};
constexpr Part rows[] = {
    {"on_off_transition_time", &LightRefs::on_off_time, 10, 0, 65535, 65535, {{"", -1}, {"", -1}}, false},
    {"on_transition_time", &LightRefs::on_time, 10, 0, 65535, 65534, {{"disabled", 65535}, {"", -1}}, false},
    {"off_transition_time", &LightRefs::off_time, 10, 0, 65535, 65534, {{"disabled", 65535}, {"", -1}}, false},
    {"current_level_startup", &LightRefs::start_up_level, 1, 1, 255, 254, {{"previous", 255}, {"minimum", 0}}, false},
    {"on_level", &LightRefs::on_level, 1, 1, 255, 254, {{"previous", 255}, {"", -1}}, false},
    {"execute_if_off", &LightRefs::level_options, 1, 0, 1, 1, {{"", -1}, {"", -1}}, true},
};

Value shown(const Part& part, double number) {
  if (part.flag) return Value((js::whole<int>(number) & 1) != 0);
  for (const Word& w : part.words) {
    if (!w.word.empty() && w.number == number) return Value(w.word);
  }
  return Value(number / part.scale);
}

std::optional<double> sent(const Part& part, const Value& value, Step& step) {
  if (part.flag) return truthy(value) ? 1 : 0;
  if (value.is_string()) {
    const std::string word = lower(value.string());
    for (const Word& w : part.words) {
      if (!w.word.empty() && w.word == word) return w.number;
    }
  }
  const auto number = number_of(value, part.name, step);
  if (!number) return std::nullopt;
  // Numbers given as text are in the attribute's own unit, as the peer takes them; only the common
  // transition time is in seconds either way.
  const bool scaled = value.is_number() || part.name == "on_off_transition_time";
  double out = scaled ? *number * part.scale : *number;
  if (out > part.too_high) out = part.highest;
  if (out < part.low) out = part.low;
  return out;
}

void set(const Shared& parts, const Request& r, Step& step) {
  Value value = r.value;
  if (value.is_string()) {
    auto parsed = json::parse(value.string());
    if (!parsed) {
      step.fail("Payload is not valid JSON");
      return;
    }
    value = std::move(*parsed);
  }
  if (!value.is_object()) {
    step.fail("level_config is not a object, got " + std::string(kind_name(value)));
    return;
  }
  Object done;
  for (const Part& part : rows) {
    const Value* wanted = value.find(part.name);
    if (!wanted || wanted->is_null()) continue;
    const auto number = sent(part, *wanted, step);
    if (!number) return;
    step.send(write_attribute(r.endpoint, parts->refs.*part.attribute, *number));
    done.set(part.name, shown(part, *number));
  }
  if (!done.empty()) step.publish("level_config", std::move(done));
}

}  // namespace

std::vector<std::string> all_level_config() {
  return {"on_off_transition_time", "on_transition_time", "off_transition_time", "execute_if_off", "on_level", "current_level_startup"};
}

Expose expose_level_config(const std::vector<std::string>& parts) {
  Expose out = composite("level_config", "level_config", Access::all).text("How the lamp changes its level");
  for (const std::string& name : parts) {
    if (name == "execute_if_off") {
      out.add(binary(name, Access::all, true, false)
                                    .text("Whether levels can be set while the lamp is off"));
      continue;
    }
    Expose e = numeric(name, Access::all);
    if (name == "on_level" || name == "current_level_startup") {
      e = std::move(e).range(1, 254).text(name == "on_level" ? "Level when the lamp is switched on"
                                                            : "Level when power returns");
      if (name == "current_level_startup") e.presets.push_back({"minimum", "minimum", "The lowest the lamp can do"});
      e.presets.push_back({"previous", "previous", "As it was before"});
    } else {
      e = std::move(e).text("Seconds that switching takes");
      if (name != "on_off_transition_time") e.presets.push_back({"disabled", 65535, "Use the common time"});
    }
    out.add(std::move(e));
  }
  return out;
}

void add_level_config(Builder& b, const Shared& parts) {
  b.decode("genLevelCtrl", Message::attributes, [parts, names = b.names()](const Message& m, Step& step) {
    Object config;
    for (const Part& part : rows) {
      if (const auto n = m.number(parts->refs.*part.attribute)) config.set(part.name, shown(part, *n));
    }
    if (!config.empty()) step.publish(names->property("level_config", m.endpoint), std::move(config));
  });
  b.encode({"level_config"}, [parts](const Request& r, Step& step) { set(parts, r, step); },
           [parts](const Request& r, Step& step) {
             for (const Part& part : rows) {
               step.send(read_attributes(r.endpoint, {parts->refs.*part.attribute})).may_fail = true;
             }
           });
}

}  // namespace waggle::library::light
