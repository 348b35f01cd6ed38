// A /set or /get message taken apart: which encoder serves which key, for which endpoint, in which order.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "library/definition.h"

namespace waggle::library {

/// One key of a message, or several that one encoder serves together.
struct Call {
  struct Key {
    std::string written;   // in the message: "state_l1"
    std::string property;  // the same whether the endpoint stood in the key or in the topic
  };

  const Encoder* encoder = nullptr;  // none: `problem` tells why
  std::string problem;
  std::string key;            // without the endpoint: "state" of "state_l1"
  Value value;
  EndpointId endpoint;        // devices
  std::string endpoint_name;  // what results are published under; empty: as they are
  Object message;             // the whole payload as the encoder sees it
  std::vector<Key> serves;
};

struct Target {
  /// One definition for a device, those of all members for a group.
  std::span<const Definition* const> definitions;
  const Device* device = nullptr;  // none: a group
  std::string endpoint;            // "l1" or "2", from the topic; empty: the device's first
  std::string name;                // for messages
};

/// The endpoint of a device by name, number, or the definition's default; nullopt when it has none such.
std::optional<EndpointId> find_endpoint(const Device& device, const Definition* definition, std::string_view name);

/// The keys of a message in the order in which they are set.
std::vector<const Member*> setting_order(const Object& message);

/// Order and rules are Zigbee2MQTT's: state and brightness go first unless the state is "off", and one
/// encoder serves a message only once for each endpoint.
std::vector<Call> dispatch(const Target& target, bool set, const Object& message);

}  // namespace waggle::library
