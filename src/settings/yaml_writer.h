// Values as YAML text, in the style of a given file, and back.
//
// What is written looks as js-yaml writes it, with what YAML 1.1 readers (Home Assistant's among them)
// would take for something else in quotes. Knows nothing of where in a file the text goes.
#pragma once

#include <string>
#include <string_view>

#include "core/value.h"
#include "core/yaml.h"

namespace waggle::settings {

struct YamlStyle {
  std::string line_end = "\n";
  int step = 2;         // from a key to the keys in its map
  int list_indent = 2;  // from a key to the dashes of its list
  bool json = false;    // the file is JSON, which YAML reads too

  static YamlStyle of(std::string_view text, const yaml::Node& root);
};

/// As yaml::to_value, but a scalar with a tag of its own (`!secret name`) is the text "!secret name",
/// which is how the same is said in quotes.
Value read_value(const yaml::Node& node);

/// Equal, and NaN equals itself, because a file that holds one must compare equal to itself.
bool same(const Value& a, const Value& b);

/// Whether it needs lines of its own: a map or list with something in it.
bool is_block(const Value& value);

/// On one line. `quote` is the quote to use for text where it can be used, or 0.
std::string write_inline(const Value& value, const YamlStyle& style, char quote = 0);
/// "key: value" on one line.
std::string write_inline_entry(std::string_view key, const Value& value, const YamlStyle& style);

/// Lines of a map or list, the first column being `indent` (from 0); each ends with a line end.
void write_block(std::string& out, const Value& value, int indent, const YamlStyle& style);
/// Lines of one entry of a map.
void write_entry(std::string& out, std::string_view key, const Value& value, int indent,
                 const YamlStyle& style);

/// A whole file.
std::string write_document(const Object& content, const YamlStyle& style = {});

}  // namespace waggle::settings
