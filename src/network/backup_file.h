// coordinator_backup.json and its older generations: the newest backup that can be read, and how it is replaced
// without ever losing the last good one. Knows nothing of radios.
#pragma once

#include "io/files.h"
#include "network/backup.h"

namespace waggle::network {

class BackupFile {
 public:
  /// `path`: where the newest is. Older ones stand in .generations/ beside it: coordinator_backup.1.json to …7.json.
  BackupFile(io::Files& files, std::string path) : files_(files), path_(std::move(path)) {}
  const std::string& path() const { return path_; }

  /// The newest; an older one when it is damaged, which is said in the log. nullopt: there is none.
  Result<std::optional<Backup>> read() const;
  /// Becomes the newest. The one before stays as a generation when it says something that this one does not:
  /// another network or a device that has gone; and once a day in any case.
  Result<> write(const Backup& backup);
  /// Keeps the network of a radio that is about to be given another. Gives the path of the file.
  Result<std::string> set_aside(const Backup& backup);

 private:
  std::string folder() const;
  std::string generation(int number) const;
  std::optional<Backup> parse(const std::string& path) const;
  bool worth_keeping(const Backup& old, const Backup& fresh) const;
  Result<> rotate();

  io::Files& files_;
  std::string path_;
};

}  // namespace waggle::network
