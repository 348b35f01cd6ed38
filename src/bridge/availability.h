// Availability: which devices and groups can be reached, retained under <name>/availability. Whatever a
// device says is evidence that it is there. One with mains power that has been silent is asked; one that
// lives on a battery is only waited for.
//
// It knows nothing of what devices say, and of Home Assistant only that it wants to know who is watched.
#pragma once

#include <deque>
#include <map>
#include <random>

#include "bridge/changes.h"
#include "bridge/entities.h"
#include "bridge/publisher.h"
#include "bridge/refresher.h"

namespace waggle::bridge {

class Availability {
 public:
  struct Surroundings {
    Scheduler& scheduler;
    settings::Settings& settings;
    network::Network& network;
    Entities& entities;
    Publisher& publisher;
    Refresher& refresher;
  };
  Availability(Surroundings around, Changes& changes);

  /// Whether the user wants the device watched; `usually`: whether devices are that say nothing of it. Groups
  /// are when all their members are.
  static bool wanted(const Entity& entity, const Entities& entities, bool usually);
  /// The settings have changed.
  void configure();

  /// Messages can be sent, and devices asked: says of all what is known, and goes to ask who is late.
  void begin();
  /// The broker may have forgotten: says it again.
  void announce();
  /// Nobody can be heard or asked; that is no fault of the devices.
  void pause();
  /// The device speaks.
  void heard(const EntityPtr& entity);

 private:
  struct Watch {
    explicit Watch(Scheduler& scheduler) : timer(scheduler) {}
    std::optional<bool> online;  // as it was published
    Timer timer;                 // of its silence
    double backoff = 1;
    bool resting = false;        // has not answered for so long that it is not asked any more
    bool waits = false;          // for its turn to be asked
    bool heard = false;          // since it was asked
  };
  struct Patience {
    double timeout = 0;  // minutes
    double jitter = 0;   // milliseconds
    bool backoff = true;
    double rest_above = 0;
  };

  bool wanted(const Entity& entity) const { return wanted(entity, around_.entities, enabled_); }
  Patience patience(const Entity& device) const;
  Millis silence(const network::Device& device) const;
  bool is_online(const Entity& entity) const;

  Watch& watch(const Entity& entity) { return watches_.try_emplace(entity.id(), around_.scheduler).first->second; }
  Watch* known(const Entity& entity);
  void changed(Change change, const EntityPtr& entity);
  void publish(const EntityPtr& entity, bool force = false);
  void tell(const Entity& entity, bool online);
  void publish_groups_of(const Entity& device, bool force);
  void wait(const EntityPtr& device);
  void queue(const EntityPtr& device);
  void leave_alone(const Entity& device);
  Task<> ask_in_turn();
  Task<> ask(EntityPtr device);
  Task<Result<>> ping(network::DevicePtr device, bool recover);

  Surroundings around_;
  const bool enabled_;
  Patience active_;
  Patience passive_;
  std::map<std::string, Watch> watches_;  // by id
  std::deque<EntityPtr> queue_;
  int asking_ = 0;
  bool paused_ = true;
  std::minstd_rand jitter_;  // only to spread: it may be the same each time
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
