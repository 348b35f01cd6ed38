#include "docs/exposes.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/json.h"
#include "core/number.h"

namespace waggle::docs {
namespace {

using library::Access;
using library::Expose;
using Type = Expose::Type;

constexpr std::string_view topic = "zigbee2mqtt/FRIENDLY_NAME";

std::string_view property(const Expose& e) { return e.property.empty() ? e.name : e.property; }

std::string label(const Expose& e) { return e.label.empty() ? library::label_from_name(e.name) : e.label; }

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

std::string capital(std::string_view text) { return library::label_from_name(text); }

std::string code(std::string_view text) { return fmt::format("`{}`", text); }

std::string number(double value) { return code(js::to_string(value)); }

/// "a, b and c" with the last word as given.
std::string joined(const std::vector<std::string>& list, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += i + 1 == list.size() ? last : std::string_view(", ");
    out += list[i];
  }
  return out;
}

std::vector<std::string> values_of(const Expose& e) {
  std::vector<std::string> out;
  for (const Value* value : {&e.value_on, &e.value_off, &e.value_toggle}) {
    if (e.type == Type::binary && !value->is_null()) out.push_back(to_text(*value));
  }
  for (const Value& value : e.values) out.push_back(to_text(value));
  return out;
}

std::string code_list(const std::vector<std::string>& list, std::string_view last = ", ") {
  std::vector<std::string> quoted;
  for (const std::string& item : list) quoted.push_back(code(item));
  return joined(quoted, last);
}

/// What stands for the value in an example: VALUE, or the members of a composite.
std::string placeholder(const Expose& e, std::string_view word) {
  if (e.type == Type::composite) {
    std::vector<std::string> members;
    for (const Expose& f : e.features) members.push_back(fmt::format("\"{}\": {}", property(f), word));
    return "{" + joined(members, ", ") + "}";
  }
  if (e.type == Type::list) return fmt::format("[{}]", e.item_type.empty() ? std::string(word) : placeholder(e.item_type[0], word));
  return std::string(word);
}

std::string payload(const Expose& e, std::string_view value) { return fmt::format("`{{\"{}\": {}}}`", property(e), value); }

std::string read_payload(const Expose& e) {
  if (e.type != Type::composite || e.features.empty()) return payload(e, "\"\"");
  return payload(e, fmt::format("{{\"{}\": \"\"}}", property(e.features[0])));
}

std::string range_sentence(const Expose& e) {
  if (e.min && e.max) return fmt::format("The minimal value is {} and the maximum value is {}.", number(*e.min), number(*e.max));
  if (e.min) return fmt::format("The minimal value is {}.", number(*e.min));
  if (e.max) return fmt::format("The maximum value is {}.", number(*e.max));
  return {};
}

std::string presets_sentence(const Expose& e) {
  if (e.presets.empty()) return {};
  std::vector<std::string> words;
  for (const library::Preset& p : e.presets) words.push_back(fmt::format("`{}` ({})", p.name, to_text(p.value)));
  return "These words stand for values: " + joined(words, ", ") + ".";
}

/// What a value can be, as the pages of plain properties say it; a sentence each.
std::vector<std::string> value_sentences(const Expose& e) {
  std::vector<std::string> out;
  auto add = [&](std::string text) {
    if (!text.empty()) out.push_back(std::move(text));
  };
  switch (e.type) {
    case Type::binary:
      add(fmt::format("If value equals `{}` {} is ON, if `{}` OFF.", to_text(e.value_on), lower(label(e)), to_text(e.value_off)));
      break;
    case Type::numeric:
      add(range_sentence(e));
      if (!e.unit.empty()) add(fmt::format("The unit of this value is `{}`.", e.unit));
      add(presets_sentence(e));
      break;
    case Type::enumeration: add("The possible values are: " + code_list(values_of(e)) + "."); break;
    default: break;
  }
  return out;
}

/// The members of a composite or of a list's items, indented by depth.
void add_members(const Expose& e, int depth, std::string& out) {
  const std::vector<Expose>& members = e.type == Type::list ? e.item_type : e.features;
  for (const Expose& m : members) {
    if (e.type == Type::list && m.type == Type::composite) {
      add_members(m, depth, out);
      continue;
    }
    std::string text = m.description.empty() ? std::string() : " " + sentence(m.description);
    for (const std::string& s : value_sentences(m)) text += " " + s;
    const std::string_view name = m.name.empty() ? std::string_view("item") : property(m);
    out += fmt::format("{}- `{}` ({}):{}\n", std::string(static_cast<std::size_t>(depth) * 2, ' '), name, type_name(m.type), text);
    if (m.type == Type::composite || m.type == Type::list) add_members(m, depth + 1, out);
  }
}

/// How a plain property is read and written.
std::string access_sentences(const Expose& e) {
  std::string out = e.access & Access::state
                        ? fmt::format("Value can be found in the published state on the `{}` property.\n", property(e))
                        : std::string("This value is not part of the published state.\n");
  const bool get = e.access & Access::get;
  const bool set = e.access & Access::set;
  if (!get && !set) return out + "It's not possible to read (`/get`) or write (`/set`) this value.\n";
  out += get ? fmt::format("To read (`/get`) this value send a message to `{}/get` with payload {}.\n", topic, read_payload(e))
             : std::string("It's not possible to read (`/get`) this value.\n");
  const std::string example = e.type == Type::enumeration || e.type == Type::text ? "\"NEW_VALUE\"" : placeholder(e, "NEW_VALUE");
  out += set ? fmt::format("To write (`/set`) this value publish a message to topic `{}/set` with payload {}.\n", topic, payload(e, example))
             : std::string("It's not possible to write (`/set`) this value.\n");
  return out;
}

std::string heading(const Expose& e) {
  std::vector<std::string> remarks;
  if (!e.is_thing()) remarks.emplace_back(type_name(e.type));
  if (!e.endpoint.empty()) remarks.push_back(e.endpoint + " endpoint");
  const std::string name = e.is_thing() && e.label.empty() ? capital(type_name(e.type)) : label(e);
  return fmt::format("### {} {}\n", name, remarks.empty() ? "" : "(" + joined(remarks, ", ") + ")");
}

std::string plain_property(const Expose& e) {
  std::string out = heading(e);
  if (!e.description.empty()) out += sentence(e.description) + "\n";
  out += access_sentences(e);
  for (const std::string& s : value_sentences(e)) out += s + "\n";
  add_members(e, 0, out);
  return out;
}

/// `{"state": "ON"}`, `{"state": "OFF"}` or `{"state": "TOGGLE"}`
std::string payloads(const Expose& e) {
  std::vector<std::string> out;
  for (const std::string& value : values_of(e)) out.push_back(payload(e, json::dump(Value(value))));
  return joined(out, " or ");
}

/// A thing that is nothing but on or off: a lock, a switch.
std::string single_state(const Expose& thing) {
  const Expose& state = thing.features[0];
  const std::string_view kind = type_name(thing.type);
  std::string out = fmt::format("The current state of this {} is in the published state under the `{}` property (value is {}).\n", kind,
                                property(state), code_list({to_text(state.value_on), to_text(state.value_off)}, " or "));
  if (state.access & Access::set) {
    out += fmt::format("To control this {} publish a message to topic `{}/set` with payload {}.\n", kind, topic, payloads(state));
  }
  out += state.access & Access::get
             ? fmt::format("To read the current state of this {} send a message to `{}/get` with payload {}.\n", kind, topic, read_payload(state))
             : std::string("It's not possible to read (`/get`) this value.\n");
  return out;
}

/// "where `VALUE` is …"
std::string value_clause(const Expose& e) {
  if (e.type == Type::enumeration || e.type == Type::binary) return "one of: " + code_list(values_of(e));
  if (e.type == Type::numeric) {
    const std::string what = e.unit.empty() ? "a number" : "the " + e.unit;
    if (e.min && e.max) return fmt::format("{} between {} and {}", what, number(*e.min), number(*e.max));
    return e.unit.empty() ? what : fmt::format("a number in {}", e.unit);
  }
  return e.type == Type::text ? "text" : std::string();
}

std::string feature_line(const Expose& e) {
  const bool set = e.access & Access::set;
  const bool get = e.access & Access::get;
  std::string out = fmt::format("- `{}`:", e.name);
  std::string what = e.description;
  if (!set && !e.unit.empty() && !what.empty()) what += fmt::format(" (in {})", e.unit);
  if (!what.empty()) out += " " + sentence(what);
  if (set && e.type == Type::binary) {
    out += fmt::format(" To control publish a message to topic `{}/set` with payload {}.", topic, payloads(e));
  } else if (set) {
    out += fmt::format(" To control publish a message to topic `{}/set` with payload {}", topic, payload(e, placeholder(e, "VALUE")));
    const std::string clause = value_clause(e);
    out += clause.empty() ? "." : " where `VALUE` is " + clause + ".";
  } else if (!values_of(e).empty()) {
    out += " Possible values are: " + code_list(values_of(e)) + ".";
  }
  if (const std::string presets = presets_sentence(e); !presets.empty()) out += " " + presets;
  out += get ? fmt::format(" To read send a message to `{}/get` with payload {}.", topic, read_payload(e))
             : std::string(" Reading (`/get`) this attribute is not possible.");
  return out + "\n";
}

bool takes(const library::Definition& d, const Expose& thing, std::string_view key) {
  const library::Encoder* encoder = d.find_encoder(key, thing.endpoint);
  return encoder && encoder->set;
}

std::string with_endpoint(const Expose& thing, std::string_view key) {
  return thing.endpoint.empty() ? std::string(key) : fmt::format("{}_{}", key, thing.endpoint);
}

// What lights can do besides holding a value. Which of it this one can is asked of its encoders.
std::string light_extras(const library::Definition& d, const Expose& light) {
  std::string out;
  if (light.feature("brightness")) {
    out += "\n#### Transition\n";
    out += fmt::format("Every change can take its time: add `transition`, in seconds, to the message, as in "
                       "`{{\"{}\": 120, \"transition\": 3}}`.\nThe option `transition` gives the time for messages that name none.\n",
                       with_endpoint(light, "brightness"));
  }
  std::string moves;
  for (const std::string_view name : {"brightness", "color_temp", "hue", "saturation"}) {
    const std::string move = fmt::format("{}_move", name);
    const std::string step = fmt::format("{}_step", name);
    const bool shown = name == "hue" || name == "saturation" ? light.feature("color_hs") || light.feature("color_xy")
                                                             : light.feature(name) != nullptr;
    if (!shown || !takes(d, light, move)) continue;
    moves += fmt::format("- `{{\"{}\": 40}}` changes by 40 a second until `{{\"{}\": 0}}` stops it; a negative number goes down.\n",
                         with_endpoint(light, move), with_endpoint(light, move));
    if (takes(d, light, step)) moves += fmt::format("- `{{\"{}\": 40}}` changes by 40 once.\n", with_endpoint(light, step));
  }
  if (!moves.empty()) out += fmt::format("\n#### Moving and stepping\nMessages to topic `{}/set`:\n{}", topic, moves);
  return out;
}

std::string timed(const library::Definition& d, const Expose& thing) {
  if (thing.type != Type::light && thing.type != Type::toggle) return {};
  if (!takes(d, thing, "on_time")) return {};
  return fmt::format("\n#### On for a while\nWith `on_time`, in seconds, it goes off by itself: `{{\"{}\": \"ON\", \"on_time\": 300}}`.\n"
                     "With `off_wait_time`, in seconds, besides, it takes no such message again for that long after it went off.\n",
                     with_endpoint(thing, "state"));
}

std::string thing_text(const library::Definition& d, const Expose& thing) {
  std::string out = heading(thing);
  if (thing.features.size() == 1 && thing.features[0].type == Type::binary) {
    out += single_state(thing);
  } else {
    std::vector<std::string> names;
    for (const Expose& f : thing.features) names.push_back(f.name);
    out += fmt::format("This {} device supports the following features: {}.\n", type_name(thing.type), code_list(names));
    for (const Expose& f : thing.features) out += feature_line(f);
  }
  if (thing.type == Type::light) out += light_extras(d, thing);
  return out + timed(d, thing);
}

std::string option_rule(const Expose& e) {
  switch (e.type) {
    case Type::binary: return fmt::format("The value must be {}", code_list({to_text(e.value_on), to_text(e.value_off)}, " or "));
    case Type::numeric:
      if (e.min && e.max) return fmt::format("The value must be a number from {} to {}", number(*e.min), number(*e.max));
      if (e.min) return fmt::format("The value must be a number, {} or more", number(*e.min));
      if (e.max) return fmt::format("The value must be a number, {} or less", number(*e.max));
      return "The value must be a number";
    case Type::enumeration: return "The value must be one of " + code_list(values_of(e));
    case Type::text: return "The value must be text";
    case Type::list: return "The value must be a list";
    default: return "The value must be a map of";
  }
}

}  // namespace

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out.back() != '.') out += '.';
  return out;
}

std::string exposes_section(const library::Definition& definition, const std::vector<Expose>& exposes) {
  std::string out = "## Exposes\n\n";
  for (const Expose& e : exposes) out += (e.is_thing() ? thing_text(definition, e) : plain_property(e)) + "\n";
  return out;
}

std::string options_section(const std::vector<Expose>& options) {
  if (options.empty()) return {};
  std::string out =
      "## Options\n"
      "*[How to use device type specific configuration](../guide/configuration/devices-groups.md#specific-device-options)*\n";
  for (const Expose& e : options) {
    out += fmt::format("\n* `{}`: {} {}\n", property(e), sentence(e.description), option_rule(e));
    add_members(e, 1, out);
  }
  return out;
}

}  // namespace waggle::docs
