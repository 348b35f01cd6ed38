// Postman: sees to it that devices which sleep get what they were told while they did not answer. What waits
// (mailbox.h) is in queue.json before anybody is told that it is; it is tried again whenever the device is
// heard, not too often and not for ever, and who asked is told how it ended.
#pragma once

#include <map>
#include <set>

#include "bridge/call_runner.h"
#include "bridge/mailbox.h"
#include "io/files.h"

namespace waggle::bridge {

class Postman {
 public:
  Postman(Scheduler& scheduler, io::Files& files, std::string path, network::Network& network, Entities& entities,
          CallRunner& runner, Answers& answers);

  /// A file that cannot be read is put aside, not lost.
  void load();
  /// Whoever asked can be told now: of what has expired meanwhile, say.
  void begin();

  /// A /set has come: older values for its keys are not wanted any more. On the disk they stay until keep(),
  /// so that a crash leaves the older value or the newer, and never neither.
  void superseded(const Entity& entity, const std::vector<library::Call>& calls);
  /// Whether the device is known to sleep, and its user wants that nothing is sent to it then.
  bool asleep(const Entity& entity) const;
  struct Command {
    std::string name;      // as it was addressed
    std::string endpoint;
    Object message;
    std::optional<Asker> asker;
  };
  /// After each /set: keys that the device did not answer, and that can wait, become `queued`.
  void keep(const EntityPtr& entity, Command command, KeyResults& results);
  /// The same for a device that is asleep: without having tried.
  KeyResults keep_untried(const EntityPtr& entity, Command command, const std::vector<library::Call>& calls);

  /// The device speaks: if something waits for it, this is the time.
  void heard(const EntityPtr& entity);
  /// Whether it is being given what waits.
  bool serves(const Entity& entity) const { return rounds_.contains(&entity); }
  /// It is no device of this network any more.
  void forget(const Entity& entity);

  const Mailbox& box() const { return box_; }
  /// All of the device, or one key with or without the name of its endpoint; gives the keys.
  Result<std::vector<std::string>> cancel(const Entity& entity, const std::optional<std::string>& key);

 private:
  void put(const EntityPtr& entity, Command command, KeyResults& results);
  Task<> round(EntityPtr entity);
  Task<> deliver(EntityPtr entity);
  bool queues(const Entity& entity) const;
  bool is_known(const EntityPtr& entity) const;
  void end(const Mailbox::Which& which, std::string_view reason, log::Level level);
  void report(const Mailbox::Ended& ended, std::string_view reason, log::Level level);
  void tell(const Order& order);
  void expire();
  void arm();
  Result<> save();
  void save_or_say();

  Scheduler& scheduler_;
  io::Files& files_;
  std::string path_;
  network::Network& network_;
  Entities& entities_;
  CallRunner& runner_;
  Answers& answers_;
  Mailbox box_;
  std::set<const Entity*> rounds_;
  std::set<const Entity*> silent_;           // did not answer, and has not been heard since
  std::map<const Entity*, Instant> not_before_;  // after tries in vain
  bool unsaved_ = false;                         // what stands in the file is not wanted any more
  Timer expiry_;
  TaskGroup tasks_;
};

}  // namespace waggle::bridge
