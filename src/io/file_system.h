// FileSystem: what an operating system does with files, call by call; nothing is durable before it is
// synced. DurableFiles makes whole and lasting files of these calls. Tests put a file system in its
// place that fails, tears and forgets.
#pragma once

#include "io/files.h"

namespace waggle::io {

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual Result<std::string> read(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual std::vector<std::string> list(const std::string& folder) = 0;
  virtual Result<> make_folder(const std::string& path) = 0;
  /// Makes the file anew.
  virtual Result<> write(const std::string& path, std::string_view content) = 0;
  virtual Result<> append(const std::string& path, std::string_view content) = 0;
  virtual Result<> sync(const std::string& path) = 0;
  virtual Result<> rename(const std::string& from, const std::string& to) = 0;
  /// A second name for the same file.
  virtual Result<> link(const std::string& from, const std::string& to) = 0;
  virtual Result<> remove(const std::string& path) = 0;
  /// Makes the names in it durable.
  virtual Result<> sync_folder(const std::string& path) = 0;
};

class DurableFiles final : public Files {
 public:
  explicit DurableFiles(FileSystem& system) : system_(system) {}

  Result<std::string> read(const std::string& path) override { return system_.read(path); }
  Result<> replace(const std::string& path, std::string_view content) override;
  bool exists(const std::string& path) override { return system_.exists(path); }
  Result<> remove(const std::string& path) override { return system_.remove(path); }
  Result<> make_folder(const std::string& path) override { return system_.make_folder(path); }
  std::vector<std::string> list(const std::string& folder) override { return system_.list(folder); }
  Result<> append(const std::string& path, std::string_view content) override;
  Result<> keep(const std::string& path, const std::string& as) override;

 private:
  FileSystem& system_;
};

}  // namespace waggle::io
