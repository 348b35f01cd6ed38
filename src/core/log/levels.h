// Levels: which messages are wanted. A namespace has the level of the longest part of it, cut at a ':',
// that has one of its own; all others have the general one. Knows nothing of where messages go.
#pragma once

#include <map>
#include <optional>
#include <regex>

#include "core/log.h"

namespace waggle::log {

class Levels {
 public:
  void set_general(Level level);
  void set_namespaces(NamespaceLevels levels);
  Result<> set_ignore_debug(const std::string& expression);

  Level general() const { return general_; }
  bool wanted(Level level, std::string_view name) const;

 private:
  Level find(std::string_view name) const;

  Level general_ = Level::info;
  NamespaceLevels own_;
  std::optional<std::regex> ignore_;
  // What was found before: most calls are about debug messages that nobody wants.
  mutable std::map<std::string, Level, std::less<>> found_;
};

}  // namespace waggle::log
