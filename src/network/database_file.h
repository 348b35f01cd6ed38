// DatabaseFile: when database.db is written. What somebody was told has happened is written before they
// are told; the rest soon, away from the event loop, and during storms not more often than is of use.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/task.h"
#include "io/files.h"

namespace waggle::network {

class DatabaseFile {
 public:
  using Print = std::function<std::string()>;
  DatabaseFile(Scheduler& scheduler, io::Files& files, std::string path, Print print);

  /// Something worth keeping has changed; written soon.
  void touch();
  /// Writes it now. When that fails, it is tried again by itself.
  Result<> save();
  /// Makes up for a save() that failed; nothing to do as a rule.
  Result<> settle() { return owed_ ? save() : Result<>(); }
  /// save() with patience: a disk may recover. Goes on without after some tries, and says so.
  Task<> save_surely();
  void stop() { timer_.stop(); }

 private:
  void write_later();

  Scheduler& scheduler_;
  io::Files& files_;
  std::string path_;
  Print print_;
  Timer timer_;
  std::optional<Instant> last_write_;
  bool owed_ = false;       // a save() has failed
  bool under_way_ = false;  // later
  bool touched_ = false;    // while that is
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace waggle::network
