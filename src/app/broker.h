// The MQTT client as the settings want it.
#pragma once

#include "io/loop.h"
#include "mqtt/mosquitto_client.h"
#include "settings/settings.h"

namespace waggle::app {

Result<std::unique_ptr<mqtt::Client>> connect_broker(io::Loop& loop, const settings::Settings& settings);

}  // namespace waggle::app
