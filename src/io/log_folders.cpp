#include "io/log_folders.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/log/line.h"

namespace waggle::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view variable = "%TIMESTAMP%";
constexpr std::string_view format = "YYYY-MM-DD.HH-mm-ss";

std::string replaced(std::string text, std::string_view value) {
  for (std::size_t at = 0; (at = text.find(variable, at)) != std::string::npos; at += value.size()) {
    text.replace(at, variable.size(), value);
  }
  return text;
}

// The first part of a path that holds the variable, and what is before it.
struct Place {
  fs::path parent;
  std::string name;
};
std::optional<Place> place_of(const std::string& pattern) {
  Place out;
  for (const fs::path& part : fs::path(pattern)) {
    if (part.string().find(variable) != std::string::npos) {
      out.name = part.string();
      return out;
    }
    out.parent /= part;
  }
  return std::nullopt;
}

bool is_stamp(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd.dd-dd-dd";
  return text.size() == shape.size() && std::equal(text.begin(), text.end(), shape.begin(), [](char c, char s) {
           return s == 'd' ? c >= '0' && c <= '9' : c == s;
         });
}

// "log-%TIMESTAMP%" has made "log-2026-01-15.13-00-00", but not "log-current".
bool made_of(std::string_view pattern, std::string_view name) {
  const std::size_t at = pattern.find(variable);
  constexpr std::size_t stamp_size = 19;
  if (name.size() < at + stamp_size) return false;
  const std::string_view stamp = name.substr(at, stamp_size);
  return is_stamp(stamp) && replaced(std::string(pattern), stamp) == name;
}

}  // namespace

std::string fill_timestamp(std::string text, WallTime time) { return replaced(std::move(text), log::timestamp(time, format)); }

std::vector<std::string> remove_old_log_folders(const std::string& pattern, std::size_t keep) {
  const auto place = place_of(pattern);
  if (!place) return {};
  std::vector<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(place->parent, error)) {
    std::error_code unreadable;
    const bool folder = entry.is_directory(unreadable) && !entry.is_symlink(unreadable);
    if (folder && made_of(place->name, entry.path().filename().string())) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end(), std::greater<>());  // by name is by age
  std::vector<std::string> problems;
  for (std::size_t i = keep; i < folders.size(); ++i) {
    fs::remove_all(folders[i], error);
    if (error) problems.push_back(folders[i].string() + ": the old log folder cannot be removed: " + error.message());
  }
  return problems;
}

Result<> link_current_log_folder(const std::string& pattern, WallTime time) {
  const auto place = place_of(pattern);
  if (!place) return {};
  const fs::path link = place->parent / replaced(place->name, "current");
  std::error_code error;
  if (fs::exists(fs::symlink_status(link, error)) && !fs::is_symlink(fs::symlink_status(link, error))) {
    return Error{Errc::io, link.string() + ": is not a link; move it away to have one to the newest log"};
  }
  // Made beside it and renamed over it, so that there is always one.
  const fs::path fresh = link.string() + ".tmp";
  fs::remove(fresh, error);
  fs::create_directory_symlink(fill_timestamp(place->name, time), fresh, error);
  if (!error) fs::rename(fresh, link, error);
  if (error) return Error{Errc::io, link.string() + ": the link to the newest log cannot be made: " + error.message()};
  return {};
}

}  // namespace waggle::io
