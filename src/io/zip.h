// A ZIP archive of a few files, in memory: what a backup travels in.
#pragma once

#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/time.h"

namespace waggle::io {

struct ZipEntry {
  std::string name;  // with "/" between folders
  std::string content;
};

/// PKWARE APPNOTE 6.3.3, deflated, names in UTF-8.
Bytes zip(const std::vector<ZipEntry>& entries, WallTime modified);

}  // namespace waggle::io
