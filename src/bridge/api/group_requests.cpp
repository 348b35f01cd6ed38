// Requests about groups: make one, and who is in it.
#include "bridge/api/routes.h"
#include "core/log.h"

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
      if (!whole) co_return Error{Errc::invalid, "Group ID '" + to_text(*id) + "' is not a number from 1 to 65527"};
      number = GroupId{static_cast<std::uint16_t>(*whole)};
    }
  }
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
};

bool missing(const Value& request, std::string_view key) {
  const Value* found = request.find(key);
  return !found || found->is_null();
}

Result<Membership> read(const Parts& parts, const Value& request, bool one_group) {
  if (missing(request, "device") || (one_group && missing(request, "group"))) return invalid_payload();
  Membership out;
  if (one_group) {
    TRY(out.group, find_group(parts, *request.find("group")));
  }
  TRY(out.device, find_device(parts, *request.find("device")));
  const bool named = !missing(request, "endpoint");
  const Value endpoint = named ? *request.find("endpoint") : Value("default");
  const auto found = library::find_endpoint(out.device->device(), out.device->definition(), named ? to_text(endpoint) : std::string());
  if (!found) {
    return Error{Errc::not_found, "Device '" + out.device->name() + "' does not have endpoint '" + to_text(endpoint) + "'"};
  }
  out.endpoint = *found;
  out.data = {{"device", *request.find("device")}, {"endpoint", endpoint}};
  if (one_group) out.data.set("group", *request.find("group"));
  return out;
}

Task<Result<Object>> add_member(Parts& parts, Value request) {
  CO_TRY(Membership member, read(parts, request, true));
  log::info(NS, "Adding endpoint '{}' of device '{}' to group '{}'", member.endpoint.raw, member.device->name(), member.group->name());
  auto done = co_await parts.network.add_member(member.group->group(), member.device->zigbee_device(), member.endpoint);
  if (!done) co_return Error{done.error().code, "Failed to add to group (" + done.error().text + ")"};
  parts.documents.publish_groups();
  co_return std::move(member.data);
}

Task<Result<Object>> remove_member(Parts& parts, Value request) {
  CO_TRY(Membership member, read(parts, request, true));
  log::info(NS, "Removing endpoint '{}' of device '{}' from group '{}'", member.endpoint.raw, member.device->name(), member.group->name());
  auto done = co_await parts.network.remove_member(member.group->group(), member.device->zigbee_device(), member.endpoint);
  if (!done) co_return Error{done.error().code, "Failed to remove from group (" + done.error().text + ")"};
  parts.documents.publish_groups();
  co_return std::move(member.data);
}

Task<Result<Object>> remove_from_all(Parts& parts, Value request) {
  CO_TRY(Membership member, read(parts, request, false));
  log::info(NS, "Removing endpoint '{}' of device '{}' from all groups", member.endpoint.raw, member.device->name());
  auto done = co_await parts.network.remove_from_all_groups(member.device->zigbee_device(), member.endpoint);
  if (!done) co_return Error{done.error().code, "Failed to remove_all from group (" + done.error().text + ")"};
  parts.documents.publish_groups();
  co_return std::move(member.data);
}

constexpr Route rows[] = {
    {"group/add", add},
    {"group/members/add", add_member},
    {"group/members/remove", remove_member},
    {"group/members/remove_all", remove_from_all},
};

}  // namespace

const std::span<const Route> group_routes = rows;

}  // namespace waggle::bridge::api
