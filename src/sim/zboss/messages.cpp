// The virtual radio's messages: application messages in both directions, and device management.
#include <algorithm>

#include "sim/zboss/ncp.h"
#include "zigbee/zdo/messages.h"

namespace waggle::sim::zboss {

using namespace coordinator::zboss;  // NOLINT: the calls, all of them
using coordinator::zboss::decode;

namespace {

constexpr std::size_t longest_message = 160;  // more would go in fragments
constexpr std::size_t most_under_way = 16;
constexpr int tries_of_the_stack = 4;
constexpr std::chrono::seconds patience_with_routers{5}, patience_with_sleepers{12};
constexpr EndpointId own_endpoint{1};
/// The older form, for groups, has no endpoint of the receiver.
constexpr std::uint8_t without_endpoint = 20;
constexpr std::size_t before_endpoint = 1 + 2 + 8 + 2 + 2;

std::optional<SendData::Request> read_request(ByteView parameters) {
  Bytes octets(parameters.begin(), parameters.end());
  if (!octets.empty() && octets[0] == without_endpoint && octets.size() >= before_endpoint) {
    octets.insert(octets.begin() + before_endpoint, 0);
    octets[0] = SendData::usual_parameters;
  }
  SendData::Request out;
  Reader in(octets);
  const bool fits = decode(out, in) && out.parameters == SendData::usual_parameters && out.size == out.data.bytes.size();
  return fits ? std::optional(std::move(out)) : std::nullopt;
}

Status status_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::acknowledged: return status::ok;
    case Delivery::no_route: return status::no_route;
    case Delivery::channel_access_failure: return status::channel_access_failure;
    default: return status::no_ack;
  }
}

}  // namespace

void ZbossNcp::send_data(const Packet& packet) {
  const std::uint8_t sequence = packet.sequence;
  const auto refuse = [&](Status why) { respond(SendData::id.number, sequence, why); };
  const auto request = read_request(packet.parameters);
  if (!request) return refuse(status::invalid_parameter);
  if (!running_) return refuse(status::invalid_state);
  if (faults.buffer_full > 0 || under_way_ >= most_under_way) {
    if (faults.buffer_full > 0) --faults.buffer_full;
    return refuse(nordic() ? status::no_resources : status::out_of_range);
  }
  if (request->data.bytes.size() > longest_message) return refuse(status::asdu_too_long);

  Message message;
  message.source = coordinator_nwk;
  message.source_endpoint = request->source_endpoint;
  message.endpoint = request->endpoint;
  message.profile = request->profile;
  message.cluster = request->cluster;
  message.payload = request->data.bytes;
  // What it was, and when it was sent.
  Writer told;
  told.u64(request->destination).u8(request->endpoint.raw).u8(request->source_endpoint.raw).u32(1000).u8(request->mode);
  const auto confirm = [this, sequence, body = told.take()](Status status) {
    const bool tells = status.ok() || nordic();
    respond(SendData::id.number, sequence, status, tells ? ByteView(body) : ByteView());
  };
  count_frame();
  const Nwk nwk(static_cast<std::uint16_t>(request->destination));
  if (request->mode == SendData::to_group) {
    message.kind = Message::Kind::group;
    message.group = GroupId(nwk.raw);
    message.endpoint = all_endpoints;
    air_.send_group(std::move(message));
    later_.after(20ms, [confirm] { confirm(status::ok); });
  } else if (request->mode == SendData::to_nwk && is_broadcast(nwk)) {
    message.kind = Message::Kind::broadcast;
    message.destination = nwk;
    air_.send_broadcast(std::move(message));
    later_.after(20ms, [confirm] { confirm(status::ok); });
  } else if (request->mode == SendData::to_nwk || request->mode == SendData::to_ieee) {
    message.destination = nwk;
    if (request->mode == SendData::to_ieee) {
      const Ieee ieee(request->destination);
      const auto known = memory_.addresses.find(ieee);
      if (known == memory_.addresses.end() && ieee != memory_.ieee()) return confirm(status::no_short_address);
      message.destination = known == memory_.addresses.end() ? coordinator_nwk : known->second;
    }
    if (message.destination == coordinator_nwk) {
      later_.after({}, [this, confirm, message] {
        confirm(status::ok);
        to_host(message, 0xFF);
      });
      return;
    }
    // Espressif's firmware asks for acknowledgements whatever it is told.
    const bool acknowledged = !nordic() || (request->options & SendData::acknowledge);
    ++under_way_;
    unicast(std::move(message), acknowledged, 1, [this, confirm](Delivery delivery) {
      --under_way_;
      confirm(status_of(delivery));
    });
  } else {
    refuse(status::invalid_parameter);
  }
}

// The stack looks for routes and room itself, whatever it is told; it tries again when the device is to acknowledge.
void ZbossNcp::unicast(Message message, bool acknowledged, int tries, std::function<void(Delivery)> done) {
  Message copy = message;
  air_.send_unicast(std::move(copy), [this, message = std::move(message), acknowledged, tries, done = std::move(done)](Delivery delivery) {
    if (!running_) return;
    const bool never_left = delivery == Delivery::no_route || delivery == Delivery::buffer_full;
    const bool over = delivery == Delivery::acknowledged || delivery == Delivery::expired || !(acknowledged || never_left);
    if (over || tries == tries_of_the_stack) return done(delivery);
    if (delivery == Delivery::no_route) air_.discover_route(message.destination);
    later_.after(200ms, [this, message, acknowledged, tries, done] {
      if (running_) unicast(message, acknowledged, tries + 1, done);
    });
  });
}

void ZbossNcp::to_host(const Message& message, std::uint8_t lqi) {
  const bool heard = message.endpoint == all_endpoints || !nordic() || air_.coordinator.endpoint(message.endpoint);
  if (!running_ || message.payload.size() > longest_message || !heard) return;
  DataIndication::Message out;
  if (!nordic()) out.parameters = 0;
  out.size = static_cast<std::uint16_t>(message.payload.size());
  out.source = message.source;
  out.endpoint = message.endpoint == all_endpoints ? own_endpoint : message.endpoint;
  out.source_endpoint = message.source_endpoint;
  out.cluster = message.cluster;
  out.profile = message.profile;
  out.counter = ++aps_counter_;
  out.mac_source = message.source;
  out.lqi = lqi;
  out.rssi = static_cast<std::int8_t>(lqi / 4 - 100);
  out.data.bytes = message.payload;
  if (message.kind == Message::Kind::broadcast) {
    out.control = DataIndication::broadcast;
    out.destination = message.destination;
  } else if (message.kind == Message::Kind::group) {
    out.control = DataIndication::group_cast;
    out.destination = broadcast_rx_on;
    out.group = message.group;
  }
  tell<DataIndication>(out);
}

void ZbossNcp::on_message(const Message& message, std::uint8_t lqi) { to_host(message, lqi); }

// Device management ---------------------------------------------------------------------------------

void ZbossNcp::zdo(const Packet& packet, const ZdoForm& form) {
  const auto request = from_call(form, packet.parameters);
  if (!request) return respond(packet.call, packet.sequence, status::invalid_parameter);
  if (!running_) return respond(packet.call, packet.sequence, status::invalid_state);
  count_frame();
  const bool everybody = is_broadcast(request->to);
  const bool looks_for_one = form.cluster == zdo::NwkAddressRequest::cluster;
  if (everybody && !looks_for_one) {
    // Nordic's firmware says that it has sent it; Espressif's says nothing.
    if (nordic()) {
      later_.after(10ms, [this, call = packet.call, sequence = packet.sequence] { respond(call, sequence, {Category::zdo, 0}); });
    }
    air_.send_zdo(request->to, form.cluster, request->payload);
    return;
  }
  const std::uint64_t number = ++questions_;
  asked_.push_back({packet.call, packet.sequence, request->to, form.response_cluster(), number});
  const Node* node = air_.node_by_nwk(request->to);
  later_.after(node && node->sleepy() ? patience_with_sleepers : patience_with_routers, [this, number] {
    const auto late = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& asked) { return asked.number == number; });
    if (late == asked_.end()) return;
    respond(late->call, late->sequence, status::timeout);
    asked_.erase(late);
  });
  air_.send_zdo(request->to, form.cluster, request->payload);
}

void ZbossNcp::on_zdo(Nwk source, ClusterId cluster, ByteView payload) {
  if (!running_) return;
  if (cluster == zdo::DeviceAnnounce::cluster) {
    zdo::DeviceAnnounce announced;
    Reader in(payload);
    if (!decode(announced, in)) return;
    memory_.addresses[announced.ieee] = announced.nwk;
    changed();
    tell<DeviceAnnounced>({announced.nwk, announced.ieee, announced.capability});
    return;
  }
  const auto question = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& asked) {
    return asked.response == cluster && (asked.to == source || is_broadcast(asked.to));
  });
  if (question == asked_.end() || payload.empty()) return;
  const Asked asked = *question;
  asked_.erase(question);
  const auto parameters = to_response(*find_zdo_form(asked.call), payload);
  respond(asked.call, asked.sequence, {Category::zdo, payload[0]}, parameters ? ByteView(*parameters) : ByteView());
}

}  // namespace waggle::sim::zboss
