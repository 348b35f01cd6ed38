#include "bridge/entities.h"

#include <algorithm>

#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";

bool is_coordinator_word(std::string_view text) {
  constexpr std::string_view word = "coordinator";
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

void tell(const Result<>& done) {
  if (!done) log::error(NS, "{}", done.error().text);
}

}  // namespace

void Entities::load() {
  for (const GroupId number : settings_.groups()) {
    if (!services_.network.find(number)) services_.network.add_group(number);
  }
  std::vector<Ieee> unnamed;
  for (const network::DevicePtr& device : services_.network.devices()) {
    const bool own = device->kind == network::DeviceType::coordinator;
    if (!own && !settings_.device(device->ieee())) unnamed.push_back(device->ieee());
  }
  if (!unnamed.empty()) tell(settings_.add_devices(unnamed));
  for (const network::DevicePtr& device : services_.network.devices()) add(device);
  for (const network::GroupPtr& group : services_.network.groups()) add(group);
}

EntityPtr Entities::add(const network::DevicePtr& device) {
  EntityPtr& entity = by_ieee_[device->ieee()];
  if (entity && entity->zigbee_device() == device) return entity;
  entity = std::make_shared<Entity>(services_, device);
  if (!entity->is_coordinator() && !settings_.device(device->ieee())) tell(settings_.add_device(device->ieee()));
  refresh(*entity);
  identify(*entity);
  return entity;
}

EntityPtr Entities::add(const network::GroupPtr& group) {
  EntityPtr& entity = by_group_[group->number];
  entity = std::make_shared<Entity>(services_, group);
  if (group->number != default_bind_group && !settings_.group(group->number)) {
    auto done = settings_.add_group(entity->id(), group->number);
    if (!done) log::error(NS, "{}", done.error().text);
  }
  refresh(*entity);
  return entity;
}

// By value inside: the caller's pointer may be the one in the map.
void Entities::remove(const EntityPtr& which) {
  const EntityPtr entity = which;
  if (entity->is_device()) {
    by_ieee_.erase(entity->zigbee_device()->ieee());
  } else {
    by_group_.erase(entity->group()->number);
  }
  for (const auto& hear : on_removed) hear(entity);
}

EntityPtr Entities::find(Ieee ieee) const {
  const auto found = by_ieee_.find(ieee);
  return found == by_ieee_.end() ? nullptr : found->second;
}

EntityPtr Entities::find(GroupId group) const {
  const auto found = by_group_.find(group);
  return found == by_group_.end() ? nullptr : found->second;
}

EntityPtr Entities::find(std::string_view name_or_id) const {
  const network::DevicePtr coordinator = services_.network.coordinator();
  if (coordinator && (is_coordinator_word(name_or_id) || name_or_id == to_string(coordinator->ieee()))) {
    return find(coordinator->ieee());
  }
  const auto entry = settings_.find_entity(name_or_id);
  if (!entry) return nullptr;
  return entry->device ? find(*entry->device) : find(*entry->group);
}

EntityPtr Entities::find(const Value& name_or_id) const {
  if (!name_or_id.is_string() && !name_or_id.is_number()) return nullptr;
  return find(std::string_view(to_text(name_or_id)));
}

std::vector<EntityPtr> Entities::devices() const {
  std::vector<EntityPtr> out;
  for (const network::DevicePtr& device : services_.network.devices()) {
    if (EntityPtr entity = find(device->ieee())) out.push_back(std::move(entity));
  }
  return out;
}

std::vector<EntityPtr> Entities::groups() const {
  std::vector<EntityPtr> out;
  for (const network::GroupPtr& group : services_.network.groups()) {
    if (EntityPtr entity = find(group->number)) out.push_back(std::move(entity));
  }
  return out;
}

void Entities::refresh(Entity& entity) {
  if (entity.is_coordinator()) {
    entity.set_options("Coordinator", {});
    return;
  }
  Object options;
  const Object* own = entity.is_device() ? settings_.device(entity.zigbee_device()->ieee())
                                         : settings_.group(entity.group()->number);
  if (entity.is_device()) options = settings_.device_options();
  std::string name = entity.id();
  if (own) {
    for (const auto& [key, value] : *own) {
      if (key == "friendly_name") {
        if (!value.string_or("").empty()) name = value.string();
      } else if (key != "devices") {
        options.set(key, value);
      }
    }
  }
  std::string problem;
  entity.set_options(std::move(name), std::move(options), &problem);
  if (!problem.empty()) log::error(NS, "Options of '{}': {}", entity.name(), problem);
}

void Entities::refresh_all() {
  for (const auto& [ieee, entity] : by_ieee_) refresh(*entity);
  for (const auto& [number, entity] : by_group_) refresh(*entity);
}

bool Entities::identify(Entity& entity) {
  if (!entity.is_device() || entity.is_coordinator()) return false;
  const library::Definition* before = entity.definition();
  const network::Device& device = *entity.zigbee_device();
  library::Identified known = library_.identify(device);
  // Nothing can be made of a device before it has told what it has.
  if (!known && device.interviewed()) known = library_.generate(device);
  entity.set_identified(std::move(known));
  return entity.definition() != before;
}

}  // namespace waggle::bridge
