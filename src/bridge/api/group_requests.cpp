// Requests about groups: make one, and who is in it.
#include <algorithm>

#include "bridge/api/routes.h"
#include "core/log.h"
#include "network/inventory.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";

Task<Result<Object>> add(Parts& parts, Value request) {
  Value name = request;
  std::optional<GroupId> number;
  if (request.is_object()) {
    CO_TRY(name, required(request, "friendly_name"));
    if (const Value* id = request.find("id"); id && !id->is_null() && !(*id == Value(""))) {
      const auto whole = whole_number(*id, 1, 0xFFF7);
      if (!whole) co_return Error{Errc::invalid, "GroupID must be >= 1 and <= 65527"};
      number = GroupId{static_cast<std::uint16_t>(*whole)};
    }
  }
  if (!name.is_string() && !name.is_number()) co_return invalid_payload();
  CO_TRY(const GroupId made, parts.settings.add_group(to_text(name), number));
  network::GroupPtr group = parts.network.find(made);
  if (!group) group = parts.network.add_group(made);
  const EntityPtr entity = parts.entities.add(group);
  parts.names_changed();
  parts.documents.publish_groups();
  co_return Object{{"friendly_name", entity->name()}, {"id", made.raw}};
}

// Members ----------------------------------------------------------------------------------------------------

struct Membership {
  EntityPtr group;  // none: all groups
  EntityPtr device;
  EndpointId endpoint;
  Object data;  // of the response

  network::Member who() const { return {device->zigbee_device()->ieee(), endpoint}; }
};

Result<Membership> read(const Parts& parts, const Value& request, bool one_group) {
  if (missing(request, "device") || (one_group && missing(request, "group"))) return invalid_payload();
  Membership out;
  if (one_group) {
    TRY(out.group, find_group(parts, *request.find("group")));
  }
  TRY(out.device, find_device(parts, *request.find("device")));
  const Value endpoint = missing(request, "endpoint") ? Value("default") : *request.find("endpoint");
  const auto found = find_endpoint(*out.device, &endpoint);
  if (!found) {
    return Error{Errc::not_found, "Device '" + out.device->name() + "' does not have endpoint '" + to_text(endpoint) + "'"};
  }
  out.endpoint = *found;
  out.data = {{"device", *request.find("device")}, {"endpoint", endpoint}};
  if (one_group) out.data.set("group", *request.find("group"));
  return out;
}

/// What was bound to the group may have been all that made the endpoint report.
void member_removed(Parts& parts, const Membership& member, const Value& request) {
  if (!flag(request, "skip_disable_reporting")) parts.bound_reporting.member_removed(member.who());
}

Task<Result<Object>> add_member(Parts& parts, Value request) {
  CO_TRY(Membership member, read(parts, request, true));
  log::info(NS, "Adding endpoint '{}' of device '{}' to group '{}'", member.endpoint.raw, member.device->name(), member.group->name());
  auto done = co_await parts.network.add_member(member.group->group(), member.device->zigbee_device(), member.endpoint);
  if (!done) co_return Error{done.error().code, "Failed to add to group (" + done.error().text + ")"};
  parts.documents.publish_groups();
  parts.bound_reporting.member_added(member.group->group());
  parts.changes.tell(Change::members, member.group);
  co_return std::move(member.data);
}

Task<Result<Object>> remove_member(Parts& parts, Value request) {
  CO_TRY(Membership member, read(parts, request, true));
  log::info(NS, "Removing endpoint '{}' of device '{}' from group '{}'", member.endpoint.raw, member.device->name(), member.group->name());
  auto done = co_await parts.network.remove_member(member.group->group(), member.device->zigbee_device(), member.endpoint);
  if (!done) co_return Error{done.error().code, "Failed to remove from group (" + done.error().text + ")"};
  parts.documents.publish_groups();
  member_removed(parts, member, request);
  parts.changes.tell(Change::members, member.group);
  co_return std::move(member.data);
}

Task<Result<Object>> remove_from_all(Parts& parts, Value request) {
  CO_TRY(Membership member, read(parts, request, false));
  log::info(NS, "Removing endpoint '{}' of device '{}' from all groups", member.endpoint.raw, member.device->name());
  const auto& groups = parts.network.groups();
  std::vector<GroupId> left;
  for (const network::GroupPtr& group : groups) {
    if (group->has(member.who())) left.push_back(group->number);
  }
  auto done = co_await parts.network.remove_from_all_groups(member.device->zigbee_device(), member.endpoint);
  if (!done) co_return Error{done.error().code, "Failed to remove_all from group (" + done.error().text + ")"};
  parts.documents.publish_groups();
  if (!left.empty()) member_removed(parts, member, request);
  for (const GroupId number : left) parts.changes.tell(Change::members, parts.entities.find(number));
  co_return std::move(member.data);
}

// What devices hold ------------------------------------------------------------------------------------------

/// Takes over of one endpoint which of the known groups it is in.
void take_over(Parts& parts, const network::Member& who, const std::vector<GroupId>& held) {
  for (const network::GroupPtr& group : parts.network.groups()) {
    const bool is_member = std::find(held.begin(), held.end(), group->number) != held.end();
    if (is_member == group->has(who)) continue;
    if (is_member) {
      group->members.push_back(who);
    } else {
      std::erase(group->members, who);
    }
  }
}

/// Asks all endpoints of a device that can be in groups. Groups that nobody knows here are told, not made.
Task<Result<Object>> read_memberships(Parts& parts, Value request) {
  CO_TRY(const Value id, required(request, "id"));
  CO_TRY(const EntityPtr entity, find_device(parts, id));
  const network::DevicePtr device = entity->zigbee_device();
  std::vector<EndpointId> asked;
  for (const network::Endpoint& endpoint : device->endpoints) {
    if (endpoint.has_input(ClusterId(0x0004))) asked.push_back(endpoint.id);
  }
  Object groups;
  for (const EndpointId endpoint : asked) {
    CO_TRY(const std::vector<GroupId> held, co_await network::read_groups(parts.network.performer(), device, endpoint));
    take_over(parts, {device->ieee(), endpoint}, held);
    Array numbers;
    for (const GroupId number : held) numbers.emplace_back(number.raw);
    groups.set(std::to_string(endpoint.raw), std::move(numbers));
  }
  CO_TRY_DO(parts.network.save());
  parts.documents.publish_groups();
  co_return Object{{"id", id}, {"groups", std::move(groups)}};
}

constexpr Route rows[] = {
    {"device/groups/read", read_memberships},
    {"group/add", add},
    {"group/members/add", add_member},
    {"group/members/remove", remove_member},
    {"group/members/remove_all", remove_from_all},
};

}  // namespace

const std::span<const Route> group_routes = rows;

}  // namespace waggle::bridge::api
