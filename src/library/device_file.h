// A row as the text of a device file, laid out as people write them. The compiler reads it back.
#pragma once

#include <string>

#include "library/definition.h"

namespace waggle::library {

std::string to_device_file(const DefinitionSource& row);

}  // namespace waggle::library
