#include "bridge/network_map.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/set_if.h"

namespace waggle::bridge {
namespace {

using Node = NetworkMap::Node;
using Link = NetworkMap::Link;
using network::DeviceType;

constexpr std::string_view route_states[] = {"ACTIVE",   "DISCOVERY_UNDERWAY",  "DISCOVERY_FAILED", "INACTIVE",
                                             "VALIDATION_UNDERWAY", "RESERVED1", "RESERVED2", "RESERVED3"};

int bits(std::uint8_t octet, int from, int count) { return octet >> from & ((1 << count) - 1); }

// As data ----------------------------------------------------------------------------------------------------

Value to_value(const Node& node) {
  Object out{{"ieeeAddr", to_string(node.ieee)},
             {"friendlyName", node.name},
             {"type", network::type_name(node.kind)},
             {"networkAddress", node.nwk.raw}};
  set_if(out, "manufacturerName", node.manufacturer);
  set_if(out, "modelID", node.model_id);
  if (node.last_seen) out.set("lastSeen", node.last_seen->ms);
  if (node.failed) {
    Array failed;
    for (const std::string& table : *node.failed) failed.emplace_back(table);
    out.set("failed", std::move(failed));
  }
  if (const auto& d = node.definition) {
    out.set("definition", Object{{"model", d->model}, {"vendor", d->vendor}, {"description", d->description}, {"supports", d->supports}});
  }
  return out;
}

Value to_value(const zdo::Route& route) {
  return Object{{"destinationAddress", route.destination.raw},
                {"status", route_states[bits(route.status, 0, 3)]},
                {"memoryConstrained", bits(route.status, 3, 1)},
                {"manyToOne", bits(route.status, 4, 1)},
                {"routeRecordRequired", bits(route.status, 5, 1)},
                {"reserved1", bits(route.status, 6, 2)},
                {"nextHopAddress", route.next.raw}};
}

Value to_value(const Link& link) {
  const zdo::Neighbor& told = link.told;
  const std::string source = to_string(link.source);
  const std::string target = to_string(link.target);
  Array routes;
  for (const zdo::Route& route : link.routes) routes.push_back(to_value(route));
  return Object{{"source", Object{{"ieeeAddr", source}, {"networkAddress", told.nwk.raw}}},
                {"target", Object{{"ieeeAddr", target}, {"networkAddress", link.target_nwk.raw}}},
                {"deviceType", bits(told.kind, 0, 2)},
                {"rxOnWhenIdle", bits(told.kind, 2, 2)},
                {"relationship", bits(told.kind, 4, 3)},
                {"permitJoining", bits(told.permit, 0, 2)},
                {"depth", told.depth},
                {"lqi", told.lqi},
                {"routes", std::move(routes)},
                // Older clients look for these.
                {"sourceIeeeAddr", source},
                {"targetIeeeAddr", target},
                {"sourceNwkAddr", told.nwk.raw},
                {"linkquality", told.lqi}};
}

// As drawings ------------------------------------------------------------------------------------------------

std::string address(const Node& node) { return fmt::format("{} ({})", to_string(node.ieee), hex16(node.nwk.raw)); }

std::string failures(const Node& node) {
  return node.failed && !node.failed->empty() ? fmt::format("failed: {}", fmt::join(*node.failed, ",")) : std::string();
}

std::string kind(const Node& node) {
  const auto& d = node.definition;
  return d ? fmt::format("{} {} ({})", d->vendor, d->description, d->model) : std::string("Not supported");
}

std::string seen(const Node& node, WallTime now) {
  const auto when = node.kind == DeviceType::coordinator ? std::optional(now) : node.last_seen;
  return when ? in_words(Millis(now.ms - when->ms)) + " ago" : std::string("unknown");
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\0') continue;
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

std::string style(const Node& node, const MapColors& colors) {
  const auto with = [&](std::string_view shape, std::string MapColors::OfDevices::*of) {
    return fmt::format(R"(style="{}filled", fillcolor="{}", fontcolor="{}")", shape, colors.fill.*of, colors.font.*of);
  };
  if (node.kind == DeviceType::coordinator) return with("bold, ", &MapColors::OfDevices::coordinator);
  if (node.kind == DeviceType::router) return with("rounded, ", &MapColors::OfDevices::router);
  return with("rounded, dashed, ", &MapColors::OfDevices::end_device);
}

std::string edge(const Node& source, const Link& link, const MapColors& colors) {
  const bool active = !link.routes.empty();
  const std::string_view width = source.kind == DeviceType::end_device ? "1" : active ? "2" : "0.5";
  std::string label = std::to_string(link.told.lqi);
  if (active) {
    std::vector<std::string> ends;
    for (const zdo::Route& route : link.routes) ends.push_back(hex16(route.destination.raw));
    label += fmt::format(" (routes: {})", fmt::join(ends, ","));
  }
  return fmt::format("  \"{}\" -> \"{}\" [penwidth={}, weight={}, color=\"{}\", label=\"{}\"]\n", to_string(link.source), to_string(link.target),
                     width, active ? 1 : 0, active ? colors.active : colors.inactive, label);
}

/// As people sort: capitals do not come first.
bool before(const Node& a, const Node& b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::lexicographical_compare(a.name.begin(), a.name.end(), b.name.begin(), b.name.end(),
                                      [&](char x, char y) { return lower(x) < lower(y); });
}

}  // namespace

Value to_value(const NetworkMap& map) {
  Array nodes;
  Array links;
  for (const Node& node : map.nodes) nodes.push_back(to_value(node));
  for (const Link& link : map.links) links.push_back(to_value(link));
  return Object{{"nodes", std::move(nodes)}, {"links", std::move(links)}};
}

std::string to_graphviz(const NetworkMap& map, const MapColors& colors, WallTime now) {
  std::string out = "digraph G {\nnode[shape=record];\n";
  for (const Node& node : map.nodes) {
    std::string label = escaped(node.name) + "|" + address(node) + failures(node);
    if (node.kind != DeviceType::coordinator) label += "|" + escaped(kind(node));
    label += "|" + seen(node, now);
    out += fmt::format("  \"{}\" [{}, label=\"{{{}}}\"];\n", to_string(node.ieee), style(node, colors), label);
    for (const Link& link : map.links) {
      if (link.source == node.ieee) out += edge(node, link, colors);
    }
  }
  return out + "}";
}

std::string to_plantuml(NetworkMap map, WallTime now) {
  std::stable_sort(map.nodes.begin(), map.nodes.end(), before);
  std::string out = "' paste into: https://www.planttext.com/\n\n@startuml\n";
  for (const Node& node : map.nodes) {
    const std::string failed = failures(node);
    out += fmt::format("card {} [\n{}\n---\n{}{}\n", to_string(node.ieee), node.name, address(node), failed.empty() ? "" : " " + failed);
    if (node.kind != DeviceType::coordinator) out += "---\n" + kind(node) + "\n";
    out += "---\n" + seen(node, now) + "\n]\n\n";
  }
  for (const Link& link : map.links) out += fmt::format("{} --> {}: {}\n", to_string(link.source), to_string(link.target), link.told.lqi);
  return out + "\n@enduml";
}

std::string in_words(Millis duration) {
  struct Unit {
    std::string_view name;
    double ms;
  };
  constexpr std::array<Unit, 7> units{{{"year", 31'557'600'000}, {"month", 2'629'800'000}, {"week", 604'800'000}, {"day", 86'400'000},
                                       {"hour", 3'600'000}, {"minute", 60'000}, {"second", 1'000}}};
  std::array<double, units.size()> counts{};
  double rest = std::abs(static_cast<double>(duration.count()));
  std::size_t last = units.size();  // the second that is not zero: what follows is rounded into it
  for (std::size_t i = 0, used = 0; i < units.size() && last == units.size(); ++i) {
    const double count = std::floor(rest / units[i].ms);
    if (count > 0) ++used;
    if (used == 2 || i + 1 == units.size()) last = i;
    counts[i] = last == i ? std::round(rest / units[i].ms) : count;
    rest -= count * units[i].ms;
  }
  // 59.9 minutes are an hour.
  for (std::size_t i = last; i > 0 && counts[i] * units[i].ms >= units[i - 1].ms; --i) {
    counts[i] = 0;
    counts[i - 1] += 1;
  }
  std::string out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (counts[i] == 0) continue;
    out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", counts[i], units[i].name, counts[i] == 1 ? "" : "s");
  }
  return out.empty() ? "0 seconds" : out;
}

}  // namespace waggle::bridge
