#include "sim/node.h"

#include <algorithm>

namespace waggle::sim {

bool Endpoint::has(ClusterId cluster, bool as_client) const {
  const auto& list = as_client ? outputs : inputs;
  return std::find(list.begin(), list.end(), cluster.raw) != list.end();
}

const Endpoint* Node::endpoint(EndpointId number) const {
  for (const Endpoint& e : endpoints) {
    if (e.number == number) return &e;
  }
  return nullptr;
}

std::uint8_t Node::capability() const {
  using D = zdo::NodeDescriptorResponse;
  if (type == Type::end_device) {
    return mains ? D::mains | D::rx_on_when_idle | D::allocate_address : D::allocate_address;
  }
  const std::uint8_t router =
      D::full_function | D::mains | D::rx_on_when_idle | D::allocate_address;
  return type == Type::coordinator ? router | D::alternate_coordinator : router;
}

}  // namespace waggle::sim
