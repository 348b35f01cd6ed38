// StateCache: the last known state of every device and group, and the files in which it outlives the
// program: state.json, as Zigbee2MQTT writes it, every few minutes and at the end; and between two of
// these a journal of what has changed since (state_journal.h), never more than a second behind.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "bridge/property_filter.h"
#include "bridge/state_journal.h"
#include "core/scheduler.h"
#include "io/files.h"

namespace waggle::bridge {

class StateCache {
 public:
  /// How often the disk is asked at most: a state may be one second old after a crash, and a slow disk
  /// takes its share of that second.
  static constexpr Millis between_writes{750};

  StateCache(Scheduler& scheduler, io::Files& files, std::string path, bool persistent);

  /// A file that cannot be read is put aside, not lost.
  void load();
  /// Everything is in state.json when this returns; when it is already, nothing is done.
  void save();

  bool exists(const std::string& id) const { return states_.contains(id); }
  const Object& get(const std::string& id) const;
  /// Merges; gives the whole state, with what is never kept. `filtered`: what this entity does not keep
  /// besides.
  Object set(const std::string& id, const Object& update, const PropertyFilter& filtered);
  void remove(const std::string& id);
  /// Forgets one property: what is set next replaces it, whatever was in it.
  void remove(const std::string& id, std::string_view key);
  /// Drops the states of ids for which `known` says no.
  template <class Known>
  void keep_only(Known known) {
    for (auto at = states_.begin(); at != states_.end();) {
      if (known(at->first)) {
        ++at;
      } else {
        unwritten_.removed(at->first);
        at = states_.erase(at);
        changed();
      }
    }
  }

 private:
  std::string load_file();
  void load_journal(const std::string& file);
  void changed();
  void schedule();
  void give(io::Files::Work work, std::function<void(const Result<>&)> then);
  void append_changes();
  void rewrite();
  void rewritten(const Result<>& done, const std::string& content);
  std::string content() const;

  io::Files& files_;
  std::string path_;
  std::string journal_path_;
  bool persistent_;
  Scheduler& scheduler_;
  States states_;  // keys sorted, as they are published

  StateChanges unwritten_;       // since something was last written
  bool newer_than_file_ = false;
  bool under_way_ = false;       // the disk is at it
  bool journal_open_ = false;    // it is there, goes on from the file, and may be appended to
  bool rewrite_needed_ = false;  // the journal must not be written to before state.json was
  JournalBase base_;
  std::size_t journal_size_ = 0;
  std::size_t file_size_ = 0;
  std::optional<Instant> last_write_;
  unsigned job_ = 0;             // answers to earlier ones do not count
  Timer write_timer_;
  Timer rewrite_timer_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace waggle::bridge
