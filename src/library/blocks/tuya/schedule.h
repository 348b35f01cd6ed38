// A day of a Tuya thermostat's schedule: periods as text ("06:00/20.0 08:00/15.0 …") and as four octets each.
#pragma once

#include "library/blocks/tuya/conversion.h"

namespace waggle::library::tuya {

/// "hour minute temperature*10" of each period behind an octet for the day.
Conversion day_schedule(const ConversionOptions& options);

}  // namespace waggle::library::tuya
