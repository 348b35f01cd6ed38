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

Object describe(const Condition& c, std::span<const Param> params, std::string_view cluster) {
  // Zigbee2MQTT gives all conditions of this cluster one name, which none of its parameters has.
  const std::string_view param = cluster == "piPartition" ? "fragmentationOptions" : params[c.param].name;
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

/// Values of parameters that mean something else than a number; only people who read it care.
struct ParamSpecial {
  std::string_view cluster;
  std::string_view param;
  std::string_view value;
  std::string_view meaning;
};
constexpr ParamSpecial param_specials[] = {
    {"closuresDoorLock", "logindex", "0", "MostRecent"},
    {"genIdentify", "duration", "0", "ExitIdentifyMode"},
    {"genIdentify", "duration", "65535", "IdentifyForReceiverKnownTime"},
    {"touchlink", "duration", "0", "ExitIdentifyMode"},
    {"touchlink", "duration", "65535", "IdentifyForReceiverKnownTime"},
    {"genScenes", "capacity", "0", "NoFurtherScenesMayBeAdded"},
    {"genScenes", "capacity", "254", "AtLeastOneFurtherSceneMayBeAdded"},
    {"genScenes", "capacity", "255", "Unknown"},
};

Object describe(std::span<const Command> commands, std::string_view cluster) {
  Object out;
  for (const Command& command : commands) {
    Array parameters;
    for (const Param& p : command.params) {
      Object parameter{{"name", p.name}, {"type", static_cast<int>(p.type)}};
      if (p.limits.has_min) parameter.set("min", p.limits.min);
      if (p.limits.has_max) parameter.set("max", p.limits.max);
      Array conditions;
      for (const Condition& c : p.conditions) {
        if (c.kind != Condition::Kind::always) conditions.emplace_back(describe(c, command.params, cluster));
      }
      if (!conditions.empty()) parameter.set("conditions", std::move(conditions));
      Object specials;
      for (const ParamSpecial& s : param_specials) {
        if (s.cluster == cluster && s.param == p.name) specials.set(s.value, s.meaning);
      }
      if (!specials.empty()) parameter.set("special", std::move(specials));
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
             {"commands", describe(cluster.commands, cluster.name)}, {"commandsResponse", describe(cluster.responses, cluster.name)}};
  if (cluster.manufacturer) out.set("manufacturerCode", cluster.manufacturer);
  return out;
}

}  // namespace waggle::zcl
