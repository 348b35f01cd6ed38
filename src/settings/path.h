// Where a value stands in a configuration: the keys of the maps on the way to it. A key of a user's own
// (a device, a group) may hold dots; those of settings never do, which is why they can be said "a.b".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/value.h"

namespace waggle::settings {

using Path = std::vector<std::string>;

/// "advanced.channel" in parts, and whole again.
Path split(std::string_view dotted_path);
std::string dotted(const Path& path);

/// What stands at `path`; nullptr for nothing, and for an empty path.
const Value* find(const Object& root, const Path& path);
/// The same of a dotted path, without taking it to parts: settings are asked for at each message.
const Value* find(const Object& root, std::string_view dotted_path);

}  // namespace waggle::settings
