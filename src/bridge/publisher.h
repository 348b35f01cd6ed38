// Publisher: the state of an entity as its subscribers get it: merged with what is known, filtered, with
// link quality and time, as one JSON document or attribute by attribute.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bridge/entity.h"
#include "mqtt/client.h"
#include "settings/settings.h"

namespace waggle::bridge {

enum class PublishReason : std::uint8_t { none, debounce, throttle, last_seen, cached, group };

/// What a published state was made of.
struct Publication {
  const EntityPtr& entity;
  const Object& payload;  // what was new
  PublishReason reason;
  const Object* message = nullptr;  // all that went out; null before it does
};

class Publisher {
 public:
  Publisher(Scheduler& scheduler, settings::Settings& settings, StateCache& states, mqtt::Client& mqtt);

  /// The settings have changed.
  void configure();

  void publish(const EntityPtr& entity, const Object& payload, PublishReason reason = PublishReason::none);
  /// Remembers without publishing; who listens to changes hears of it all the same.
  void remember(const EntityPtr& entity, const Object& payload);

  /// An empty retained message: takes back what a broker keeps under this name.
  void clear(const std::string& name);
  /// Anything else under the base topic.
  void send(const std::string& topic, std::string_view payload, mqtt::PublishOptions options = {});
  /// The same without a line in the log: for the log's own topic and for documents nobody wants to read there.
  void send_unlogged(const std::string& topic, std::string_view payload, mqtt::PublishOptions options = {});
  bool connected() const { return mqtt_.connected(); }
  const std::string& base() const { return base_; }

  /// May add to what is going to be published.
  std::vector<std::function<void(const Entity&, Object& message)>> adjust;
  /// After the state has changed, before it is published.
  std::vector<std::function<void(const Publication&)>> on_change;
  /// After it was published.
  std::vector<std::function<void(const Publication&)>> on_published;
  /// After send() or clear(): `topic` without the base, `retained`: the broker keeps it.
  std::vector<std::function<void(std::string_view topic, std::string_view payload, bool retained)>> on_sent;

  /// What a published state has besides what the device said: link quality and time, as the settings want it.
  void add_of_device(const Entity& entity, Object& message) const;

  bool last_seen_wanted() const { return last_seen_ != LastSeen::disable; }
  bool elapsed_wanted() const { return elapsed_; }

 private:
  enum class LastSeen : std::uint8_t { disable, iso_8601, iso_8601_local, epoch };

  Object device_information(const Entity& entity) const;
  void send_state(const std::string& topic, std::string_view payload, const mqtt::PublishOptions& options);
  void send_attributes(const std::string& topic, const Object& message, const mqtt::PublishOptions& options);

  Scheduler& scheduler_;
  settings::Settings& settings_;
  StateCache& states_;
  mqtt::Client& mqtt_;
  std::string base_;
  bool cache_ = true;
  bool json_ = true;
  bool attributes_ = false;
  bool device_information_ = false;
  bool elapsed_ = false;
  LastSeen last_seen_ = LastSeen::disable;
  std::string text_;   // reused from message to message
  std::string topic_;
};

}  // namespace waggle::bridge
