// YAML text to a tree that remembers where everything stood.
//
// Settings and device files are both read through this: messages name file, line and column, and the
// editor of configuration.yaml (settings/yaml_editor.h) changes text in place by the spans kept here.
// The parser is libfyaml; this header is all that the rest of the program sees of it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/value.h"

namespace waggle::yaml {

struct Mark {
  std::size_t offset = 0;  // octets from the start of the text
  int line = 0;            // from 1
  int column = 0;          // from 1
};

struct Entry;

struct Node {
  enum class Kind : std::uint8_t { scalar, sequence, map };

  Kind kind = Kind::scalar;
  bool plain = false;  // a scalar without quotes: its text decides its type
  bool flow = false;   // [a, b] or {a: b}
  bool alias = false;  // written as *name; the content is a copy of what the anchor named
  std::string tag;     // "!secret"; empty when none was written
  std::string text;    // of a scalar
  std::vector<Node> items;
  std::vector<Entry> entries;
  Mark begin;
  Mark end;

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_map() const { return kind == Kind::map; }
  /// The value under `key` of a map, as written there.
  const Node* find(std::string_view key) const;
  /// The entries of a map with merge keys (`<<`) applied: its own first.
  std::vector<std::pair<const Node*, const Node*>> members() const;
};

/// A key and its value. No std::pair, which wants to know all about Node while Node is being declared.
struct Entry {
  Node first;
  Node second;
};

/// The single document in `text`; an empty text is a null scalar. Errors read
/// "name:line:column: what". Doubled keys of one map are an error, as with js-yaml.
Result<Node> parse(std::string_view text, std::string_view name);

/// The plain value, typed as js-yaml 4 types it: YAML 1.2 core scalars (`on` and `yes` are text),
/// 0x, 0o, 0b and underscores in numbers, merge keys (`<<`) applied.
Value to_value(const Node& node);

/// "name:line:column"
std::string where(std::string_view name, const Mark& mark);

/// How `text` must be written so that reading it gives exactly this string.
std::string quote_if_needed(std::string_view text);

}  // namespace waggle::yaml
