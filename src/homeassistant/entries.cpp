#include "homeassistant/entries.h"

#include <algorithm>

#include "core/log.h"
#include "homeassistant/traits.h"

namespace waggle::homeassistant {
namespace {

using List = std::vector<const Expose*>;

// While nothing is known, installed_version and latest_version are -1 in what is published.
constexpr std::string_view update_template =
    R"({"latest_version":"{{ value_json['update']['latest_version'] }}","installed_version":"{{ value_json['update']['installed_version'] }}",)"
    R"("update_percentage":{{ value_json['update'].get('progress', 'null') }},"in_progress":{{ (value_json['update']['state'] == 'updating')|lower }}})";

void append(Entries& out, Entries more) { std::move(more.begin(), more.end(), std::back_inserter(out)); }

void add_last_seen(LastSeen form, Entries& out) {
  Entry& entry = out.emplace_back("sensor", "last_seen");
  entry.payload = {{"name", "Last seen"},
                   {"value_template", "{{ value_json.last_seen }}"},
                   {"icon", "mdi:clock"},
                   {"enabled_by_default", false},
                   {"entity_category", diagnostic}};
  if (form == LastSeen::timestamp) entry.payload.set("device_class", "timestamp");
  entry.fill.emplace_back("last_seen", nullptr);
}

void add_update(const std::string& ieee, const std::string& base_topic, Entries& out) {
  Entry& entry = out.emplace_back("update", "update");
  entry.payload = {{"name", nullptr},
                   {"entity_picture", "https://github.com/Koenkk/zigbee2mqtt/raw/master/images/logo.png"},
                   {"device_class", "firmware"},
                   {"entity_category", config},
                   {"command_topic", base_topic + "/bridge/request/device/ota_update/update"},
                   {"payload_install", fmt::format(R"({{"id": "{}"}})", ieee)},
                   {"value_template", update_template}};
  entry.fill.emplace_back("update", Object{{"state", nullptr}});
}

/// The things of which a group is one, too, and under which one of its entities a member's belongs: by type,
/// and by property where a device may have several of one type.
std::string kind_in_group(const Expose& thing) {
  switch (thing.type) {
    case Expose::Type::light:
      return "light";
    case Expose::Type::toggle:
    case Expose::Type::lock:
    case Expose::Type::cover: {
      std::string kind(library::type_name(thing.type));
      const Expose* state = thing.feature("state");
      if (!thing.endpoint.empty() && state) kind += bare_property(*state);
      return kind;
    }
    default:
      return {};
  }
}

Entry& add_bridge_entry(std::string_view type, std::string_view id, std::string_view below, Object payload, Entries& out) {
  Entry& entry = out.emplace_back(type, std::string(id));
  entry.payload = std::move(payload);
  entry.state_below = below;
  entry.state = !below.empty();
  return entry;
}

}  // namespace

Entries device_entries(const DeviceFacts& device, const std::vector<Expose>& exposes, const Style& style, LastSeen last_seen,
                       const std::string& base_topic) {
  Entries out;
  List all;
  for (const Expose& expose : exposes) all.push_back(&expose);
  for (const Expose& expose : exposes) {
    const List one{&expose};
    append(out, make_entries({one, all, device.model, style}));
  }
  if (last_seen != LastSeen::none) add_last_seen(last_seen, out);
  if (device.ota) add_update(device.ieee, base_topic, out);
  return out;
}

Entries group_entries(const std::vector<std::vector<Expose>>& members, const Style& style) {
  List all;
  std::vector<std::pair<std::string, List>> kinds;
  for (const std::vector<Expose>& exposes : members) {
    for (const Expose& expose : exposes) {
      all.push_back(&expose);
      const std::string kind = kind_in_group(expose);
      if (kind.empty()) continue;
      auto known = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.first == kind; });
      if (known == kinds.end()) known = kinds.insert(kinds.end(), {kind, {}});
      known->second.push_back(&expose);
    }
  }
  Entries out;
  for (const auto& [kind, exposes] : kinds) append(out, make_entries({exposes, all, {}, style, true}));
  return out;
}

Entries bridge_entries(const std::string& base_topic) {
  const std::string request = base_topic + "/bridge/request/";
  const std::string map = base_topic + "/bridge/response/networkmap";
  Entries out;
  add_bridge_entry("binary_sensor", "connection_state", "state",
                   {{"name", "Connection state"}, {"device_class", "connectivity"}, {"entity_category", diagnostic},
                    {"value_template", "{{ value_json.state }}"}, {"payload_on", "online"}, {"payload_off", "offline"}}, out)
      .availability = false;  // it is what tells of availability
  add_bridge_entry("binary_sensor", "restart_required", "info",
                   {{"name", "Restart required"}, {"device_class", "problem"}, {"entity_category", diagnostic}, {"enabled_by_default", false},
                    {"value_template", "{{ value_json.restart_required }}"}, {"payload_on", true}, {"payload_off", false}}, out);
  add_bridge_entry("button", "restart", {},
                   {{"name", "Restart"}, {"device_class", "restart"}, {"command_topic", request + "restart"}, {"payload_press", ""}}, out);
  add_bridge_entry("select", "log_level", "info",
                   {{"name", "Log level"}, {"entity_category", config}, {"value_template", "{{ value_json.log_level | lower }}"},
                    {"command_topic", request + "options"},
                    {"command_template", R"({"options": {"advanced": {"log_level": "{{ value }}" } } })"},
                    {"options", Array{"error", "warning", "info", "debug"}}}, out);
  add_bridge_entry("sensor", "version", "info",
                   {{"name", "Version"}, {"icon", "mdi:zigbee"}, {"entity_category", diagnostic}, {"value_template", "{{ value_json.version }}"}}, out);
  add_bridge_entry("sensor", "coordinator_version", "info",
                   {{"name", "Coordinator version"}, {"icon", "mdi:chip"}, {"entity_category", diagnostic}, {"enabled_by_default", false},
                    {"value_template", "{{ value_json.coordinator.meta.revision }}"}}, out);
  add_bridge_entry("sensor", "network_map", "response/networkmap",
                   {{"name", "Network map"}, {"entity_category", diagnostic}, {"enabled_by_default", false},
                    {"value_template", "{{ now().strftime('%Y-%m-%d %H:%M:%S') }}"}, {"json_attributes_topic", map},
                    {"json_attributes_template", "{{ value_json.data.value | tojson }}"}}, out);
  add_bridge_entry("switch", "permit_join", "info",
                   {{"name", "Permit join"}, {"icon", "mdi:human-greeting-proximity"}, {"value_template", "{{ value_json.permit_join | lower }}"},
                    {"command_topic", request + "permit_join"}, {"state_on", "true"}, {"state_off", "false"},
                    {"payload_on", R"({"time": 254})"}, {"payload_off", R"({"time": 0})"}}, out);
  return out;
}

void add_scenes(std::span<const Scene> scenes, Entries& out) {
  for (const Scene& scene : scenes) {
    Entry& entry = out.emplace_back("scene", fmt::format("scene_{}", scene.id));
    entry.payload = {{"name", scene.name}, {"payload_on", fmt::format(R"({{ "scene_recall": {} }})", scene.id)}};
    entry.state = false;
    entry.command("command_topic");
    entry.id_suffix = "_" + scene.name;
  }
}

void choose(const Object& overrides, Entries& entries) {
  std::erase_if(entries, [&](const Entry& entry) {
    const Value* own = overrides.find(entry.object_id);
    return own && own->is_null();
  });
  for (Entry& entry : entries) {
    const Value* own = overrides.find(entry.object_id);
    if (!own) continue;
    const Value* id = own->find("object_id");
    const Value* type = own->find("type");
    if (id && truthy(*id)) entry.object_id = to_text(*id);
    if (type && truthy(*type)) entry.type = to_text(*type);
  }
}

}  // namespace waggle::homeassistant
