#include "sim/control.h"

#include <algorithm>

#include "core/json.h"
#include "sim/behaviours/tuya.h"
#include "sim/clusters.h"
#include "sim/lookup.h"

namespace waggle::sim {
namespace {

Error wrong(std::string text) { return {Errc::invalid, std::move(text)}; }

Result<std::string> text(const Value& request, std::string_view key) {
  const Value* value = request.find(key);
  if (!value) return wrong("'" + std::string(key) + "' is missing");
  return to_text(*value);
}
std::int64_t whole(const Value& request, std::string_view key, std::int64_t fallback,
                   std::int64_t most) {
  const Value* value = request.find(key);
  return value ? value->integer(0, most).value_or(fallback) : fallback;
}
bool flag(const Value& request, std::string_view key, bool fallback) {
  const Value* value = request.find(key);
  return value ? value->bool_or(fallback) : fallback;
}
int count(const Value& request) { return static_cast<int>(whole(request, "count", 1, 1'000'000)); }
std::optional<EndpointId> endpoint(const Value& request) {
  const std::int64_t number = whole(request, "ep", 0, 254);
  return number ? std::optional(EndpointId(static_cast<std::uint8_t>(number))) : std::nullopt;
}
std::uint16_t manufacturer(const Value& request) {
  return static_cast<std::uint16_t>(whole(request, "manufacturer", 0, 0xFFFF));
}
Result<Bytes> octets(const Value& request) {
  TRY(const std::string digits, text(request, "data"));
  auto bytes = from_hex(digits);
  if (!bytes) return wrong("'data' takes hexadecimal digits");
  return std::move(*bytes);
}

Result<Delivery> delivery(const Value& request) {
  static constexpr std::pair<std::string_view, Delivery> names[] = {
      {"no_ack", Delivery::no_ack},           {"no_route", Delivery::no_route},
      {"expired", Delivery::expired},         {"channel", Delivery::channel_access_failure},
      {"buffer_full", Delivery::buffer_full},
  };
  const Value* status = request.find("status");
  if (!status) return Delivery::no_ack;
  for (const auto& [name, value] : names) {
    if (status->string_or("") == name) return value;
  }
  return wrong("'status' is no_ack, no_route, expired, channel or buffer_full");
}

/// Strings of hexadecimal digits stand for octets where the type wants octets.
Value fitting(zcl::Type type, const Value& value) {
  const zcl::TypeInfo* info = zcl::find_type(type);
  if (info && info->form == zcl::TypeInfo::Form::octets && value.is_string()) {
    if (auto bytes = from_hex(value.string())) return Value(std::move(*bytes));
  }
  return value;
}

}  // namespace

// clang-format off
std::span<const Control::Row> Control::rows() {
  static constexpr Row table[] = {
      {"help",       "",                                                                &Control::help},
      {"devices",    "",                                                                &Control::devices},
      {"device",     "device",                                                          &Control::show},
      {"join",       "device, force",                                                   &Control::join},
      {"announce",   "device",                                                          &Control::announce},
      {"leave",      "device, rejoin",                                                  &Control::leave},
      {"rejoin",     "device",                                                          &Control::rejoin},
      {"move",       "device, nwk, quietly",                                            &Control::move},
      {"drop",       "device, on",                                                      &Control::drop},
      {"permit",     "seconds",                                                         &Control::permit},
      {"report",     "device, cluster, attrs, ep, manufacturer, to",                    &Control::report},
      {"set",        "device, cluster, attrs, ep",                                      &Control::set},
      {"command",    "device, cluster, command, payload, ep, to_client, manufacturer",  &Control::command},
      {"raw",        "device, cluster, data, ep, to",                                   &Control::raw},
      {"tuya",       "device, dp, value, type",                                         &Control::tuya},
      {"green_power","source, do, command, payload, kind, level, key, receives, near, …", &Control::green_power},
      {"elsewhere",  "device, channel, pan",                                            &Control::elsewhere},
      {"fail",       "device, count, status, zdo",                                      &Control::fail},
      {"silent",     "device, count",                                                   &Control::silent},
      {"error",      "device, count, status",                                           &Control::error},
      {"latency",    "device, ms",                                                      &Control::latency},
      {"conditions", "latency, jitter, loss, duplicates, …_timeout",                    &Control::conditions},
      {"unplug",     "",                                                                &Control::unplug},
      {"reset",      "reason",                                                          &Control::reset},
      {"mute",       "on",                                                              &Control::mute},
      {"buffer_full","count",                                                           &Control::buffer_full},
      {"line",       "drop, duplicate",                                                 &Control::line},
      {"garbage",    "data",                                                            &Control::garbage},
      {"log",        "from",                                                            &Control::frames},
  };
  return table;
}
// clang-format on

std::string Control::answer(std::string_view line) {
  Object out;
  auto request = json::parse(line);
  Result<Value> result = Value();
  if (!request) {
    result = std::move(request.error());
  } else {
    if (const Value* id = request->find("id")) out.set("id", *id);
    result = run(*request);
  }
  out.set("ok", result.ok());
  if (result) {
    out.set("result", std::move(*result));
  } else {
    out.set("error", result.error().text);
  }
  return json::dump(Value(std::move(out)));
}

Result<Value> Control::run(const Value& request) {
  const Value* name = request.find("cmd");
  if (!name || !name->is_string()) return wrong("'cmd' is missing");
  for (const Row& row : rows()) {
    if (row.name == name->string()) return (this->*row.run)(request);
  }
  return Error{Errc::not_found, "there is no command '" + name->string() + "'"};
}

Result<VirtualDevice*> Control::device(const Value& request) const {
  TRY(const std::string name, text(request, "device"));
  VirtualDevice* found = air_.find(name);
  if (!found) return Error{Errc::not_found, "there is no device '" + name + "'"};
  return found;
}

Result<Value> Control::help(const Value&) {
  Object out;
  for (const Row& row : rows()) out.set(row.name, Value(row.help));
  return Value(std::move(out));
}

// Devices -----------------------------------------------------------------------------------------

Result<Value> Control::devices(const Value&) {
  Array out;
  for (const auto& d : air_.devices()) {
    out.push_back(Object{{"name", d->name()},
                         {"ieee", to_string(d->node.ieee)},
                         {"nwk", d->node.nwk.raw},
                         {"model", d->spec().model},
                         {"joined", air_.on_network(*d)},
                         {"dropped", d->faults.dropped}});
  }
  return Value(std::move(out));
}

Result<Value> Control::show(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  return Value(found->snapshot());
}

Result<Value> Control::join(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  TRY_DO(air_.join(*found, flag(request, "force", false)));
  return Value(Object{{"ieee", to_string(found->node.ieee)}, {"nwk", found->node.nwk.raw}});
}

Result<Value> Control::announce(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  air_.announce(*found);
  return Value();
}

Result<Value> Control::leave(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  air_.leave(*found, flag(request, "rejoin", false));
  return Value();
}

Result<Value> Control::rejoin(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  TRY_DO(air_.rejoin(*found));
  return Value();
}

Result<Value> Control::move(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  const Nwk to(static_cast<std::uint16_t>(whole(request, "nwk", 0, 0xFFFF)));
  TRY_DO(air_.move(*found, to, flag(request, "quietly", false)));
  return Value();
}

Result<Value> Control::drop(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  found->faults.dropped = flag(request, "on", true);
  return Value();
}

Result<Value> Control::permit(const Value& request) {
  air_.permit_joining(std::nullopt, static_cast<std::uint8_t>(whole(request, "seconds", 254, 255)));
  return Value();
}

// Messages ----------------------------------------------------------------------------------------

// {"attrs": {"zoneStatus": 1}}, {"attrs": {"0xff01": {"type": "text", "value": "…"}}}, or a list of
// names to report as they are.
Result<Value> Control::report(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  TRY(const std::string cluster, text(request, "cluster"));
  TRY(const Place place, find_place(*found, cluster, endpoint(request)));
  const Value* attrs = request.find("attrs");
  if (!attrs) return wrong("'attrs' is missing");
  std::vector<std::pair<std::string, Value>> wanted;
  if (attrs->is_array()) {
    for (const Value& name : attrs->array()) wanted.emplace_back(to_text(name), Value());
  } else if (attrs->is_object()) {
    for (const auto& [name, value] : attrs->object()) wanted.emplace_back(name, value);
  }
  Records records;
  for (auto& [name, value] : wanted) {
    TRY(const AttributeKey key, find_attribute(place, name, manufacturer(request)));
    const Attribute* known = found->attributes().find(key);
    const zcl::Cluster* rows = catalogue().find(place.cluster, key.manufacturer);
    const zcl::Attribute* row = rows ? rows->attribute(key.id, key.manufacturer) : nullptr;
    zcl::Type type = known ? known->type : row ? row->type : zcl::Type::no_data;
    if (const Value* typed = value.find("type")) {
      const zcl::TypeInfo* info = zcl::find_type(to_text(*typed));
      if (!info) return wrong("there is no data type '" + to_text(*typed) + "'");
      type = info->type;
      const Value* inner = value.find("value");
      const Value plain = inner ? *inner : Value();
      value = plain;
    }
    if (type == zcl::Type::no_data)
      return wrong("the type of '" + name + "' is not known: give it");
    if (value.is_null() && known) value = known->value;
    zcl::Record record;
    record.attribute = key.id;
    record.has_attribute = true;
    if (!records.add(record, type, fitting(type, value))) {
      return wrong("'" + to_text(value) + "' cannot be reported as '" + name + "'");
    }
    if (known) found->set(key, value);
  }
  if (records.empty()) return wrong("'attrs' names no attribute");
  const EndpointId to(static_cast<std::uint8_t>(whole(request, "to", 1, 254)));
  found->report(place, manufacturer(request), records, to);
  return Value();
}

Result<Value> Control::set(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  TRY(const std::string cluster, text(request, "cluster"));
  const Value* attrs = request.find("attrs");
  if (!attrs || !attrs->is_object()) return wrong("'attrs' is an object by name");
  for (const auto& [name, value] : attrs->object()) {
    TRY_DO(change(*found, cluster, name, value, endpoint(request)));
  }
  return Value();
}

Result<Value> Control::command(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  TRY(const std::string cluster, text(request, "cluster"));
  TRY(const std::string name, text(request, "command"));
  CommandSpec spec{cluster,
                   name,
                   {},
                   flag(request, "to_client", true),
                   manufacturer(request),
                   endpoint(request),
                   flag(request, "no_default_response", true)};
  if (const Value* payload = request.find("payload"); payload && payload->is_object()) {
    spec.params = payload->object();
  }
  TRY_DO(send_command(*found, spec));
  return Value();
}

Result<Value> Control::raw(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  TRY(const std::string cluster, text(request, "cluster"));
  const auto number = cluster_number(cluster);
  if (!number) return wrong("there is no cluster '" + cluster + "'");
  TRY(Bytes data, octets(request));
  const EndpointId to(static_cast<std::uint8_t>(whole(request, "to", 1, 254)));
  found->send(endpoint(request).value_or(EndpointId(1)), *number, std::move(data), coordinator_nwk,
              to);
  return Value();
}

Result<Value> Control::tuya(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  const Value* value = request.find("value");
  if (!value) return wrong("'value' is missing");
  std::optional<Datapoint::Type> type;
  if (const Value* name = request.find("type")) {
    type = datapoint_type(to_text(*name));
    if (!type) return wrong("there is no datapoint type '" + to_text(*name) + "'");
  }
  TRY_DO(
      set_datapoint(*found, static_cast<std::uint8_t>(whole(request, "dp", 0, 255)), *value, type));
  return Value();
}

// Faults ------------------------------------------------------------------------------------------

Result<Value> Control::fail(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  if (flag(request, "zdo", false)) {
    found->faults.zdo_failures = count(request);
    const std::int64_t status = whole(request, "status", -1, 255);
    found->faults.zdo_failure.reset();
    if (status >= 0) found->faults.zdo_failure = static_cast<std::uint8_t>(status);
    return Value();
  }
  TRY(const Delivery status, delivery(request));
  found->faults.failures = count(request);
  found->faults.failure = static_cast<std::uint8_t>(status);
  return Value();
}

Result<Value> Control::silent(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  found->faults.silent = count(request);
  return Value();
}

Result<Value> Control::error(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  found->faults.errors = count(request);
  found->faults.error = static_cast<zcl::Status>(whole(request, "status", 1, 255));
  return Value();
}

Result<Value> Control::latency(const Value& request) {
  TRY(VirtualDevice * found, device(request));
  found->faults.latency = std::chrono::milliseconds(whole(request, "ms", 0, 3'600'000));
  return Value();
}

Result<Value> Control::conditions(const Value& request) {
  Conditions& c = air_.conditions;
  const std::pair<std::string_view, std::chrono::nanoseconds*> times[] = {
      {"latency", &c.latency},
      {"jitter", &c.jitter},
      {"ack_timeout", &c.ack_timeout},
      {"indirect_timeout", &c.indirect_timeout}};
  for (const auto& [name, time] : times) {
    const std::int64_t ms = whole(request, name, -1, 3'600'000);
    if (ms >= 0) *time = std::chrono::milliseconds(ms);
  }
  const std::pair<std::string_view, double*> probabilities[] = {{"loss", &c.loss},
                                                                {"duplicates", &c.duplicates}};
  for (const auto& [name, probability] : probabilities) {
    if (const Value* value = request.find(name)) {
      *probability = std::clamp(value->number_or(0), 0.0, 1.0);
    }
  }
  return Value();
}

Result<Value> Control::unplug(const Value&) {
  radio_.unplug();
  return Value();
}

Result<Value> Control::reset(const Value& request) {
  radio_.restart(static_cast<Radio::Reason>(whole(request, "reason", 2, 2)));
  return Value();
}

Result<Value> Control::mute(const Value& request) {
  radio_.faults.mute = flag(request, "on", true);
  return Value();
}

Result<Value> Control::buffer_full(const Value& request) {
  radio_.faults.buffer_full = count(request);
  return Value();
}

Result<Value> Control::line(const Value& request) {
  const std::pair<std::string_view, double*> faults[] = {{"drop", &radio_.faults.drop},
                                                         {"duplicate", &radio_.faults.duplicate},
                                                         {"damage", &radio_.faults.damage}};
  for (const auto& [name, probability] : faults) {
    if (const Value* value = request.find(name)) {
      *probability = std::clamp(value->number_or(0), 0.0, 1.0);
    }
  }
  return Value();
}

Result<Value> Control::garbage(const Value& request) {
  TRY(const Bytes data, octets(request));
  radio_.garbage(data);
  return Value();
}

// The log -----------------------------------------------------------------------------------------

Result<Value> Control::frames(const Value& request) {
  const auto from = static_cast<std::uint64_t>(whole(request, "from", 0, std::int64_t{1} << 50));
  Array out;
  for (const Frame& frame : air_.history()) {
    if (frame.number <= from) continue;
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(frame.time.since_start).count();
    out.push_back(Object{{"n", frame.number},
                         {"t", ms},
                         {"dir", frame.direction},
                         {"kind", frame.kind},
                         {"device", frame.device},
                         {"nwk", frame.nwk.raw},
                         {"ep", frame.endpoint.raw},
                         {"cluster", frame.cluster.raw},
                         {"data", to_hex(frame.data)}});
  }
  return Value(Object{{"last", air_.frames()}, {"frames", std::move(out)}});
}

}  // namespace waggle::sim
