// Actions as events: "2_hold_release" is the event hold_release of button 2.
#pragma once

#include <string>
#include <vector>

#include "core/value.h"

namespace waggle::homeassistant {

/// The types of events that these actions are.
Array event_types(const std::vector<Value>& actions);
/// What Home Assistant takes an action apart with, in its language of templates.
const std::string& event_template();

}  // namespace waggle::homeassistant
