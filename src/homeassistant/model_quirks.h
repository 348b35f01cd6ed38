// Models whose entities need other words than their exposes give: rows, found by the model.
#pragma once

#include <string_view>

#include "core/value.h"

namespace waggle::homeassistant {

/// `options`: the user's, for models that ask; may be null.
void apply_model_quirks(std::string_view model, const Object* options, Object& payload);

}  // namespace waggle::homeassistant
