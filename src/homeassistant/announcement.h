// Announcement: an entry with all its topics, names and ids: the message that Home Assistant gets.
#pragma once

#include <functional>

#include "homeassistant/entry.h"

namespace waggle::homeassistant {

/// What is the same for everything that one bridge announces.
struct Site {
  std::string base_topic;
  std::string version;  // of the API
  std::string bridge;   // the coordinator's address
  std::string pages;    // the web pages' address; empty: unknown
  bool windfront = false;
};

/// Whose entities they are.
struct Owner {
  enum class Kind : std::uint8_t { device, group, bridge };
  Kind kind = Kind::device;
  std::string id;    // the address; the number of a group
  std::string name;  // the friendly name
  /// The user's, with his `homeassistant` among them; nullptr: none.
  const Object* options = nullptr;
  std::string model;
  /// A device's: what it says of itself.
  Object identity;
  bool availability = false;  // is published
  bool disabled = false;
  /// A group's: unique ids of the members' entities of a type.
  std::function<Array(std::string_view type)> members;
};

struct Announcement {
  std::string topic;  // below the discovery topic
  std::string unique_id;
  Object payload;
};

/// The user's `homeassistant` options; nullptr: there are none.
const Object* overrides(const Owner& owner);

Announcement announce(const Entry& entry, const Owner& owner, const Site& site);
/// A device trigger: <name>/<kind> says `value`.
Announcement announce_trigger(std::string_view kind, std::string_view value, const Owner& owner, const Site& site);

/// The part of a topic that says whose it is. Several bridges have groups of the same number.
std::string owner_key(Owner::Kind kind, std::string_view id, std::string_view base_topic);

}  // namespace waggle::homeassistant
