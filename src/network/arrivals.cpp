// What arrives: messages, whose they are, what the network learns from them before anybody else.
#include "core/log.h"
#include "network/network.h"
#include "zigbee/touchlink/inter_pan.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:network";
constexpr ClusterId gen_basic{0x0000};

}  // namespace

void Network::on_message(const coordinator::Incoming& message) {
  heartbeat_.heard();
  ++requests_.traffic().received;
  if (message.cluster == touchlink::cluster) return;  // has no place on a network
  if (message.cluster == green_power::cluster && green_power_.heard(message)) return;
  DevicePtr device = find(message.source);
  // Xiaomi routers pass on what their end devices said under an address of their own; the group number is
  // the address of who spoke (Koenkk/zigbee2mqtt#1238, #3592).
  if (device && device->kind == DeviceType::router && device->manufacturer_name() == "LUMI" && message.group.raw != 0) {
    device = find(Nwk(message.group.raw));
  }
  if (device) {
    handle(device, message);
    return;
  }
  for (const auto& [ieee, gone] : removed_) {
    if (gone->nwk == message.source) return;
  }
  if (!unknown_.insert(message.source).second) return;
  tasks_.spawn("unknown device", identify_unknown(message.source));
}

void Network::handle(const DevicePtr& device, const coordinator::Incoming& message) {
  device->last_seen = scheduler_.wall();
  device->linkquality = message.lqi;
  if (!device->find(message.source_endpoint)) {
    device->ensure(message.source_endpoint);
    touch();
  }
  auto decoded = zcl::decode(device->catalogue, message.cluster, message.payload, frame_);
  if (!decoded) {
    log::debug(NS, "{}: {}", to_string(device->ieee()), decoded.error().text);
    frame_ = {};
    frame_.cluster_id = message.cluster;
    frame_.payload = message.payload;
  }
  const auto kind = decoded ? library::Message::kind_of(frame_) : std::optional(library::Message::raw);
  if (kind && (*kind & library::Message::attributes)) learn(device, message.source_endpoint, frame_);
  if (decoded) requests_.deliver(*device, message.source_endpoint, message.cluster, message.payload, frame_);
  if (decoded && frame_.is(zcl::Foundation::default_response)) listener_.on_default_response(device, message.source_endpoint, frame_);
  if (kind) {
    listener_.on_message(device, {*kind, message.source_endpoint, message.group, message.lqi, frame_});
  }
  listener_.on_seen(device, kind ? SeenReason::message : SeenReason::silent_message);
  if (decoded) responder_.respond(device, message, frame_);
}

void Network::learn(const DevicePtr& device, EndpointId id, const zcl::Frame& frame) {
  Endpoint& endpoint = device->ensure(id);
  bool identity = false;
  for (const zcl::Record& record : frame.records) {
    if (!record.has_attribute || record.status != 0 || !record.value.present()) continue;
    const zcl::Attribute* row =
        frame.cluster ? frame.cluster->attribute(record.attribute, frame.header.manufacturer) : nullptr;
    auto value = zcl::attribute_value(row, record.value);
    if (!value) continue;
    if (frame.cluster_id == gen_basic && !frame.header.manufacturer_specific) {
      identity = device->learn(record.attribute, *value) || identity;
    }
    endpoint.remember(frame.cluster_id, record.attribute, std::move(*value));
  }
  if (!identity) return;
  listener_.identify(*device);
  touch();
}

void Network::on_zdo(const coordinator::ZdoIncoming& message) {
  requests_.deliver_zdo(message);
  if (message.cluster == zdo::DeviceAnnounce::cluster) {
    zdo::DeviceAnnounce announce;
    Reader in(message.payload);
    if (decode(announce, in)) announced(announce);
  } else if (message.cluster == zdo::NwkAddressResponse::cluster || message.cluster == zdo::IeeeAddressResponse::cluster) {
    address_told(message.payload);
  }
}

void Network::announced(const zdo::DeviceAnnounce& announce) {
  const DevicePtr device = find(announce.ieee);
  if (!device) return;
  device->last_seen = scheduler_.wall();
  listener_.on_seen(device, SeenReason::announced);
  set_address(device, announce.nwk);
  device->answered_tsn.reset();
  listener_.on_announced(device);
  announcements_.complete(device->ieee(), true);
}

void Network::address_told(ByteView payload) {
  const auto answer = zdo::decode_response<zdo::NwkAddressResponse>(payload);
  if (!answer || !answer->ok()) return;
  const DevicePtr device = find(answer->body->ieee);
  if (!device) return;
  device->last_seen = scheduler_.wall();
  listener_.on_seen(device, SeenReason::address);
  set_address(device, answer->body->nwk);
}

void Network::on_address(Nwk nwk, Ieee ieee) {
  if (const DevicePtr device = find(ieee)) set_address(device, nwk);
}

void Network::set_address(const DevicePtr& device, Nwk nwk) {
  if (device->nwk == nwk) return;
  log::debug(NS, "Device '{}' got new networkAddress '{}'", to_string(device->ieee()), nwk.raw);
  if (find(device->nwk) == device) by_nwk_.erase(device->nwk);
  device->nwk = nwk;
  by_nwk_[nwk] = device;
  unknown_.erase(nwk);
  touch();
  listener_.on_address_changed(device);
}

// A device that moved while we did not listen, or one of a network that was taken over from another program: asked once
// for its address in a run, and once more when joining is permitted, so that a stranger cannot keep us busy. It has the
// network's key: while joining is permitted it need not be reset to be taken in.
Task<> Network::identify_unknown(Nwk nwk) {
  zdo::IeeeAddressRequest request;
  request.nwk = nwk;
  auto answer = co_await requests_.zdo<zdo::IeeeAddressResponse>(nwk, unknown_ieee, request);
  if (!answer) log::debug(NS, "Failed to retrieve IEEE address for device '{}': {}", nwk.raw, answer.error().text);
  // A known device has been given its new address when the answer came (address_told).
  if (!answer || !permit_end_ || find(answer->ieee) || removed_.contains(answer->ieee)) co_return;
  log::info(NS, "'{}' is on the network and not known: taking it in, as joining is permitted", to_string(answer->ieee));
  on_joined(nwk, answer->ieee);
}

}  // namespace waggle::network
