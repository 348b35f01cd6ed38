#include "bridge/events.h"

#include "bridge/documents.h"
#include "core/json.h"
#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";

Object names(const Entity& entity) {
  return {{"friendly_name", entity.name()}, {"ieee_address", entity.id()}};
}

void log_interview(const Entity& entity, network::InterviewState state) {
  const std::string& name = entity.name();
  if (state == network::InterviewState::in_progress) {
    log::info(NS, "Starting interview of '{}'", name);
  } else if (state == network::InterviewState::failed) {
    log::error(NS, "Failed to interview '{}', device has not successfully been paired", name);
  } else if (state == network::InterviewState::successful) {
    log::info(NS, "Successfully interviewed '{}', device has successfully been paired", name);
    if (entity.supported()) {
      const library::Identified& known = entity.identified();
      log::info(NS, "Device '{}' is supported, identified as: {} {} ({})", name, known.vendor(), known.description(), known.model());
    } else {
      log::warning(NS,
                   "Device '{}' with Zigbee model '{}' and manufacturer name '{}' is NOT supported; a few lines in "
                   "devices/*.yaml of the data folder teach it (docs/add-a-device.md)",
                   name, entity.device().model_id(), entity.device().manufacturer_name());
    }
  }
}

std::string_view status(network::InterviewState state) {
  switch (state) {
    case network::InterviewState::successful: return "successful";
    case network::InterviewState::failed: return "failed";
    default: return "started";
  }
}

}  // namespace

void Events::publish(std::string_view type, Object data) {
  const Value event = Object{{"type", type}, {"data", std::move(data)}};
  publisher_.send("bridge/event", json::dump(event, json::Keys::sorted));
}

void Events::joined(const Entity& entity) { publish("device_joined", names(entity)); }
void Events::announced(const Entity& entity) { publish("device_announce", names(entity)); }
void Events::left(const Entity& entity) { publish("device_leave", names(entity)); }

void Events::interview(const Entity& entity, network::InterviewState state) {
  log_interview(entity, state);
  Object data = names(entity);
  data.set("status", status(state));
  if (state == network::InterviewState::successful) {
    data.set("supported", entity.supported());
    if (entity.definition()) data.set("definition", Documents::definition(entity));
  }
  publish("device_interview", std::move(data));
}

}  // namespace waggle::bridge
