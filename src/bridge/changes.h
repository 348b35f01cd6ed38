// Changes: what becomes of devices and groups, told to the parts that show them somewhere else.
#pragma once

#include <functional>
#include <vector>

#include "bridge/entity.h"

namespace waggle::bridge {

enum class Change : std::uint8_t {
  renamed,
  renamed_afresh,  // and whoever shows it is to forget the old name first
  removed,         // by a user; a device that leaves may come back
  options,
  members,
  scenes,
  definition,
};

class Changes {
 public:
  std::vector<std::function<void(Change, const EntityPtr&)>> listeners;
  void tell(Change change, const EntityPtr& entity) const {
    for (const auto& listener : listeners) listener(change, entity);
  }
};

}  // namespace waggle::bridge
