// The virtual ZiGate's messages, in both directions.
#include "coordinator/zigate/status.h"
#include "sim/zigate/ncp.h"

namespace waggle::sim::zigate {

using namespace coordinator::zigate;  // NOLINT: the command tables, all of them

namespace {

constexpr std::size_t buffers = 9;  // for messages to devices
constexpr int tries_of_the_stack = 3;
constexpr std::uint8_t zcl = 1, zdp = 2;

std::uint8_t status_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::acknowledged: return status::ok;
    case Delivery::no_route: return status::route_discovery_failed;
    case Delivery::no_ack: return status::mac_no_ack;
    case Delivery::expired: return status::transaction_expired;
    case Delivery::channel_access_failure: return status::channel_access_failure;
    case Delivery::buffer_full: return status::frame_not_buffered;
  }
  return status::ok;
}

}  // namespace

ZigateNcp::Outcome ZigateNcp::sent(std::uint8_t kind) {
  count_frame();
  return {status::ok, kind, ++aps_sequence_};
}

// To devices --------------------------------------------------------------------------------------

ZigateNcp::Outcome ZigateNcp::send_raw(Ask<SendRaw> request) {
  if (!running_) return {status::aps_invalid_parameter};
  if (faults.buffer_full > 0) {
    --faults.buffer_full;
    return {status::aps_invalid_parameter};  // what the firmware says when it has no buffer
  }
  if (under_way_ >= buffers) return {status::aps_invalid_parameter};
  if (request.profile == profile_zdo && request.endpoint.raw == 0) return zdo_raw(request);
  if (!air_.coordinator.endpoint(request.source_endpoint)) return {status::aps_invalid_parameter};
  Message message;
  message.source = coordinator_nwk;
  message.source_endpoint = request.source_endpoint;
  message.endpoint = request.endpoint;
  message.profile = request.profile;
  message.cluster = request.cluster;
  message.payload = request.data.bytes;
  const Outcome outcome = sent(zcl);
  if (request.mode == address_mode::group) {
    message.kind = Message::Kind::group;
    message.group = GroupId(request.destination);
    air_.send_group(std::move(message));
  } else if (request.mode != address_mode::nwk && request.mode != address_mode::nwk_no_ack) {
    return {status::incorrect_parameters};
  } else if (const Nwk to(request.destination); is_broadcast(to)) {
    message.kind = Message::Kind::broadcast;
    message.destination = to;
    air_.send_broadcast(std::move(message));
  } else {
    message.destination = to;
    ++under_way_;
    unicast(std::move(message), outcome.sequence);
    return outcome;
  }
  DataConfirm confirm;
  confirm.source_endpoint = request.source_endpoint;
  confirm.endpoint = request.endpoint;
  confirm.destination = {request.mode, request.destination};
  confirm.sequence = outcome.sequence;
  confirm.buffers = {0, 0};
  later_.after(30ms, [this, confirm] { say(DataConfirm::sent.number, to_wire(confirm)); });
  return outcome;
}

// The next hop's word first, then the device's own. The stack tries again and looks for routes itself.
void ZigateNcp::unicast(Message message, std::uint8_t sequence) {
  Message copy = message;
  air_.send_unicast(std::move(copy), [this, message = std::move(message), sequence](Delivery delivery) {
    if (!running_) return;
    --under_way_;
    DataConfirm confirm;
    confirm.status = status_of(delivery);
    confirm.source_endpoint = message.source_endpoint;
    confirm.endpoint = message.endpoint;
    confirm.destination = {address_mode::nwk, message.destination.raw};
    confirm.sequence = sequence;
    confirm.buffers = {0, static_cast<std::uint8_t>(under_way_)};
    if (delivery == Delivery::no_route) {
      tell(RouteDiscovered{status::route_discovery_failed, status::route_discovery_failed, message.destination.raw});
      air_.discover_route(message.destination);  // for the next one
    }
    if (delivery != Delivery::acknowledged) {
      say(DataConfirm::failed.number, to_wire(confirm));
      return;
    }
    say(DataConfirm::sent.number, to_wire(confirm));
    const DataAck ack{status::ok, message.destination, message.endpoint, message.cluster, sequence};
    later_.after(5ms, [this, ack] { tell(ack, 150); });
  });
}

// Device management -------------------------------------------------------------------------------

ZigateNcp::Outcome ZigateNcp::zdo(StandardZdo request) {
  if (!running_) return {status::aps_invalid_parameter};
  if (request.to_ieee.raw != 0) {
    const auto nwk = request.to_ieee == memory_.ieee ? std::optional(coordinator_nwk) : air_.address_of(request.to_ieee);
    if (!nwk) return {status::aps_no_short_address};
    request.to = *nwk;
  }
  // Of itself it does not ask, it obeys.
  if (request.cluster == zdo::PermitJoinRequest::cluster && request.to == coordinator_nwk) {
    air_.permit_joining(coordinator_nwk, request.payload.front());
    return {};
  }
  const Outcome outcome = sent(zdp);
  air_.send_zdo(request.to, request.cluster, std::move(request.payload));
  return outcome;
}

ZigateNcp::Outcome ZigateNcp::zdo_raw(const SendRaw::Request& request) {
  if (request.data.bytes.empty()) return {status::aps_invalid_parameter};
  const Outcome outcome = sent(zcl);
  zdo_sequence_ = request.data.bytes.front();
  air_.send_zdo(Nwk(request.destination), request.cluster, Bytes(request.data.bytes.begin() + 1, request.data.bytes.end()));
  return outcome;
}

// From devices ------------------------------------------------------------------------------------

void ZigateNcp::indicate(const DataIndication& message, std::uint8_t lqi) {
  if (memory_.raw_mode != SetRawMode::on) return;  // it would say the same in the words of each cluster
  say(DataIndication::id.number, to_wire(message), lqi);
}

void ZigateNcp::on_message(const Message& message, std::uint8_t lqi) {
  if (!running_) return;
  if (message.endpoint != all_endpoints && !air_.coordinator.endpoint(message.endpoint)) return;
  DataIndication out;
  out.profile = message.profile;
  out.cluster = message.cluster;
  out.source_endpoint = message.source_endpoint;
  out.endpoint = message.endpoint == all_endpoints ? EndpointId(1) : message.endpoint;
  out.source = {address_mode::nwk, message.source.raw};
  switch (message.kind) {
    case Message::Kind::unicast: out.destination = {address_mode::nwk, coordinator_nwk.raw}; break;
    case Message::Kind::group: out.destination = {address_mode::group, message.group.raw}; break;
    case Message::Kind::broadcast: out.destination = {address_mode::nwk, message.destination.raw}; break;
  }
  out.payload = message.payload;
  indicate(out, lqi);
  default_response(message);
}

// Raw mode or not, the firmware answers with a default response what wants one.
void ZigateNcp::default_response(const Message& message) {
  constexpr std::uint8_t global = 0x00, frame_type = 0x03, manufacturer_specific = 0x04, to_client = 0x08, no_default_response = 0x10;
  constexpr std::uint8_t default_response_command = 0x0B;
  Reader in(message.payload);
  const std::uint8_t control = in.u8();
  const std::uint16_t manufacturer = control & manufacturer_specific ? in.u16() : std::uint16_t{0};
  const std::uint8_t sequence = in.u8();
  const std::uint8_t command = in.u8();
  const bool is_one = (control & frame_type) == global && command == default_response_command;
  if (!in.ok() || message.kind != Message::Kind::unicast || control & no_default_response || is_one) return;
  Writer out;
  out.u8(no_default_response | (control & manufacturer_specific) | (control & to_client ? 0 : to_client));
  if (control & manufacturer_specific) out.u16(manufacturer);
  out.u8(sequence).u8(default_response_command).u8(command).u8(0);
  Message answer;
  answer.source = coordinator_nwk;
  answer.destination = message.source;
  answer.endpoint = message.source_endpoint;
  answer.profile = message.profile;
  answer.cluster = message.cluster;
  answer.payload = out.take();
  count_frame();
  air_.send_unicast(std::move(answer), [](Delivery) {});
}

void ZigateNcp::on_zdo(Nwk source, ClusterId cluster, ByteView payload) {
  if (!running_) return;
  if (cluster == zdo::DeviceAnnounce::cluster) {
    zdo::DeviceAnnounce device;
    Reader in(payload);
    if (waggle::decode(device, in)) tell(DeviceAnnounced{device.nwk, device.ieee, device.capability, {}}, 150);
    return;
  }
  DataIndication out;
  out.profile = profile_zdo;
  out.cluster = cluster;
  out.source = {address_mode::nwk, source.raw};
  out.destination = {address_mode::nwk, coordinator_nwk.raw};
  out.payload.push_back(zdo_sequence_);
  out.payload.insert(out.payload.end(), payload.begin(), payload.end());
  indicate(out, source == coordinator_nwk ? std::uint8_t{0xFF} : std::uint8_t{150});
}

}  // namespace waggle::sim::zigate
