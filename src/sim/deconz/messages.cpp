// The virtual ConBee's messages: what it sends, how that ended, and what waits for its host.
#include "coordinator/deconz/status.h"
#include "core/log.h"
#include "sim/deconz/firmware.h"

namespace waggle::sim::deconz {

using namespace coordinator::deconz;  // NOLINT: the command tables, all of them
namespace how = coordinator::deconz::confirm;

namespace {

constexpr std::string_view NS = "sim";
constexpr std::size_t longest_payload = 127;
constexpr std::size_t indication_places = 32;
/// An acknowledged message is sent three times before it is given up.
constexpr std::chrono::milliseconds three_times{3200};

bool is_zdo(const SendData::Request& request) {
  return request.profile == profile_zdo && request.endpoint.raw == 0 && !request.payload.empty();
}

std::uint8_t confirm_of(Delivery delivery, bool acknowledged) {
  switch (delivery) {
    case Delivery::acknowledged: return how::success;
    case Delivery::no_route: return how::no_route;
    case Delivery::no_ack: return acknowledged ? how::aps_no_ack : how::no_ack;
    case Delivery::expired: return how::expired;
    case Delivery::channel_access_failure: return how::no_channel_access;
    case Delivery::buffer_full: return how::overflow;
  }
  return how::no_ack;
}

}  // namespace

std::uint8_t DeconzNcp::send_data(const SendData::Request& request, SendData::Response& out) {
  out.request = request.request;
  std::uint8_t status = status::success;
  if (!running()) {
    status = status::no_network;
  } else if (faults.buffer_full > 0) {
    --faults.buffer_full;
    status = status::busy;
  } else if (under_way_ == request_places) {
    status = status::busy;
  } else if (request.payload.size() > longest_payload || request.destination.mode == AddressMode::none ||
             (!is_zdo(request) && !air_.coordinator.endpoint(request.source_endpoint))) {
    status = status::invalid_value;
  } else {
    ++under_way_;
    count_frame();
    // After the answer: nothing happens at once.
    later_.after({}, [this, request] { transmit(request); });
  }
  out.state = state_octet();
  return status;
}

void DeconzNcp::confirm(const SendData::Request& request, std::uint8_t ended, std::chrono::nanoseconds after) {
  ReadConfirm::Response out;
  out.request = request.request;
  out.destination = request.destination;
  out.endpoint = request.endpoint;
  out.source_endpoint = request.source_endpoint;
  out.confirmed = ended;
  out.reserved = Bytes(4);
  later_.after(after, [this, out] {
    confirms_.push_back(out);
    tell_state();
  });
}

void DeconzNcp::transmit(const SendData::Request& request) {
  if (!running()) {
    confirm(request, how::no_channel_access, {});
    return;
  }
  if (is_zdo(request)) {
    transmit_zdo(request);
    return;
  }
  constexpr std::chrono::milliseconds broadcast_takes{50};
  Message message;
  message.source = coordinator_nwk;
  message.source_endpoint = request.source_endpoint;
  message.endpoint = request.endpoint;
  message.profile = request.profile;
  message.cluster = request.cluster;
  message.payload = request.payload;
  message.destination = Nwk(request.destination.shorter);
  if (request.destination.mode == AddressMode::group) {
    message.group = GroupId(request.destination.shorter);
    message.endpoint = all_endpoints;
    air_.send_group(std::move(message));
    confirm(request, how::success, broadcast_takes);
  } else if (is_broadcast(message.destination)) {
    air_.send_broadcast(std::move(message));
    confirm(request, how::success, broadcast_takes);
  } else if (message.destination == coordinator_nwk) {
    keep(message, 0xFF);
    confirm(request, how::success, {});
  } else {
    const bool acknowledged = request.options & transmit_option::acknowledged;
    air_.send_unicast(std::move(message), [this, request, acknowledged, life = restarts_](Delivery delivery) {
      if (life != restarts_) return;
      if (delivery == Delivery::no_route) air_.discover_route(Nwk(request.destination.shorter));  // for the next one
      confirm(request, confirm_of(delivery, acknowledged),
              acknowledged && delivery == Delivery::no_ack ? three_times : std::chrono::nanoseconds());
    });
  }
}

void DeconzNcp::transmit_zdo(const SendData::Request& request) {
  const Nwk to(request.destination.shorter);
  const ByteView payload(request.payload);
  zdo_sequences_[{to, ClusterId(request.cluster.raw | zdo::response_bit)}] = payload[0];
  air_.send_zdo(to, request.cluster, Bytes(payload.begin() + 1, payload.end()));
  // What it broadcasts it does not do itself: its own door has a parameter.
  if (request.cluster == zdo::PermitJoinRequest::cluster && is_broadcast(to)) {
    later_.after({}, [this] { air_.permit_joining(coordinator_nwk, seconds_open()); });
  }
  const Node* node = air_.node_by_nwk(to);
  const VirtualDevice* device = node ? air_.find(to_string(node->ieee)) : nullptr;
  const bool there = to == coordinator_nwk || is_broadcast(to) || (device && !device->faults.dropped);
  confirm(request, there ? how::success : node ? how::no_ack : how::no_route, there ? 10ms : 1s);
}

std::uint8_t DeconzNcp::read_confirm(const ReadConfirm::Request&, ReadConfirm::Response& out) {
  const bool none = confirms_.empty();
  if (!none) {
    out = std::move(confirms_.front());
    confirms_.pop_front();
    if (under_way_ > 0) --under_way_;
  }
  out.state = state_octet();
  return none ? status::error : status::success;
}

// From the air ------------------------------------------------------------------------------------

std::uint8_t DeconzNcp::read_indication(const ReadIndication::Request& request, ReadIndication::Response& out) {
  const bool none = indications_.empty();
  if (!none) {
    out = std::move(indications_.front());
    indications_.pop_front();
    out.source.mode = request.flags & ReadIndication::both_sources && out.source.ieee != unknown_ieee ? AddressMode::nwk_and_ieee
                      : request.flags & ReadIndication::short_source                                   ? AddressMode::nwk
                                                                                                       : AddressMode::ieee;
  }
  out.state = state_octet();
  return none ? status::error : status::success;
}

void DeconzNcp::keep(const Message& message, std::uint8_t lqi) {
  if (!running() || booting_) return;
  const bool ours = message.endpoint == all_endpoints || message.endpoint.raw == 0 || air_.coordinator.endpoint(message.endpoint);
  if (!ours) return;
  if (indications_.size() == indication_places) {
    log::debug(NS, "nobody fetches what the radio has heard: a message is lost");
    return;
  }
  ReadIndication::Response out;
  switch (message.kind) {
    case Message::Kind::unicast: out.destination = Address::of(coordinator_nwk); break;
    case Message::Kind::broadcast: out.destination = Address::of(message.destination); break;
    case Message::Kind::group: out.destination = Address::of(message.group); break;
  }
  out.endpoint = message.endpoint == all_endpoints ? EndpointId(1) : message.endpoint;
  const Node* source = air_.node_by_nwk(message.source);
  out.source = {AddressMode::nwk, message.source.raw, source ? source->ieee : unknown_ieee};
  out.source_endpoint = message.source_endpoint;
  out.profile = message.profile;
  out.cluster = message.cluster;
  out.payload = message.payload;
  out.last_hop = 0xAF00;  // not told unless asked for
  out.lqi = lqi;
  out.tail = Bytes{0xA3, 0, 1, 2, static_cast<std::uint8_t>(lqi / 4 - 100)};
  indications_.push_back(std::move(out));
  tell_state();
}

void DeconzNcp::on_message(const Message& message, std::uint8_t lqi) {
  const Node* source = air_.node_by_nwk(message.source);
  if (source && source->sleepy() && running()) {
    MacPoll::Message poll;
    poll.source = Address::of(message.source);
    poll.lqi = lqi;
    poll.rssi = static_cast<std::int8_t>(lqi / 4 - 100);
    tell(MacPoll::id, content<MacPoll>(poll));
  }
  keep(message, lqi);
}

void DeconzNcp::on_zdo(Nwk source, ClusterId cluster, ByteView payload) {
  const bool announce = cluster == zdo::DeviceAnnounce::cluster;
  const auto asked = zdo_sequences_.find({source, cluster});
  if (source == coordinator_nwk) {
    if (asked == zdo_sequences_.end()) return;  // it does not answer its own broadcasts to the host
    if (cluster == zdo::ActiveEndpointsResponse::cluster && !firmware().tells_its_endpoints) return;
  }
  Message message;
  if (announce) message.kind = Message::Kind::broadcast;
  message.destination = broadcast_rx_on;
  message.source = source;
  message.source_endpoint = message.endpoint = EndpointId(0);
  message.profile = profile_zdo;
  message.cluster = cluster;
  message.payload.push_back(asked != zdo_sequences_.end() ? asked->second : std::uint8_t{0});
  message.payload.insert(message.payload.end(), payload.begin(), payload.end());
  if (source == coordinator_nwk) zdo_sequences_.erase(asked);
  keep(message, source == coordinator_nwk ? std::uint8_t{0} : std::uint8_t{200});
}

void DeconzNcp::hear_green_power(ByteView gpdf) {
  GreenPowerData::Message message;
  message.gpdf.bytes.assign(gpdf.begin(), gpdf.end());
  if (running()) tell(GreenPowerData::id, content<GreenPowerData>(message));
}

}  // namespace waggle::sim::deconz
