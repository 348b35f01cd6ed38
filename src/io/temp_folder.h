// A folder of its own for one test, gone with all it holds when the test ends. For tests alone.
#pragma once

#include <stdlib.h>  // NOLINT: mkdtemp is POSIX's, not C's

#include <filesystem>
#include <stdexcept>
#include <string>

namespace waggle::io {

class TempFolder {
 public:
  TempFolder() : path_((std::filesystem::temp_directory_path() / "waggle_XXXXXX").string()) {
    if (!::mkdtemp(path_.data())) throw std::runtime_error("no folder can be made of " + path_);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() { std::filesystem::remove_all(path_); }

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return (path_ + '/').append(name); }

 private:
  std::string path_;
};

}  // namespace waggle::io
