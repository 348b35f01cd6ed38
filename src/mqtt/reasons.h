// What went wrong with a broker, in words that say what to check.
#pragma once

#include <string>

namespace waggle::mqtt {

/// The broker's answer to CONNECT, MQTT 3 (1 to 5) or 5 (128 and up).
std::string connack_reason(int code);
/// Why a connection ended: libmosquitto's error, or the broker's reason code of MQTT 5 (128 and up).
std::string end_reason(int code);
/// libmosquitto's error for a call.
std::string call_reason(int code);

}  // namespace waggle::mqtt
