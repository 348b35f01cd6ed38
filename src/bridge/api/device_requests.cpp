// Requests about devices: set one up, interview it again, write a definition for it; see and take back what
// waits for those that sleep.
#include "bridge/api/routes.h"
#include "library/device_file.h"
#include "library/generate/generate.h"

namespace waggle::bridge::api {
namespace {

Task<Result<Object>> configure(Parts& parts, Value request) {
  Value id = request;
  if (request.is_object()) {
    CO_TRY(id, required(request, "id"));
  }
  CO_TRY(const EntityPtr device, find_device(parts, id));
  if (!Configurer::can_configure(*device)) {
    co_return Error{Errc::unsupported, "Device '" + device->name() + "' cannot be configured"};
  }
  auto done = co_await parts.configurer.configure(device);
  if (!done) co_return Error{done.error().code, "Failed to configure (" + done.error().text + ")"};
  co_return Object{{"id", id}};
}

Task<Result<Object>> interview(Parts& parts, Value request) {
  CO_TRY(const Value id, required(request, "id"));
  CO_TRY(const EntityPtr device, find_device(parts, id));
  auto done = co_await parts.network.interview(device->zigbee_device(), true);
  if (!done) co_return Error{done.error().code, "interview of '" + device->name() + "' (" + device->id() + ") failed: Error: " + done.error().text};
  co_return Object{{"id", id}};
}

/// What is made of a device when no definition is there, as a file that a user can go on from.
Task<Result<Object>> generate_definition(Parts& parts, Value request) {
  CO_TRY(const Value id, required(request, "id"));
  CO_TRY(const EntityPtr device, find_device(parts, id));
  co_await parts.network.ask_for_definition(device->zigbee_device());
  const library::Generated made = library::generate(*device->zigbee_device(), library::For::editing);
  co_return Object{{"id", id}, {"source", library::to_device_file(made.row)}};
}

// What waits -------------------------------------------------------------------------------------------------

/// The device of a request that may name one; null when it names none.
Result<EntityPtr> named_device(const Parts& parts, const Value& request) {
  const Value* id = request.is_object() ? request.find("id") : &request;
  if (!id || id->is_null() || *id == Value("")) return EntityPtr();
  return find_device(parts, *id);
}

Value waiting_key(const Order& order, const KeyResult& key) {
  const Value* value = order.message.find(key.key);
  Object out{{"key", key.key}, {"property", key.property}, {"value", value ? *value : Value()}, {"asked", order.asked.ms},
             {"expires", order.until.ms}, {"tries", order.tries}};
  if (order.asker && order.asker->transaction) out.set("transaction", *order.asker->transaction);
  return out;
}

Task<Result<Object>> queue(Parts& parts, Value request) {
  CO_TRY(const EntityPtr one, named_device(parts, request));
  Array devices;
  for (const EntityPtr& entity : parts.entities.devices()) {
    if (one && entity != one) continue;
    Array waiting;
    for (const Order& order : parts.postman.box().orders()) {
      if (order.device != entity->id()) continue;
      for (const KeyResult& key : order.keys) {
        if (key.fate == Fate::queued) waiting.push_back(waiting_key(order, key));
      }
    }
    if (waiting.empty() && !one) continue;
    devices.push_back(Object{{"ieee_address", entity->id()}, {"friendly_name", entity->name()}, {"waiting", std::move(waiting)}});
  }
  co_return Object{{"devices", std::move(devices)}};
}

Task<Result<Object>> cancel_queue(Parts& parts, Value request) {
  CO_TRY(const EntityPtr device, named_device(parts, request));
  if (!device) co_return invalid_payload();
  std::optional<std::string> key;
  if (const Value* given = request.find("key"); given && !given->is_null()) {
    if (!given->is_string()) co_return invalid_payload();
    key = given->string();
  }
  CO_TRY(const std::vector<std::string> keys, parts.postman.cancel(*device, key));
  Array cancelled(keys.begin(), keys.end());
  co_return Object{{"id", device->name()}, {"cancelled", std::move(cancelled)}};
}

constexpr Route rows[] = {
    {"device/configure", configure},
    {"device/generate_external_definition", generate_definition},
    {"device/interview", interview},
    {"device/queue", queue},
    {"device/queue/cancel", cancel_queue},
};

}  // namespace

const std::span<const Route> device_routes = rows;

}  // namespace waggle::bridge::api
