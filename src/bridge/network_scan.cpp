#include "bridge/network_scan.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "core/log.h"
#include "network/neighborhood.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
/// A router answers with several frames, and users' commands are to get through: so many are under question at
/// once, and they begin a second apart, or so much closer that all have been asked after half a minute.
constexpr std::size_t most_at_once = 4;
constexpr std::chrono::nanoseconds longest_pace = 1s;
constexpr std::chrono::nanoseconds all_have_been_asked = 30s;
/// A busy network settles in the meantime.
constexpr auto before_second_try = 5s;
/// Only so that it ends.
constexpr auto longest = 24h;
/// Neighbors that left are listed for a while (table 2-126: 4 is a child that was).
constexpr int last_active_relationship = 3;

bool is_shown(const Entity& entity) {
  return entity.zigbee_device()->kind != network::DeviceType::green_power && !entity.output().disabled;
}

std::string supports(const Entity& entity) {
  std::vector<std::string> names;
  for (const library::Expose& expose : entity.exposes()) {
    std::string name = expose.name;
    if (expose.is_thing()) {
      for (const library::Expose& feature : expose.features) name += (name.empty() ? "" : ", ") + feature.name;
      name = fmt::format("{} ({})", library::type_name(expose.type), name);
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

NetworkMap::Node node(const Entity& entity) {
  const network::Device& device = *entity.zigbee_device();
  NetworkMap::Node out;
  out.ieee = device.ieee();
  out.nwk = device.nwk;
  out.name = entity.name();
  out.kind = device.kind;
  out.manufacturer = device.identity.manufacturer_name;
  out.model_id = device.identity.model_id;
  out.last_seen = device.last_seen;
  if (const library::Identified& known = entity.identified()) {
    out.definition = NetworkMap::Definition{std::string(known.model()), std::string(known.vendor()), std::string(known.description()), supports(entity)};
  }
  return out;
}

}  // namespace

NetworkScan::Tour::Tour(NetworkScan& by) : owner(by), finished(by.scheduler_) { owner.tours_.insert(this); }

Task<Result<NetworkMap>> NetworkScan::run(bool with_routes) {
  log::info(NS, "Starting network scan (includeRoutes '{}')", with_routes);
  Tour tour(*this);
  tour.with_routes = with_routes;
  for (const EntityPtr& device : entities_.devices()) {
    if (is_shown(*device) && !device->zigbee_device()->is_end_device()) tour.stops.push_back({device, {}, {}, {}});
  }
  const auto count = static_cast<std::int64_t>(std::max<std::size_t>(tour.stops.size(), 1));
  tour.pace = std::min(longest_pace, all_have_been_asked / count);
  tour.next_start = scheduler_.now() + tour.pace;
  for (std::size_t i = 0; i < most_at_once; ++i) tour.tasks.spawn("network scan", walk(tour));
  CO_TRY_DO(co_await tour.finished.wait(longest, "network scan"));
  log::info(NS, "Network scan finished");
  co_return map(tour);
}

std::size_t NetworkScan::cancel() {
  for (Tour* tour : tours_) tour->finished.set(Error{Errc::cancelled, "The network scan was cancelled"});
  return tours_.size();
}

Task<> NetworkScan::walk(Tour& tour) {
  while (tour.next < tour.stops.size()) {
    Stop& stop = tour.stops[tour.next++];
    const Instant start = std::max(tour.next_start, scheduler_.now());
    tour.next_start = start + tour.pace;
    co_await sleep(scheduler_, start - scheduler_.now());
    co_await ask(tour, stop);
    ++tour.done;
    log::debug(NS, "Network scan: {} of {} routers, '{}' {}", tour.done, tour.stops.size(), stop.device->name(),
               stop.failed.empty() ? "has answered" : "has not answered");
    if (tour.done % 10 == 0) log::info(NS, "Network scan: {} of {} routers", tour.done, tour.stops.size());
  }
  if (tour.done == tour.stops.size()) tour.finished.set(true);
}

Task<> NetworkScan::ask(Tour& tour, Stop& stop) {
  const network::DevicePtr device = stop.device->zigbee_device();
  network::Requests& requests = network_.requests();
  const auto failed = [&](std::string table, std::string_view called, const Error& why) {
    stop.failed.push_back(std::move(table));
    log::error(NS, "Failed to execute {} for '{}': {}", called, stop.device->name(), why.text);
  };
  auto neighbors = co_await network::read_neighbors(requests, device->nwk, device->ieee());
  if (!neighbors) {
    co_await sleep(scheduler_, before_second_try);
    neighbors = co_await network::read_neighbors(requests, device->nwk, device->ieee());
  }
  const bool silent = !neighbors && neighbors.error().code == Errc::timeout;
  if (neighbors) {
    stop.neighbors = std::move(*neighbors);
  } else {
    failed("lqi", "LQI", neighbors.error());
  }
  if (!tour.with_routes) co_return;
  if (silent) {
    stop.failed.emplace_back("routingTable");
    co_return;
  }
  auto routes = co_await network::read_routes(requests, device->nwk, device->ieee());
  if (!routes) {
    co_await sleep(scheduler_, before_second_try);
    routes = co_await network::read_routes(requests, device->nwk, device->ieee());
  }
  if (routes) {
    stop.routes = std::move(*routes);
  } else {
    failed("routingTable", "routing table", routes.error());
  }
}

NetworkMap NetworkScan::map(const Tour& tour) const {
  NetworkMap out;
  for (const EntityPtr& device : entities_.devices()) {
    if (!is_shown(*device)) continue;
    out.nodes.push_back(node(*device));
    const auto asked = std::find_if(tour.stops.begin(), tour.stops.end(), [&](const Stop& s) { return s.device == device; });
    if (asked != tour.stops.end()) out.nodes.back().failed = asked->failed;
  }
  for (const Stop& stop : tour.stops) {
    if (!stop.neighbors) continue;
    const network::Device& device = *stop.device->zigbee_device();
    for (const zdo::Neighbor& neighbor : *stop.neighbors) {
      if ((neighbor.kind >> 4 & 7) > last_active_relationship) continue;
      NetworkMap::Link link{neighbor.ieee, device.ieee(), device.nwk, neighbor, {}};
      // Some devices of Xiaomi do not know who their neighbor is.
      const network::DevicePtr known = neighbor.ieee.raw == 0 ? network_.find(neighbor.nwk) : nullptr;
      if (known) link.source = known->ieee();
      std::copy_if(stop.routes.begin(), stop.routes.end(), std::back_inserter(link.routes),
                   [&](const zdo::Route& route) { return route.next == neighbor.nwk; });
      out.links.push_back(std::move(link));
    }
  }
  return out;
}

}  // namespace waggle::bridge
