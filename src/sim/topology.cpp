// Who hears whom: the neighbour and routing tables of the virtual network, made up from who is on
// it.
#include <algorithm>

#include "sim/air.h"

namespace waggle::sim {
namespace {

// Table 2-126: relationship to the neighbour.
enum Relationship : std::uint8_t { is_parent = 0, is_child = 1, is_sibling = 2 };

std::uint8_t kind(const Node& node, Relationship relationship) {
  const unsigned awake = node.sleepy() ? 0 : 1;
  return static_cast<std::uint8_t>(static_cast<unsigned>(node.type) | awake << 2 |
                                   relationship << 4u);
}

}  // namespace

const Node* Air::node_by_nwk(Nwk nwk) const {
  if (nwk == coordinator_nwk) return &coordinator;
  const VirtualDevice* device = device_by_nwk(nwk);
  return device ? &device->node : nullptr;
}

const Node& Air::parent_of(const VirtualDevice& device) const {
  const auto at = links_.find(device.node.ieee);
  const Node* parent = at == links_.end() ? nullptr : node_by_nwk(at->second.parent);
  return parent ? *parent : coordinator;
}

std::vector<Nwk> Air::children_of(const Node& node) const {
  std::vector<Nwk> out;
  for (const auto& device : devices_) {
    if (device->node.type == Node::Type::end_device && on_network(*device) &&
        parent_of(*device).ieee == node.ieee) {
      out.push_back(device->node.nwk);
    }
  }
  return out;
}

// Distances do not exist here; the two addresses decide, so that a link has the same quality every
// time.
std::uint8_t Air::lqi_between(const Node& a, const Node& b) const {
  std::uint64_t mix = (a.ieee.raw ^ b.ieee.raw) * 0x9E3779B97F4A7C15;
  mix ^= mix >> 29;
  return static_cast<std::uint8_t>(100 + mix % 130);
}

std::vector<zdo::Neighbor> Air::neighbors_of(const Node& node) const {
  std::vector<zdo::Neighbor> out;
  if (!network_) return out;
  const auto add = [&](const Node& other, Relationship relationship) {
    zdo::Neighbor entry;
    std::reverse_copy(network_->extended_pan.begin(), network_->extended_pan.end(),
                      entry.extended_pan.begin());
    entry.ieee = other.ieee;
    entry.nwk = other.nwk;
    entry.kind = kind(other, relationship);
    entry.permit = other.type == Node::Type::end_device ? 2 : permits(other.nwk) ? 1 : 0;
    entry.depth = static_cast<std::uint8_t>(
        other.type == Node::Type::coordinator                              ? 0
        : relationship == is_child && node.type != Node::Type::coordinator ? 2
                                                                           : 1);
    entry.lqi = lqi_between(node, other);
    out.push_back(entry);
  };
  if (node.type != Node::Type::coordinator) {
    const VirtualDevice* self = device_by_nwk(node.nwk);
    const Node& parent = self ? parent_of(*self) : coordinator;
    if (node.type == Node::Type::end_device) {
      add(parent, is_parent);
      return out;
    }
    add(coordinator, parent.ieee == coordinator.ieee ? is_parent : is_sibling);
  }
  for (const auto& device : devices_) {
    if (!on_network(*device) || device->node.ieee == node.ieee) continue;
    const bool child = parent_of(*device).ieee == node.ieee;
    if (device->node.type == Node::Type::end_device && !child) continue;
    const bool end_device = device->node.type == Node::Type::end_device;
    add(device->node, end_device ? is_child : is_sibling);
  }
  return out;
}

std::vector<zdo::Route> Air::routes_of(const Node& node) const {
  std::vector<zdo::Route> out;
  if (node.type != Node::Type::coordinator) out.push_back({coordinator_nwk, 0, coordinator_nwk});
  for (const auto& device : devices_) {
    if (!on_network(*device) || device->node.ieee == node.ieee) continue;
    const Node& parent = parent_of(*device);
    const bool end_device = device->node.type == Node::Type::end_device;
    if (end_device && parent.ieee == node.ieee) continue;  // a child needs no route
    const Nwk next =
        end_device && parent.type != Node::Type::coordinator ? parent.nwk : device->node.nwk;
    if (end_device && parent.type == Node::Type::coordinator) continue;
    out.push_back({device->node.nwk, 0, next});
  }
  return out;
}

}  // namespace waggle::sim
