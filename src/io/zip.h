// A ZIP archive of a few files, in memory: what a backup travels in.
#pragma once

#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"

namespace waggle::io {

struct ZipEntry {
  std::string name;  // with "/" between folders
  std::string content;
};

/// PKWARE APPNOTE 6.3.3, deflated, names in UTF-8.
Bytes zip(const std::vector<ZipEntry>& entries, WallTime modified);

/// The files of an archive, stored or deflated, folders left out. An archive that is damaged, encrypted or
/// unpacks to more than `most` octets is an error, and so is a name that leads out of the folder.
Result<std::vector<ZipEntry>> unzip(ByteView archive, std::size_t most);

}  // namespace waggle::io
