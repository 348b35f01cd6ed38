// What a virtual device remembers over a restart of the simulator, and what it shows to scripts.
#include <algorithm>
#include <cstdlib>

#include "sim/clusters.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

std::string place_name(const Place& place) {
  return std::to_string(place.endpoint.raw) + "/" + zcl::cluster_label(catalogue(), place.cluster);
}

Value keep_binding(const zdo::Binding& binding) {
  Writer out;
  encode(binding, out);
  return Value(to_hex(out.view()));
}

std::int64_t uint(const Value* value, std::int64_t most) {
  return value ? value->integer(0, most).value_or(0) : 0;
}
std::uint16_t u16(const Value* value) { return static_cast<std::uint16_t>(uint(value, 0xFFFF)); }
std::uint8_t u8(const Value* value) { return static_cast<std::uint8_t>(uint(value, 0xFF)); }

template <std::size_t N>
bool octets(const Value* value, std::array<std::uint8_t, N>& into) {
  const auto bytes = value ? from_hex(value->string_or("")) : std::nullopt;
  if (!bytes || bytes->size() != N) return false;
  std::copy(bytes->begin(), bytes->end(), into.begin());
  return true;
}

}  // namespace

Object VirtualDevice::save() const {
  Object out;
  if (network) {
    out.set("pan", network->pan.raw);
    out.set("extended_pan", to_hex(network->extended_pan));
    out.set("key", to_hex(network->key));
    out.set("nwk", node.nwk.raw);
    if (link_key) out.set("link_key", to_hex(*link_key));
  }
  Array bindings;
  for (const zdo::Binding& binding : node.bindings) bindings.push_back(keep_binding(binding));
  out.set("bindings", std::move(bindings));
  Array reporting;
  for (const auto& [key, entry] : reporter_.entries()) {
    reporting.push_back(Object{{"endpoint", key.place.endpoint.raw},
                               {"cluster", key.place.cluster.raw},
                               {"client", key.place.client},
                               {"attribute", key.id.raw},
                               {"manufacturer", key.manufacturer},
                               {"type", static_cast<int>(entry.plan.type)},
                               {"min", entry.plan.min},
                               {"max", entry.plan.max},
                               {"change", entry.plan.change}});
  }
  out.set("reporting", std::move(reporting));
  Object groups;
  for (const auto& [endpoint, member] : memberships_) {
    Array list;
    for (const std::uint16_t group : member.groups) list.emplace_back(group);
    if (!list.empty()) groups.set(std::to_string(endpoint.raw), std::move(list));
  }
  out.set("groups", std::move(groups));
  Array values;
  for (const auto& [key, attribute] : attributes_) {
    if (attribute.value.is_bytes() || attribute.value.is_null()) continue;
    values.push_back(Array{key.place.endpoint.raw, key.place.cluster.raw, key.place.client,
                           key.id.raw, key.manufacturer, attribute.value});
  }
  out.set("attributes", std::move(values));
  return out;
}

void VirtualDevice::restore(const Object& saved) {
  coordinator::NetworkParameters member;
  if (octets(saved.find("extended_pan"), member.extended_pan) &&
      octets(saved.find("key"), member.key)) {
    member.pan = PanId(u16(saved.find("pan")));
    network = member;
    node.nwk = Nwk(u16(saved.find("nwk")));
    if (coordinator::Key key{}; octets(saved.find("link_key"), key)) link_key = key;
  }
  if (const Value* list = saved.find("bindings"); list && list->is_array()) {
    for (const Value& item : list->array()) {
      const auto bytes = from_hex(item.string_or(""));
      if (!bytes) continue;
      Reader in(*bytes);
      zdo::Binding binding;
      if (decode(binding, in)) node.bindings.push_back(binding);
    }
  }
  if (const Value* list = saved.find("attributes"); list && list->is_array()) {
    for (const Value& item : list->array()) {
      if (!item.is_array() || item.array().size() != 6) continue;
      const Array& part = item.array();
      const Place place{EndpointId(u8(&part[0])), ClusterId(u16(&part[1])), part[2].bool_or(false)};
      if (Attribute* known = attributes_.find({place, AttributeId(u16(&part[3])), u16(&part[4])})) {
        known->value = part[5];
      }
    }
  }
  if (const Value* list = saved.find("reporting"); list && list->is_array()) {
    for (const Value& item : list->array()) {
      const Place place{EndpointId(u8(item.find("endpoint"))), ClusterId(u16(item.find("cluster"))),
                        item.find("client") && item.find("client")->bool_or(false)};
      ReportPlan plan;
      plan.type = static_cast<zcl::Type>(u16(item.find("type")));
      plan.min = u16(item.find("min"));
      plan.max = u16(item.find("max"));
      if (const Value* change = item.find("change")) plan.change = *change;
      reporter_.configure(
          {place, AttributeId(u16(item.find("attribute"))), u16(item.find("manufacturer"))},
          std::move(plan));
    }
  }
  if (const Value* groups = saved.find("groups"); groups && groups->is_object()) {
    for (const auto& [endpoint, list] : groups->object()) {
      if (!list.is_array()) continue;
      Memberships& member_of =
          memberships_[EndpointId(static_cast<std::uint8_t>(std::atoi(endpoint.c_str())))];
      for (const Value& group : list.array()) member_of.groups.insert(u16(&group));
    }
  }
}

Object VirtualDevice::snapshot() const {
  Object out;
  out.set("name", name());
  out.set("ieee", to_string(node.ieee));
  out.set("nwk", node.nwk.raw);
  out.set("joined", network.has_value());
  out.set("dropped", faults.dropped);
  Object attributes;
  for (const auto& [key, attribute] : attributes_) {
    Value& place = attributes[place_name(key.place)];
    if (!place.is_object()) place = Object();
    const zcl::Cluster* cluster = catalogue().find(key.place.cluster);
    const zcl::Attribute* row = cluster ? cluster->attribute(key.id, key.manufacturer) : nullptr;
    place.object().set(
        row ? std::string(row->name) : std::to_string(key.id.raw),
        attribute.value.is_bytes() ? Value(to_hex(attribute.value.bytes())) : attribute.value);
  }
  out.set("attributes", std::move(attributes));
  const Object saved = save();
  Array bindings;
  for (const zdo::Binding& b : node.bindings) {
    Object row{{"endpoint", b.source_endpoint.raw},
               {"cluster", zcl::cluster_label(catalogue(), b.cluster_id)}};
    if (b.to_group) {
      row.set("group", b.group.raw);
    } else {
      row.set("target", to_string(b.target));
      row.set("target_endpoint", b.target_endpoint.raw);
    }
    bindings.emplace_back(std::move(row));
  }
  out.set("bindings", std::move(bindings));
  for (std::string_view part : {"reporting", "groups"}) out.set(part, *saved.find(part));
  Object scenes;
  for (const auto& [endpoint, member] : memberships_) {
    Array list;
    for (const auto& [key, scene] : member.scenes) list.push_back(Array{key.first, key.second});
    if (!list.empty()) scenes.set(std::to_string(endpoint.raw), std::move(list));
  }
  out.set("scenes", std::move(scenes));
  for (const auto& [place, cluster] : behaviours_) cluster->describe(out);
  return out;
}

}  // namespace waggle::sim
