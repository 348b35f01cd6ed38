// Brings a configuration of an older version up to the current one, a version at a time. What moved and
// what went away are rows of a table; notes tell the user what became of each setting.
//
// Knows values alone: the caller keeps the old files and writes the new ones, and carries out what a
// migration wants of other files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/value.h"

namespace waggle::settings {

inline constexpr int current_version = 5;

/// An icon that stood in the configuration itself and belongs in a file.
struct IconFile {
  std::string path;  // "device_icons/….png", in the data folder
  std::string content;
};

struct Migration {
  int from = current_version;  // the version the configuration had
  struct Notes {
    int from = 0;
    std::vector<std::string> lines;
  };
  std::vector<Notes> notes;  // one of each step
  std::vector<IconFile> icons;
  bool forget_updates = false;  // what state.json says of firmware is of no use any more

  bool needed() const { return from != current_version; }
};

/// An error when the version is none that we know.
Result<Migration> migrate(Object& config);

}  // namespace waggle::settings
