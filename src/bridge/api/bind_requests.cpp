// Requests about bindings: a device sends what it has to say of a cluster straight to another device, to a
// group, or to the coordinator.
#include <algorithm>

#include "bridge/api/routes.h"
#include "core/log.h"
#include "network/inventory.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";

/// Bound when the user names no clusters, where both sides have them.
constexpr std::string_view usual_clusters[] = {
    "genScenes", "genOnOff", "genLevelCtrl", "lightingColorCtrl", "closuresWindowCovering", "hvacThermostat",
    "msIlluminanceMeasurement", "msTemperatureMeasurement", "msRelativeHumidity", "msSoilMoisture", "msCO2",
};

struct NamedCluster {
  std::string name;
  ClusterId id;
};

struct Wish {
  EntityPtr source;
  EndpointId endpoint;
  std::string target_name;
  network::Binding binding;                        // without cluster
  const network::Endpoint* partner = nullptr;      // whose clusters must match; none: anything goes
  std::vector<network::Member> listeners;          // endpoints that the binding reaches
  std::vector<NamedCluster> clusters;
  Object data;                                     // of the response
};

Result<std::vector<NamedCluster>> wanted_clusters(const Entity& source, const Value* list) {
  const zcl::Catalogue& catalogue = source.zigbee_device()->catalogue;
  std::vector<NamedCluster> out;
  if (!list || list->is_null()) {
    for (const std::string_view name : usual_clusters) out.push_back({std::string(name), catalogue.find(name)->id});
    return out;
  }
  if (!list->is_array()) return invalid_payload();
  for (const Value& key : list->array()) {
    TRY(const ClusterId id, find_cluster(*source.zigbee_device(), key));
    out.push_back({zcl::cluster_label(catalogue, id), id});
  }
  return out;
}

Result<> read_target(Parts& parts, const Value& request, Wish& out) {
  const Value& to = *request.find("to");
  if (to == Value(default_bind_group_name) || to == Value(default_bind_group.raw)) {
    out.target_name = default_bind_group_name;
    out.binding.group = default_bind_group;
    return {};
  }
  const EntityPtr target = parts.entities.find(to);
  if (!target) return Error{Errc::not_found, "Target device or group '" + to_text(to) + "' does not exist"};
  out.target_name = target->name();
  if (!target->is_device()) {
    out.binding.group = target->group()->number;
    out.listeners = target->group()->members;
    return {};
  }
  const Value* key = request.find("to_endpoint");
  const auto endpoint = find_endpoint(*target, key);
  if (!endpoint) {
    return Error{Errc::not_found, "Target device '" + target->name() + "' does not have endpoint '" + (key ? to_text(*key) : "undefined") + "'"};
  }
  out.binding.target = target->zigbee_device()->ieee();
  out.binding.target_endpoint = *endpoint;
  out.listeners = {{out.binding.target, *endpoint}};
  if (!target->is_coordinator()) out.partner = target->zigbee_device()->find(*endpoint);
  return {};
}

Result<Wish> read(Parts& parts, const Value& request) {
  if (missing(request, "from") || missing(request, "to")) return invalid_payload();
  Wish out;
  const Value& from = *request.find("from");
  out.source = parts.entities.find(from);
  if (!out.source || !out.source->is_device()) return Error{Errc::not_found, "Source device '" + to_text(from) + "' does not exist"};
  TRY_DO(read_target(parts, request, out));
  const Value from_endpoint = missing(request, "from_endpoint") ? Value("default") : *request.find("from_endpoint");
  const auto endpoint = find_endpoint(*out.source, &from_endpoint);
  if (!endpoint) {
    return Error{Errc::not_found, "Source device '" + out.source->name() + "' does not have endpoint '" + to_text(from_endpoint) + "'"};
  }
  out.endpoint = *endpoint;
  TRY(out.clusters, wanted_clusters(*out.source, request.find("clusters")));
  out.data = {{"from", from}, {"from_endpoint", from_endpoint}, {"to", *request.find("to")}};
  if (const Value* key = request.find("to_endpoint")) out.data.set("to_endpoint", *key);
  return out;
}

bool fits(const Wish& wish, ClusterId cluster) {
  const network::Endpoint* own = wish.source->zigbee_device()->find(wish.endpoint);
  if (!own) return false;
  if (!wish.partner) return own->has_input(cluster) || own->has_output(cluster);
  return (wish.partner->has_input(cluster) && own->has_output(cluster)) || (own->has_input(cluster) && wish.partner->has_output(cluster));
}

// ------------------------------------------------------------------------------------------------------------

enum class Way : std::uint8_t { bind, unbind };

Task<Result<>> change(Parts& parts, const Wish& wish, Way way, ClusterId cluster) {
  const network::DevicePtr device = wish.source->zigbee_device();
  network::Binding binding = wish.binding;
  binding.cluster = cluster;
  if (way == Way::bind) co_return co_await parts.network.performer().bind(device, wish.endpoint, binding);
  const network::Endpoint* endpoint = device->find(wish.endpoint);
  const bool bound = endpoint && std::find(endpoint->bindings.begin(), endpoint->bindings.end(), binding) != endpoint->bindings.end();
  if (!bound) co_return Result<>{};
  co_return co_await parts.network.performer().unbind(device, wish.endpoint, binding);
}

/// A group that was made for a binding is one that users see.
void ensure_group(Parts& parts, const Wish& wish) {
  if (!wish.binding.group || parts.network.find(*wish.binding.group)) return;
  parts.entities.add(parts.network.add_group(*wish.binding.group));
  parts.documents.publish_groups();
}

template <Way way>
Task<Result<Object>> run(Parts& parts, Value request) {
  constexpr std::string_view word = way == Way::bind ? "bind" : "unbind";
  CO_TRY(Wish wish, read(parts, request));
  std::erase_if(wish.clusters, [&](const NamedCluster& cluster) { return !fits(wish, cluster.id); });
  wish.partner = nullptr;  // the device may be interviewed anew meanwhile
  if (wish.clusters.empty()) co_return Error{Errc::invalid, fmt::format("Nothing to {}", word)};
  if (way == Way::bind) ensure_group(parts, wish);
  Array done, failed;
  std::vector<network::Binding> bound;
  for (const NamedCluster& cluster : wish.clusters) {
    auto changed = co_await change(parts, wish, way, cluster.id);
    if (changed) {
      log::info(NS, "Successfully {} cluster '{}' from '{}' to '{}'", way == Way::bind ? "bound" : "unbound", cluster.name, wish.source->name(), wish.target_name);
      done.emplace_back(cluster.name);
      bound.push_back(wish.binding);
      bound.back().cluster = cluster.id;
    } else {
      log::error(NS, "Failed to {} cluster '{}' from '{}' to '{}' (Error: {})", word, cluster.name, wish.source->name(), wish.target_name, changed.error().text);
      failed.emplace_back(cluster.name);
    }
  }
  if (done.empty()) co_return Error{Errc::refused, fmt::format("Failed to {}", word)};
  const bool default_group = wish.binding.group == default_bind_group;
  if (way == Way::bind && !default_group) co_await parts.bound_reporting.set_up(std::move(bound));
  if (way == Way::unbind && !default_group && !flag(request, "skip_disable_reporting")) {
    co_await parts.bound_reporting.end_unneeded(wish.listeners);
  }
  CO_TRY_DO(parts.network.save());
  parts.documents.publish_devices();
  wish.data.set("clusters", std::move(done));
  wish.data.set("failed", std::move(failed));
  co_return std::move(wish.data);
}

// The whole table --------------------------------------------------------------------------------------------

Task<Result<Object>> clear(Parts& parts, Value request) {
  const Value* name = request.find("target");
  if (!name || !name->is_string()) co_return invalid_payload();
  const EntityPtr target = parts.entities.find(*name);
  if (!target || !target->is_device()) co_return Error{Errc::not_found, "Invalid target"};
  const Value list = missing(request, "ieee_list") ? Value(Array{to_string(unknown_ieee)}) : *request.find("ieee_list");
  if (!list.is_array()) co_return invalid_payload();
  std::vector<Ieee> ieees;
  for (const Value& text : list.array()) {
    const auto ieee = parse_ieee(text.string_or(""));
    if (!ieee) co_return Error{Errc::invalid, "ieee_list: '" + to_text(text) + "' is no address such as 0x00124b0012345678"};
    ieees.push_back(*ieee);
  }
  CO_TRY_DO(co_await network::clear_bindings(parts.network.performer(), parts.network.requests(), target->zigbee_device(), ieees));
  CO_TRY_DO(parts.network.save());
  parts.documents.publish_devices();
  co_return Object{{"target", *name}, {"ieee_list", list}};
}

Task<Result<Object>> read_table(Parts& parts, Value request) {
  CO_TRY(const Value id, required(request, "id"));
  CO_TRY(const EntityPtr device, find_device(parts, id));
  CO_TRY_DO(co_await network::read_bindings(parts.network.requests(), device->zigbee_device()));
  CO_TRY_DO(parts.network.save());
  parts.documents.publish_devices();
  co_return Object{{"id", id}};
}

constexpr Route rows[] = {
    {"device/bind", run<Way::bind>},
    {"device/binds/clear", clear},
    {"device/binds/read", read_table},
    {"device/unbind", run<Way::unbind>},
};

}  // namespace

const std::span<const Route> bind_routes = rows;

}  // namespace waggle::bridge::api
