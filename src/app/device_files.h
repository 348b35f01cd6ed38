// The user's own device files: <data>/devices/*.yaml.
#pragma once

#include "io/files.h"
#include "library/library.h"

namespace waggle::app {

/// Puts them into the library; each mistake is one text "file:line:column: what".
std::vector<std::string> load_device_files(io::Files& files, const std::string& folder, library::Library& library);

}  // namespace waggle::app
