// Requests about reporting: what a device tells by itself, how often, and from which change on.
#include <algorithm>

#include "bridge/api/routes.h"
#include "core/log.h"
#include "core/set_if.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";
using Kind = library::Operation::Kind;

struct Place {
  EntityPtr entity;
  EndpointId endpoint;
  ClusterId cluster;

  network::DevicePtr device() const { return entity->zigbee_device(); }
};

Result<Place> read_place(const Parts& parts, const Value& request) {
  Place out;
  TRY(out.entity, find_device(parts, *request.find("id")));
  const Value& key = *request.find("endpoint");
  const auto endpoint = find_endpoint(*out.entity, &key);
  if (!endpoint) return Error{Errc::not_found, "Device '" + out.entity->id() + "' does not have endpoint '" + to_text(key) + "'"};
  out.endpoint = *endpoint;
  TRY(out.cluster, find_cluster(*out.device(), *request.find("cluster")));
  return out;
}

bool has(const Value& request, std::initializer_list<std::string_view> keys) {
  return std::all_of(keys.begin(), keys.end(), [&](std::string_view key) { return request.find(key) != nullptr; });
}

/// An attribute by name or number, or {"ID", "type"} where nobody has described it.
Result<library::ReportingRow> read_attribute(const Place& place, const Value& wanted, std::uint16_t& manufacturer) {
  library::ReportingRow out;
  if (const Value* id = wanted.find("ID")) {
    const auto number = id->integer(0, 0xFFFF);
    const Value* type = wanted.find("type");
    const auto code = type ? type->integer(0, 0xFF) : std::optional<std::int64_t>(0);
    if (!number || !code) return Error{Errc::invalid, R"(attribute: "ID" is a number up to 65535, "type" one up to 255)"};
    out.attribute = AttributeId(static_cast<std::uint16_t>(*number));
    out.type = static_cast<zcl::Type>(*code);
    return out;
  }
  const zcl::Cluster* cluster = place.device()->catalogue.find(place.cluster, manufacturer);
  const auto number = whole_number(wanted, 0, 0xFFFF);
  const zcl::Attribute* row = nullptr;
  if (cluster && number) row = cluster->attribute(AttributeId(static_cast<std::uint16_t>(*number)), manufacturer);
  if (cluster && !number && wanted.is_string()) row = cluster->attribute(wanted.string());
  if (!row) {
    return Error{Errc::not_found, "Invalid attribute '" + to_text(wanted) + "' for cluster '" + zcl::cluster_label(place.device()->catalogue, place.cluster) + "'"};
  }
  out.attribute = AttributeId(row->id);
  out.type = row->type;
  if (manufacturer == 0) manufacturer = row->manufacturer ? row->manufacturer : cluster->manufacturer;
  return out;
}

Result<std::uint16_t> read_manufacturer(const Value* code) {
  if (!code || !truthy(*code)) return std::uint16_t{0};
  const auto number = code->integer(1, 0xFFFF);
  if (!number) return Error{Errc::invalid, "The manufacturer code is a number from 1 to 65535, not '" + to_text(*code) + "'"};
  return static_cast<std::uint16_t>(*number);
}

// Configure --------------------------------------------------------------------------------------------------

Task<Result<Object>> configure(Parts& parts, Value request) {
  const Value* change = request.find("reportable_change");
  const Value* min = request.find("minimum_report_interval");
  const Value* max = request.find("maximum_report_interval");
  if (!has(request, {"id", "endpoint", "cluster", "attribute"}) || !min || !min->is_number() || !max || !max->is_number() || (change && !change->is_number())) {
    co_return invalid_payload();
  }
  CO_TRY(const Place place, read_place(parts, request));
  const auto shortest = min->integer(0, 0xFFFF);
  const auto longest = max->integer(0, 0xFFFF);
  if (!shortest || !longest) co_return Error{Errc::invalid, "The report intervals are whole seconds from 0 to 65535"};
  library::Operation operation;
  operation.kind = Kind::configure_reporting;
  operation.endpoint = place.endpoint;
  operation.cluster = place.cluster;
  CO_TRY(operation.manufacturer, read_manufacturer(request.find("options", "manufacturerCode")));
  const Value attribute = *request.find("attribute");
  CO_TRY(library::ReportingRow row, read_attribute(place, attribute, operation.manufacturer));
  row.min = static_cast<std::uint16_t>(*shortest);
  row.max = static_cast<std::uint16_t>(*longest);
  if (change) row.change = *change;
  operation.reports.push_back(row);

  network::Binding binding;
  binding.cluster = place.cluster;
  binding.target = parts.network.radio().ieee;
  binding.target_endpoint = EndpointId(1);
  CO_TRY_DO(co_await parts.network.performer().bind(place.device(), place.endpoint, binding));
  CO_TRY_DO(co_await parts.network.performer().perform(place.device(), std::move(operation)));
  CO_TRY_DO(parts.network.save());
  parts.documents.publish_devices();
  log::info(NS, "Configured reporting for '{}', '{}.{}'", to_text(*request.find("id")), to_text(*request.find("cluster")), to_text(attribute));
  Object data;
  for (const std::string_view key : {"id", "endpoint", "cluster", "maximum_report_interval", "minimum_report_interval", "reportable_change", "attribute"}) {
    set_if(data, key, request.find(key));
  }
  co_return data;
}

// Read -------------------------------------------------------------------------------------------------------

/// The question for `configs`: direction and attribute, one after the other (ZCL 8, 2.5.9).
Result<Bytes> question(const Place& place, const Value& configs, std::uint16_t& manufacturer) {
  if (!configs.is_array() || configs.array().empty()) return Error{Errc::invalid, R"(configs is a list such as [{"attribute": "onOff"}])"};
  Writer out;
  for (const Value& config : configs.array()) {
    const Value* attribute = config.find("attribute");
    if (!attribute) return Error{Errc::invalid, R"(configs is a list such as [{"attribute": "onOff"}])"};
    const Value* direction = config.find("direction");
    const auto number = direction ? direction->integer(0, 1) : std::optional<std::int64_t>(0);
    if (!number) return Error{Errc::invalid, "configs: direction is 0 (what it reports) or 1 (what is reported to it)"};
    TRY(const library::ReportingRow row, read_attribute(place, *attribute, manufacturer));
    out.u8(static_cast<std::uint64_t>(*number)).u16(row.attribute.raw);
  }
  return out.take();
}

Object told(const zcl::Record& r) {
  Object out{{"status", r.status}, {"direction", r.direction}, {"attrId", r.attribute.raw}};
  if (r.status != 0) return out;
  if (r.direction == 1) {
    out.set("timeout", r.timeout);
    return out;
  }
  out.set("dataType", static_cast<int>(r.type));
  out.set("minRepIntval", r.min);
  out.set("maxRepIntval", r.max);
  if (r.value.present()) out.set("repChange", zcl::to_value(r.value));
  return out;
}

Task<Result<Object>> read(Parts& parts, Value request) {
  if (!has(request, {"id", "endpoint", "cluster", "configs"})) co_return invalid_payload();
  CO_TRY(const Place place, read_place(parts, request));
  const Value* code = request.find("manufacturer_code");
  library::Operation operation;
  operation.kind = Kind::foundation;
  operation.endpoint = place.endpoint;
  operation.cluster = place.cluster;
  operation.raw_command = static_cast<std::uint8_t>(zcl::Foundation::read_reporting);
  CO_TRY(operation.manufacturer, read_manufacturer(code));
  CO_TRY(operation.raw_payload, question(place, *request.find("configs"), operation.manufacturer));
  CO_TRY(const network::ReplyPtr reply, co_await parts.network.performer().ask(place.device(), std::move(operation)));
  if (!reply) co_return Error{Errc::timeout, "No response received"};
  CO_TRY_DO(parts.network.save());
  parts.documents.publish_devices();
  Array configs;
  for (const zcl::Record& record : reply->frame.records) configs.emplace_back(told(record));
  Object data{{"id", *request.find("id")}, {"endpoint", *request.find("endpoint")}, {"cluster", *request.find("cluster")}, {"configs", std::move(configs)}};
  if (code && truthy(*code)) data.set("manufacturer_code", *code);
  co_return data;
}

constexpr Route rows[] = {
    {"device/configure_reporting", configure},  // its name before 2.0
    {"device/reporting/configure", configure},
    {"device/reporting/read", read},
};

}  // namespace

const std::span<const Route> reporting_routes = rows;

}  // namespace waggle::bridge::api
