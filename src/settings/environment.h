// Settings from the environment: ZIGBEE2MQTT_CONFIG_<PATH>, such as ZIGBEE2MQTT_CONFIG_MQTT_SERVER.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/value.h"

namespace waggle::settings {

using Environment = std::map<std::string, std::string>;
/// Those variables of the process that are meant for us.
Environment process_environment();

/// Puts what the environment says over what is written. Gives the variable of each setting ("mqtt.server")
/// that was set so.
std::map<std::string, std::string> apply_environment(const Environment& environment, Object& config);

/// Variables that begin like ours and name no setting.
std::vector<std::string> unknown_variables(const Environment& environment);

}  // namespace waggle::settings
