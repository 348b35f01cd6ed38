#include "library/block.h"

#include <algorithm>
#include <charconv>

namespace waggle::library {

std::string_view EndpointNames::name_of(EndpointId id) const {
  for (const auto& [name, number] : endpoints) {
    if (number == id.raw) return name;
  }
  return {};
}

std::optional<EndpointId> EndpointNames::find(std::string_view name) const {
  for (const auto& [known, number] : endpoints) {
    if (known == name) return EndpointId(static_cast<std::uint8_t>(number));
  }
  return std::nullopt;
}

std::string EndpointNames::property(std::string_view name, EndpointId endpoint) const {
  std::string out(name);
  if (!multi_endpoint || std::find(skip.begin(), skip.end(), name) != skip.end()) return out;
  // Without names, endpoints go by their numbers.
  const std::string suffix = endpoints.empty() ? std::to_string(endpoint.raw) : std::string(name_of(endpoint));
  if (!suffix.empty()) out += "_" + suffix;
  return out;
}

ClusterRef Builder::cluster(std::string_view name) {
  const zcl::Cluster* rows = catalogue_.find(name);
  unsigned number = 0;  // "0xFC11" or "64529", when nobody has given it a name
  const bool hex = name.starts_with("0x");
  const auto [end, error] = std::from_chars(name.data() + (hex ? 2 : 0), name.data() + name.size(), number, hex ? 16 : 10);
  const bool by_number = error == std::errc{} && end == name.data() + name.size() && number <= 0xFFFF;
  if (!rows && by_number) rows = catalogue_.find(ClusterId(static_cast<std::uint16_t>(number)));
  if (!rows && by_number) return {ClusterId(static_cast<std::uint16_t>(number)), nullptr};
  if (!rows) {
    problem("there is no cluster '" + std::string(name) + "'");
    return {};
  }
  ClusterRef out;
  out.id = rows->id;
  out.rows = rows;
  return out;
}

AttributeRef Builder::attribute(std::string_view cluster_name, std::string_view attribute_name) {
  const ClusterRef found = cluster(cluster_name);
  if (!found.rows && found.id.raw != 0) problem("nobody has described cluster '" + std::string(cluster_name) + "': its attributes have numbers alone");
  if (!found.rows) return {};
  const zcl::Attribute* row = found.rows->attribute(attribute_name);
  if (!row) {
    problem("cluster '" + std::string(cluster_name) + "' has no attribute '" + std::string(attribute_name) + "'");
    return {};
  }
  return {found.id, AttributeId(row->id), row, row->manufacturer ? row->manufacturer : found.rows->manufacturer};
}

CommandRef Builder::command(std::string_view cluster_name, std::string_view command_name, bool to_client) {
  const ClusterRef found = cluster(cluster_name);
  if (!found.rows) return {};
  const zcl::Command* row = found.rows->command(command_name, to_client);
  if (!row) {
    problem("cluster '" + std::string(cluster_name) + "' has no command '" + std::string(command_name) + "'");
    return {};
  }
  return {found.id, row, row->manufacturer ? row->manufacturer : found.rows->manufacturer};
}

void Builder::expose(Expose expose) { parts.exposes.emplace_back(std::move(expose)); }
void Builder::expose(ExposeFunction function) { parts.exposes.emplace_back(std::move(function)); }

void Builder::option(OptionFor what, Expose option) {
  parts.options[static_cast<std::size_t>(what)].push_back(std::move(option));
}

void Builder::decode(std::string_view cluster_name, std::uint16_t kinds, Decode step) {
  parts.decoders.push_back({cluster(cluster_name).id, kinds, nullptr, std::move(step)});
}

void Builder::decode_command(std::string_view cluster_name, std::string_view command_name, Decode step) {
  const ClusterRef found = cluster(cluster_name);
  if (!found.rows) return;
  bool any = false;
  for (const bool to_client : {true, false}) {
    const zcl::Command* row = found.rows->command(command_name, to_client);
    if (!row) continue;
    any = true;
    parts.decoders.push_back({found.id, Message::command, row, step});
  }
  if (!any) {
    problem("cluster '" + std::string(cluster_name) + "' has no command '" + std::string(command_name) + "'");
  }
}

void Builder::encode(std::vector<std::string> keys, Encode set, Encode get,
                     std::vector<std::string> endpoints) {
  parts.encoders.push_back({std::move(keys), std::move(set), std::move(get), std::move(endpoints)});
}

void Builder::configure(Configure step) { parts.configure.push_back(std::move(step)); }
void Builder::on(Event event, Configure step) { parts.events.push_back({event, std::move(step)}); }

Operation read_attributes(EndpointId endpoint, std::initializer_list<AttributeRef> attributes) {
  Operation op;
  op.kind = Operation::Kind::read;
  op.endpoint = endpoint;
  for (const AttributeRef& a : attributes) {
    op.cluster = a.cluster;
    op.attributes.push_back(a.id);
    if (a.manufacturer) op.manufacturer = a.manufacturer;
  }
  return op;
}

Operation write_attribute(EndpointId endpoint, const AttributeRef& attribute, Value value) {
  Operation op;
  op.kind = Operation::Kind::write;
  op.endpoint = endpoint;
  op.cluster = attribute.cluster;
  op.writes.push_back({attribute.id, attribute.row ? attribute.row->type : zcl::Type::no_data, std::move(value)});
  op.manufacturer = attribute.manufacturer;
  return op;
}

Operation send_command(EndpointId endpoint, const CommandRef& command, Object payload) {
  Operation op;
  op.kind = Operation::Kind::command;
  op.endpoint = endpoint;
  op.cluster = command.cluster;
  op.command = command.row;
  op.manufacturer = command.manufacturer;
  op.payload = std::move(payload);
  return op;
}

Operation bind(EndpointId endpoint, ClusterId cluster) {
  Operation op;
  op.kind = Operation::Kind::bind;
  op.endpoint = endpoint;
  op.cluster = cluster;
  return op;
}

Operation configure_reporting(EndpointId endpoint, std::vector<Reporting> rows) {
  Operation op;
  op.kind = Operation::Kind::configure_reporting;
  op.endpoint = endpoint;
  for (Reporting& r : rows) {
    op.cluster = r.attribute.cluster;
    op.reports.push_back({r.attribute.id, r.attribute.row ? r.attribute.row->type : zcl::Type::no_data,
                          r.min, r.max, std::move(r.change)});
    if (r.attribute.manufacturer) op.manufacturer = r.attribute.manufacturer;
  }
  return op;
}

std::vector<EndpointId> endpoints_with(const Device& device, ClusterId input) {
  std::vector<EndpointId> out;
  for (std::size_t i = 0; i < device.endpoint_count(); ++i) {
    if (device.endpoint(i).has_input(input)) out.push_back(device.endpoint(i).id);
  }
  return out;
}

EndpointId serving(const Request& request, const Step& step, ClusterId cluster) {
  if (!request.endpoint_name.empty() || request.to_group) return request.endpoint;
  const auto all = endpoints_with(step.device(), cluster);
  return all.empty() ? request.endpoint : all[0];
}

std::vector<EndpointId> endpoints_with(const Step& step, ClusterId input) {
  const auto& only = step.confined();
  auto out = endpoints_with(step.device(), input);
  if (!only.empty()) std::erase_if(out, [&](EndpointId id) { return std::find(only.begin(), only.end(), id) == only.end(); });
  return out;
}

}  // namespace waggle::library
