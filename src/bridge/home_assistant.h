// HomeAssistant: tells Home Assistant (MQTT discovery) of every entity of every device and group, and of the bridge
// itself; keeps what the broker has of it in step, and publishes what these entities need besides the state.
//
// What is announced is the business of src/homeassistant; this part knows when, and what has been said already.
// It exists only while `homeassistant.enabled` is set.
#pragma once

#include <map>
#include <set>

#include "bridge/changes.h"
#include "bridge/entities.h"
#include "bridge/publisher.h"
#include "homeassistant/announcement.h"
#include "homeassistant/entries.h"

namespace waggle::bridge {

class HomeAssistant {
 public:
  struct Surroundings {
    Scheduler& scheduler;
    const settings::Settings& settings;
    const network::Network& network;
    Entities& entities;
    StateCache& states;
    Publisher& publisher;
    mqtt::Client& mqtt;
    std::function<void()> say_online;  // bridge/state
  };

  /// Whether the settings allow it; the error says what to change.
  static Result<> check(const settings::Settings& settings);
  /// After check(). Subscribes to Home Assistant's birth message.
  HomeAssistant(Surroundings around, Changes& changes);

  /// The broker and the network are there (again): finds out what the broker has, takes back what is stale and
  /// publishes what is missing or different.
  void begin();
  /// Something was heard of a device that may not have been announced yet.
  void heard(const EntityPtr& entity);
  /// True when the message was for this part.
  bool on_message(const mqtt::Message& message);

 private:
  struct Sent {
    std::size_t hash = 0;
    bool published = false;
  };
  /// What has been said of one device, group or the bridge.
  struct Said {
    std::map<std::string, Sent> messages;  // by topic below the discovery topic
    std::set<std::string> triggers;        // "action_toggle"
    std::vector<std::pair<std::string, Value>> fill;
    std::vector<std::string> endpoints;    // that have a state of their own
    bool announced = false;
  };

  void changed(Change change, const EntityPtr& entity);
  Task<> announce_afresh(EntityPtr entity, bool only_scenes);

  void announce_everything(bool publish);
  void announce_bridge(bool publish);
  void announce(const EntityPtr& entity, bool publish = true);
  void announce(Said& said, const homeassistant::Owner& owner, homeassistant::Entries entries, bool publish);
  void announce_trigger(const EntityPtr& entity, const std::string& key);
  homeassistant::Owner owner(const Entity& entity) const;
  homeassistant::Entries entries(const Entity& entity) const;
  Array member_ids(const Entity& group, std::string_view type) const;
  void remember_member(const Entity& entity, const homeassistant::Entry& entry, const std::string& unique_id);
  bool wanted(const Entity& entity) const;

  void learn(std::string_view topic, std::string_view payload);
  void finish_migration(std::string_view topic);
  void take_back(Said& said);
  void born();

  void complete(const Entity& entity, Object& message) const;
  void published(const Publication& publication);
  void send(const std::string& topic, std::string_view payload);

  Surroundings around_;
  homeassistant::Site site_;
  homeassistant::Style style_;
  bool one_message_ = false;  // for all entities of one device
  std::string discovery_;  // "homeassistant/"
  std::string status_;
  std::map<std::string, Said> said_;  // by address or number
  std::map<std::string, std::string> unique_ids_;  // of members: by device, endpoint and type
  bool learning_ = false;
  Timer learned_;
  Timer born_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
