#include "io/memory_files.h"

namespace waggle::io {

Result<std::string> MemoryFiles::read(const std::string& path) {
  const auto found = content.find(path);
  if (found == content.end()) return Error{Errc::not_found, path + ": there is no such file"};
  return found->second;
}

Result<> MemoryFiles::replace(const std::string& path, std::string_view text) {
  if (read_only) return Error{Errc::refused, path + ": cannot be written: the disk is read-only"};
  if (writes_left == 0) return Error{Errc::io, path + ": cannot be written: the disk is full"};
  --writes_left;
  content[path] = text;
  return {};
}

Result<> MemoryFiles::remove(const std::string& path) {
  content.erase(path);
  return {};
}

Result<> MemoryFiles::make_folder(const std::string&) { return {}; }

std::vector<std::string> MemoryFiles::list(const std::string& folder) {
  std::vector<std::string> out;
  const std::string prefix = folder + "/";
  for (const auto& [path, text] : content) {
    if (path.starts_with(prefix) && path.find('/', prefix.size()) == std::string::npos) out.push_back(path.substr(prefix.size()));
  }
  return out;
}

}  // namespace waggle::io
