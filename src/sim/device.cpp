#include "sim/device.h"

#include "core/log.h"
#include "sim/clusters.h"

namespace waggle::sim {
namespace {

constexpr std::string_view NS = "sim";
}  // namespace

VirtualDevice::VirtualDevice(Scheduler& scheduler, Medium& medium, DeviceSpec spec)
    : node(spec.node),
      scheduler_(scheduler),
      medium_(medium),
      spec_(std::move(spec)),
      reporter_(scheduler, attributes_,
                [this](const std::vector<AttributeKey>& keys) { report(keys); }) {
  build();
}

VirtualDevice::~VirtualDevice() = default;

void VirtualDevice::build() {
  behaviours_.clear();
  attributes_.clear();
  for (const auto& [key, attribute] : spec_.attributes) attributes_.put(key, attribute);
  for (const Endpoint& endpoint : node.endpoints) {
    for (const bool client : {false, true}) {
      for (const std::uint16_t cluster : client ? endpoint.outputs : endpoint.inputs) {
        const Place place{endpoint.number, ClusterId(cluster), client};
        if (auto made = make_behaviour(*this, place)) behaviours_[place] = std::move(made);
      }
    }
  }
}

void VirtualDevice::joined() {
  for (const auto& [place, behaviour] : behaviours_) behaviour->joined();
}

void VirtualDevice::restarted() {
  medium_.announce(*this);
  joined();
}

void VirtualDevice::factory_reset() {
  network.reset();
  link_key.reset();
  node = spec_.node;
  reporter_.clear();
  memberships_.clear();
  build();
}

void VirtualDevice::reset_attributes() {
  for (const auto& [key, attribute] : spec_.attributes) set(key, attribute.value);
}

Behaviour* VirtualDevice::behaviour(const Place& place) const {
  const auto at = behaviours_.find(place);
  return at == behaviours_.end() ? nullptr : at->second.get();
}

bool VirtualDevice::in_group(EndpointId endpoint, GroupId group) const {
  const auto at = memberships_.find(endpoint);
  return at != memberships_.end() && at->second.groups.contains(group.raw);
}

// Messages --------------------------------------------------------------------------------------

void VirtualDevice::receive(const Message& message) {
  if (faults.silent > 0) {
    --faults.silent;
    return;
  }
  const Endpoint* endpoint = node.endpoint(message.endpoint);
  if (!endpoint) return;  // the APS layer drops it
  zcl::Header header;
  Reader in(message.payload);
  if (!decode(header, in)) return;
  zcl::Frame frame;
  const auto decoded = zcl::decode(catalogue(), message.cluster, message.payload, frame);
  if (!decoded) {
    log::debug(NS, "{}: {}", name(), decoded.error().text);
    const bool unknown = decoded.error().code == Errc::unsupported;
    default_answer(
        message, header,
        unknown ? zcl::Status::unsupported_general_command : zcl::Status::malformed_command);
    return;
  }
  const Request request{message, frame, {message.endpoint, message.cluster, header.to_client}};
  if (faults.errors > 0 && (header.cluster_specific || zcl::response_of(frame.foundation()))) {
    --faults.errors;
    answer_with_error(request);
    return;
  }
  const bool known =
      endpoint->has(message.cluster, header.to_client) || attributes_.any(request.place);
  if (!header.cluster_specific && !zcl::response_of(frame.foundation()) &&
      frame.foundation() != zcl::Foundation::write_no_response) {
    // Responses, and reports of others: nobody's business but a behaviour's that asked.
    if (Behaviour* asked = behaviour(request.place)) asked->answered(frame);
    if (frame.is(zcl::Foundation::report)) default_answer(message, header, zcl::Status::success);
    return;
  }
  if (!known) {
    default_answer(message, header, zcl::Status::unsupported_cluster);
  } else if (header.cluster_specific) {
    cluster_command(request);
  } else {
    foundation(request);
  }
}

void VirtualDevice::cluster_command(const Request& request) {
  const zcl::Header& header = request.frame.header;
  Behaviour* cluster = behaviour(request.place);
  Reaction reaction{zcl::Status::unsupported_cluster_command};
  if (cluster && request.frame.command)
    reaction = cluster->command({request.frame, request.message});
  if (reaction.answered) return;
  if (reaction.status == zcl::Status::unsupported_cluster_command && spec_.lenient) {
    reaction.status = zcl::Status::success;
  }
  default_answer(request.message, header, reaction.status);
}

// ZCL 8, 2.5.12.2: no default response to what came to many, to default responses, and, when the
// sender does not want to hear of it, to success.
void VirtualDevice::default_answer(const Message& message, const zcl::Header& header,
                                   zcl::Status status) {
  const auto own = static_cast<std::uint8_t>(zcl::Foundation::default_response);
  if (!header.cluster_specific && header.command == own) return;
  if (header.no_default_response && status == zcl::Status::success) return;
  reply(message, default_response(header, status));
}

void VirtualDevice::reply(const Message& message, Bytes zcl) {
  if (message.kind != Message::Kind::unicast) return;
  Message answer;
  answer.source_endpoint = message.endpoint;
  answer.destination = message.source;
  answer.endpoint = message.source_endpoint;
  answer.profile = message.profile;
  answer.cluster = message.cluster;
  answer.payload = std::move(zcl);
  medium_.transmit(*this, std::move(answer));
}

void VirtualDevice::send(EndpointId from, ClusterId cluster, Bytes zcl, Nwk to,
                         EndpointId to_endpoint) {
  const Endpoint* endpoint = node.endpoint(from);
  Message message;
  message.source_endpoint = from;
  message.destination = to;
  message.endpoint = to_endpoint;
  if (endpoint) message.profile = endpoint->profile;
  message.cluster = cluster;
  message.payload = std::move(zcl);
  medium_.transmit(*this, std::move(message));
}

bool VirtualDevice::send_to_bound(const Place& from, const Bytes& zcl) {
  bool any = false;
  for (const zdo::Binding& binding : node.bindings) {
    if (binding.source_endpoint != from.endpoint || binding.cluster_id != from.cluster) continue;
    any = true;
    if (!binding.to_group) {
      const auto nwk = medium_.address_of(binding.target);
      if (nwk) send(from.endpoint, from.cluster, zcl, *nwk, binding.target_endpoint);
      continue;
    }
    const Endpoint* endpoint = node.endpoint(from.endpoint);
    Message message;
    message.kind = Message::Kind::group;
    message.source_endpoint = from.endpoint;
    message.group = binding.group;
    message.endpoint = all_endpoints;
    if (endpoint) message.profile = endpoint->profile;
    message.cluster = from.cluster;
    message.payload = zcl;
    medium_.transmit(*this, std::move(message));
  }
  return any;
}

namespace {

zcl::Header report_header(const Place& from, std::uint16_t manufacturer, std::uint8_t tsn) {
  zcl::Header header;
  header.to_client = !from.client;
  header.no_default_response = true;
  header.manufacturer = manufacturer;
  header.manufacturer_specific = manufacturer != 0;
  header.tsn = tsn;
  header.command = static_cast<std::uint8_t>(zcl::Foundation::report);
  return header;
}

}  // namespace

void VirtualDevice::report(const std::vector<AttributeKey>& keys) {
  if (keys.empty()) return;
  Records records;
  for (const AttributeKey& key : keys) {
    const Attribute* attribute = attributes_.find(key);
    if (!attribute) continue;
    zcl::Record record;
    record.attribute = key.id;
    records.add(record, attribute->type, attribute->value);
  }
  if (records.empty()) return;
  const Place& from = keys.front().place;
  // Configured reports go where the binding table says, and nowhere when it says nothing. A device
  // that reports unasked sends to the coordinator.
  if (spec_.reports) {
    send_to_bound(from, records.frame(report_header(from, keys.front().manufacturer, next_tsn())));
  } else {
    report(from, keys.front().manufacturer, records);
  }
}

void VirtualDevice::report(const Place& from, std::uint16_t manufacturer, const Records& records,
                           EndpointId to) {
  send(from.endpoint, from.cluster, records.frame(report_header(from, manufacturer, next_tsn())),
       coordinator_nwk, to);
}

// Attributes ------------------------------------------------------------------------------------

bool VirtualDevice::set(const AttributeKey& key, Value value) {
  Attribute* attribute = attributes_.find(key);
  if (!attribute) return false;
  if (attribute->value == value) return true;
  attribute->value = std::move(value);
  if (Behaviour* cluster = behaviour(key.place)) cluster->changed(key);
  reporter_.changed(key);
  return true;
}

}  // namespace waggle::sim
