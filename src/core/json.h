// JSON text to Value and back. Reading is Boost.JSON's parser; writing is our own, because the text
// must equal JavaScript's (21.5, not 2.15E1) and the wire wants sorted keys.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "core/value.h"

namespace waggle::json {

/// Errc::malformed with the position of the first mistake.
Result<Value> parse(std::string_view text);

enum class Keys { as_added, sorted };

/// Compact text. NaN and infinities become null, bytes become {"type":"Buffer","data":[…]}, as in
/// Node.js.
std::string dump(const Value& value, Keys keys = Keys::as_added);
void append(std::string& out, const Value& value, Keys keys);
void append(std::string& out, const Object& object, Keys keys);
void append_string(std::string& out, std::string_view text);
/// As JSON.stringify(value, null, indent).
std::string pretty(const Value& value, int indent, Keys keys = Keys::as_added);

}  // namespace waggle::json
