#include "network/perform.h"

#include <algorithm>

namespace waggle::network {
namespace {

using Kind = library::Operation::Kind;

template <class Message>
Message binding_message(const Device& device, EndpointId endpoint, const Binding& binding) {
  Message out;
  out.source = device.ieee();
  out.source_endpoint = endpoint;
  out.cluster_id = binding.cluster;
  out.to_group = binding.group.has_value();
  out.group = binding.group.value_or(GroupId{});
  out.target = binding.target;
  out.target_endpoint = binding.target_endpoint;
  return out;
}

// Notes of reporting -----------------------------------------------------------------------------------------

void forget(std::vector<Reporting>& list, ClusterId cluster, AttributeId attribute, std::uint16_t manufacturer) {
  std::erase_if(list, [&](const Reporting& r) {
    return r.cluster == cluster && r.attribute == attribute && r.manufacturer == manufacturer;
  });
}

void note_configured(Endpoint& endpoint, const library::Operation& operation, const zcl::Frame& answer) {
  // One status without attribute stands for all; otherwise only what failed need be listed (ZCL 2.5.8.1).
  auto refused = [&](AttributeId id) {
    return std::any_of(answer.records.begin(), answer.records.end(), [&](const zcl::Record& r) {
      return r.status != 0 && (!r.has_attribute || r.attribute == id);
    });
  };
  for (const library::ReportingRow& row : operation.reports) {
    if (refused(row.attribute)) continue;
    forget(endpoint.reportings, operation.cluster, row.attribute, operation.manufacturer);
    // A maximum of 0xFFFF ends reporting (ZCL 2.5.7.1.6).
    if (row.max == 0xFFFF) continue;
    endpoint.reportings.push_back({operation.cluster, row.attribute, operation.manufacturer, row.min, row.max, row.change});
  }
}

// The device has told what it reports, or that it does not.
void note_told(Endpoint& endpoint, const library::Operation& operation, const zcl::Frame& answer) {
  for (const zcl::Record& r : answer.records) {
    if (!r.has_attribute || r.direction != 0) continue;
    if (r.status != 0) {
      forget(endpoint.reportings, operation.cluster, r.attribute, operation.manufacturer);
      continue;
    }
    Reporting told{operation.cluster, r.attribute, operation.manufacturer, r.min, r.max, zcl::to_value(r.value)};
    auto& list = endpoint.reportings;
    const auto known = std::find_if(list.begin(), list.end(), [&](const Reporting& k) {
      return k.cluster == told.cluster && k.attribute == told.attribute && k.manufacturer == told.manufacturer;
    });
    if (known == list.end()) {
      list.push_back(std::move(told));
    } else {
      *known = std::move(told);
    }
  }
}

}  // namespace

Task<Result<Object>> Performer::perform(DevicePtr device, library::Operation operation) {
  if (!is_frame(operation)) {
    Binding binding;
    binding.cluster = operation.cluster;
    binding.group = operation.target_group;
    binding.target = coordinator_;
    binding.target_endpoint = EndpointId(1);
    // Not `? co_await … : co_await …`: g++ 12 destroys what the branch that was not taken would have returned.
    auto order = operation.kind == Kind::bind ? bind(device, operation.endpoint, binding) : unbind(device, operation.endpoint, binding);
    auto done = co_await std::move(order);
    if (!done) co_return std::move(done.error());
    co_return Object{};
  }
  CO_TRY(const ReplyPtr reply, co_await ask(std::move(device), operation));
  if (!reply) co_return Object{};
  // What of a read was refused is simply not there; everything else must have been taken whole.
  if (operation.kind == Kind::read) {
    Object values = answer_values(reply->frame);
    if (values.empty()) CO_TRY_DO(check_status(reply->frame));
    co_return values;
  }
  CO_TRY_DO(check_status(reply->frame));
  co_return answer_values(reply->frame);
}

Task<Result<ReplyPtr>> Performer::ask(DevicePtr device, library::Operation operation) {
  CO_TRY(Bytes frame, encode_operation(operation, operation.tsn ? 0 : requests_.next_tsn(), false));
  SendOptions options;
  if (operation.timeout) options.timeout = *operation.timeout;
  const AwaitedAnswer awaited = awaited_answer(operation, false);
  CO_TRY(ReplyPtr reply, co_await requests_.unicast(device, operation.endpoint, operation.cluster, std::move(frame),
                                                    awaited, options));
  if (reply) take_notes(*device, operation, reply->frame);
  co_return reply;
}

Task<Result<Object>> Performer::perform(GroupId group, library::Operation operation) {
  CO_TRY(Bytes frame, encode_operation(operation, requests_.next_tsn(), true));
  CO_TRY_DO(co_await requests_.groupcast(group, operation.cluster, std::move(frame)));
  co_return Object{};
}

Task<Result<Object>> Performer::read_all(DevicePtr device, EndpointId endpoint, ClusterId cluster,
                                         std::vector<AttributeId> attributes) {
  library::Operation operation;
  operation.kind = Kind::read;
  operation.endpoint = endpoint;
  operation.cluster = cluster;
  operation.attributes = std::move(attributes);
  co_return co_await perform(std::move(device), std::move(operation));
}

Task<Result<>> Performer::bind(DevicePtr device, EndpointId endpoint, Binding binding) {
  auto message = binding_message<zdo::BindRequest>(*device, endpoint, binding);
  CO_TRY_DO(co_await requests_.zdo<zdo::BindResponse>(device->nwk, device->ieee(), std::move(message)));
  if (Endpoint* e = device->find(endpoint)) {
    if (std::find(e->bindings.begin(), e->bindings.end(), binding) == e->bindings.end()) e->bindings.push_back(binding);
  }
  co_return Result<>{};
}

Task<Result<>> Performer::unbind(DevicePtr device, EndpointId endpoint, Binding binding) {
  auto message = binding_message<zdo::UnbindRequest>(*device, endpoint, binding);
  auto done = co_await requests_.zdo<zdo::UnbindResponse>(device->nwk, device->ieee(), std::move(message));
  // "There is none" is what was wanted.
  if (!done && done.error().status != static_cast<int>(zdo::Status::no_entry)) co_return std::move(done.error());
  if (Endpoint* e = device->find(endpoint)) std::erase(e->bindings, binding);
  co_return Result<>{};
}

void Performer::take_notes(Device& device, const library::Operation& operation, const zcl::Frame& answer) {
  Endpoint* endpoint = device.find(operation.endpoint);
  if (!endpoint) return;
  if (answer.is(zcl::Foundation::configure_reporting_response)) note_configured(*endpoint, operation, answer);
  if (answer.is(zcl::Foundation::read_reporting_response)) note_told(*endpoint, operation, answer);
}

}  // namespace waggle::network
