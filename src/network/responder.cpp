#include "network/responder.h"

#include "core/log.h"
#include "network/time_server.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:responder";
constexpr ClusterId gen_basic{0x0000};
constexpr ClusterId gen_time{0x000A};
constexpr ClusterId gen_poll_control{0x0020};
constexpr ClusterId ias_zone{0x0500};
constexpr int zone_number = 23;

using Kind = library::Operation::Kind;

library::Operation command_to(EndpointId endpoint, ClusterId cluster, std::string_view name, Object payload) {
  library::Operation out = standard_command(endpoint, cluster, name, std::move(payload));
  out.no_default_response = true;
  return out;
}

// What a server of the basic cluster without properties of its own says: the specification's defaults.
std::optional<Value> basic_attribute(const zcl::Attribute& row) {
  if (row.is(zcl::Attribute::has_number)) return Value(row.default_number);
  if (row.is(zcl::Attribute::has_text)) return Value(row.default_text);
  return std::nullopt;
}

}  // namespace

library::Operation enrol_response(EndpointId endpoint) {
  return command_to(endpoint, ias_zone, "enrollRsp", {{"enrollrspcode", 0}, {"zoneid", zone_number}});
}

void Responder::respond(const DevicePtr& device, const coordinator::Incoming& incoming, const zcl::Frame& frame) {
  if (device->kind == DeviceType::green_power) return;
  const zcl::Header& header = frame.header;
  const EndpointId endpoint = incoming.source_endpoint;
  if (frame.is(zcl::Foundation::read)) {
    tasks_.spawn("read response", answer(device, read_response(incoming, frame), incoming.endpoint));
    return;
  }
  if (incoming.cluster == ias_zone && frame.is_command("enrollReq")) {
    library::Operation enrol = enrol_response(endpoint);
    enrol.tsn = header.tsn;
    tasks_.spawn("enrolment", answer(device, std::move(enrol), EndpointId(1)));
    return;
  }
  if (incoming.cluster == gen_poll_control && frame.is_command("checkin")) {
    tasks_.spawn("check-in", check_in(device, endpoint, header.tsn));
    return;
  }
  const bool answered_otherwise = header.cluster_specific
                                      ? !frame.command || frame.command->response >= 0
                                      : frame.is(zcl::Foundation::default_response) ||
                                            zcl::response_of(frame.foundation()).has_value();
  if (answered_otherwise || incoming.broadcast || header.no_default_response) return;
  // Routers deliver some frames twice; one answer is enough.
  if (device->answered_tsn == header.tsn) return;
  device->answered_tsn = header.tsn;
  library::Operation out;
  out.kind = Kind::default_response;
  out.endpoint = endpoint;
  out.cluster = incoming.cluster;
  out.manufacturer = header.manufacturer_specific ? header.manufacturer : std::uint16_t{0};
  out.to_client = !header.to_client;
  out.tsn = header.tsn;
  out.raw_command = header.command;
  out.raw_payload = {0};  // success
  tasks_.spawn("default response", answer(device, std::move(out), EndpointId(1)));
}

library::Operation Responder::read_response(const coordinator::Incoming& incoming, const zcl::Frame& frame) const {
  library::Operation out;
  out.kind = Kind::read_response;
  out.endpoint = incoming.source_endpoint;
  out.cluster = incoming.cluster;
  out.tsn = frame.header.tsn;
  for (const zcl::Record& record : frame.records) {
    const zcl::Attribute* row = frame.cluster ? frame.cluster->attribute(record.attribute) : nullptr;
    std::optional<Value> value;
    if (incoming.cluster == gen_time) value = time_attribute(record.attribute, scheduler_.wall());
    if (incoming.cluster == gen_basic && row) value = basic_attribute(*row);
    if (value && row) {
      out.writes.push_back({record.attribute, row->type, std::move(*value)});
    } else {
      out.writes.push_back({record.attribute, zcl::Type::no_data, {}});  // unsupported
    }
  }
  return out;
}

Task<> Responder::answer(DevicePtr device, library::Operation operation, EndpointId source) {
  auto frame = encode_operation(operation, operation.tsn ? 0 : requests_.next_tsn(), false);
  if (!frame) {
    log::error(NS, "an answer to {} cannot be written: {}", to_string(device->ieee()), frame.error().text);
    co_return;
  }
  SendOptions options;
  options.source = source;
  const AwaitedAnswer none;
  auto sent = co_await requests_.unicast(device, operation.endpoint, operation.cluster, std::move(*frame), none, options);
  if (!sent) log::debug(NS, "answering {} failed: {}", to_string(device->ieee()), sent.error().text);
}

// A sleepy device asks whether somebody has something for it (ZCL 8, 3.16.5.3). It is kept awake only for
// as long as that takes.
Task<> Responder::check_in(DevicePtr device, EndpointId endpoint, std::uint8_t tsn) {
  const bool unknown = !device->checkin_interval;
  const bool wants = wanted(device);
  if (wants) awake_[device->ieee()] = endpoint;
  auto reply = command_to(endpoint, gen_poll_control, "checkinRsp", {{"startFastPolling", unknown || wants ? 1 : 0}, {"fastPollTimeout", 0}});
  reply.tsn = tsn;
  reply.no_answer = true;
  auto done = co_await performer_.perform(device, std::move(reply));
  if (!done) {
    log::debug(NS, "check-in of {}: {}", to_string(device->ieee()), done.error().text);
    awake_.erase(device->ieee());
    co_return;
  }
  if (unknown) {
    auto interval = co_await performer_.read(device, endpoint, gen_poll_control, AttributeId(0));
    if (interval) {
      const Value* quarters = interval->find("checkinInterval");
      if (quarters) device->checkin_interval = quarters->number_or(0) / 4;
    }
  }
  if (unknown && !wants) co_await stop_fast_poll(std::move(device), endpoint);
}

Task<> Responder::let_sleep(DevicePtr device) {
  const auto found = awake_.find(device->ieee());
  if (found == awake_.end()) co_return;
  const EndpointId endpoint = found->second;
  awake_.erase(found);
  co_await stop_fast_poll(std::move(device), endpoint);
}

Task<> Responder::stop_fast_poll(DevicePtr device, EndpointId endpoint) {
  auto enough = command_to(endpoint, gen_poll_control, "fastPollStop", {});
  auto stop = co_await performer_.perform(device, std::move(enough));
  if (!stop) log::debug(NS, "check-in of {}: {}", to_string(device->ieee()), stop.error().text);
}

}  // namespace waggle::network
