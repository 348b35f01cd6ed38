// What to make of a device that no definition knows: a row as a device file has them, of the clusters the
// device told in its interview and of what it answered when asked further. From there on it is a
// definition like any other. It asks nobody itself; who may speak with the device does.
//
// Which cluster leads to which blocks, in which order and for which endpoints, is as in Zigbee2MQTT,
// because clients see it: a device looks the same on both.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "library/definition.h"

namespace waggle::library {

/// An attribute that would tell more; until it is known its usual value stands in.
struct Question {
  EndpointId endpoint;
  ClusterId cluster;
  AttributeId attribute;
  bool operator==(const Question&) const = default;
};

struct Generated {
  DefinitionSource row;
  std::vector<std::unique_ptr<Value>> options;  // of the row's blocks, which point here
  /// In the order in which to ask; an answer may make others needless, or bring them up.
  std::vector<Question> questions;
};

/// Zigbee2MQTT shows each of several lamps as often as there are lamps. Clients get to see the same; who goes on
/// from the row, as from the text of a device file, has each once, with what it can do itself.
enum class For : std::uint8_t { clients, editing };

Generated generate(const Device& device, For whom = For::clients);

/// The first question that has not been put yet; null: nothing is left to ask.
const Question* next_question(const Generated& generated, const std::vector<Question>& asked);

}  // namespace waggle::library
