// The requests of the API, one table a family: bridge/request/<path> is answered by the handler of its row.
#pragma once

#include <span>

#include "bridge/parts.h"

namespace waggle::bridge::api {

struct Route {
  std::string_view path;  // in lower case
  /// Gives `data` of the response. `request` is the payload as JSON, or as text when it is none.
  Task<Result<Object>> (*handle)(Parts& parts, Value request);
  // Where the response goes when it is not to the request's own path.
  std::string_view answered_as{};
  std::string_view refused_as{};
};

extern const std::span<const Route> action_routes;
extern const std::span<const Route> bind_routes;
extern const std::span<const Route> bridge_routes;
extern const std::span<const Route> code_routes;
extern const std::span<const Route> device_routes;
extern const std::span<const Route> entity_routes;
extern const std::span<const Route> group_routes;
extern const std::span<const Route> networkmap_routes;
extern const std::span<const Route> ota_routes;
extern const std::span<const Route> replace_routes;
extern const std::span<const Route> reporting_routes;
extern const std::span<const Route> touchlink_routes;

// What handlers have in common -------------------------------------------------------------------------------

inline Error invalid_payload() { return {Errc::invalid, "Invalid payload"}; }
/// The member of a request that must be there.
Result<Value> required(const Value& request, std::string_view key);
/// Neither there nor null.
bool missing(const Value& request, std::string_view key);
bool flag(const Value& request, std::string_view key);
/// A number, or a text that begins with one, within limits.
std::optional<std::int64_t> whole_number(const Value& value, std::int64_t low, std::int64_t high);
/// By name, address or number; the error is worded as clients know it.
Result<EntityPtr> find_device(const Parts& parts, const Value& id);
Result<EntityPtr> find_group(const Parts& parts, const Value& id);
/// By name or number, as the device knows them.
Result<ClusterId> find_cluster(const network::Device& device, const Value& key);
/// Renames it everywhere. Errors are those of a name that cannot be.
Result<> give_name(Parts& parts, const EntityPtr& entity, const std::string& name, Change how);
/// The network and the settings have forgotten it: everybody else, too.
void dismiss(Parts& parts, const EntityPtr& entity);
/// By name or number; none, false, 0 or "": its default one.
std::optional<EndpointId> find_endpoint(const Entity& device, const Value* key);

}  // namespace waggle::bridge::api
