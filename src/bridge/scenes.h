// Scenes as they are noted beside endpoints: in members' notes for groups.
#pragma once

#include <map>
#include <string>

#include "network/network.h"

namespace waggle::bridge {

/// Names by number.
using Scenes = std::map<int, std::string>;

/// Those that the endpoint has by itself, in no group.
Scenes scenes_of(const network::Endpoint& endpoint);
Scenes scenes_of(const network::Group& group, const network::Network& network);

}  // namespace waggle::bridge
