// Neighborhood: what a router or the coordinator tells of the radio links around it, whole tables at a time.
#pragma once

#include "network/requests.h"

namespace waggle::network {

Task<Result<std::vector<zdo::Neighbor>>> read_neighbors(Requests& requests, Nwk nwk, Ieee ieee);
Task<Result<std::vector<zdo::Route>>> read_routes(Requests& requests, Nwk nwk, Ieee ieee);

}  // namespace waggle::network
