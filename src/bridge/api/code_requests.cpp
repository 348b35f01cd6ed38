// converter/* and extension/*: code in JavaScript, which users of Zigbee2MQTT may send or keep in the data folder.
// There is none of it here; whoever has some is told what takes its place.
#include "bridge/api/routes.h"

namespace waggle::bridge::api {
namespace {

Task<Result<Object>> converter(Parts&, Value) {
  co_return Error{Errc::unsupported,
                  "Waggle runs no JavaScript, so there are no external converters: describe the device in a file <data>/devices/<name>.yaml, "
                  "which is used at once (docs/add-a-device.md)"};
}

Task<Result<Object>> extension(Parts&, Value) {
  co_return Error{Errc::unsupported,
                  "Waggle runs no JavaScript, so there are no extensions: a program of yours can do the same over MQTT or the WebSocket (docs/web.md)"};
}

// clang-format off
constexpr Route rows[] = {
    {"converter/remove", converter},
    {"converter/save",   converter},
    {"extension/remove", extension},
    {"extension/save",   extension},
};
// clang-format on

}  // namespace

const std::span<const Route> code_routes = rows;

}  // namespace waggle::bridge::api
