#include "bridge/bound_reporting.h"

#include <algorithm>

#include "bridge/color_capabilities.h"
#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
constexpr std::uint16_t never = 0xFFFF;  // as maximum: no reports (ZCL 8, 2.5.7.1.6)
constexpr std::uint16_t longest = 3600;

/// What bound remotes change, by cluster.
struct Row {
  ClusterId cluster;
  std::string_view attribute;
  std::uint16_t min;
  int change;
  bool ColorCapabilities::* needs = nullptr;
};
constexpr Row rows[] = {
    {ClusterId(0x0006), "onOff", 0, 0},
    {ClusterId(0x0008), "currentLevel", 5, 1},
    {ClusterId(0x0300), "colorTemperature", 5, 1, &ColorCapabilities::temperature},
    {ClusterId(0x0300), "currentX", 5, 1, &ColorCapabilities::xy},
    {ClusterId(0x0300), "currentY", 5, 1, &ColorCapabilities::xy},
    {ClusterId(0x0102), "currentPositionLiftPercentage", 5, 1},
    {ClusterId(0x0102), "currentPositionTiltPercentage", 5, 1},
};

bool changed_by_remotes(ClusterId cluster) {
  return std::any_of(std::begin(rows), std::end(rows), [&](const Row& row) { return row.cluster == cluster; });
}

std::string_view name_of(ClusterId cluster) { return zcl::find_standard(cluster)->name; }

}  // namespace

// Who is concerned -------------------------------------------------------------------------------------------

std::vector<BoundReporting::Place> BoundReporting::places(const std::vector<network::Member>& members) const {
  std::vector<Place> out;
  for (const network::Member& member : members) {
    const EntityPtr entity = entities_.find(member.device);
    if (entity && entity->zigbee_device()->find(member.endpoint)) out.push_back({entity, member.endpoint});
  }
  return out;
}

std::vector<BoundReporting::Place> BoundReporting::targets(const network::Binding& binding) const {
  if (!binding.group) return places({{binding.target, binding.target_endpoint}});
  const network::GroupPtr group = network_.find(*binding.group);
  return group ? places(group->members) : std::vector<Place>();
}

std::vector<network::Binding> BoundReporting::all_bindings() const {
  std::vector<network::Binding> out;
  for (const network::DevicePtr& device : network_.devices()) {
    if (device->kind == network::DeviceType::coordinator) continue;
    for (const network::Endpoint& endpoint : device->endpoints) {
      out.insert(out.end(), endpoint.bindings.begin(), endpoint.bindings.end());
    }
  }
  return out;
}

network::Binding BoundReporting::to_coordinator(ClusterId cluster) const {
  return {cluster, std::nullopt, network_.radio().ieee, EndpointId(1)};
}

bool BoundReporting::reports_to_us(const Place& place, ClusterId cluster) const {
  const auto& reportings = place.data()->reportings;
  const auto& bindings = place.data()->bindings;
  return std::any_of(reportings.begin(), reportings.end(), [&](const network::Reporting& r) { return r.cluster == cluster; }) &&
         std::find(bindings.begin(), bindings.end(), to_coordinator(cluster)) != bindings.end();
}

// What is done -----------------------------------------------------------------------------------------------

Task<> BoundReporting::set_up(std::vector<network::Binding> bindings) {
  for (const network::Binding& binding : bindings) {
    if (!changed_by_remotes(binding.cluster)) continue;
    const std::vector<Place> reporters = targets(binding);
    for (const Place& place : reporters) {
      if (!place.data() || !place.data()->has_input(binding.cluster) || reports_to_us(place, binding.cluster)) continue;
      const std::string name = place.name();
      auto done = co_await begin(place, binding.cluster);
      if (done) {
        log::info(NS, "Successfully setup reporting for '{}' cluster '{}'", name, name_of(binding.cluster));
      } else {
        log::warning(NS, "Failed to setup reporting for '{}' cluster '{}' ({})", name, name_of(binding.cluster), done.error().text);
      }
    }
  }
  network_.touch();
  if (on_changed) on_changed();
}

Task<> BoundReporting::end_unneeded(std::vector<network::Member> endpoints) {
  const std::vector<Place> reporters = places(endpoints);
  for (const Place& place : reporters) {
    if (!place.data()) continue;
    const network::Member self{place.entity->zigbee_device()->ieee(), place.endpoint};
    std::vector<ClusterId> needed;
    for (const network::Binding& binding : all_bindings()) {
      const network::GroupPtr group = binding.group ? network_.find(*binding.group) : nullptr;
      const bool direct = !binding.group && binding.target == self.device && binding.target_endpoint == self.endpoint;
      if (direct || (group && group->has(self))) needed.push_back(binding.cluster);
    }
    std::vector<ClusterId> unneeded;
    for (const network::Binding& binding : place.data()->bindings) {
      const bool wanted = std::find(needed.begin(), needed.end(), binding.cluster) != needed.end();
      if (binding == to_coordinator(binding.cluster) && !wanted && changed_by_remotes(binding.cluster)) unneeded.push_back(binding.cluster);
    }
    for (const ClusterId cluster : unneeded) {
      const std::string name = place.name();
      auto done = co_await end(place, cluster);
      if (done) {
        log::info(NS, "Successfully disabled reporting for '{}' cluster '{}'", name, name_of(cluster));
      } else {
        log::warning(NS, "Failed to disable reporting for '{}' cluster '{}' ({})", name, name_of(cluster), done.error().text);
      }
    }
    // What was ended may be what its definition wants for itself.
    if (entities_.find(self.device) == place.entity) configurer_.configure_again(place.entity);
    if (!unneeded.empty() && on_changed) on_changed();
  }
  network_.touch();
}

Task<Result<>> BoundReporting::begin(const Place& place, ClusterId cluster) {
  const network::Binding binding = to_coordinator(cluster);
  CO_TRY_DO(co_await network_.performer().bind(place.entity->zigbee_device(), place.endpoint, binding));
  co_return co_await configure(place, cluster, true);
}

Task<Result<>> BoundReporting::end(const Place& place, ClusterId cluster) {
  const network::Binding binding = to_coordinator(cluster);
  CO_TRY_DO(co_await network_.performer().unbind(place.entity->zigbee_device(), place.endpoint, binding));
  co_return co_await configure(place, cluster, false);
}

Task<Result<>> BoundReporting::configure(const Place& place, ClusterId cluster, bool on) {
  ColorCapabilities colors;
  if (cluster == ClusterId(0x0300)) {
    CO_TRY(colors, co_await color_capabilities(network_, place.entity->zigbee_device(), place.endpoint));
  }
  library::Operation operation;
  operation.kind = library::Operation::Kind::configure_reporting;
  operation.endpoint = place.endpoint;
  operation.cluster = cluster;
  for (const Row& row : rows) {
    if (row.cluster != cluster || (row.needs && !(colors.*row.needs))) continue;
    const zcl::Attribute* attribute = zcl::find_standard(cluster)->attribute(row.attribute);
    operation.reports.push_back({AttributeId(attribute->id), attribute->type, row.min, on ? longest : never, row.change});
  }
  if (operation.reports.empty()) co_return Result<>{};
  CO_TRY_DO(co_await network_.performer().perform(place.entity->zigbee_device(), std::move(operation)));
  co_return Result<>{};
}

// Groups -----------------------------------------------------------------------------------------------------

void BoundReporting::member_added(const network::GroupPtr& group) {
  std::vector<network::Binding> bindings = all_bindings();
  std::erase_if(bindings, [&](const network::Binding& b) { return b.group != group->number; });
  tasks_.spawn("reporting of a group", set_up(std::move(bindings)));
}

void BoundReporting::member_removed(const network::Member& member) {
  tasks_.spawn("reporting of a group", end_unneeded({member}));
}

}  // namespace waggle::bridge
