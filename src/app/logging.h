// The log as the settings want it.
#pragma once

#include "core/log.h"
#include "core/time.h"
#include "settings/settings.h"

namespace waggle::app {

/// Makes the log's folder, where there is to be one.
Result<log::Config> log_config(const settings::Settings& settings, io::Files& files, WallTime now);

}  // namespace waggle::app
