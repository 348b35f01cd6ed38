// Requests about firmware: look for a newer one, install it now or when the device asks, and take that back.
#include "bridge/api/routes.h"
#include "bridge/firmware.h"

namespace waggle::bridge::api {
namespace {

/// What all of these requests begin with: a device, and its name as the client wrote it.
struct Addressed {
  EntityPtr device;
  Value id;
};

Result<Addressed> addressed(const Parts& parts, const Value& request) {
  Value id = request;
  if (request.is_object()) {
    const Value* named = request.find("id");
    if (!named || !truthy(*named)) return invalid_payload();
    id = *named;
  }
  TRY(EntityPtr device, find_device(parts, id));
  return Addressed{std::move(device), std::move(id)};
}

Result<Addressed> free_device(const Parts& parts, const Value& request) {
  TRY(Addressed out, addressed(parts, request));
  if (parts.firmware.busy(*out.device)) {
    return Error{Errc::busy, "OTA update or check for update already in progress for '" + out.device->name() + "'"};
  }
  return out;
}

const Value* given(const Value& request, std::string_view key) {
  const Value* found = request.find(key);
  return found && truthy(*found) ? found : nullptr;
}

/// Where the image is to come from; `own_file`: the request may bring it along.
Result<ota::Source> source_of(const Parts& parts, const Entity& device, const Value& request, bool downgrade, bool own_file) {
  ota::Source out;
  out.downgrade = downgrade;
  const Value* hex = own_file ? given(request, "hex") : nullptr;
  if (hex) {
    const Value* data = hex->find("data");
    const Value* name = hex->find("file_name");
    if (!data || !data->is_string()) return invalid_payload();
    TRY(out.url, parts.firmware.keep_image(device, data->string(), name ? name->string_or("") : std::string_view()));
  } else if (const Value* url = given(request, "url")) {
    if (!url->is_string()) return invalid_payload();
    out.url = url->string();
  } else if (!device.definition() || !device.definition()->ota) {
    return Error{Errc::unsupported, "Device '" + device.name() + "' does not support OTA updates"};
  }
  return out;
}

Result<> read_time(const Value& request, std::string_view key, Millis& out) {
  const Value* value = given(request, key);
  if (!value) return {};
  const auto number = value->integer(1, 0x7FFFFFFF);
  if (!number) return Error{Errc::invalid, std::string(key) + " must be a number of milliseconds, not '" + to_text(*value) + "'"};
  out = Millis(*number);
  return {};
}

Result<ota::Pace> pace_of(const Parts& parts, const Value& request) {
  ota::Pace out = parts.firmware.pace();
  TRY_DO(read_time(request, "image_block_request_timeout", out.patience));
  TRY_DO(read_time(request, "image_block_response_delay", out.between_parts));
  if (const Value* size = given(request, "default_maximum_data_size")) {
    const auto number = size->integer(1, 255);
    if (!number) return Error{Errc::invalid, "default_maximum_data_size must be a number from 1 to 255, not '" + to_text(*size) + "'"};
    out.part_size = static_cast<std::uint32_t>(*number);
  }
  return out;
}

Task<Result<Object>> check_for(Parts& parts, Value request, bool downgrade) {
  CO_TRY(const Addressed to, free_device(parts, request));
  CO_TRY(const ota::Source source, source_of(parts, *to.device, request, downgrade, false));
  CO_TRY(const ota::Checked result, co_await parts.firmware.check(to.device, source));
  Object out{{"id", to.id}, {"update_available", result.available}, {"downgrade", downgrade}};
  if (result.entry) out.set("source", result.entry->url);
  if (result.entry && result.entry->release_notes) out.set("release_notes", *result.entry->release_notes);
  co_return out;
}

Task<Result<Object>> update_to(Parts& parts, Value request, bool downgrade) {
  CO_TRY(const Addressed to, free_device(parts, request));
  CO_TRY(const ota::Pace pace, pace_of(parts, request));
  CO_TRY(const ota::Source source, source_of(parts, *to.device, request, downgrade, true));
  CO_TRY(Object out, co_await parts.firmware.update(to.device, source, pace));
  out.set("id", to.id);
  co_return out;
}

Task<Result<Object>> schedule_to(Parts& parts, Value request, bool downgrade) {
  CO_TRY(const Addressed to, free_device(parts, request));
  CO_TRY(const ota::Source source, source_of(parts, *to.device, request, downgrade, true));
  CO_TRY_DO(parts.firmware.schedule(to.device, source));
  Object out{{"id", to.id}};
  if (source.url) out.set("url", *source.url);
  co_return out;
}

Task<Result<Object>> check(Parts& parts, Value request) { return check_for(parts, std::move(request), false); }
Task<Result<Object>> check_downgrade(Parts& parts, Value request) { return check_for(parts, std::move(request), true); }
Task<Result<Object>> update(Parts& parts, Value request) { return update_to(parts, std::move(request), false); }
Task<Result<Object>> downgrade(Parts& parts, Value request) { return update_to(parts, std::move(request), true); }
Task<Result<Object>> schedule(Parts& parts, Value request) { return schedule_to(parts, std::move(request), false); }
Task<Result<Object>> schedule_downgrade(Parts& parts, Value request) { return schedule_to(parts, std::move(request), true); }

Task<Result<Object>> abort(Parts& parts, Value request) {
  CO_TRY(const Addressed to, addressed(parts, request));
  if (!parts.firmware.busy(*to.device)) co_return Error{Errc::not_found, "No OTA in progress to abort for device '" + to.device->name() + "'"};
  parts.firmware.abort(to.device);
  co_return Object{{"id", to.id}};
}

Task<Result<Object>> unschedule(Parts& parts, Value request) {
  CO_TRY(const Addressed to, free_device(parts, request));
  parts.firmware.unschedule(to.device);
  co_return Object{{"id", to.id}};
}

constexpr std::string_view check_path = "device/ota_update/check", update_path = "device/ota_update/update",
                           schedule_path = "device/ota_update/schedule";

constexpr Route rows[] = {
    {check_path, check},
    {"device/ota_update/check/downgrade", check_downgrade, check_path, check_path},
    {update_path, update},
    {"device/ota_update/update/downgrade", downgrade, update_path, update_path},
    {"device/ota_update/update/abort", abort, {}, update_path},
    {schedule_path, schedule},
    {"device/ota_update/schedule/downgrade", schedule_downgrade, schedule_path, schedule_path},
    {"device/ota_update/unschedule", unschedule},
};

}  // namespace

const std::span<const Route> ota_routes = rows;

}  // namespace waggle::bridge::api
