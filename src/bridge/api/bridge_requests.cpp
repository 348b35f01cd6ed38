// Requests about the bridge and its network as a whole.
#include <filesystem>

#include "bridge/api/routes.h"
#include "core/log.h"
#include "io/zip.h"
#include "mqtt/server_url.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";

Task<Result<Object>> health_check(Parts&, Value) { co_return Object{{"healthy", true}}; }

Task<Result<Object>> permit_join(Parts& parts, Value request) {
  Value time = request;
  EntityPtr via;
  if (request.is_object()) {
    CO_TRY(time, required(request, "time"));
    if (const Value* device = request.find("device"); device && truthy(*device)) {
      CO_TRY(via, find_device(parts, *device));
    }
  }
  // Whatever is no time closes the network, as clients of older versions mean it with `false`. Those mean something else
  // with `true`, but Zigbee2MQTT closes there, too, and a network that stays closed is no harm.
  const bool closes = time.is_bool() || time == Value("");
  const auto seconds = closes ? 0 : whole_number(time, -100'000, 100'000);
  if (!seconds) co_return Error{Errc::invalid, "Invalid payload: the time is a number of seconds from 0 to 254, not '" + to_text(time) + "'"};
  if (*seconds > 0) {
    const std::string by = via ? " via " + via->name() : std::string();
    log::info(NS, "Zigbee: allowing new devices to join{}.", by);
  } else {
    log::info(NS, "Zigbee: disabling joining new devices.");
  }
  const network::DevicePtr router = via ? via->zigbee_device() : nullptr;
  CO_TRY_DO(co_await parts.network.permit_join(static_cast<int>(std::max<std::int64_t>(*seconds, 0)), router));
  Object data{{"time", closes ? Value() : Value(*seconds)}};
  if (via) data.set("device", via->name());
  co_return data;
}

Task<Result<Object>> options(Parts& parts, Value request) {
  const Value* change = request.find("options");
  if (!change || !change->is_object()) co_return invalid_payload();
  // The next start must not fail for it.
  if (const Value* server = change->find("mqtt", "server"); server && server->is_string()) CO_TRY_DO(mqtt::parse_server(server->string()));
  CO_TRY(const bool restart, parts.settings.apply(change->object()));
  if (restart) parts.documents.require_restart();
  parts.settings_changed();
  if (restart) {
    log::info(NS, "Changes require restart to take effect");
  } else {
    log::info(NS, "Successfully changed options");
  }
  parts.documents.publish_info();
  co_return Object{{"restart_required", parts.documents.restart_required()}};
}

Task<Result<Object>> restart(Parts& parts, Value) {
  log::info(NS, "Restarting Waggle");
  parts.restart();
  co_return Object{};
}

// The data folder but for what is large and can be had again.
Task<Result<Object>> backup(Parts& parts, Value) {
  // With the radio away, what is on the disk is worth having all the same.
  auto radio = co_await parts.network.back_up();
  if (!radio) log::warning(NS, "{}", radio.error().text);
  CO_TRY_DO(parts.network.save());
  parts.states.save();
  namespace fs = std::filesystem;
  const fs::path folder = parts.settings.folder();
  std::vector<io::ZipEntry> entries;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const std::string name = fs::relative(at->path(), folder).generic_string();
    if (name.starts_with("log/") || name.starts_with(".generations/") || name.starts_with("ota/") || at->is_symlink() || !at->is_regular_file()) continue;
    CO_TRY(std::string content, parts.files.read(at->path().string()));
    entries.push_back({name, std::move(content)});
  }
  if (failed) co_return Error{Errc::io, folder.string() + " cannot be listed: " + failed.message()};
  const Bytes archive = io::zip(entries, parts.scheduler.wall());
  co_return Object{{"zip", to_base64(archive)}};
}

// Routers that the radio's own tables do not know: they have to join again before they let devices in.
Task<Result<Object>> coordinator_check(Parts& parts, Value) {
  CO_TRY(const coordinator::Backup radio, co_await parts.network.read_radio());
  Array missing;
  for (const EntityPtr& entity : parts.entities.devices()) {
    const network::Device& device = *entity->zigbee_device();
    if (device.kind != network::DeviceType::router || radio.find(device.ieee())) continue;
    missing.push_back(Object{{"ieee_address", to_string(device.ieee())}, {"friendly_name", entity->name()}});
  }
  co_return Object{{"missing_routers", std::move(missing)}};
}

Task<Result<Object>> add_install_code(Parts& parts, Value request) {
  Value value = request;
  if (request.is_object()) {
    CO_TRY(value, required(request, "value"));
  }
  CO_TRY(InstallCode code, parse_install_code(to_text(value)));
  CO_TRY_DO(co_await parts.network.add_install_code(std::move(code)));
  log::info(NS, "Successfully added new install code");
  co_return Object{{"value", value}};
}

constexpr Route rows[] = {
    {"backup", backup},
    {"coordinator_check", coordinator_check},
    {"health_check", health_check},
    {"install_code/add", add_install_code},
    {"options", options},
    {"permit_join", permit_join},
    {"restart", restart},
};

}  // namespace

const std::span<const Route> bridge_routes = rows;

}  // namespace waggle::bridge::api
