// The overlay: what could not be written into a configuration that is read-only, as a map of its own that
// is laid over that configuration at the next start. Null takes a setting away, except in what is said to
// Home Assistant, where it means "no name". Values alone; knows no files.
#pragma once

#include <vector>

#include "settings/yaml_editor.h"

namespace waggle::settings::overlay {

/// Adds a change of a file that holds `content`. `to` is where the file's part stands in the overlay.
void add(Object& overlay, const Object& content, const yaml_editor::Change& change, const Path& to);

/// The changes that lay an overlay over `config`.
std::vector<yaml_editor::Change> changes(const Object& overlay, const Object& config);

}  // namespace waggle::settings::overlay
