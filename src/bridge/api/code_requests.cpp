// converter/* and extension/*: code in JavaScript, which users of Zigbee2MQTT may send or keep in the data folder.
// There is none of it here; whoever has some is told what takes its place.
#include "bridge/api/routes.h"

namespace waggle::bridge::api {
namespace {

struct Kind {
  std::string_view folder;
  std::string_view instead;
};
constexpr Kind converters{"external_converters",
                          "Waggle runs no JavaScript, so there are no external converters: describe the device in a file <data>/devices/<name>.yaml, "
                          "which is used at once (docs/add-a-device.md)"};
constexpr Kind extensions{"external_extensions",
                          "Waggle runs no JavaScript, so there are no extensions: a program of yours can do the same over MQTT or the WebSocket (docs/web.md)"};

Result<std::string> file_name(const Value& request) {
  const Value* name = request.find("name");
  if (!name || !name->is_string() || name->string().empty()) return invalid_payload();
  // Nothing outside the folder is touched.
  if (name->string().find('/') != std::string::npos || name->string().starts_with('.')) return Error{Errc::invalid, "Invalid payload: '" + name->string() + "' is no name of a file"};
  return name->string();
}

template <const Kind& kind>
Task<Result<Object>> save(Parts&, Value request) {
  CO_TRY(const std::string name, file_name(request));
  const Value* code = request.find("code");
  if (!code || !truthy(*code)) co_return invalid_payload();
  if (!name.ends_with(".mjs") && !name.ends_with(".js") && !name.ends_with(".cjs")) {
    co_return Error{Errc::invalid, "JavaScript file must have '.mjs', '.js' or '.cjs' extension"};
  }
  co_return Error{Errc::unsupported, std::string(kind.instead)};
}

/// What Zigbee2MQTT left there may go.
template <const Kind& kind>
Task<Result<Object>> remove(Parts& parts, Value request) {
  CO_TRY(const std::string name, file_name(request));
  const std::string path = parts.settings.folder() + "/" + std::string(kind.folder) + "/" + name;
  if (!parts.files.exists(path)) co_return Error{Errc::not_found, name + " (" + path + ") doesn't exists"};
  CO_TRY_DO(parts.files.remove(path));
  co_return Object{};
}

// clang-format off
constexpr Route rows[] = {
    {"converter/remove", remove<converters>},
    {"converter/save",   save<converters>},
    {"extension/remove", remove<extensions>},
    {"extension/save",   save<extensions>},
};
// clang-format on

}  // namespace

const std::span<const Route> code_routes = rows;

}  // namespace waggle::bridge::api
