#include "sim/behaviour.h"

#include "core/log.h"
#include "sim/clusters.h"
#include "sim/device.h"

namespace waggle::sim {

std::int64_t Call::sint(std::string_view param) const {
  const zcl::Datum* datum = frame.param(param);
  return datum && datum->is_integer() ? datum->sint() : 0;
}

ByteView Call::raw(std::string_view param) const {
  const zcl::Datum* datum = frame.param(param);
  return datum ? datum->raw : ByteView();
}

Behaviour::Behaviour(VirtualDevice& device, Place place)
    : device_(device), place_(place), later_(device.scheduler()) {}

void Behaviour::approach(AttributeId id, double value, std::chrono::nanoseconds) {
  device_.set({place_, id, 0}, Value(value));
}

AttributeKey Behaviour::key(std::string_view attribute) const {
  return {place_, attribute_id(place_.cluster, attribute), 0};
}
AttributeKey Behaviour::key(std::string_view cluster, std::string_view attribute) const {
  const ClusterId id = find_cluster(cluster)->id;
  return {{place_.endpoint, id, false}, attribute_id(id, attribute), 0};
}

double Behaviour::number(std::string_view attribute, double fallback) const {
  const Attribute* found = device_.attributes().find(key(attribute));
  return found ? as_number(found->value, fallback) : fallback;
}
double Behaviour::number(std::string_view cluster, std::string_view attribute,
                         double fallback) const {
  const Attribute* found = device_.attributes().find(key(cluster, attribute));
  return found ? as_number(found->value, fallback) : fallback;
}
bool Behaviour::has(std::string_view attribute) const {
  return device_.attributes().find(key(attribute)) != nullptr;
}
bool Behaviour::has(std::string_view cluster, std::string_view attribute) const {
  return device_.attributes().find(key(cluster, attribute)) != nullptr;
}
void Behaviour::set(std::string_view attribute, Value value) {
  device_.set(key(attribute), std::move(value));
}
void Behaviour::set(std::string_view cluster, std::string_view attribute, Value value) {
  device_.set(key(cluster, attribute), std::move(value));
}
bool Behaviour::is(const AttributeKey& other, std::string_view attribute) const {
  return other == key(attribute);
}

Reaction Behaviour::respond(const Call& call, std::string_view response, const Object& params) {
  CommandOptions options;
  options.to_client = !call.frame.header.to_client;
  options.manufacturer = call.frame.header.manufacturer;
  options.tsn = call.frame.header.tsn;
  auto frame = command_frame(place_.cluster, response, params, options);
  if (!frame) {
    log::error("sim", "{}: {}", device_.name(), frame.error().text);
    return {zcl::Status::failure};
  }
  device_.reply(call.message, std::move(*frame));
  return {zcl::Status::success, true};
}

void Behaviour::notify(std::string_view command, const Object& params) {
  CommandOptions options;
  options.to_client = !place_.client;
  options.tsn = device_.next_tsn();
  const auto frame = command_frame(place_.cluster, command, params, options);
  if (!frame) {
    log::error("sim", "{}: {}", device_.name(), frame.error().text);
  } else if (!device_.send_to_bound(place_, *frame)) {
    device_.send(place_.endpoint, place_.cluster, *frame, coordinator_nwk, EndpointId(1));
  }
}

void Behaviour::tell_coordinator(std::string_view command, const Object& params,
                                 EndpointId endpoint) {
  CommandOptions options;
  options.to_client = !place_.client;
  options.tsn = device_.next_tsn();
  auto frame = command_frame(place_.cluster, command, params, options);
  if (!frame) {
    log::error("sim", "{}: {}", device_.name(), frame.error().text);
    return;
  }
  device_.send(place_.endpoint, place_.cluster, std::move(*frame), coordinator_nwk, endpoint);
}

}  // namespace waggle::sim
