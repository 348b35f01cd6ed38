#include "homeassistant/announcement.h"

#include "core/log.h"
#include "homeassistant/model_quirks.h"
#include "homeassistant/names.h"

namespace waggle::homeassistant {
namespace {

/// By what options and unique ids know the owner.
std::string option_id(const Owner& owner) { return owner.kind == Owner::Kind::bridge ? "bridge_" + owner.id : owner.id; }

std::string shown_name(const Owner& owner) {
  if (owner.kind == Owner::Kind::bridge) return "Zigbee2MQTT Bridge";
  const Object* own = overrides(owner);
  const Value* name = own ? own->find("name") : nullptr;
  return name && name->is_string() ? name->string() : owner.name;
}

std::string identifier(const Owner& owner, const Site& site) {
  const std::string own = owner.kind == Owner::Kind::group ? as_numbers(site.base_topic) + "_" : "";
  return "zigbee2mqtt_" + own + option_id(owner);
}

/// Where the web pages show it.
std::string page(const Owner& owner, const Site& site) {
  const std::string_view instance = site.windfront ? "0/" : "";
  switch (owner.kind) {
    case Owner::Kind::device:
      return fmt::format("{}/#/device/{}{}/info", site.pages, instance, owner.id);
    case Owner::Kind::group:
      return fmt::format("{}/#/group/{}{}", site.pages, instance, owner.id);
    case Owner::Kind::bridge:
      break;
  }
  return site.pages + "/#/settings";
}

Object device_block(const Owner& owner, const Site& site) {
  Object out{{"identifiers", Array{identifier(owner, site)}}, {"name", shown_name(owner)}};
  switch (owner.kind) {
    case Owner::Kind::device:
      break;
    case Owner::Kind::group:
      out.set("manufacturer", "Zigbee2MQTT");
      out.set("model", "Group");
      out.set("sw_version", "Zigbee2MQTT " + site.version);
      break;
    case Owner::Kind::bridge:
      out.set("manufacturer", "Zigbee2MQTT");
      out.set("model", "Bridge");
      out.set("sw_version", site.version);
      break;
  }
  for (const auto& [key, value] : owner.identity) out.set(key, value);
  if (!site.pages.empty()) out.set("configuration_url", page(owner, site));
  if (owner.kind != Owner::Kind::bridge) out.set("via_device", "zigbee2mqtt_bridge_" + site.bridge);
  return out;
}

// Home Assistant knows by the origin who announced an entity.
Object origin(const Site& site) { return {{"name", "Zigbee2MQTT"}, {"sw", site.version}, {"url", "https://www.zigbee2mqtt.io"}}; }

/// The id that Home Assistant is asked to use: the type only where it is not said already.
std::string suggested_id(const Entry& entry, const Owner& owner) {
  std::string out = entity_id(shown_name(owner));
  if (!entry.object_id.starts_with(entry.type)) {
    out += "_" + entry.object_id;
  } else if (const std::size_t split = entry.object_id.find('_'); split != std::string::npos) {
    out += entry.object_id.size() > split + 1 ? entry.object_id.substr(split) : "_undefined";
  }
  return out + entity_id(entry.id_suffix);
}

void add_availability(const Owner& owner, const Site& site, const std::string& topic, Object& payload) {
  const std::string_view shown = owner.disabled ? R"({{ "offline" }})" : "{{ value_json.state }}";
  Array sources;
  sources.push_back(Object{{"topic", site.base_topic + "/bridge/state"}, {"value_template", shown}});
  if (owner.availability) sources.push_back(Object{{"topic", topic + "/availability"}, {"value_template", shown}});
  if (owner.availability || owner.kind == Owner::Kind::bridge) payload.set("availability_mode", "all");
  payload.set("availability", std::move(sources));
}

/// Plain values replace, null takes away; of the deeper ones only `device` is meant for the payload.
void apply(const Object& own, bool with_name, Object& payload) {
  for (const auto& [key, value] : own) {
    if (key == "type" || key == "object_id" || (key == "name" && !with_name)) continue;
    if (value.is_null()) {
      payload.erase(key);
    } else if (!value.is_object()) {
      payload.set(key, value);
    } else if (key == "device") {
      Object& device = payload["device"].object();
      for (const auto& [part, text] : value.object()) device.set(part, text);
    }
  }
}

}  // namespace

const Object* overrides(const Owner& owner) {
  const Value* own = owner.options ? owner.options->find("homeassistant") : nullptr;
  return own && own->is_object() ? &own->object() : nullptr;
}

std::string owner_key(Owner::Kind kind, std::string_view id, std::string_view base_topic) {
  return kind == Owner::Kind::device ? std::string(id) : as_numbers(base_topic).append("_").append(id);
}

Announcement announce(const Entry& entry, const Owner& owner, const Site& site) {
  Announcement out;
  out.topic = fmt::format("{}/{}/{}/config", entry.type, owner_key(owner.kind, owner.id, site.base_topic), entry.object_id);
  out.unique_id = fmt::format("{}_{}_{}", option_id(owner), entry.object_id, site.base_topic);
  Object& payload = out.payload = entry.payload;
  const std::string topic = site.base_topic + "/" + owner.name;
  const std::string state = entry.state_below.empty() ? topic : topic + "/" + entry.state_below;
  if (entry.state) payload.set("state_topic", state);
  for (const std::string& key : entry.state_topics) payload.set(key, state);
  const std::string set = entry.commands_below.empty() ? topic + "/set" : topic + "/" + entry.commands_below + "/set";
  for (const auto& [key, path] : entry.commands) payload.set(key, path.empty() ? set : set + "/" + path);
  payload.set("object_id", suggested_id(entry, owner));
  payload.set("default_entity_id", entry.type + "." + suggested_id(entry, owner));
  payload.set("unique_id", out.unique_id);
  if (owner.members) {
    if (Array members = owner.members(entry.type); !members.empty()) payload.set("group", std::move(members));
  }
  payload.set("device", device_block(owner, site));
  payload.set("origin", origin(site));
  if (entry.availability) add_availability(owner, site, topic, payload);
  if (owner.kind == Owner::Kind::device) apply_model_quirks(owner.model, owner.options, payload);
  if (const Object* own = overrides(owner)) {
    apply(*own, false, payload);
    const Value* one = own->find(entry.object_id);
    if (one && one->is_object()) apply(one->object(), true, payload);
  }
  return out;
}

Announcement announce_trigger(std::string_view kind, std::string_view value, const Owner& owner, const Site& site) {
  Announcement out;
  out.topic = fmt::format("device_automation/{}/{}_{}/config", owner_key(owner.kind, owner.id, site.base_topic), kind, value);
  out.payload = {{"automation_type", "trigger"},
                 {"type", kind},
                 {"subtype", value},
                 {"payload", value},
                 {"topic", fmt::format("{}/{}/{}", site.base_topic, owner.name, kind)},
                 {"device", device_block(owner, site)},
                 {"origin", origin(site)}};
  return out;
}

}  // namespace waggle::homeassistant
