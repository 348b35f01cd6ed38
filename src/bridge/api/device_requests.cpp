// Requests about one device: set it up, interview it again.
#include "bridge/api/routes.h"

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

constexpr Route rows[] = {
    {"device/configure", configure},
    {"device/interview", interview},
};

}  // namespace

const std::span<const Route> device_routes = rows;

}  // namespace waggle::bridge::api
