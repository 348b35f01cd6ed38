// Entry: one entity of Home Assistant as the exposes of a device or group ask for it, before anything is
// known of topics. Knows exposes; knows no MQTT, no names of devices, no options of users.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "library/expose.h"

namespace waggle::homeassistant {

using library::Access;
using library::Expose;

struct Entry {
  std::string type;       // Home Assistant's word: "light", "binary_sensor"
  std::string object_id;  // unique within the device
  Object payload;

  /// Keys of the payload that get the topic of the state, besides state_topic.
  std::vector<std::string> state_topics;
  /// Keys that get a topic for commands, and what stands behind its "set": {"mode_command_topic", "system_mode"}.
  std::vector<std::pair<std::string, std::string>> commands;
  bool state = true;           // has a state_topic
  bool availability = true;    // is shown as unavailable when its device is
  std::string state_below;     // the state is published on <name>/<state_below>
  std::string commands_below;  // commands go to <name>/<commands_below>/set
  std::string id_suffix;       // of the suggested entity id alone
  std::string endpoint;        // of the device; empty: the default one
  /// Properties that must not be missing in a published state, and what they are while unknown.
  std::vector<std::pair<std::string, Value>> fill;

  Entry(std::string_view type_name, std::string object) : type(type_name), object_id(std::move(object)) {}
  Entry& command(std::string_view key, std::string_view path = {});
  Entry& follows_state(std::string_view key);
};

std::string property_of(const Expose& expose);
/// The same without its endpoint: what a group or the topic of one endpoint has.
std::string bare_property(const Expose& expose);
std::string label_of(const Expose& expose);
/// Null says: called as the device is.
Value name_of_thing(std::string_view endpoint);
std::string name_of_value(const Expose& expose, std::string_view endpoint);
/// "light_l1"
std::string with_endpoint(std::string_view id, std::string_view endpoint);
/// {{ value_json["property"] }}
std::string value_template(std::string_view property);
Array texts(const std::vector<Value>& values);
bool has_value(const Expose& enumeration, std::string_view value);

/// The first feature of this name and type among the exposes; nullptr: none.
const Expose* find_feature(const Expose& thing, std::string_view name, Expose::Type type);

}  // namespace waggle::homeassistant
