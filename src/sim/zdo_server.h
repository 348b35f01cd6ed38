// ZDO as nodes answer it (Zigbee PRO, 2.4.4): one request to one node, one response. What a request
// sets in motion on the network (permitting, leaving, changing channel) is the air's part.
#pragma once

#include <optional>

#include "sim/node.h"

namespace waggle::sim {

class Air;

/// The payload of the response, status first; nullopt when the node stays silent.
std::optional<Bytes> answer_zdo(Air& air, Node& node, ClusterId request, ByteView payload);

}  // namespace waggle::sim
