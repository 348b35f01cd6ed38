// What Zigbee2MQTT announces to Home Assistant for one definition, and what Waggle makes of the same exposes.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "homeassistant/entries.h"

namespace waggle::homeassistant {

struct Answer {
  std::string model;
  std::string vendor;
  Object definition;
  Object messages;  // by topic
  Object fill;      // properties that must not be missing
};

/// Lines of JSON as tests/homeassistant/peer.mjs writes them.
Result<std::vector<Answer>> read_answers(const std::string& file);
/// The exposes as bridge/devices shows them, back again.
std::vector<Expose> read_exposes(const Value& list);

/// What differs between the answer and ours, a line for each; empty: nothing.
std::vector<std::string> differences(const Answer& answer);

}  // namespace waggle::homeassistant
