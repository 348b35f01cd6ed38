// A member for what may not be known: absent, it is left out of the object.
#pragma once

#include "core/value.h"

namespace waggle {

/// `value`: anything that is tested like a pointer and read with *, such as std::optional.
template <class Maybe>
void set_if(Object& object, std::string_view key, const Maybe& value) {
  if (value) object.set(key, *value);
}

}  // namespace waggle
