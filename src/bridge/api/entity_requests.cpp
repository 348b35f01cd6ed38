// Requests that devices and groups share: rename, remove, change options.
#include <algorithm>

#include "bridge/api/routes.h"
#include "core/log.h"
#include "settings/table.h"

namespace waggle::bridge::api {
namespace {

constexpr std::string_view NS = "z2m";

enum class Of : std::uint8_t { device, group };
constexpr std::string_view word(Of kind) { return kind == Of::device ? "device" : "group"; }

/// A device that could not be written into the configuration when it joined gets another chance.
Result<EntityPtr> find(const Parts& parts, Of kind, const Value& id) {
  if (kind == Of::group) return find_group(parts, id);
  TRY(EntityPtr entity, find_device(parts, id));
  const Ieee ieee = entity->zigbee_device()->ieee();
  if (!entity->is_coordinator() && !parts.settings.device(ieee)) TRY_DO(parts.settings.add_device(ieee));
  return entity;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// Rename -----------------------------------------------------------------------------------------------------

template <Of kind>
Task<Result<Object>> rename(Parts& parts, Value request) {
  const bool last = kind == Of::device && request.find("last") && *request.find("last") == Value(true);
  const Value* to = request.find("to");
  if (!to || (!last && !request.find("from"))) co_return invalid_payload();
  if (last && !parts.last_joined) co_return Error{Errc::not_found, "No device has joined since start"};
  if (!to->is_string()) co_return Error{Errc::invalid, "to is not a string, got " + std::string(kind_name(*to)) + " (" + to_text(*to) + ")"};
  const Value from = last ? Value(to_string(*parts.last_joined)) : *request.find("from");
  const std::string name = trimmed(to->string());
  CO_TRY(const EntityPtr entity, find(parts, kind, from));
  const std::string before = entity->name();
  const Value* discovery = request.find("homeassistant_rename");
  CO_TRY_DO(give_name(parts, entity, name, discovery && truthy(*discovery) ? Change::renamed_afresh : Change::renamed));
  co_return Object{{"from", before}, {"to", name}, {"homeassistant_rename", discovery ? *discovery : Value(false)}};
}

// Remove -----------------------------------------------------------------------------------------------------

struct Removal {
  bool block = false;
  bool force = false;
  bool keep_config = false;
  bool clear_cache = false;
};

std::string describe(Of kind, const Removal& how) {
  if (kind == Of::group) return fmt::format(" (force: {})", how.force);
  return fmt::format(" (block: {}, force: {}, keep config: {}, clear cache: {})", how.block, how.force, how.keep_config, how.clear_cache);
}

Task<Result<>> remove_device(Parts& parts, EntityPtr entity, Removal how) {
  const network::DevicePtr device = entity->zigbee_device();
  if (how.block) CO_TRY_DO(parts.settings.block_device(device->ieee()));
  if (how.force) {
    parts.network.forget(device, !how.clear_cache);
  } else {
    CO_TRY_DO(co_await parts.network.remove(device, !how.clear_cache));
  }
  if (!how.keep_config) CO_TRY_DO(parts.settings.remove_device(device->ieee()));
  co_return Result<>{};
}

Task<Result<>> remove_group(Parts& parts, EntityPtr entity, Removal how) {
  const network::GroupPtr group = entity->group();
  if (!how.force) {
    const std::vector<network::Member> members = group->members;
    for (const network::Member& member : members) {
      const network::DevicePtr device = parts.network.find(member.device);
      if (device) CO_TRY_DO(co_await parts.network.remove_member(group, device, member.endpoint));
    }
  }
  parts.network.remove_group(group);
  co_return parts.settings.remove_group(group->number);
}

template <Of kind>
Task<Result<Object>> remove(Parts& parts, Value request) {
  Removal how;
  std::string manner;
  Value id;
  if (request.is_string()) {
    id = trimmed(request.string());
  } else {
    CO_TRY(id, required(request, "id"));
    how.force = flag(request, "force");
    if (kind == Of::device) {
      how.block = flag(request, "block");
      how.keep_config = flag(request, "keep_config");
      how.clear_cache = flag(request, "clear_cache");
    }
    manner = describe(kind, how);
  }
  CO_TRY(const EntityPtr entity, find(parts, kind, id));
  const std::string name = entity->name();
  log::info(NS, "Removing {} '{}'{}", word(kind), name, manner);
  auto removing = kind == Of::device ? remove_device(parts, entity, how) : remove_group(parts, entity, how);
  auto removed = co_await removing;
  if (!removed) {
    co_return Error{removed.error().code, fmt::format("Failed to remove {} '{}'{} (Error: {})", word(kind), name, manner, removed.error().text)};
  }
  dismiss(parts, entity);
  log::info(NS, "Successfully removed {} '{}'{}", word(kind), name, manner);
  parts.documents.publish_groups();
  if (kind == Of::group) co_return Object{{"id", id}, {"force", how.force}};
  parts.documents.publish_devices();
  parts.documents.publish_definitions();
  co_return Object{{"id", id}, {"block", how.block}, {"force", how.force}, {"keep_config", how.keep_config}, {"clear_cache", how.clear_cache}};
}

// Options ----------------------------------------------------------------------------------------------------

void warn_of_unknown(const Entity& entity, const Value& id, const Object& options) {
  for (const auto& [key, value] : options) {
    const bool general = settings::find_setting(key, settings::device_settings) != nullptr;
    const auto& own = entity.definition() ? entity.definition()->options : std::vector<library::Expose>();
    const bool known = general || std::any_of(own.begin(), own.end(), [&](const library::Expose& o) { return o.property == key; });
    if (!known) log::warning(NS, "Device '{}' does not support option '{}'", to_text(id), key);
  }
}

template <Of kind>
Task<Result<Object>> options(Parts& parts, Value request) {
  CO_TRY(const Value id, required(request, "id"));
  CO_TRY(const Value change, required(request, "options"));
  if (!change.is_object()) co_return invalid_payload();
  CO_TRY(const EntityPtr entity, find(parts, kind, id));
  if (kind == Of::device) warn_of_unknown(*entity, id, change.object());
  const Object before = entity->user_options();
  CO_TRY(const bool restart, parts.settings.change_options(entity->id(), change.object()));
  if (restart) parts.documents.require_restart();
  parts.entities.refresh(*entity);
  parts.documents.publish_info();
  if (kind == Of::device) {
    parts.documents.publish_devices();
  } else {
    parts.documents.publish_groups();
  }
  if (restart) {
    log::info(NS, "New config for {} {} requires restart to take effect", word(kind), to_text(id));
  } else {
    log::info(NS, "Successfully changed config for {} {}", word(kind), to_text(id));
  }
  parts.definition_events.trigger(entity, library::Event::options_changed);
  parts.changes.tell(Change::options, entity);
  co_return Object{{"from", before}, {"to", entity->user_options()}, {"id", id}, {"restart_required", parts.documents.restart_required()}};
}

constexpr Route rows[] = {
    {"device/options", options<Of::device>}, {"group/options", options<Of::group>},
    {"device/remove", remove<Of::device>},   {"group/remove", remove<Of::group>},
    {"device/rename", rename<Of::device>},   {"group/rename", rename<Of::group>},
};

}  // namespace

const std::span<const Route> entity_routes = rows;

Result<> give_name(Parts& parts, const EntityPtr& entity, const std::string& name, Change how) {
  const std::string before = entity->name();
  TRY_DO(parts.settings.rename(entity->id(), name));
  parts.publisher.clear(before);
  parts.entities.refresh(*entity);
  parts.names_changed();
  parts.documents.publish_info();
  if (entity->is_device()) {
    parts.documents.publish_devices();
  } else {
    parts.documents.publish_groups();
  }
  parts.publisher.publish(entity, {});
  parts.changes.tell(how, entity);
  return {};
}

void dismiss(Parts& parts, const EntityPtr& entity) {
  const std::string name = entity->name();
  parts.entities.remove(entity);
  parts.changes.tell(Change::removed, entity);
  parts.states.remove(entity->id());
  parts.publisher.clear(name);
  parts.names_changed();
}

}  // namespace waggle::bridge::api
