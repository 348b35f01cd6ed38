// Firmware: updates of devices as people see them: the property `update`, checks that devices ask for by
// themselves, what was scheduled, and what follows an update. How devices are spoken to is ota's part.
#pragma once

#include <map>

#include "bridge/publisher.h"
#include "ota/updater.h"

namespace waggle::bridge {

class Firmware {
 public:
  struct Surroundings {
    Scheduler& scheduler;
    io::Files& files;
    io::Downloads* downloads;
    settings::Settings& settings;
    network::Network& network;
    StateCache& states;
    Publisher& publisher;
  };
  explicit Firmware(Surroundings around);

  /// What states say of updates that ended with the program is not true any more.
  void tidy(const std::vector<EntityPtr>& devices);

  // What devices do.
  void on_message(const EntityPtr& entity, const library::Message& message);
  void on_default_response(const EntityPtr& entity, EndpointId endpoint, const zcl::Frame& frame);
  void announced(const EntityPtr& entity);
  void forget(const Entity& entity);

  // What people ask for. One thing at a time with one device.
  bool busy(const Entity& entity) const;
  Task<Result<ota::Checked>> check(EntityPtr entity, ota::Source source);
  /// {from, to} of the response.
  Task<Result<Object>> update(EntityPtr entity, ota::Source source, ota::Pace pace);
  void abort(const EntityPtr& entity);
  Result<> schedule(const EntityPtr& entity, const ota::Source& source);
  void unschedule(const EntityPtr& entity);

  /// As the settings have it.
  ota::Pace pace() const;
  /// An image of the user's own; gives the path under which it can be had.
  Result<std::string> keep_image(const Entity& entity, std::string_view hex, std::string_view name);

 private:
  class Business;

  Task<> answer_query(EntityPtr entity, ota::Request query);
  Task<> resume(EntityPtr entity, ota::Request question);
  /// True when that was all.
  Task<bool> update_as_scheduled(EntityPtr entity, ota::Request query);
  Task<> check_unasked(EntityPtr entity, ota::Request query);
  Task<> interview_again(EntityPtr entity);
  /// It has left while we were busy with it.
  bool gone(const Entity& entity) const;
  bool wants_checks(const Entity& entity) const;
  ota::Order order(const EntityPtr& entity, ota::Source source, ota::Pace pace);
  /// Tells of an update's end; gives the versions.
  void ended(const EntityPtr& entity, const ota::Updated& result);
  Task<Object> software(EntityPtr entity);

  void show(const EntityPtr& entity, std::string_view state, const ota::Progress* progress = nullptr);
  void show(const EntityPtr& entity, const ota::Checked& result);
  void publish(const EntityPtr& entity, Object update);

  Surroundings around_;
  ota::Store store_;
  ota::Updater updater_;
  std::map<Ieee, const Business*> busy_;
  std::map<Ieee, Instant> checked_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
