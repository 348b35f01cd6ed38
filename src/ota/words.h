// Devices that the index of firmware has under other words than their own. Data.
#pragma once

#include "ota/index.h"

namespace waggle::ota {

/// By vendor and model of the definition; empty for all others.
OtherWords other_words(std::string_view vendor, std::string_view model);

}  // namespace waggle::ota
