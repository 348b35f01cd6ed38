// Where in a YAML text to cut and what to put there, so that it holds another value.
//
// The plan is made from the marks of the tree alone and may fail, or come out wrong for a layout not
// thought of: yaml_editor.cpp tests every result by reading it, and tries a coarser plan then.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/yaml_writer.h"

namespace waggle::settings::yaml_editor {

struct Splice {
  std::size_t at = 0;
  std::size_t length = 0;
  std::string text;
};

/// `text` ends with a line end. Maps and lists more than `depth` keys down are replaced whole.
std::optional<std::vector<Splice>> plan(std::string_view text, const yaml::Node& root,
                                        const Object& wanted, const YamlStyle& style, int depth);

}  // namespace waggle::settings::yaml_editor
