#include "bridge/scenes.h"

#include <cstdlib>

namespace waggle::bridge {
namespace {

void collect(const Object& meta, int group, Scenes& out) {
  const Value* scenes = meta.find("scenes");
  if (!scenes || !scenes->is_object()) return;
  for (const auto& [key, content] : scenes->object()) {
    const std::size_t split = key.find('_');
    if (split == std::string::npos || std::atoi(key.c_str() + split + 1) != group) continue;
    const int id = std::atoi(key.c_str());
    const Value* name = content.find("name");
    out[id] = name && truthy(*name) ? to_text(*name) : "Scene " + std::to_string(id);
  }
}

}  // namespace

Scenes scenes_of(const network::Endpoint& endpoint) {
  Scenes out;
  collect(endpoint.meta, 0, out);
  return out;
}

Scenes scenes_of(const network::Group& group, const network::Network& network) {
  Scenes out;
  for (const network::Member& member : group.members) {
    const network::DevicePtr device = network.find(member.device);
    const network::Endpoint* endpoint = device ? device->find(member.endpoint) : nullptr;
    if (endpoint) collect(endpoint->meta, group.number.raw, out);
  }
  return out;
}

}  // namespace waggle::bridge
