// Device management on the air: who gets a ZDO request, who answers it, and what it makes the network
// do. The answers themselves are made in zdo_server.cpp.
#include <bit>

#include "core/log.h"
#include "sim/air.h"
#include "sim/zdo_server.h"

namespace waggle::sim {
namespace {

constexpr std::string_view NS = "sim";

// A question to everybody is answered by those it concerns; an order to everybody is not answered.
bool answers_broadcast(ClusterId request) {
  return request == zdo::NwkAddressRequest::cluster ||
         request == zdo::MatchDescriptorsRequest::cluster ||
         request == zdo::SystemServerDiscoveryRequest::cluster ||
         request == zdo::ParentAnnounce::cluster;
}

}  // namespace

void Air::send_zdo(Nwk to, ClusterId request, Bytes payload) {
  VirtualDevice* target = device_by_nwk(to);
  record("down", "zdo", target, to, {}, request, payload);
  if (!network_) return;
  if (!is_broadcast(to)) {
    if (to == coordinator_nwk) {
      later_.after({}, [this, request, payload = std::move(payload)] {
        answer(coordinator, nullptr, coordinator_nwk, request, payload);
      });
    } else if (target && !target->faults.dropped && !chance(conditions.loss) &&
               accepts_from_host(*target)) {
      const auto way = delay(link(*target).down, target->faults.latency);
      travel(link(*target).down, way, [this, target, to, request, payload = std::move(payload)] {
        if (reachable(*target)) answer(target->node, target, to, request, payload);
      });
    }
    return;
  }
  later_.after(
      {}, [this, to, request, payload] { answer(coordinator, nullptr, to, request, payload); });
  for (const auto& device : devices_) {
    if (!reachable(*device) || !hears(*device, to)) {
      // A parent answers for its sleeping children who are looked for by their long address
      // (2.4.4.2.1.2).
      Reader in(payload);
      if (request != zdo::NwkAddressRequest::cluster || Ieee(in.u64()) != device->node.ieee)
        continue;
      if (!reachable(*device)) continue;
    }
    if (!accepts_from_host(*device)) continue;
    const auto way = delay(link(*device).down, device->faults.latency);
    travel(link(*device).down, way, [this, d = device.get(), to, request, payload] {
      if (reachable(*d)) answer(d->node, d, to, request, payload);
    });
  }
}

void Air::answer(Node& node, VirtualDevice* device, Nwk to, ClusterId request,
                 const Bytes& payload) {
  const ClusterId response(request.raw | zdo::response_bit);
  std::optional<Bytes> body;
  if (device && device->faults.zdo_failures > 0) {
    --device->faults.zdo_failures;
    if (!device->faults.zdo_failure) return;
    Writer out;
    out.u8(*device->faults.zdo_failure).u16(node.nwk.raw);
    body = out.take();
  } else {
    body = answer_zdo(*this, node, request, payload);
    if (!body || body->front() == 0) obey(node, device, request, payload);
  }
  // The radio itself answers its host in any case.
  if (!body || (device && is_broadcast(to) && !answers_broadcast(request))) return;
  const auto arrive = [this, nwk = node.nwk, response, body = *body] {
    if (host_) host_->on_zdo(nwk, response, body);
  };
  if (!device) {
    later_.after({}, arrive);
    return;
  }
  const auto way = delay(link(*device).up, device->faults.latency);
  record("up", "zdo", device, node.nwk, {}, response, *body);
  if (!chance(conditions.loss)) travel(link(*device).up, way, arrive);
}

// What a request makes the network do, once the node has agreed to it.
void Air::obey(Node& node, VirtualDevice* device, ClusterId request, const Bytes& payload) {
  Reader in(payload);
  if (request == zdo::PermitJoinRequest::cluster) {
    zdo::PermitJoinRequest message;
    if (decode(message, in)) permit_joining(node.nwk, message.seconds);
  } else if (request == zdo::LeaveRequest::cluster && device) {
    zdo::LeaveRequest message;
    if (!decode(message, in)) return;
    const bool comes_back = (message.flags & zdo::LeaveRequest::rejoin) != 0;
    // A router may be told to send away a child (2.4.3.3.5.1); else the request means the node
    // itself.
    VirtualDevice* goes = device;
    if (message.ieee.raw != 0 && message.ieee != node.ieee) goes = find(to_string(message.ieee));
    if (!goes) return;
    later_.after(conditions.latency * 6, [this, goes, comes_back] { leave(*goes, comes_back); });
  } else if (request == zdo::NwkUpdateRequest::cluster && !device && network_) {
    zdo::NwkUpdateRequest message;
    if (!decode(message, in) || message.duration != zdo::NwkUpdateRequest::change_channel) return;
    if (message.channels == 0) return;
    network_->channel = static_cast<std::uint8_t>(std::countr_zero(message.channels));
    ++network_->update_id;
    log::info(NS, "the network moves to channel {}", network_->channel);
    if (host_) host_->on_network_changed();
  }
}

}  // namespace waggle::sim
