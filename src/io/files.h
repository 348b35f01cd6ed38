// Files, as the program keeps its memory in them: read whole, replaced whole.
//
// Replacing is atomic and durable: a temporary file beside the old one, written, synced, renamed over
// it, and the directory synced. Whoever reads sees the old content or the new, also after a power cut.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace waggle::io {

class Files {
 public:
  virtual ~Files() = default;
  /// not_found when there is no such file.
  virtual Result<std::string> read(const std::string& path) = 0;
  /// refused when this program may not write there.
  virtual Result<> replace(const std::string& path, std::string_view content) = 0;
  virtual bool exists(const std::string& path) = 0;
  /// Removing what is not there is no error.
  virtual Result<> remove(const std::string& path) = 0;
  virtual Result<> make_folder(const std::string& path) = 0;
  /// Names of the files in a folder, sorted; empty when there is no such folder.
  virtual std::vector<std::string> list(const std::string& folder) = 0;
};

/// The operating system's.
Files& disk();

}  // namespace waggle::io
