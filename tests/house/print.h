// Values as JSON in the messages of failed tests.
#pragma once

#include <ostream>

#include "core/json.h"

namespace waggle {

inline void PrintTo(const Value& value, std::ostream* out) { *out << json::dump(value); }
inline void PrintTo(const Array& values, std::ostream* out) { *out << json::dump(Value(values)); }

}  // namespace waggle
