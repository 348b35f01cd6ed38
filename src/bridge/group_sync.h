// GroupSync: keeps the state of groups and of their members in step: a lamp that goes on shows in its
// groups, a group that is switched shows in its lamps.
#pragma once

#include <map>

#include "bridge/entities.h"
#include "bridge/publisher.h"

namespace waggle::bridge {

class GroupSync {
 public:
  GroupSync(Entities& entities, Publisher& publisher, StateCache& states);

 private:
  void changed(const Publication& publication);
  void member_changed(const EntityPtr& device, const std::string& endpoint_name, const Object& payload);
  void group_changed(const EntityPtr& group, const Object& payload);
  bool shows(const Entity& group, const Object& payload) const;
  bool all_off(const Entity& group) const;

  Entities& entities_;
  Publisher& publisher_;
  StateCache& states_;
  std::map<const Entity*, Object> last_;  // published for a group because of a member
};

}  // namespace waggle::bridge
