// Entities: all devices and groups of one network under the names their users gave them.
#pragma once

#include <map>

#include "bridge/entity.h"
#include "settings/settings.h"

namespace waggle::bridge {

/// For bindings to a group when the user has none of his own; never listed in the settings.
inline constexpr GroupId default_bind_group{901};
inline constexpr std::string_view default_bind_group_name = "default_bind_group";

class Entities {
 public:
  Entities(EntityServices& services, library::Library& library, settings::Settings& settings)
      : services_(services), library_(library), settings_(settings) {}

  /// Everything the network has. Devices and groups that the settings do not know yet are added there;
  /// groups that only the settings know are added to the network.
  void load();

  EntityPtr add(const network::DevicePtr& device);
  EntityPtr add(const network::GroupPtr& group);
  void remove(const EntityPtr& entity);
  std::vector<std::function<void(const EntityPtr&)>> on_removed;

  EntityPtr find(Ieee ieee) const;
  EntityPtr find(GroupId group) const;
  /// By friendly name, address or group number, as users write them.
  EntityPtr find(std::string_view name_or_id) const;
  /// The same from JSON, where a group's number may be a number.
  EntityPtr find(const Value& name_or_id) const;

  /// In the order of the database.
  std::vector<EntityPtr> devices() const;
  std::vector<EntityPtr> groups() const;

  /// Options or names have changed.
  void refresh(Entity& entity);
  void refresh_all();
  /// Finds the definition (again), or has one made for a device that nobody knows; true when it is another.
  bool identify(Entity& entity);

 private:
  EntityServices& services_;
  library::Library& library_;
  settings::Settings& settings_;
  std::map<Ieee, EntityPtr> by_ieee_;
  std::map<GroupId, EntityPtr> by_group_;
};

}  // namespace waggle::bridge
