// Files in memory, for tests: what would be on the disk, and faults to order.
#pragma once

#include <map>

#include "io/files.h"

namespace waggle::io {

class MemoryFiles final : public Files {
 public:
  Result<std::string> read(const std::string& path) override;
  Result<> replace(const std::string& path, std::string_view content) override;
  bool exists(const std::string& path) override { return content.contains(path); }
  Result<> remove(const std::string& path) override;
  Result<> make_folder(const std::string& path) override;
  std::vector<std::string> list(const std::string& folder) override;

  std::map<std::string, std::string> content;
  /// Writes that still succeed; from then on the disk is full.
  std::size_t writes_left = static_cast<std::size_t>(-1);
  /// The disk may be read, but not written.
  bool read_only = false;
};

}  // namespace waggle::io
