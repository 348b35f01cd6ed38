// The virtual radio's AF commands: endpoints, and application messages in both directions.
#include <algorithm>

#include "sim/znp/ncp.h"

namespace waggle::sim::znp {

using namespace coordinator::znp;  // NOLINT: the command tables, all of them

namespace {

// TI ZComDef.h and mac_spec.h.
constexpr std::uint8_t success = 0x00, failure = 0x01, invalid_parameter = 0x02, buffer_full = 0x11,
                       no_network = 0xCA;
constexpr std::size_t most_inline =
    223;  // larger messages wait in the radio until they are fetched
constexpr std::size_t most_waiting = 8;
constexpr std::size_t mac_frame = 230;

/// 0xFFFE stands for "no address known"; the other numbers up there are broadcasts.
bool goes_to_many(Nwk nwk) { return is_broadcast(nwk) && nwk != unknown_nwk; }

std::uint8_t status_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::acknowledged: return success;
    case Delivery::no_route: return 0xCD;
    case Delivery::no_ack: return 0xE9;
    case Delivery::expired: return 0xF0;
    case Delivery::channel_access_failure: return 0xE1;
    case Delivery::buffer_full: return buffer_full;
  }
  return failure;
}

}  // namespace

AfRegister::Response ZnpNcp::af_register(Ask<AfRegister> request) {
  if (air_.coordinator.endpoint(request.endpoint)) return {AfRegister::already_registered};
  Endpoint endpoint;
  endpoint.number = request.endpoint;
  endpoint.profile = request.profile;
  endpoint.device = request.device;
  endpoint.version = request.version;
  endpoint.inputs = request.inputs.items;
  endpoint.outputs = request.outputs.items;
  air_.coordinator.endpoints.push_back(std::move(endpoint));
  return {success};
}

AfDelete::Response ZnpNcp::af_delete(Ask<AfDelete> request) {
  const auto removed = std::erase_if(
      air_.coordinator.endpoints, [&](const Endpoint& e) { return e.number == request.endpoint; });
  return {removed ? success : invalid_parameter};
}

AfDataRequest::Response ZnpNcp::data_request(Ask<AfDataRequest> request) {
  Message message;
  message.destination = request.destination;
  message.endpoint = request.endpoint;
  message.source_endpoint = request.source_endpoint;
  message.cluster = request.cluster;
  message.payload = request.data.bytes;
  if (goes_to_many(message.destination)) message.kind = Message::Kind::broadcast;
  return {transmit(message, request.transaction)};
}

AfDataRequestExt::Response ZnpNcp::data_request_ext(Ask<AfDataRequestExt> request) {
  if (request.data.bytes.size() < request.length) return {invalid_parameter};
  Message message;
  message.endpoint = request.endpoint;
  message.source_endpoint = request.source_endpoint;
  message.cluster = request.cluster;
  message.payload.assign(request.data.bytes.begin(), request.data.bytes.begin() + request.length);
  const auto low = static_cast<std::uint16_t>(request.destination);
  if (request.pan.raw != 0) {
    const std::uint8_t status = transmit_inter_pan(request);
    if (status == success) confirm(success, request.source_endpoint, request.transaction);
    return {status};
  }
  switch (request.mode) {
    case AfDataRequestExt::to_group:
      message.kind = Message::Kind::group;
      message.group = GroupId(low);
      break;
    case AfDataRequestExt::to_ieee: {
      const auto nwk = air_.address_of(Ieee(request.destination));
      if (!nwk) return {invalid_parameter};
      message.destination = *nwk;
      break;
    }
    case AfDataRequestExt::to_nwk:
    case AfDataRequestExt::to_broadcast:
      message.destination = Nwk(low);
      if (goes_to_many(message.destination)) message.kind = Message::Kind::broadcast;
      break;
    default: return {invalid_parameter};
  }
  return {transmit(message, request.transaction)};
}

std::uint8_t ZnpNcp::transmit(const Message& wanted, std::uint8_t transaction) {
  const Endpoint* source = air_.coordinator.endpoint(wanted.source_endpoint);
  if (!source || wanted.payload.size() > mac_frame) return invalid_parameter;
  if (!running_) return no_network;
  if (faults.buffer_full > 0) {
    --faults.buffer_full;
    return buffer_full;
  }
  Message message = wanted;
  message.source = coordinator_nwk;
  message.profile = source->profile;
  count_frame();
  const EndpointId endpoint = message.source_endpoint;
  if (message.kind == Message::Kind::group) {
    air_.send_group(std::move(message));
    confirm(success, endpoint, transaction);
  } else if (message.kind == Message::Kind::broadcast) {
    air_.send_broadcast(std::move(message));
    confirm(success, endpoint, transaction);
  } else if (message.destination == coordinator_nwk) {
    confirm(success, endpoint, transaction);
    later_.after({}, [this, message] { deliver_to_host(message, 0); });
  } else {
    air_.send_unicast(std::move(message), [this, endpoint, transaction](Delivery delivery) {
      confirm(status_of(delivery), endpoint, transaction);
    });
  }
  return success;
}

void ZnpNcp::confirm(std::uint8_t status, EndpointId endpoint, std::uint8_t transaction) {
  later_.after({}, [this, status, endpoint, transaction] {
    tell<AfDataConfirm>({status, endpoint, transaction});
  });
}

void ZnpNcp::deliver_to_host(const Message& message, std::uint8_t lqi) {
  if (!running_) return;
  // Nobody registered it: the firmware drops what nobody can have asked for.
  if (message.endpoint != all_endpoints && !air_.coordinator.endpoint(message.endpoint)) return;
  const std::uint32_t stamp = ++stamps_;
  const std::uint8_t broadcast = message.kind == Message::Kind::broadcast ? 1 : 0;
  Writer tail;  // the neighbour that handed it over, and the radius left
  tail.u16(message.source.raw).u8(0x1D);
  if (message.payload.size() <= most_inline) {
    AfIncoming::Message out{message.group,
                            message.cluster,
                            message.source,
                            message.source_endpoint,
                            message.endpoint,
                            broadcast,
                            lqi,
                            0,
                            stamp,
                            0,
                            {message.payload},
                            {tail.take()}};
    tell<AfIncoming>(out);
    return;
  }
  large_.emplace_back(stamp, message.payload);
  if (large_.size() > most_waiting) large_.pop_front();
  AfIncomingExt::Message out;
  out.group = message.group;
  out.cluster = message.cluster;
  out.mode = AfDataRequestExt::to_nwk;
  out.source = message.source.raw;
  out.source_endpoint = message.source_endpoint;
  out.endpoint = message.endpoint;
  out.broadcast = broadcast;
  out.lqi = lqi;
  out.timestamp = stamp;
  out.length = static_cast<std::uint16_t>(message.payload.size());
  out.data.bytes = tail.take();
  tell<AfIncomingExt>(out);
}

AfDataRetrieve::Response ZnpNcp::retrieve(Ask<AfDataRetrieve> request) {
  NvValue out;
  const auto at = std::find_if(large_.begin(), large_.end(),
                               [&](const auto& entry) { return entry.first == request.timestamp; });
  if (at == large_.end() || request.index > at->second.size()) {
    out.status = failure;
    return out;
  }
  if (request.length == 0) {
    large_.erase(at);
    return out;
  }
  const std::size_t size = std::min<std::size_t>(request.length, at->second.size() - request.index);
  const ByteView part = ByteView(at->second).subspan(request.index, size);
  out.value.bytes.assign(part.begin(), part.end());
  return out;
}

}  // namespace waggle::sim::znp
