// The map of the network, in the form that was asked for.
#include <fmt/ranges.h>

#include <algorithm>

#include "bridge/api/routes.h"
#include "bridge/network_scan.h"

namespace waggle::bridge::api {
namespace {

MapColors colors(const settings::Settings& settings) {
  const auto color = [&](std::string_view of) { return std::string(settings.text("map_options.graphviz.colors." + std::string(of))); };
  const auto devices = [&](const std::string& of) { return MapColors::OfDevices{color(of + ".coordinator"), color(of + ".router"), color(of + ".enddevice")}; };
  return {devices("fill"), devices("font"), color("line.active"), color("line.inactive")};
}

struct Form {
  std::string_view name;
  Value (*draw)(const NetworkMap& map, const Parts& parts);
};
constexpr Form forms[] = {
    {"raw", [](const NetworkMap& map, const Parts&) { return to_value(map); }},
    {"graphviz", [](const NetworkMap& map, const Parts& parts) { return Value(to_graphviz(map, colors(parts.settings), parts.scheduler.wall())); }},
    {"plantuml", [](const NetworkMap& map, const Parts& parts) { return Value(to_plantuml(map, parts.scheduler.wall())); }},
};

Task<Result<Object>> networkmap(Parts& parts, Value request) {
  const Value* named = request.is_object() ? request.find("type") : &request;
  const std::string type = named ? to_text(*named) : "undefined";
  const auto form = std::find_if(std::begin(forms), std::end(forms), [&](const Form& f) { return f.name == type; });
  if (form == std::end(forms)) {
    std::vector<std::string_view> allowed;
    for (const Form& f : forms) allowed.push_back(f.name);
    co_return Error{Errc::invalid, fmt::format("Type '{}' not supported, allowed are: {}", type, fmt::join(allowed, ","))};
  }
  const Value* routes = request.is_object() ? request.find("routes") : nullptr;
  CO_TRY(const NetworkMap map, co_await parts.network_scan.run(routes && truthy(*routes)));
  Object data{{"type", type}, {"value", form->draw(map, parts)}};
  if (routes) data.set("routes", *routes);
  if (!request.is_object()) data.set("routes", false);
  co_return data;
}

Task<Result<Object>> cancel(Parts& parts, Value) {
  if (parts.network_scan.cancel() == 0) co_return Error{Errc::not_found, "No network scan is under way"};
  co_return Object{};
}

constexpr Route rows[] = {
    {"networkmap", networkmap},
    {"networkmap/cancel", cancel},
};

}  // namespace

const std::span<const Route> networkmap_routes = rows;

}  // namespace waggle::bridge::api
