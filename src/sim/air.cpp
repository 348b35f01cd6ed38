#include "sim/air.h"

#include <algorithm>
#include <utility>

#include "core/log.h"

namespace waggle::sim {
namespace {

constexpr std::string_view NS = "sim";
constexpr std::size_t history_limit = 20'000;
constexpr auto forever = Instant{std::chrono::nanoseconds::max()};
constexpr std::uint8_t always = 0xFF;

}  // namespace

Air::Air(Scheduler& scheduler, std::uint32_t seed) : random_(seed), later_(scheduler) {
  coordinator.type = Node::Type::coordinator;
  coordinator.nwk = coordinator_nwk;
}

// The network -------------------------------------------------------------------------------------

void Air::start(const coordinator::NetworkParameters& network) {
  network_ = network;
  // Devices that were restored from a file have not been told yet.
  for (const auto& device : devices_) {
    if (!on_network(*device) || std::exchange(link(*device).awake, true)) continue;
    device->joined();
  }
}

void Air::stop() {
  network_.reset();
  permitted_until_.clear();
}

bool Air::on_network(const VirtualDevice& device) const {
  return network_ && device.network && device.network->same_network(*network_);
}

void Air::permit_joining(std::optional<Nwk> at, std::uint8_t seconds) {
  const Instant until =
      seconds == always ? forever : scheduler().now() + std::chrono::seconds(seconds);
  if (at) {
    permitted_until_[*at] = until;
  } else {
    permitted_until_[coordinator_nwk] = until;
    for (const auto& device : devices_) {
      if (device->node.type == Node::Type::router && reachable(*device))
        permitted_until_[device->node.nwk] = until;
    }
  }
  if (seconds > 0 && on_permit) on_permit();
}

bool Air::permits(Nwk nwk) const {
  const auto at = permitted_until_.find(nwk);
  return at != permitted_until_.end() && at->second > scheduler().now();
}

bool Air::joining_permitted() const {
  return std::any_of(permitted_until_.begin(), permitted_until_.end(),
                     [&](const auto& entry) { return permits(entry.first); });
}

// Devices -----------------------------------------------------------------------------------------

VirtualDevice& Air::add(DeviceSpec spec) {
  return *devices_.emplace_back(
      std::make_unique<VirtualDevice>(scheduler(), *this, std::move(spec)));
}

VirtualDevice* Air::find(std::string_view name_or_ieee) const {
  const auto ieee = parse_ieee(name_or_ieee);
  for (const auto& device : devices_) {
    if (device->name() == name_or_ieee || (ieee && device->node.ieee == *ieee)) return device.get();
  }
  return nullptr;
}

VirtualDevice* Air::device_by_nwk(Nwk nwk) const {
  for (const auto& device : devices_) {
    if (device->node.nwk == nwk && on_network(*device)) return device.get();
  }
  return nullptr;
}

std::optional<Nwk> Air::address_of(Ieee ieee) const {
  if (ieee == coordinator.ieee) return coordinator_nwk;
  for (const auto& device : devices_) {
    if (device->node.ieee == ieee && on_network(*device)) return device->node.nwk;
  }
  return std::nullopt;
}

// Stochastic addressing, except that the same device likes the same address.
Nwk Air::free_address(const VirtualDevice& device) const {
  std::uint64_t mix = device.node.ieee.raw * 0xD6E8FEB86659FD93;
  for (;; mix = mix * 0xD6E8FEB86659FD93 + 1) {
    const Nwk nwk(static_cast<std::uint16_t>(mix >> 40));
    if (nwk == coordinator_nwk || nwk.raw >= 0xFFF0) continue;
    const VirtualDevice* owner = device_by_nwk(nwk);
    if (!owner || owner == &device) return nwk;
  }
}

// The parent it was told to prefer, else one of those that let devices in; which, its address
// decides.
std::optional<Nwk> Air::choose_parent(const VirtualDevice& device, bool force) const {
  std::vector<Nwk> open;
  if (force || permits(coordinator_nwk)) open.push_back(coordinator_nwk);
  for (const auto& other : devices_) {
    if (other.get() == &device || other->node.type != Node::Type::router || !reachable(*other))
      continue;
    if (!force && !permits(other->node.nwk)) continue;
    if (other->name() == device.spec().parent) return other->node.nwk;
    open.push_back(other->node.nwk);
  }
  if (open.empty()) return std::nullopt;
  if (device.node.type == Node::Type::router && open.front() == coordinator_nwk)
    return coordinator_nwk;
  return open[(device.node.ieee.raw >> 4) % open.size()];
}

void Air::enter(VirtualDevice& device, Nwk nwk, Nwk parent) {
  device.node.nwk = nwk;
  device.network = network_;
  device.faults.dropped = false;
  link(device).parent = parent;
  link(device).route_lost = false;
  link(device).awake = true;
  record("air", "join", &device, nwk);
  log::info(NS, "{} joins as {}", device.name(), hex16(nwk.raw));
  if (host_) host_->on_joined(device.node, parent);
  later_.after(conditions.latency * 8, [this, &device] {
    announce(device);
    if (reachable(device)) device.joined();
  });
}

Result<> Air::join(VirtualDevice& device, bool force) {
  if (!network_) return Error{Errc::invalid, "there is no network to join"};
  const auto parent = choose_parent(device, force);
  if (!parent) return Error{Errc::refused, "joining is not permitted"};
  const auto& key = device.spec().install_key;
  if (key && !(host_ && host_->has_install_key(device.node.ieee, *key)))
    return Error{Errc::refused, "the trust centre does not know its install code"};
  device.factory_reset();
  link(device).heard = 0;  // the network key is new to it
  enter(device, free_address(device), *parent);
  device.link_key = host_ ? host_->link_key(device.node.ieee) : std::nullopt;
  return {};
}

Result<> Air::rejoin(VirtualDevice& device) {
  if (!on_network(device))
    return Error{Errc::invalid, device.name() + " does not belong to this network"};
  enter(device, device.node.nwk, choose_parent(device, true).value_or(coordinator_nwk));
  return {};
}

Result<> Air::rejoin_by_trust_center(VirtualDevice& device) {
  const auto key = host_ ? host_->link_key(device.node.ieee) : std::nullopt;
  // With the key that everybody knows, Z-Stack and EmberZNet let devices come back.
  if (device.link_key && key != device.link_key) return Error{Errc::refused, device.name() + " cannot read what the trust centre sends it: that has another key"};
  return rejoin(device);
}

Result<> Air::move(VirtualDevice& device, Nwk to, bool quietly) {
  if (!on_network(device))
    return Error{Errc::invalid, device.name() + " does not belong to this network"};
  if (to == coordinator_nwk || is_broadcast(to))
    return Error{Errc::invalid, "no device can have this address"};
  const VirtualDevice* owner = device_by_nwk(to);
  if (owner && owner != &device)
    return Error{Errc::invalid, hex16(to.raw) + " belongs to " + owner->name()};
  device.node.nwk = to;
  if (!quietly) {
    announce(device);
  } else if (host_ && reachable(device)) {
    host_->on_address(device.node);
  }
  return {};
}

void Air::announce(VirtualDevice& device) {
  if (!reachable(device)) return;
  record("air", "announce", &device, device.node.nwk);
  const zdo::DeviceAnnounce message{device.node.nwk, device.node.ieee, device.node.capability()};
  if (host_)
    host_->on_zdo(device.node.nwk, zdo::DeviceAnnounce::cluster, zdo::encode_request(message));
}

void Air::leave(VirtualDevice& device, bool rejoin) {
  if (!on_network(device)) return;
  const Nwk nwk = device.node.nwk;
  const bool heard = reachable(device);
  record("air", "leave", &device, nwk);
  log::info(NS, "{} leaves{}", device.name(), rejoin ? " and comes back" : "");
  if (!rejoin) {
    device.factory_reset();
    link(device).awake = false;
  }
  if (host_ && heard) host_->on_left(nwk, device.node.ieee, rejoin);
  if (!rejoin) return;
  later_.after(500ms, [this, &device] {
    if (on_network(device)) (void)this->rejoin(device);  // the network may have ended meanwhile
  });
}

// Messages ----------------------------------------------------------------------------------------

bool Air::chance(double probability) {
  if (probability <= 0) return false;
  return static_cast<double>(random_()) / 4294967296.0 < probability;
}

std::chrono::nanoseconds Air::delay(Way& way, std::chrono::nanoseconds extra) {
  std::chrono::nanoseconds wait = conditions.latency + extra;
  if (conditions.jitter.count() > 0) {
    wait +=
        std::chrono::nanoseconds(static_cast<std::int64_t>(random_()) % conditions.jitter.count());
  }
  const Instant now = scheduler().now();
  way.last = std::max(way.last, now + wait);
  return way.last - now;
}

void Air::travel(Way& way, std::chrono::nanoseconds time, std::function<void()> arrive) {
  way.queue.push_back(std::move(arrive));
  later_.after(time, [&way] {
    const auto next = std::move(way.queue.front());
    way.queue.pop_front();
    next();
  });
}

bool Air::accepts_from_host(const VirtualDevice& device) {
  std::uint32_t& heard = link(device).heard;
  if (host_counter < heard) return false;
  heard = host_counter;
  return true;
}

void Air::deliver(VirtualDevice& device, const Message& message, std::chrono::nanoseconds time) {
  const int copies = chance(conditions.duplicates) ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    travel(link(device).down, time, [this, &device, message] {
      if (reachable(device)) device.receive(message);
    });
  }
}

void Air::send_unicast(Message message, std::function<void(Delivery)> done) {
  message.kind = Message::Kind::unicast;
  VirtualDevice* device = device_by_nwk(message.destination);
  record("down", "zcl", device, message.destination, message.endpoint, message.cluster,
         message.payload);
  const auto end = [&](std::chrono::nanoseconds after, Delivery delivery) {
    later_.after(after, [done = std::move(done), delivery] { done(delivery); });
  };
  if (!network_ || !device || link(*device).route_lost) {
    end(conditions.latency, Delivery::no_route);
    return;
  }
  const auto way = delay(link(*device).down, device->faults.latency);
  if (device->faults.failures > 0) {
    --device->faults.failures;
    const auto failure = static_cast<Delivery>(device->faults.failure);
    link(*device).route_lost = failure == Delivery::no_route;
    end(way, failure);
  } else if (device->faults.dropped) {
    const bool sleeps = device->node.sleepy();
    end(sleeps ? conditions.indirect_timeout : conditions.ack_timeout,
        sleeps ? Delivery::expired : Delivery::no_ack);
  } else if (chance(conditions.loss) || !accepts_from_host(*device)) {
    end(conditions.ack_timeout, Delivery::no_ack);
  } else {
    deliver(*device, message, way);
    end(way, Delivery::acknowledged);
  }
}

bool Air::discover_route(Nwk to) {
  VirtualDevice* device = device_by_nwk(to);
  if (!device || !reachable(*device)) return false;
  link(*device).route_lost = false;
  return true;
}

void Air::send_group(Message message) {
  message.kind = Message::Kind::group;
  record("down", "zcl", nullptr, Nwk(message.group.raw), message.endpoint, message.cluster,
         message.payload);
  to_devices(message, nullptr);
}

void Air::send_broadcast(Message message) {
  message.kind = Message::Kind::broadcast;
  record("down", "zcl", nullptr, message.destination, message.endpoint, message.cluster,
         message.payload);
  to_devices(message, nullptr);
}

// Table 3-76: everybody, those who always listen, routers.
bool Air::hears(const VirtualDevice& device, Nwk broadcast) const {
  if (broadcast == broadcast_routers) return device.node.type == Node::Type::router;
  return broadcast == broadcast_all || !device.node.sleepy();
}

void Air::to_devices(const Message& message, const VirtualDevice* except) {
  if (!network_) return;
  const bool group = message.kind == Message::Kind::group;
  for (const auto& device : devices_) {
    if (device.get() == except || !reachable(*device)) continue;
    // Groupcasts travel as broadcasts to those who always listen.
    if (!hears(*device, group ? broadcast_rx_on : message.destination)) continue;
    if (!except && !accepts_from_host(*device)) continue;
    const auto way = delay(link(*device).down, device->faults.latency);
    for (const Endpoint& endpoint : device->node.endpoints) {
      if (group && !device->in_group(endpoint.number, message.group)) continue;
      if (message.endpoint != all_endpoints && message.endpoint != endpoint.number) continue;
      Message copy = message;
      copy.endpoint = endpoint.number;
      deliver(*device, copy, way);
    }
  }
}

void Air::transmit(VirtualDevice& from, Message message) {
  if (!reachable(from)) return;
  message.source = from.node.nwk;
  const auto way = delay(link(from).up, from.faults.latency);
  if (message.kind != Message::Kind::unicast) {
    to_devices(message, &from);
    const bool hosts =
        message.kind == Message::Kind::broadcast || coordinator_hears_all_groups || coordinator_groups.contains(message.group);
    if (!hosts) return;
  } else if (message.destination != coordinator_nwk) {
    VirtualDevice* target = device_by_nwk(message.destination);
    if (target && !chance(conditions.loss)) deliver(*target, message, way);
    return;
  }
  record("up", "zcl", &from, from.node.nwk, message.source_endpoint, message.cluster,
         message.payload);
  if (chance(conditions.loss)) return;
  const int copies = chance(conditions.duplicates) ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    travel(link(from).up, way, [this, &from, message] { to_host(from, message); });
  }
}

void Air::to_host(const VirtualDevice& from, const Message& message) {
  if (host_ && network_) host_->on_message(message, lqi_between(from.node, parent_of(from)));
}

// The log -----------------------------------------------------------------------------------------

void Air::record(std::string_view direction, std::string_view kind, const VirtualDevice* device,
                 Nwk nwk, EndpointId endpoint, ClusterId cluster, ByteView data) {
  Frame frame{++frames_,
              scheduler().now(),
              direction,
              kind,
              device ? device->name() : "",
              nwk,
              endpoint,
              cluster,
              Bytes(data.begin(), data.end())};
  if (log::enabled(log::Level::debug, NS)) {
    log::debug(NS, "{} {} {} {} {}/{} {}", direction, kind, hex16(nwk.raw), frame.device,
               endpoint.raw, hex16(cluster.raw), to_hex(data));
  }
  if (history_.size() == history_limit) history_.pop_front();
  history_.push_back(std::move(frame));
}

}  // namespace waggle::sim
