// The virtual radio's messages: application messages in both directions, device management, and what it says
// and hears outside its network.
#include <algorithm>

#include "sim/ember/ncp.h"
#include "zigbee/touchlink/inter_pan.h"

namespace waggle::sim::ember {

using namespace coordinator::ember;  // NOLINT: the command tables, all of them

namespace {

constexpr std::size_t longest_message = 160;  // what fits into one callback; more would come in fragments
constexpr int tries_of_the_stack = 3;

template <class Request>
Message message_of(const Request& request) {
  Message out;
  out.source = coordinator_nwk;
  out.source_endpoint = request.source_endpoint;
  out.endpoint = request.endpoint;
  out.profile = request.profile;
  out.cluster = request.cluster;
  out.payload = request.message.bytes;
  return out;
}
template <class Request>
MessageSent::Message sent_of(const Request& request, std::uint8_t type, Nwk destination, std::uint8_t sequence) {
  MessageSent::Message out;
  out.type = type;
  out.destination = destination;
  out.profile = request.profile;
  out.cluster = request.cluster;
  out.source_endpoint = request.source_endpoint;
  out.endpoint = request.endpoint;
  out.options = request.options;
  out.group = request.group;
  out.sequence = sequence;
  out.tag = request.tag;
  return out;
}
template <class Request>
bool is_zdo(const Request& request) {
  return request.profile == profile_zdo && request.endpoint.raw == 0 && !request.message.bytes.empty();
}

}  // namespace

/// The status with which a message is refused; OK when there is room.
std::uint32_t EmberNcp::no_room() {
  if (!running_) return status::network_down;
  if (faults.buffer_full > 0) {
    --faults.buffer_full;
    return status::message_limit;
  }
  return under_way_ < configuration_[0x03] ? status::ok : status::message_limit;
}

void EmberNcp::confirm(MessageSent::Message sent, std::uint32_t now, std::chrono::nanoseconds after) {
  sent.status = now;
  later_.after(after, [this, sent] { tell<MessageSent>(sent); });
}

SendUnicast::Response EmberNcp::send_unicast(Ask<SendUnicast> request) {
  if (const std::uint32_t refused = no_room(); refused != status::ok) return {refused, 0};
  if (request.type != SendUnicast::direct || is_broadcast(request.destination)) return {status::invalid_parameter, 0};
  if (request.message.bytes.size() > longest_message) return {status::message_too_long, 0};
  const std::uint8_t sequence = ++aps_sequence_;
  count_frame();
  const MessageSent::Message sent = sent_of(request, outgoing::direct, request.destination, sequence);
  if (is_zdo(request)) {
    zdo_unicast(request);
    const Node* node = air_.node_by_nwk(request.destination);
    const VirtualDevice* device = node ? air_.find(to_string(node->ieee)) : nullptr;
    const bool there = request.destination == coordinator_nwk || (device && !device->faults.dropped);
    confirm(sent, there ? status::ok : status::delivery_failed, there ? 20ms : 5s);
    return {status::ok, sequence};
  }
  Message message = message_of(request);
  message.destination = request.destination;
  if (request.destination == coordinator_nwk) {
    confirm(sent, status::ok, {});
    later_.after({}, [this, message] { to_host(incoming::unicast, message, 0xFF); });
    return {status::ok, sequence};
  }
  ++under_way_;
  unicast(std::move(message), sent, request.options & aps_option::retry, 1);
  return {status::ok, sequence};
}

// The stack tries again and looks for routes itself.
void EmberNcp::unicast(Message message, MessageSent::Message sent, bool retry, int tries) {
  Message copy = message;
  air_.send_unicast(std::move(copy), [this, message = std::move(message), sent, retry, tries](Delivery delivery) {
    if (!running_) return;
    if (delivery == Delivery::acknowledged || !retry || tries == tries_of_the_stack) {
      --under_way_;
      confirm(sent, delivery == Delivery::acknowledged ? status::ok : status::delivery_failed, {});
      return;
    }
    if (delivery == Delivery::no_route) {
      tell<RouteError>({0xC14, message.destination});  // ZIGBEE_MANY_TO_ONE_ROUTE_FAILURE
      air_.discover_route(message.destination);
    }
    later_.after(200ms, [this, message, sent, retry, tries] {
      if (running_) unicast(message, sent, retry, tries + 1);
    });
  });
}

void EmberNcp::zdo_unicast(const SendUnicast::Request& request) {
  const ByteView payload(request.message.bytes);
  zdo_sequences_[{request.destination, ClusterId(request.cluster.raw | zdo::response_bit)}] = payload[0];
  air_.send_zdo(request.destination, request.cluster, Bytes(payload.begin() + 1, payload.end()));
}

SendBroadcast::Response EmberNcp::send_broadcast(Ask<SendBroadcast> request) {
  if (const std::uint32_t refused = no_room(); refused != status::ok) return {refused, 0};
  if (!is_broadcast(request.destination)) return {status::invalid_parameter, 0};
  if (request.message.bytes.size() > longest_message) return {status::message_too_long, 0};
  const std::uint8_t sequence = ++aps_sequence_;
  count_frame();
  if (is_zdo(request)) {
    const ByteView payload(request.message.bytes);
    air_.send_zdo(request.destination, request.cluster, Bytes(payload.begin() + 1, payload.end()));
  } else {
    Message message = message_of(request);
    message.kind = Message::Kind::broadcast;
    message.destination = request.destination;
    later_.after({}, [this, message] { to_host(incoming::broadcast_loopback, message, 0xFF); });
    air_.send_broadcast(std::move(message));
  }
  confirm(sent_of(request, outgoing::broadcast, request.destination, sequence), status::ok, 300ms);
  return {status::ok, sequence};
}

SendMulticast::Response EmberNcp::send_multicast(Ask<SendMulticast> request) {
  if (const std::uint32_t refused = no_room(); refused != status::ok) return {refused, 0};
  if (request.message.bytes.size() > longest_message) return {status::message_too_long, 0};
  const std::uint8_t sequence = ++aps_sequence_;
  count_frame();
  Message message = message_of(request);
  message.kind = Message::Kind::group;
  message.group = request.group;
  const bool member = air_.coordinator_groups.contains(request.group);
  if (member) later_.after({}, [this, message] { to_host(incoming::multicast_loopback, message, 0xFF); });
  air_.send_group(std::move(message));
  confirm(sent_of(request, outgoing::multicast, Nwk(request.group.raw), sequence), status::ok, 300ms);
  return {status::ok, sequence};
}

// From the air ------------------------------------------------------------------------------------

void EmberNcp::to_host(std::uint8_t type, const Message& message, std::uint8_t lqi) {
  if (!running_ || message.payload.size() > longest_message) return;
  if (message.endpoint != all_endpoints && message.endpoint.raw != 0 && !air_.coordinator.endpoint(message.endpoint)) return;
  IncomingMessage::Message out;
  out.type = type;
  out.profile = message.profile;
  out.cluster = message.cluster;
  out.source_endpoint = message.source_endpoint;
  out.endpoint = message.endpoint == all_endpoints ? EndpointId(1) : message.endpoint;
  out.options = type == incoming::unicast ? aps_option::route_discovery : 0;
  out.group = message.group;
  out.sequence = ++aps_sequence_;
  out.source = message.source;
  const Node* source = air_.node_by_nwk(message.source);
  out.source_ieee = source ? source->ieee : unknown_ieee;
  out.lqi = lqi;
  out.rssi = static_cast<std::int8_t>(lqi / 4 - 100);
  out.message.bytes = message.payload;
  tell<IncomingMessage>(out);
}

void EmberNcp::on_message(const Message& message, std::uint8_t lqi) {
  switch (message.kind) {
    case Message::Kind::unicast: to_host(incoming::unicast, message, lqi); break;
    case Message::Kind::group: to_host(incoming::multicast, message, lqi); break;
    case Message::Kind::broadcast: to_host(incoming::broadcast, message, lqi); break;
  }
}

void EmberNcp::on_zdo(Nwk source, ClusterId cluster, ByteView payload) {
  const bool announce = cluster == zdo::DeviceAnnounce::cluster;
  const auto asked = zdo_sequences_.find({source, cluster});
  // The stack does not answer its own broadcasts to the host.
  if (source == coordinator_nwk && asked == zdo_sequences_.end()) return;
  Message message;
  message.source = source;
  message.source_endpoint = message.endpoint = EndpointId(0);
  message.profile = profile_zdo;
  message.cluster = cluster;
  message.payload.push_back(asked != zdo_sequences_.end() ? asked->second : std::uint8_t{0});
  message.payload.insert(message.payload.end(), payload.begin(), payload.end());
  if (source == coordinator_nwk) zdo_sequences_.erase(asked);
  to_host(announce ? incoming::broadcast : incoming::unicast, message, 200);
}

// Outside the network -----------------------------------------------------------------------------

SetLogicalAndRadioChannel::Response EmberNcp::set_channel(Ask<SetLogicalAndRadioChannel> request) {
  if (request.channel < 11 || request.channel > 26) return {status::invalid_parameter};
  visited_channel_ = air_.network() && air_.network()->channel == request.channel ? 0 : request.channel;
  return {status::ok};
}

SendRawMessage::Response EmberNcp::send_raw(Ask<SendRawMessage> request) {
  auto frame = touchlink::decode_inter_pan(request.frame.bytes);
  if (!frame || !running_) return {frame ? status::invalid_state : status::invalid_parameter};
  frame->sequence = ++raw_sequence_;
  air_.send_inter_pan(visited_channel_ ? visited_channel_ : air_.network()->channel, encode(*frame));
  RawTransmitComplete::Message sent;
  sent.frame = request.frame;
  later_.after(5ms, [this, sent] { tell<RawTransmitComplete>(sent); });
  return {status::ok};
}

void EmberNcp::on_inter_pan(ByteView octets, std::uint8_t lqi) {
  if (!running_) return;
  MacFilterMatch::Message out;
  out.lqi = lqi;
  out.frame.bytes.assign(octets.begin(), octets.end());
  tell<MacFilterMatch>(out);
}

}  // namespace waggle::sim::ember
