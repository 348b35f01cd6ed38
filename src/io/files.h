// Files, as the program keeps its memory in them: read whole, replaced whole; a journal grows.
//
// Replacing is atomic and durable: a temporary file beside the old one, written, synced, renamed over
// it, and the directory synced. Whoever reads sees the old content or the new, also after a power cut.
// What has returned is on the disk. What nobody waits for is done `later`, away from the event loop.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.h"

namespace waggle::io {

class Files {
 public:
  using Work = std::function<Result<>(Files&)>;
  using Done = std::function<void(Result<>)>;

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

  /// Durable when it returns. After an error, what stands at the end of the file is unknown.
  virtual Result<> append(const std::string& path, std::string_view content);
  /// `as` becomes what `path` is now; where the disk can, without writing that again.
  virtual Result<> keep(const std::string& path, const std::string& as);
  /// Carries out `work` without making the caller wait, one after the other, then calls `done` from the
  /// loop. Whatever is done directly meanwhile waits for it, so the last word about a path wins. Files
  /// that have no thread of their own do it at once.
  virtual void later(Work work, Done done);
};

/// The operating system's.
Files& disk();

}  // namespace waggle::io
