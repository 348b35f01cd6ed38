#include "bridge/publisher.h"

#include "core/json.h"
#include "core/log.h"
#include "core/set_if.h"

namespace waggle::bridge {
namespace {
constexpr std::string_view NS = "z2m:mqtt";
}

Publisher::Publisher(Scheduler& scheduler, settings::Settings& settings, StateCache& states, mqtt::Client& mqtt)
    : scheduler_(scheduler), settings_(settings), states_(states), mqtt_(mqtt) {
  configure();
}

void Publisher::configure() {
  base_ = settings_.text("mqtt.base_topic");
  cache_ = settings_.flag("advanced.cache_state");
  const std::string_view output = settings_.text("advanced.output");
  json_ = output != "attribute";
  attributes_ = output != "json";
  device_information_ = settings_.flag("mqtt.include_device_information");
  elapsed_ = settings_.flag("advanced.elapsed");
  const std::string_view seen = settings_.text("advanced.last_seen");
  last_seen_ = seen == "ISO_8601"         ? LastSeen::iso_8601
               : seen == "ISO_8601_local" ? LastSeen::iso_8601_local
               : seen == "epoch"          ? LastSeen::epoch
                                          : LastSeen::disable;
}

void Publisher::remember(const EntityPtr& entity, const Object& payload) {
  (void)states_.set(entity->id(), payload, entity->output().filtered_cache);
  for (const auto& hear : on_change) hear({entity, payload, PublishReason::none});
}

void Publisher::publish(const EntityPtr& entity, const Object& payload, PublishReason reason) {
  Object whole = states_.set(entity->id(), payload, entity->output().filtered_cache);
  for (const auto& hear : on_change) hear({entity, payload, reason});
  Object message = cache_ ? std::move(whole) : payload;
  if (entity->zigbee_device()) {
    if (device_information_) message.set("device", device_information(*entity));
    add_of_device(*entity, message);
  }
  for (const auto& add : adjust) add(*entity, message);
  const OutputOptions& output = entity->output();
  output.filtered_attributes.remove_from(message);
  if (!message.empty()) {
    mqtt::PublishOptions options;
    options.retain = output.retain;
    options.qos = output.qos;
    options.expiry = output.retention.value_or(0);
    if (json_) {
      text_.clear();
      json::append(text_, message, json::Keys::sorted);
      send_state(entity->name(), text_, options);
    }
    if (attributes_) send_attributes(entity->name() + "/", message, options);
  }
  for (const auto& hear : on_published) hear({entity, payload, reason, &message});
}

void Publisher::add_of_device(const Entity& entity, Object& message) const {
  const network::Device& device = *entity.zigbee_device();
  if (device.last_seen) {
    if (last_seen_ == LastSeen::iso_8601) message.set("last_seen", iso8601_utc(*device.last_seen));
    if (last_seen_ == LastSeen::iso_8601_local) message.set("last_seen", iso8601_local(*device.last_seen));
    if (last_seen_ == LastSeen::epoch) message.set("last_seen", device.last_seen->ms);
  }
  if (device.linkquality) message.set("linkquality", *device.linkquality);
}

Object Publisher::device_information(const Entity& entity) const {
  const network::Device& device = *entity.zigbee_device();
  const network::Identity& identity = device.identity;
  Object out{{"friendlyName", entity.name()}};
  if (entity.definition()) out.set("model", entity.identified().model());
  out.set("ieeeAddr", entity.id());
  out.set("networkAddress", device.nwk.raw);
  out.set("type", network::type_name(device.kind));
  set_if(out, "manufacturerID", identity.manufacturer_code);
  set_if(out, "powerSource", identity.power_source);
  set_if(out, "applicationVersion", identity.application_version);
  set_if(out, "stackVersion", identity.stack_version);
  set_if(out, "zclVersion", identity.zcl_version);
  set_if(out, "hardwareVersion", identity.hardware_version);
  set_if(out, "dateCode", identity.date_code);
  set_if(out, "softwareBuildID", identity.software_build_id);
  if (identity.manufacturer_name) {
    // Some makers fill their name with zeros, which Home Assistant cannot bear (home-assistant/core#85691).
    out.set("manufacturerName", identity.manufacturer_name->substr(0, identity.manufacturer_name->find('\0')));
  }
  return out;
}

void Publisher::send_attributes(const std::string& topic, const Object& message, const mqtt::PublishOptions& options) {
  for (const auto& [key, value] : message) {
    Value shown = value;
    if (key == "color" && value.find("r") && value.find("g") && value.find("b")) {
      shown = Array{*value.find("r"), *value.find("g"), *value.find("b")};
    }
    if (shown.is_object()) {
      send_attributes(topic + key + "-", shown.object(), options);
    } else if (shown.is_null()) {
      send_state(topic + key, "", options);
    } else if (shown.is_array() || shown.is_string()) {
      send_state(topic + key, to_text(shown), options);
    } else {
      send_state(topic + key, json::dump(shown, json::Keys::sorted), options);
    }
  }
}

void Publisher::clear(const std::string& name) {
  mqtt::PublishOptions options;
  options.retain = true;
  send(name, "", options);
}

void Publisher::send(const std::string& topic, std::string_view payload, mqtt::PublishOptions options) {
  send_state(topic, payload, options);
  for (const auto& hear : on_sent) hear(topic, payload, options.retain);
}

void Publisher::send_unlogged(const std::string& topic, std::string_view payload, mqtt::PublishOptions options) {
  topic_.assign(base_).append("/").append(topic);
  mqtt_.publish(topic_, payload, options);
  for (const auto& hear : on_sent) hear(topic, payload, options.retain);
}

// States are heard of by on_published, whole.
void Publisher::send_state(const std::string& topic, std::string_view payload, const mqtt::PublishOptions& options) {
  log::debug(NS, "MQTT publish: topic '{}/{}', payload '{}'", base_, topic, payload);
  topic_.assign(base_).append("/").append(topic);
  mqtt_.publish(topic_, payload, options);
}

}  // namespace waggle::bridge
