// Documents: the retained pictures of the whole under bridge/: info, devices, groups, definitions.
//
// They are large and change in bursts (a joining device changes them a dozen times, a power cut brings every
// device back at once), so each is drawn at most once a second, and published only when it differs from what
// the broker has.
#pragma once

#include "bridge/entities.h"
#include "bridge/publisher.h"

namespace waggle::bridge {

/// The Zigbee2MQTT whose API this is: clients look at it.
inline constexpr std::string_view api_version = "2.14.1";

// What request/action can do: bridge/definitions lists it.
inline constexpr std::string_view action_raw = "raw", action_hue_reset = "philips_hue_factory_reset";

class Documents {
 public:
  Documents(Scheduler& scheduler, Entities& entities, network::Network& network, settings::Settings& settings, Publisher& publisher);

  // Now, or as soon as a second has passed since it was drawn last.
  void publish_info() { want(info_); }
  void publish_devices() { want(devices_); }
  void publish_groups() { want(groups_); }
  void publish_definitions();
  void publish_all();
  /// What still waits for its second: before the end, and before a request is answered.
  void flush();
  /// Each as it is now, published or not.
  void each(const std::function<void(const std::string& topic, const std::string& text)>& show) const;
  bool has(std::string_view topic) const;
  /// The broker may have none of it any more: all is published again when asked.
  void forget();

  /// bridge/info says from now on that a restart is needed.
  void require_restart() { restart_required_ = true; }
  bool restart_required() const { return restart_required_; }

  /// The definition of a device, as bridge/devices and interview events have it; null: none.
  static Value definition(const Entity& entity);

 private:
  struct Picture {
    using Draw = std::string (Documents::*)() const;
    Picture(Scheduler& scheduler, std::string_view name, Draw way) : topic(name), draw(way), pause(scheduler) {}
    std::string_view topic;
    Draw draw;
    std::optional<std::size_t> published{};  // a hash: the documents themselves are too large to keep
    std::optional<Instant> drawn{};
    Timer pause;
  };

  void want(Picture& picture);
  void publish(Picture& picture);
  // As JSON, made piece by piece: the values of a large home would be many times its text.
  std::string info() const;
  std::string devices() const;
  std::string groups() const;
  std::string definitions() const;
  Value custom_clusters() const;
  Object device(const Entity& entity) const;
  Object endpoint(const Entity& entity, const network::Endpoint& endpoint) const;
  Object group(const Entity& entity) const;

  Scheduler& scheduler_;
  Entities& entities_;
  network::Network& network_;
  settings::Settings& settings_;
  Publisher& publisher_;
  bool restart_required_ = false;
  std::size_t custom_clusters_ = 0;  // a hash of those last put into bridge/definitions
  Object os_;
  Picture info_;
  Picture devices_;
  Picture groups_;
  Picture definitions_;
};

}  // namespace waggle::bridge
