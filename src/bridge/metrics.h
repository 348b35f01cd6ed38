// Metrics: what Prometheus and its like ask for at /metrics, in its text format 0.0.4. Reads and counts; the
// numbers belong to those who count them.
#pragma once

#include <string>

#include "bridge/health.h"
#include "bridge/parts.h"

namespace waggle::bridge {

std::string metrics(const Parts& parts, const Health& health, const mqtt::Client& mqtt);

}  // namespace waggle::bridge
