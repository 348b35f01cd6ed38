// Components: what Home Assistant makes of each type of expose. One function for each type, all in one table.
#pragma once

#include "homeassistant/entry.h"

namespace waggle::homeassistant {

/// What the user's settings say about all entities.
struct Style {
  bool legacy_action_sensor = false;
  bool event_entities = false;
};

/// What entries are made from.
struct Source {
  /// Of one type: one expose of a device, or those of all members of a group.
  const std::vector<const Expose*>& exposes;
  /// All others of the device or of the members.
  const std::vector<const Expose*>& all;
  std::string_view model;
  const Style& style;
  bool group = false;

  const Expose& first() const { return *exposes.front(); }
  /// A group has none: it is commanded as a whole.
  std::string_view endpoint() const { return group ? std::string_view() : std::string_view(first().endpoint); }
  std::string property(const Expose& feature) const { return group ? bare_property(feature) : property_of(feature); }
  /// The first feature of this name in any of the exposes.
  const Expose* feature(std::string_view name) const;
  /// The first expose of this type and name among all; `published`: that is not only set.
  const Expose* sibling(Expose::Type type, std::string_view name, bool published = true) const;
};

using Entries = std::vector<Entry>;

void add_light(const Source& source, Entries& out);
void add_switch(const Source& source, Entries& out);
void add_lock(const Source& source, Entries& out);
void add_cover(const Source& source, Entries& out);
void add_climate(const Source& source, Entries& out);
void add_fan(const Source& source, Entries& out);
void add_binary(const Source& source, Entries& out);
void add_numeric(const Source& source, Entries& out);
void add_enumeration(const Source& source, Entries& out);
/// Texts, lists, composites.
void add_text(const Source& source, Entries& out);

/// All entries of these exposes, with what the exposes themselves say about them.
Entries make_entries(const Source& source);

}  // namespace waggle::homeassistant
