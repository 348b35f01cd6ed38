// Changes a YAML text where it stands: comments, order, indentation, quotes and the spelling of numbers
// of everything else survive octet for octet.
//
// A change is planned as splices on the text by the marks of its tree, and the result is read again and
// must hold exactly the value that was meant. Where the text is too strange to be changed in place
// (anchors, merge keys, odd layouts), the smallest enclosing block is written anew, at worst the whole
// document. Pure text to text; knows nothing of settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "settings/path.h"

namespace waggle::settings::yaml_editor {

/// The text with `value` at `path`; maps on the way are made. New keys go to the end of their map.
/// `name` is for messages. An error when `text` is not YAML, or `value` cannot be written as YAML.
Result<std::string> set(std::string_view text, const Path& path, const Value& value,
                        std::string_view name = "text");

/// The text without what stands at `path`; nothing there is no error.
Result<std::string> erase(std::string_view text, const Path& path, std::string_view name = "text");

/// The text changed, as little as possible, so that it holds `wanted`.
Result<std::string> rewrite(std::string_view text, const Object& wanted, std::string_view name = "text");

/// One step from one value to another: what to put at a path, or nothing when it is to be taken away.
struct Change {
  Path path;
  std::optional<Value> value;
};
/// The steps from `before` to `after`; lists are replaced whole.
std::vector<Change> changes(const Object& before, const Object& after);
/// `value` at `path`; without a value, nothing there.
void apply(Object& root, const Change& change);

}  // namespace waggle::settings::yaml_editor
