#include "bridge/group_sync.h"

#include <algorithm>

namespace waggle::bridge {
namespace {

constexpr std::string_view shared_properties[] = {"state", "brightness", "color_temp", "color", "color_mode"};

bool is_shared(std::string_view property) {
  return std::find(std::begin(shared_properties), std::end(shared_properties), property) != std::end(shared_properties);
}

/// Whether a device with these exposes can have the property.
bool can_have(const std::vector<library::Expose>& exposes, std::string_view property, const Value& value) {
  if (property == "state") return true;
  auto light_with = [&](std::string_view feature) {
    return std::any_of(exposes.begin(), exposes.end(), [&](const library::Expose& e) {
      return e.type == library::Expose::Type::light && e.feature(feature);
    });
  };
  if (property == "color") return light_with("color_xy") || light_with("color_hs");
  if (property == "color_mode") {
    return light_with("color_" + std::string(value.string_or(""))) || (value == Value("color_temp") && light_with("color_temp"));
  }
  return light_with(property);
}

bool is_off(const Object& payload) {
  const Value* state = payload.find("state");
  return state && (*state == Value("OFF") || *state == Value("CLOSE"));
}

}  // namespace

GroupSync::GroupSync(Entities& entities, Publisher& publisher, StateCache& states)
    : entities_(entities), publisher_(publisher), states_(states) {
  publisher_.on_change.push_back([this](const Publication& p) { changed(p); });
}

void GroupSync::changed(const Publication& publication) {
  if (publication.reason == PublishReason::group || publication.reason == PublishReason::cached) return;
  const EntityPtr& entity = publication.entity;
  Object payload;
  std::string endpoint_name;
  const library::EndpointNames* names = entity->definition() ? entity->definition()->endpoints.get() : nullptr;
  for (const auto& [key, value] : publication.payload) {
    std::string property = key;
    if (names) {
      for (const auto& [name, number] : names->endpoints) {
        if (!key.ends_with("_" + name)) continue;
        property = key.substr(0, key.size() - name.size() - 1);
        endpoint_name = name;
        break;
      }
    }
    if (is_shared(property)) payload.set(property, value);
  }
  if (payload.empty()) return;
  if (entity->is_device()) {
    member_changed(entity, endpoint_name, payload);
  } else {
    group_changed(entity, payload);
  }
}

void GroupSync::member_changed(const EntityPtr& device, const std::string& endpoint_name, const Object& payload) {
  const auto endpoint = library::find_endpoint(device->device(), device->definition(), endpoint_name);
  if (!endpoint) return;
  const network::Member member{device->zigbee_device()->ieee(), *endpoint};
  for (const EntityPtr& group : entities_.groups()) {
    if (!group->output().optimistic || !group->group()->has(member)) continue;
    const auto last = last_.find(group.get());
    if (last != last_.end() && Value(last->second) == Value(payload)) continue;
    if (!shows(*group, payload)) continue;
    last_[group.get()] = payload;
    publisher_.publish(group, payload, PublishReason::group);
  }
}

void GroupSync::group_changed(const EntityPtr& group, const Object& payload) {
  last_.erase(group.get());
  std::vector<EntityPtr> others;
  const auto groups = entities_.groups();
  for (const network::Member& member : group->group()->members) {
    const EntityPtr device = entities_.find(member.device);
    if (!device || device->output().disabled) continue;
    const auto exposes = device->exposes();
    const std::string_view name = device->definition() ? device->definition()->endpoints->name_of(member.endpoint) : std::string_view();
    Object of_member;
    for (const auto& [key, value] : payload) {
      if (!can_have(exposes, key, value)) continue;
      of_member.set(name.empty() ? key : key + "_" + std::string(name), value);
    }
    publisher_.publish(device, of_member, PublishReason::group);
    for (const EntityPtr& other : groups) {
      const bool listed = other == group || std::find(others.begin(), others.end(), other) != others.end();
      if (!listed && other->output().optimistic && other->group()->has(member) && shows(*other, payload)) others.push_back(other);
    }
  }
  for (const EntityPtr& other : others) publisher_.publish(other, payload, PublishReason::group);
}

// A group is off when all of its members are, unless the user wants the last one's state.
bool GroupSync::shows(const Entity& group, const Object& payload) const {
  const Value* rule = group.user_options().find("off_state");
  return (rule && *rule == Value("last_member_state")) || !is_off(payload) || all_off(group);
}

bool GroupSync::all_off(const Entity& group) const {
  for (const network::Member& member : group.group()->members) {
    const EntityPtr device = entities_.find(member.device);
    if (!device || !states_.exists(device->id())) continue;
    const std::string key = device->definition() ? device->definition()->endpoints->property("state", member.endpoint) : std::string("state");
    const Value* state = states_.get(device->id()).find(key);
    if (state && (*state == Value("ON") || *state == Value("OPEN"))) return false;
  }
  return true;
}

}  // namespace waggle::bridge
