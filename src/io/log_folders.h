// The folders of the log. `log_directory` may hold %TIMESTAMP%, the time of the start: then each start has a
// folder of its own, the oldest are deleted, and a link `current` leads to the newest.
//
// Only folders whose name has the form of the setting are ever deleted, whatever else lies beside them.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace waggle::io {

/// `text` with the time, local, as 2026-01-15.13-00-00, in the place of each %TIMESTAMP%.
std::string fill_timestamp(std::string text, WallTime time);

/// Removes the oldest folders made of `pattern`, all but `keep`. What cannot be removed is named.
std::vector<std::string> remove_old_log_folders(const std::string& pattern, std::size_t keep);

/// Makes the link from `pattern` with "current" for the time to the folder of `time`. Nothing to do without %TIMESTAMP%.
Result<> link_current_log_folder(const std::string& pattern, WallTime time);

}  // namespace waggle::io
