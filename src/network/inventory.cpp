#include "network/inventory.h"

#include <algorithm>

namespace waggle::network {
namespace {

constexpr ClusterId gen_groups{0x0004};

Binding own_form(const zdo::Binding& entry) {
  Binding out;
  out.cluster = entry.cluster_id;
  if (entry.to_group) {
    out.group = entry.group;
  } else {
    out.target = entry.target;
    out.target_endpoint = entry.target_endpoint;
  }
  return out;
}

}  // namespace

// A table comes page by page (Zigbee PRO 2.4.4.3.4).
Task<Result<>> read_bindings(Requests& requests, DevicePtr device) {
  std::vector<zdo::Binding> table;
  for (;;) {
    zdo::BindingTableRequest request;
    request.start = static_cast<std::uint8_t>(table.size());
    CO_TRY(auto page, co_await requests.zdo<zdo::BindingTableResponse>(device->nwk, device->ieee(), request));
    table.insert(table.end(), page.entries.begin(), page.entries.end());
    if (page.entries.empty() || table.size() >= page.total) break;
  }
  for (Endpoint& endpoint : device->endpoints) {
    endpoint.bindings.clear();
    for (const zdo::Binding& entry : table) {
      if (entry.source == device->ieee() && entry.source_endpoint == endpoint.id) endpoint.bindings.push_back(own_form(entry));
    }
  }
  co_return Result<>{};
}

Task<Result<>> clear_bindings(Performer& performer, Requests& requests, DevicePtr device, std::vector<Ieee> targets) {
  const bool all = std::find(targets.begin(), targets.end(), unknown_ieee) != targets.end();
  auto concerned = [&](const Binding& b) { return all || (!b.group && std::find(targets.begin(), targets.end(), b.target) != targets.end()); };
  zdo::ClearAllBindingsRequest request;
  request.targets = targets;
  auto cleared = co_await requests.zdo<zdo::ClearAllBindingsResponse>(device->nwk, device->ieee(), std::move(request));
  if (cleared) {
    for (Endpoint& endpoint : device->endpoints) std::erase_if(endpoint.bindings, concerned);
    co_return Result<>{};
  }
  // The command is younger than most devices (Zigbee 3.0, R23).
  const bool unknown = cleared.error().code == Errc::unsupported || cleared.error().status == static_cast<int>(zdo::Status::not_supported);
  if (!unknown) co_return std::move(cleared.error());
  CO_TRY_DO(co_await read_bindings(requests, device));
  const std::vector<Endpoint> before = device->endpoints;
  for (const Endpoint& endpoint : before) {
    for (const Binding& binding : endpoint.bindings) {
      if (concerned(binding)) CO_TRY_DO(co_await performer.unbind(device, endpoint.id, binding));
    }
  }
  co_return Result<>{};
}

Task<Result<std::vector<GroupId>>> read_groups(Performer& performer, DevicePtr device, EndpointId endpoint) {
  library::Operation ask = standard_command(endpoint, gen_groups, "getMembership", {{"groupcount", 0}, {"grouplist", Array{}}});
  CO_TRY(const Object answer, co_await performer.perform(std::move(device), std::move(ask)));
  std::vector<GroupId> out;
  const Value* list = answer.find("grouplist");
  if (!list || !list->is_array()) co_return Error{Errc::malformed, "the answer names no groups"};
  for (const Value& number : list->array()) {
    if (const auto n = number.integer(0, 0xFFFF)) out.emplace_back(static_cast<std::uint16_t>(*n));
  }
  co_return out;
}

}  // namespace waggle::network
