// Documents: the retained pictures of the whole under bridge/: info, devices, groups, definitions.
//
// They are large and change in bursts (a joining device changes them a dozen times), so each is made when
// it is published and published only when it differs from what the broker has.
#pragma once

#include "bridge/entities.h"
#include "bridge/publisher.h"

namespace waggle::bridge {

/// The Zigbee2MQTT whose API this is: clients look at it.
inline constexpr std::string_view api_version = "2.14.1";

class Documents {
 public:
  Documents(Entities& entities, network::Network& network, settings::Settings& settings, Publisher& publisher);

  void publish_info();
  void publish_devices();
  void publish_groups();
  void publish_definitions();
  void publish_all();
  /// Each as it is now, published or not.
  void each(const std::function<void(const std::string& topic, const std::string& text)>& show) const;
  static bool has(std::string_view topic);
  /// The broker may have none of it any more: all is published again when asked.
  void forget() { published_.clear(); }

  /// bridge/info says from now on that a restart is needed.
  void require_restart() { restart_required_ = true; }
  bool restart_required() const { return restart_required_; }

  /// The definition of a device, as bridge/devices and interview events have it; null: none.
  static Value definition(const Entity& entity);

 private:
  void publish(const std::string& topic, const Value& document);
  Value devices() const;
  Value groups() const;
  Value definitions() const;
  Object info() const;
  Object device(const Entity& entity) const;
  Object endpoint(const Entity& entity, const network::Endpoint& endpoint) const;
  Object group(const Entity& entity) const;

  Entities& entities_;
  network::Network& network_;
  settings::Settings& settings_;
  Publisher& publisher_;
  bool restart_required_ = false;
  Object os_;
  std::map<std::string, std::size_t> published_;  // hashes: the documents themselves are too large to keep
};

}  // namespace waggle::bridge
