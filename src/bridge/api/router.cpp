#include "bridge/api/router.h"

#include <algorithm>
#include <charconv>

#include "core/json.h"
#include "core/log.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";

const Route* find(std::string_view path) {
  std::string lower(path);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::span<const Route> family : {action_routes, bind_routes, bridge_routes, code_routes, device_routes, entity_routes, group_routes, networkmap_routes, ota_routes, replace_routes, reporting_routes, touchlink_routes}) {
    const auto row = std::find_if(family.begin(), family.end(), [&](const Route& r) { return r.path == lower; });
    if (row != family.end()) return &*row;
  }
  return nullptr;
}

/// As it was written.
std::string shown(const Value& id) { return id.is_object() || id.is_array() ? json::dump(id) : to_text(id); }

}  // namespace

void Router::handle(std::string_view path, const mqtt::Message& message) {
  const Route* route = find(path);
  if (!route) {
    log::debug(NS, "No request is called '{}'", path);
    return;
  }
  auto parsed = json::parse(message.payload);
  std::optional<Asker> asker;
  if (!message.response_topic.empty()) asker = Asker{std::string(message.response_topic), std::string(message.correlation_data), {}};
  tasks_.spawn(std::string(path), answer(*route, std::string(path), parsed ? std::move(*parsed) : Value(message.payload), std::move(asker)));
}

Task<> Router::answer(const Route& route, std::string path, Value request, std::optional<Asker> asker) {
  Object response;
  if (const Value* transaction = request.find("transaction")) response.set("transaction", *transaction);
  auto data = co_await route.handle(parts_, std::move(request));
  // Nobody is told "ok" of what a crash would undo.
  if (data) {
    if (auto kept = parts_.network.settle(); !kept) data = std::move(kept.error());
  }
  const std::string_view answered_as = data ? route.answered_as : route.refused_as;
  if (data) {
    response.set("data", std::move(*data));
    response.set("status", "ok");
  } else {
    log::error(NS, "Request '{}/bridge/request/{}' failed with error: '{}'", parts_.publisher.base(), path, data.error().text);
    response.set("data", Object{});
    response.set("status", "error");
    response.set("error", data.error().text);
  }
  // Whoever has an answer may look at what came of it.
  parts_.documents.flush();
  send("bridge/response/" + std::string(answered_as.empty() ? path : answered_as), json::dump(Value(std::move(response)), json::Keys::sorted), asker);
}

void Router::send(const std::string& topic, std::string_view payload, const std::optional<Asker>& asker) {
  mqtt::PublishOptions options;
  const bool same = asker && asker->topic == parts_.publisher.base() + "/" + topic;
  if (same) options.correlation_data = asker->correlation_data;
  parts_.publisher.send(topic, payload, options);
  if (asker && !same) answers_.deliver(*asker, payload);
}

Result<Value> required(const Value& request, std::string_view key) {
  const Value* found = request.find(key);
  if (!found) return invalid_payload();
  return *found;
}

bool missing(const Value& request, std::string_view key) {
  const Value* found = request.find(key);
  return !found || found->is_null();
}

bool flag(const Value& request, std::string_view key) {
  const Value* found = request.find(key);
  return found && truthy(*found);
}

std::optional<std::int64_t> whole_number(const Value& value, std::int64_t low, std::int64_t high) {
  if (!value.is_string()) return value.integer(low, high);
  const std::string& text = value.string();
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || number < low || number > high) return std::nullopt;
  return number;
}

Result<EntityPtr> find_device(const Parts& parts, const Value& id) {
  EntityPtr entity = parts.entities.find(id);
  if (!entity || !entity->is_device()) return Error{Errc::not_found, "Device '" + shown(id) + "' does not exist"};
  return entity;
}

Result<EntityPtr> find_group(const Parts& parts, const Value& id) {
  EntityPtr entity = parts.entities.find(id);
  if (!entity || entity->is_device()) return Error{Errc::not_found, "Group '" + shown(id) + "' does not exist"};
  return entity;
}

Result<ClusterId> find_cluster(const network::Device& device, const Value& key) {
  if (const auto number = whole_number(key, 0, 0xFFFF)) return ClusterId(static_cast<std::uint16_t>(*number));
  const zcl::Cluster* cluster = key.is_string() ? device.catalogue.find(key.string()) : nullptr;
  if (!cluster) return Error{Errc::not_found, "Cluster '" + to_text(key) + "' does not exist"};
  return cluster->id;
}

std::optional<EndpointId> find_endpoint(const Entity& device, const Value* key) {
  const bool named = key && truthy(*key);
  return library::find_endpoint(device.device(), device.definition(), named ? to_text(*key) : std::string());
}

}  // namespace waggle::bridge::api
