// The parts of a page that are made from exposes: one text for each type of property or thing.
#pragma once

#include "library/definition.h"

namespace waggle::docs {

/// "## Exposes", all of it.
std::string exposes_section(const library::Definition& definition, const std::vector<library::Expose>& exposes);
/// "## Options"; empty when there are none.
std::string options_section(const std::vector<library::Expose>& options);

/// The text as a sentence: with a full stop.
std::string sentence(std::string_view text);

}  // namespace waggle::docs
