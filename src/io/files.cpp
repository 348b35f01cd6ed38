#include "io/files.h"

#include <filesystem>

#include "io/file_system.h"

namespace waggle::io {
namespace {

std::string folder_of(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

Result<> Files::append(const std::string& path, std::string_view content) {
  std::string whole;
  if (exists(path)) {
    TRY(whole, read(path));
  }
  whole += content;
  return replace(path, whole);
}

Result<> Files::keep(const std::string& path, const std::string& as) {
  TRY(const std::string content, read(path));
  return replace(as, content);
}

void Files::later(Work work, Done done) { done(work(*this)); }

Result<> DurableFiles::replace(const std::string& path, std::string_view content) {
  const std::string temporary = path + ".tmp";
  auto done = system_.write(temporary, content);
  if (done) done = system_.sync(temporary);
  if (done) done = system_.rename(temporary, path);
  if (!done) {
    (void)system_.remove(temporary);  // the error that counts is the one before
    return done;
  }
  return system_.sync_folder(folder_of(path));
}

Result<> DurableFiles::append(const std::string& path, std::string_view content) {
  const bool fresh = !system_.exists(path);
  TRY_DO(system_.append(path, content));
  TRY_DO(system_.sync(path));
  if (fresh) return system_.sync_folder(folder_of(path));
  return {};
}

Result<> DurableFiles::keep(const std::string& path, const std::string& as) {
  const std::string temporary = as + ".tmp";
  TRY_DO(system_.remove(temporary));
  // Not every file system knows second names.
  if (!system_.link(path, temporary)) return Files::keep(path, as);
  return system_.rename(temporary, as);
}

}  // namespace waggle::io
