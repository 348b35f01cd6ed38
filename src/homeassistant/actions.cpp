#include "homeassistant/actions.h"

#include <algorithm>
#include <regex>

#include "core/log.h"

namespace waggle::homeassistant {
namespace {

/// How actions are built, with the names of their parts; `action` and what stands before it are the event's type.
constexpr std::string_view patterns[] = {
    R"(^(?P<button>(?:button_)?[a-z0-9]+)_(?P<action>(?:press|hold)(?:_release)?)$)",
    R"(^(?P<action>recall|scene)_(?P<scene>[0-2][0-9]{0,2})$)",
    R"(^(?P<actionPrefix>region_)(?P<region>[1-9]|10)_(?P<action>enter|leave|occupied|unoccupied)$)",
    R"(^(?P<action>dial_rotate)_(?P<direction>left|right)_(?P<speed>step|slow|fast)$)",
    R"(^(?P<action>brightness_step)(?:_(?P<direction>up|down))?$)",
};
/// A device that lists "scene_*" tells actions of the patterns above; only its types are wanted.
constexpr std::string_view wildcards[] = {
    R"(^(?P<action>recall|scene)_\*(?:_(?P<endpoint>e1|e2|s1|s2))?$)",
    R"(^(?P<actionPrefix>region_)\*_(?P<action>enter|leave|occupied|unoccupied)$)",
};

struct Pattern {
  std::regex expression;
  std::vector<std::string> parts;  // names of the groups, in their order
};

Pattern compiled(std::string_view text) {
  static const std::regex group(R"(\?P<([a-zA-Z]+)>)");
  Pattern out;
  const std::string all(text);
  for (std::sregex_iterator at(all.begin(), all.end(), group), end; at != end; ++at) out.parts.push_back((*at)[1]);
  out.expression = std::regex(std::regex_replace(all, group, ""));
  return out;
}

const std::vector<Pattern>& compiled_patterns() {
  static const std::vector<Pattern> all = [] {
    std::vector<Pattern> out;
    for (const std::string_view text : patterns) out.push_back(compiled(text));
    for (const std::string_view text : wildcards) out.push_back(compiled(text));
    return out;
  }();
  return all;
}

std::string event_type(const std::string& action) {
  for (const Pattern& pattern : compiled_patterns()) {
    std::smatch match;
    if (!std::regex_match(action, match, pattern.expression)) continue;
    std::string prefix, type;
    for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
      if (pattern.parts[i] == "actionPrefix") prefix = match[i + 1];
      if (pattern.parts[i] == "action") type = match[i + 1];
    }
    return prefix + type;
  }
  return action;
}

// Each part that the pattern names becomes a member of the event; the type is the action with its prefix.
constexpr std::string_view taking_apart = R"({% set action_value = value_json.action|default('') %}
{% set ns = namespace(r=[('action', action_value)]) %}
{% for p in patterns %}
  {% set m = action_value|regex_findall(p.pattern) %}
  {% if m[0] is undefined %}{% continue %}{% endif %}
  {% for key, value in zip(p.groups, m[0]) %}
    {% set ns.r = ns.r|rejectattr(0, 'eq', key)|list + [(key, value)] %}
  {% endfor %}
{% endfor %}
{% if (ns.r|selectattr(0, 'eq', 'actionPrefix')|first) is defined %}
  {% set ns.r = ns.r|rejectattr(0, 'eq', 'action')|list + [('action', ns.r|selectattr(0, 'eq', 'actionPrefix')|map(attribute=1)|first + ns.r|selectattr(0, 'eq', 'action')|map(attribute=1)|first)] %}
{% endif %}
{% set ns.r = ns.r + [('event_type', ns.r|selectattr(0, 'eq', 'action')|map(attribute=1)|first)] %}
{{dict.from_keys(ns.r|rejectattr(0, 'in', ('action', 'actionPrefix'))|reject('eq', ('event_type', None))|reject('eq', ('event_type', '')))|to_json}})";

}  // namespace

Array event_types(const std::vector<Value>& actions) {
  Array out;
  for (const Value& action : actions) {
    Value type = event_type(to_text(action));
    const bool vague = type.string().find('*') != std::string::npos;
    if (!vague && std::find(out.begin(), out.end(), type) == out.end()) out.push_back(std::move(type));
  }
  return out;
}

const std::string& event_template() {
  static const std::string text = [] {
    std::string list;
    for (std::size_t i = 0; i < std::size(patterns); ++i) {
      std::string groups;
      for (const std::string& part : compiled_patterns()[i].parts) groups += (groups.empty() ? "\"" : ", \"") + part + "\"";
      list += fmt::format("{}{{\"pattern\": '{}', \"groups\": [{}]}}", i ? ",\n" : "", patterns[i], groups);
    }
    return fmt::format("{{% set patterns = [\n{}\n] %}}\n{}", list, taking_apart);
  }();
  return text;
}

}  // namespace waggle::homeassistant
