// Network: one Zigbee network behind one radio. Starts and resumes it, keeps its devices and groups, lets
// devices in, finds out what they are, and hands on what they say.
//
// It decides when a network may be formed: never over known devices. It knows nothing of MQTT, and of the
// library only what a device and an operation are.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "coordinator/coordinator.h"
#include "core/pending.h"
#include "io/files.h"
#include "network/database.h"
#include "network/database_file.h"
#include "network/green_power.h"
#include "network/heartbeat.h"
#include "network/interview.h"
#include "network/responder.h"
#include "network/restore.h"
#include "network/touchlink.h"
#include "zigbee/install_code.h"

namespace waggle::network {

struct Config {
  coordinator::NetworkParameters parameters;
  std::string database;                     // path
  std::string backup;                       // path of coordinator_backup.json
  std::optional<std::size_t> concurrency;   // requests under way at once; else the radio's own idea
};

enum class RadioState : std::uint8_t { connecting, refused, connected };
std::string_view to_string(RadioState state);

enum class SeenReason : std::uint8_t { announced, message, silent_message, joined, address };

/// Hears what happens. Called from the loop, never from inside a call into Network.
class Listener {
 public:
  /// The device's identity is known, or has changed: give it its catalogue.
  virtual void identify(Device& device) = 0;
  /// Whether there is a definition for it; one is made of what it tells otherwise, so it is asked for more.
  virtual bool knows(const Device& device) = 0;
  virtual void on_message(const DevicePtr& device, const library::Message& message) = 0;
  /// A device says, without being asked, what became of a command.
  virtual void on_default_response(const DevicePtr&, EndpointId, const zcl::Frame&) {}
  virtual void on_seen(const DevicePtr& device, SeenReason reason) = 0;
  virtual void on_joined(const DevicePtr& device) = 0;
  virtual void on_announced(const DevicePtr& device) = 0;
  virtual void on_left(const DevicePtr& device) = 0;
  virtual void on_address_changed(const DevicePtr& device) = 0;
  virtual void on_interview(const DevicePtr& device, InterviewState state) = 0;
  virtual void on_permit_join() = 0;
  virtual void on_radio(RadioState state, const std::string& reason) = 0;
  /// Whether a device may join at all.
  virtual bool admits(Ieee ieee) = 0;
  /// Whether a device that checks in is to stay awake, until Network::let_sleep().
  virtual bool wants_awake(const DevicePtr&) { return false; }

 protected:
  ~Listener() = default;
};

class Network final : coordinator::Events, GreenPower::Owner {
 public:
  using MakeRadio = std::function<std::unique_ptr<coordinator::Coordinator>(coordinator::Events&)>;
  Network(Scheduler& scheduler, io::Files& files, Config config, const MakeRadio& make_radio, Listener& listener);
  ~Network();

  /// Reads the database. Must come before start().
  Result<> load();
  /// Wakes the radio, resumes or forms the network. Fails when the radio cannot be reached or holds another
  /// network; the link is then tried again in the background for ever.
  Task<Result<>> start();
  /// Closes the network for joining, writes the database, lets go of the radio.
  Task<> stop();

  // What there is ----------------------------------------------------------------------------------------

  const std::vector<DevicePtr>& devices() const { return devices_; }  // the coordinator first
  const std::vector<GroupPtr>& groups() const { return groups_; }
  DevicePtr find(Ieee ieee) const override;
  DevicePtr find(Nwk nwk) const override;
  GroupPtr find(GroupId number) const;
  DevicePtr coordinator() const;
  const coordinator::RadioInfo& radio() const { return radio_info_; }
  std::vector<coordinator::RadioCount> radio_counts() const { return radio_driver_->counts(); }
  const coordinator::NetworkParameters& parameters() const override { return parameters_; }
  RadioState state() const { return state_; }

  // What can be done -------------------------------------------------------------------------------------

  /// 0 closes. `via`: only through this router.
  Task<Result<>> permit_join(int seconds, DevicePtr via = {});
  bool joining() const override { return permit_end_.has_value(); }
  std::optional<WallTime> joining_until() const { return permit_end_; }

  /// The device may join with the key of this code. One whose check sum is wrong or missing gets the right one.
  Task<Result<>> add_install_code(InstallCode code);

  Task<Result<>> interview(DevicePtr device, bool ignore_cache);
  /// Asks it for all that a definition can be made of (library/generate).
  Task<> ask_for_definition(DevicePtr device);
  /// Asks the device to leave, and forgets it.
  Task<Result<>> remove(DevicePtr device, bool remember_identity = true);
  /// Forgets it without asking.
  void forget(DevicePtr device, bool remember_identity = true);

  GroupPtr add_group(GroupId number);
  void remove_group(const GroupPtr& group);
  Task<Result<>> add_member(GroupPtr group, DevicePtr device, EndpointId endpoint);
  Task<Result<>> remove_member(GroupPtr group, DevicePtr device, EndpointId endpoint);
  Task<Result<>> remove_from_all_groups(DevicePtr device, EndpointId endpoint);

  Task<> let_sleep(DevicePtr device) { return responder_.let_sleep(std::move(device)); }

  /// What the radio's own tables say now.
  Task<Result<Backup>> read_radio();
  /// Reads the radio and writes coordinator_backup.json. Also done by itself, at the start, every day and at
  /// the end.
  Task<Result<>> back_up();

  Touchlink& touchlink() { return touchlink_; }
  Performer& performer() { return performer_; }
  Requests& requests() { return requests_; }

  /// Something worth keeping has changed; written soon.
  void touch() { database_.touch(); }
  /// Writes the database now. What was acknowledged must be on the disk.
  Result<> save() { return database_.save(); }
  /// Makes up for a write that has failed. Must succeed before a change is acknowledged.
  Result<> settle() { return database_.settle(); }

 private:
  // coordinator::Events
  void on_message(const coordinator::Incoming& message) override;
  void on_zdo(const coordinator::ZdoIncoming& message) override;
  void on_joined(Nwk nwk, Ieee ieee) override;
  void on_left(Nwk nwk, Ieee ieee) override;
  void on_address(Nwk nwk, Ieee ieee) override;
  void on_inter_pan(const coordinator::InterPanIncoming& message) override { touchlink_.heard(message); }
  void on_lost(const Error& error) override;
  // GreenPower::Owner
  bool admits(Ieee ieee) override { return listener_.admits(ieee); }
  Task<> take_in(Ieee ieee, std::uint8_t kind, Array key) override;
  void gone(const DevicePtr& device) override;
  void hand_on(const DevicePtr& device, const coordinator::Incoming& message) override { handle(device, message); }
  void on_silence(const Error& error);

  Task<Result<>> connect();
  Task<Result<>> begin();
  Task<Result<>> restore(Backup backup);
  Task<> back_up_regularly();
  Task<Result<>> describe_coordinator();
  Task<> reconnect();
  void set_state(RadioState state, std::string reason);

  void handle(const DevicePtr& device, const coordinator::Incoming& message);
  void learn(const DevicePtr& device, EndpointId endpoint, const zcl::Frame& frame);
  void set_address(const DevicePtr& device, Nwk nwk);
  void announced(const zdo::DeviceAnnounce& announce);
  void address_told(ByteView payload);
  Task<> identify_unknown(Nwk nwk);
  /// A device that is not in the list: as it was before it left, or new.
  DevicePtr enlist(Ieee ieee, Nwk nwk, DeviceType kind);
  Task<> join(Nwk nwk, Ieee ieee);
  /// `patience`: for the announcement that a device makes when it has joined.
  Task<Result<>> examine(DevicePtr device, bool ignore_cache, Millis patience);
  void save_regularly();

  Scheduler& scheduler_;
  io::Files& files_;
  Config config_;
  Listener& listener_;
  std::unique_ptr<coordinator::Coordinator> radio_driver_;
  Requests requests_;
  Performer performer_;
  Interviewer interviewer_;
  Responder responder_;
  Heartbeat heartbeat_;
  GreenPower green_power_;
  Touchlink touchlink_;
  PendingReplies<Ieee, bool> announcements_;  // of devices that have just joined

  DatabaseFile database_;
  std::vector<DevicePtr> devices_;
  std::vector<GroupPtr> groups_;
  std::map<Ieee, DevicePtr> by_ieee_;
  std::map<Nwk, DevicePtr> by_nwk_;
  std::map<Ieee, DevicePtr> removed_;  // in this run: they may come back
  std::set<Nwk> unknown_;              // asked for their address already
  int highest_id_ = 0;

  coordinator::RadioInfo radio_info_;
  coordinator::NetworkParameters parameters_;
  RadioState state_ = RadioState::connecting;
  bool stopping_ = false;
  std::optional<WallTime> permit_end_;
  Timer permit_timer_;
  Timer regular_save_;
  BackupFile backup_file_;
  Timer regular_backup_;
  int failed_restores_ = 0;
  zcl::Frame frame_;  // reused from message to message
  TaskGroup tasks_;
};

}  // namespace waggle::network
