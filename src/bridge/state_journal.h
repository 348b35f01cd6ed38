// The journal of states: what has changed since state.json was written, as one line of JSON for each
// time it went to the disk.
//
//   {"base":3632233996,"before":194756201}     which state.json it goes on from (its checksum); the one
//                                              before, which may have to take its place, will also do
//   {"changed":{"0x…":{"state":"ON"}},"removed":["0x…"],"whole":{"0x…":{…}}}
//
// Reading it twice, or over a state.json that has some of it already, comes to the same.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/value.h"

namespace waggle::bridge {

using States = std::map<std::string, Object, std::less<>>;

/// What has changed, by name only: the values are taken when it is written.
class StateChanges {
 public:
  bool empty() const { return entities_.empty(); }
  void clear() { entities_.clear(); }
  void changed(const std::string& id, std::string_view key);
  /// Keys are gone: all of it must be written.
  void whole(const std::string& id) { entities_[id] = std::nullopt; }
  void removed(const std::string& id) { entities_[id] = std::nullopt; }

  /// As a line of the journal.
  std::string line(const States& states) const;

 private:
  std::map<std::string, std::optional<std::set<std::string, std::less<>>>, std::less<>> entities_;
};

struct JournalBase {
  std::uint32_t file = 0;  // checksum; 0: there is none
  std::uint32_t before = 0;
};

struct StateJournal {
  static std::string first_line(const JournalBase& base);

  JournalBase base;
  std::vector<Value> changes;
  bool torn = false;
  /// Nothing when not even the first line is whole.
  static std::optional<StateJournal> read(std::string_view text);
  void apply_to(States& states) const;
};

}  // namespace waggle::bridge
