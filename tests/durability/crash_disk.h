// A disk that crashes: keeps apart what the running system sees and what would be there after a power
// cut, and fails or dies at the operation it is told to.
//
// What is true of it: a file that was not synced may come back empty, cut off or filled with zeros; a
// name that was given or taken in a folder that was not synced may be as before or as after, and of
// several such changes the earlier ones come back first; a rename is one step. After a sync that has
// failed, another sync of the same file says yes and means nothing (the kernel has dropped the pages).
#pragma once

#include <map>
#include <memory>
#include <random>

#include "io/file_system.h"

namespace waggle::durability {

class CrashDisk final : public io::FileSystem {
 public:
  enum class Fault { error, power_cut };
  /// The operation with this number (from 1) goes wrong; 0: none does.
  void fail_at(std::size_t operation, Fault how);
  bool hit() const { return operations_ >= fail_at_ && fail_at_ > 0; }
  /// The power is gone: nothing works any more.
  bool dead() const { return dead_; }
  std::size_t operations() const { return operations_; }
  std::size_t syncs() const { return syncs_; }
  std::size_t octets_written() const { return octets_; }
  /// From now on the system sees what the disk has kept. `seed` chooses where anything was possible.
  void crash(unsigned seed);
  /// Spoils a file behind everybody's back.
  void spoil(const std::string& path, std::string content);

  Result<std::string> read(const std::string& path) override;
  bool exists(const std::string& path) override { return names_.contains(path); }
  std::vector<std::string> list(const std::string& folder) override;
  Result<> make_folder(const std::string&) override { return {}; }
  Result<> write(const std::string& path, std::string_view content) override;
  Result<> append(const std::string& path, std::string_view content) override;
  Result<> sync(const std::string& path) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<> link(const std::string& from, const std::string& to) override;
  Result<> remove(const std::string& path) override;
  Result<> sync_folder(const std::string& path) override;

 private:
  struct File {
    std::string seen;
    std::string kept;
    bool dropped = false;  // a sync has failed
  };
  using FilePtr = std::shared_ptr<File>;
  using Names = std::map<std::string, FilePtr>;
  struct Step {  // one change of names
    std::string gone;
    std::string come;
    FilePtr file;
  };

  /// Counts; false when this one goes wrong.
  bool goes_well();
  Result<> put(const std::string& path, std::string_view content, bool anew);
  void take(Step step);
  static void apply(const Step& step, Names& names);
  static std::string what_is_left(const File& file, std::mt19937& random);

  Names names_;
  Names kept_names_;
  std::vector<Step> unsynced_;
  std::size_t fail_at_ = 0;
  Fault fault_ = Fault::error;
  bool dead_ = false;
  std::size_t operations_ = 0;
  std::size_t syncs_ = 0;
  std::size_t octets_ = 0;
};

}  // namespace waggle::durability
