// The first start: a page to fill in while there is no configuration yet.
#pragma once

#include <string>

#include "settings/environment.h"

namespace waggle::app {

/// Whether the data folder has no configuration of a person's yet, or the person wants the page again
/// (`onboarding: true`, Z2M_ONBOARD_FORCE_RUN). Not when the environment names the stick, nor with
/// Z2M_ONBOARD_NO_SERVER.
bool set_up_wanted(const std::string& data, const settings::Environment& environment);

enum class SetUpEnd : std::uint8_t { filled_in, stopped, impossible };
/// Serves the page at Z2M_ONBOARD_URL (http://0.0.0.0:8080) until it is filled in or a signal comes. Says on
/// the terminal where, or why it cannot.
SetUpEnd set_up(const std::string& data, const settings::Environment& environment);

}  // namespace waggle::app
