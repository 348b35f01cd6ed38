#include "zigbee/zcl/describe.h"

namespace waggle::zcl {
namespace {

Object describe(const Attribute& a) {
  Object out{{"ID", a.id}, {"name", a.name}, {"type", static_cast<int>(a.type)}};
  if (a.limits.has_min) out.set("min", a.limits.min);
  if (a.limits.has_max) out.set("max", a.limits.max);
  if (a.is(Attribute::has_number)) out.set("default", a.default_number);
  if (a.is(Attribute::has_text)) out.set("default", a.default_text);
  if (a.is(Attribute::has_min_length)) out.set("minLen", a.min_length_);
  if (a.is(Attribute::has_max_length)) out.set("maxLen", a.max_length_);
  if (a.is(Attribute::has_length)) out.set("length", a.length_);
  if (a.manufacturer) out.set("manufacturerCode", a.manufacturer);
  constexpr std::pair<Attribute::Flag, std::string_view> flags[] = {
      {Attribute::writable, "write"},   {Attribute::write_optional, "writeOptional"}, {Attribute::reportable, "report"},
      {Attribute::in_scene, "scene"},   {Attribute::mandatory, "required"},           {Attribute::client_side, "client"}};
  for (const auto& [flag, name] : flags) {
    if (a.is(flag)) out.set(name, true);
  }
  if (a.is(Attribute::write_only)) out.set("read", false);
  if (!a.specials.empty()) {
    Object special;
    for (const Special& s : a.specials) special.set(s.value, s.meaning);
    out.set("special", std::move(special));
  }
  return out;
}

Object describe(const Condition& c, std::span<const Param> params) {
  const std::string_view param = params[c.param].name;
  switch (c.kind) {
    case Condition::Kind::left: return {{"type", "minimumRemainingBufferBytes"}, {"value", c.value}};
    case Condition::Kind::equal: return {{"type", "fieldEquals"}, {"field", param}, {"value", c.value}};
    case Condition::Kind::not_equal: return {{"type", "fieldEquals"}, {"field", param}, {"value", c.value}, {"reversed", true}};
    case Condition::Kind::greater: return {{"type", "fieldGT"}, {"field", param}, {"value", c.value}};
    case Condition::Kind::set: return {{"type", "bitMaskSet"}, {"param", param}, {"mask", c.value}};
    case Condition::Kind::not_set: return {{"type", "bitMaskSet"}, {"param", param}, {"mask", c.value}, {"reversed", true}};
    case Condition::Kind::field:
      return {{"type", "bitFieldEnum"}, {"param", param}, {"offset", c.offset}, {"size", c.size}, {"value", c.value}};
    case Condition::Kind::always: break;
  }
  return {};
}

Object describe(std::span<const Command> commands) {
  Object out;
  for (const Command& command : commands) {
    Array parameters;
    for (const Param& p : command.params) {
      Object parameter{{"name", p.name}, {"type", static_cast<int>(p.type)}};
      if (p.limits.has_min) parameter.set("min", p.limits.min);
      if (p.limits.has_max) parameter.set("max", p.limits.max);
      Array conditions;
      for (const Condition& c : p.conditions) {
        if (c.kind != Condition::Kind::always) conditions.emplace_back(describe(c, command.params));
      }
      if (!conditions.empty()) parameter.set("conditions", std::move(conditions));
      parameters.emplace_back(std::move(parameter));
    }
    Object row{{"ID", command.id}, {"name", command.name}, {"parameters", std::move(parameters)}};
    if (command.response >= 0) row.set("response", command.response);
    if (command.mandatory) row.set("required", true);
    out.set(command.name, std::move(row));
  }
  return out;
}

}  // namespace

Object describe(const Cluster& cluster) {
  Object attributes;
  for (const Attribute& a : cluster.attributes) attributes.set(a.name, describe(a));
  Object out{{"ID", cluster.id.raw}, {"name", cluster.name}, {"attributes", std::move(attributes)},
             {"commands", describe(cluster.commands)}, {"commandsResponse", describe(cluster.responses)}};
  if (cluster.manufacturer) out.set("manufacturerCode", cluster.manufacturer);
  return out;
}

}  // namespace waggle::zcl
