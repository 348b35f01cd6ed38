// What the simulator remembers over a restart, as one JSON file: the radio's memory, and the
// devices' place in the network. Sections belong to whoever attached them; the file is written
// whole, to another name and then renamed, a moment after the last change.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/result.h"
#include "core/scheduler.h"
#include "core/value.h"

namespace waggle::sim {

class StateFile {
 public:
  /// An empty path: nothing is remembered.
  StateFile(Scheduler& scheduler, std::string path);
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;
  /// Writes what has changed.
  ~StateFile();

  /// A file that is not there is an empty state; one that cannot be read is an error.
  Result<> load();
  /// What was loaded; nullptr when the file has no such section.
  const Value* section(std::string_view name) const;

  /// `save` is asked for the section's content whenever the file is written.
  void attach(std::string name, std::function<Value()> save);
  void detach(const std::string& name) { savers_.erase(name); }
  void touch();
  Result<> write();

 private:
  std::string path_;
  Object loaded_;
  std::map<std::string, std::function<Value()>> savers_;
  Timer timer_;
};

}  // namespace waggle::sim
