// StateCache: the last known state of every device and group, and state.json, where it outlives the
// program (as Zigbee2MQTT writes it).
#pragma once

#include <map>
#include <string>

#include "bridge/property_filter.h"
#include "core/scheduler.h"
#include "io/files.h"

namespace waggle::bridge {

class StateCache {
 public:
  StateCache(Scheduler& scheduler, io::Files& files, std::string path, bool persistent);

  /// A file that cannot be read is put aside, not lost.
  void load();
  /// Written now; when nothing has changed since, nothing is done.
  void save();

  bool exists(const std::string& id) const { return states_.contains(id); }
  const Object& get(const std::string& id) const;
  /// Merges; gives the whole state, with what is never kept. `filtered`: what this entity does not keep
  /// besides.
  Object set(const std::string& id, const Object& update, const PropertyFilter& filtered);
  void remove(const std::string& id);
  /// Drops the states of ids for which `known` says no.
  template <class Known>
  void keep_only(Known known) {
    if (std::erase_if(states_, [&](const auto& entry) { return !known(entry.first); }) > 0) changed();
  }

 private:
  void changed();

  io::Files& files_;
  std::string path_;
  bool persistent_;
  bool dirty_ = false;
  Timer timer_;
  std::map<std::string, Object, std::less<>> states_;  // keys sorted, as they are published
};

}  // namespace waggle::bridge
