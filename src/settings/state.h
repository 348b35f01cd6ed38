// What Settings keeps. Private to settings.cpp (questions), changes.cpp (changes) and loader.cpp (the start).
#pragma once

#include <functional>
#include <map>
#include <set>

#include "settings/settings.h"
#include "settings/sources.h"

namespace waggle::settings {

constexpr std::string_view NS = "z2m:settings";

struct Settings::State {
  io::Files* files = nullptr;
  std::string folder;
  Environment environment;
  Sources sources;
  std::vector<std::string> warnings;
  bool told_read_only = false;
  bool lasting = true;  // what was changed is there after the next start

  // Read out of the sources after each change, because they are asked for often.
  Object whole;
  std::map<Ieee, Object> devices;
  std::map<GroupId, Object> groups;
  Object device_options;
  std::set<Ieee> passlist;
  std::set<Ieee> blocklist;

  void read_out();
  /// Gives the number of a group, or nothing.
  static std::optional<GroupId> parse_group(std::string_view text);
  /// Makes this the configuration: written, then visible. What the environment sets stays so.
  Result<> commit(Object wanted);
  /// As commit, of a copy that `edit` changed.
  Result<> change(const std::function<Result<>(Object&)>& edit);
};

/// A section of the configuration, made when there is none.
Object& section_of(Object& config, std::string_view key);

}  // namespace waggle::settings
