// Which driver the settings ask for, and how it reaches its stick.
#pragma once

#include "io/loop.h"
#include "network/network.h"
#include "settings/settings.h"

namespace waggle::app {

/// An error says which setting is missing or cannot be served.
Result<network::Network::MakeRadio> radio_maker(io::Loop& loop, const settings::Settings& settings);

}  // namespace waggle::app
