// FolderWatch: tells when files of a folder change. Editors write in several steps, so it waits until they
// have finished.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace waggle::io {

class Loop;

class FolderWatch {
 public:
  /// A folder that is not there yet is noticed when it appears (its parent must be there).
  FolderWatch(Loop& loop, std::string folder, std::function<void()> changed);
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;
  ~FolderWatch();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace waggle::io
