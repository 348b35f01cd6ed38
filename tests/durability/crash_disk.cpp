#include "durability/crash_disk.h"

#include <algorithm>
#include <filesystem>

namespace waggle::durability {
namespace {

std::string folder_of(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

Error broken(const std::string& path) { return {Errc::io, path + ": input/output error"}; }

}  // namespace

void CrashDisk::fail_at(std::size_t operation, Fault how) {
  fail_at_ = operation;
  fault_ = how;
  operations_ = 0;
}

bool CrashDisk::goes_well() {
  if (dead_) return false;
  if (++operations_ != fail_at_) return true;
  dead_ = fault_ == Fault::power_cut;
  return false;
}

Result<std::string> CrashDisk::read(const std::string& path) {
  const auto found = names_.find(path);
  if (found == names_.end()) return Error{Errc::not_found, path + ": there is no such file"};
  return found->second->seen;
}

std::vector<std::string> CrashDisk::list(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& [path, file] : names_) {
    if (folder_of(path) == folder) out.push_back(std::filesystem::path(path).filename().string());
  }
  return out;
}

// Content ----------------------------------------------------------------------------------------------------

Result<> CrashDisk::put(const std::string& path, std::string_view content, bool anew) {
  const bool well = goes_well();
  if (dead_ && !hit()) return broken(path);
  const std::string_view part = well ? content : content.substr(0, content.size() / 2);  // torn
  FilePtr file = names_.contains(path) ? names_[path] : nullptr;
  if (!file) {
    file = std::make_shared<File>();
    take({{}, path, file});
  }
  if (anew) {
    file->seen.clear();
    file->dropped = false;
  }
  file->seen += part;
  octets_ += part.size();
  if (!well) return broken(path);
  return {};
}

Result<> CrashDisk::write(const std::string& path, std::string_view content) { return put(path, content, true); }
Result<> CrashDisk::append(const std::string& path, std::string_view content) { return put(path, content, false); }

Result<> CrashDisk::sync(const std::string& path) {
  const auto found = names_.find(path);
  if (found == names_.end()) return Error{Errc::not_found, path + ": there is no such file"};
  File& file = *found->second;
  if (!goes_well()) {
    file.dropped = true;
    return broken(path);
  }
  ++syncs_;
  if (!file.dropped) file.kept = file.seen;
  return {};
}

// Names ------------------------------------------------------------------------------------------------------

void CrashDisk::apply(const Step& step, Names& names) {
  if (!step.gone.empty()) names.erase(step.gone);
  if (!step.come.empty()) names[step.come] = step.file;
}

void CrashDisk::take(Step step) {
  apply(step, names_);
  unsynced_.push_back(std::move(step));
}

Result<> CrashDisk::rename(const std::string& from, const std::string& to) {
  if (!goes_well()) return broken(to);
  const auto found = names_.find(from);
  if (found == names_.end()) return Error{Errc::not_found, from + ": there is no such file"};
  const auto there = names_.find(to);
  if (there != names_.end() && there->second == found->second) return {};  // as POSIX has it
  take({from, to, found->second});
  return {};
}

Result<> CrashDisk::link(const std::string& from, const std::string& to) {
  if (!goes_well()) return broken(to);
  const auto found = names_.find(from);
  if (found == names_.end() || names_.contains(to)) return broken(to);
  take({{}, to, found->second});
  return {};
}

Result<> CrashDisk::remove(const std::string& path) {
  if (!names_.contains(path)) return {};
  if (!goes_well()) return broken(path);
  take({path, {}, {}});
  return {};
}

Result<> CrashDisk::sync_folder(const std::string& path) {
  if (!goes_well()) return broken(path);
  ++syncs_;
  // Nothing overtakes: what came before in other folders becomes lasting with it, as in a journal.
  const auto last = std::find_if(unsynced_.rbegin(), unsynced_.rend(), [&](const Step& s) {
    return folder_of(s.come) == path || folder_of(s.gone) == path;
  });
  for (auto at = unsynced_.begin(); at != last.base(); ++at) apply(*at, kept_names_);
  unsynced_.erase(unsynced_.begin(), last.base());
  return {};
}

// The end ----------------------------------------------------------------------------------------------------

std::string CrashDisk::what_is_left(const File& file, std::mt19937& random) {
  if (file.seen == file.kept) return file.kept;
  const bool grown = file.seen.starts_with(file.kept);
  const std::size_t sure = grown ? file.kept.size() : 0;
  const std::size_t length = sure + random() % (file.seen.size() - sure + 1);
  switch (random() % 4) {
    case 0: return grown ? file.kept : std::string();
    case 1: return file.seen;
    case 2: return file.seen.substr(0, sure) + std::string(length - sure, '\0');
    default: return file.seen.substr(0, length);
  }
}

void CrashDisk::crash(unsigned seed) {
  std::mt19937 random(seed);
  const std::size_t survive = random() % (unsynced_.size() + 1);
  for (std::size_t i = 0; i < survive; ++i) apply(unsynced_[i], kept_names_);
  std::map<File*, FilePtr> left;
  for (const auto& [path, file] : kept_names_) {
    FilePtr& copy = left[file.get()];
    if (copy) continue;
    const std::string content = what_is_left(*file, random);
    copy = std::make_shared<File>(File{content, content});
  }
  for (auto& [path, file] : kept_names_) file = left[file.get()];
  names_ = kept_names_;
  unsynced_.clear();
  dead_ = false;
  fail_at_ = 0;
}

void CrashDisk::spoil(const std::string& path, std::string content) {
  names_[path] = kept_names_[path] = std::make_shared<File>(File{content, content});
}

}  // namespace waggle::durability
