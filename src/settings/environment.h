// Settings from the environment: ZIGBEE2MQTT_CONFIG_<PATH>, such as ZIGBEE2MQTT_CONFIG_MQTT_SERVER.
#pragma once

#include <map>
#include <string>

#include "core/value.h"

namespace waggle::settings {

using Environment = std::map<std::string, std::string>;
Environment process_environment();

/// Puts what the environment says over what is written.
void apply_environment(const Environment& environment, Object& config);

}  // namespace waggle::settings
