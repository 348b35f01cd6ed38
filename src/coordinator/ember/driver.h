// The coordinator driver for Silicon Labs' EmberZNet (EFR32 with NCP firmware, EZSP 13 and newer). Translates
// Coordinator to EZSP commands; knows no devices.
#pragma once

#include "coordinator/coordinator.h"
#include "coordinator/ember/link.h"
#include "coordinator/ember/stack_config.h"

namespace waggle::coordinator::ember {

/// What a coordinator of ours says that it is: Silicon Labs.
inline constexpr ManufacturerCode own_manufacturer{0x1049};

class Driver final : public Coordinator, InterPan, Link::Owner {
 public:
  Driver(Scheduler& scheduler, io::Opener opener, Options options, Events& events);
  ~Driver() override;

  Task<Result<RadioInfo>> inspect() override;
  Task<Result<>> resume() override;
  Task<Result<>> form(NetworkParameters parameters) override;
  void close() override;
  Task<Result<>> send(ApsRequest request) override;
  Task<Result<>> send_zdo(ZdoRequest request) override;
  Task<Result<NetworkParameters>> network_parameters() override;
  Task<Result<Backup>> backup() override;
  Task<Result<>> restore(Backup backup) override;
  Task<Result<>> add_install_code(Ieee ieee, Bytes code, bool derived) override;
  Task<Result<>> ping() override;
  std::size_t concurrency() const override { return 16; }
  std::vector<RadioCount> counts() const override;
  InterPan* inter_pan() override { return this; }

 private:
  // Link::Owner (driver.cpp)
  void on_callback(std::uint16_t number, ByteView parameters) override;
  void on_link_lost(const Error& error) override;

  // InterPan (inter_pan.cpp)
  Task<Result<>> visit_channel(int channel) override;
  Task<Result<>> send(InterPanRequest request) override;
  Task<Result<>> return_to_network() override;
  Result<> on_network() const;

  // Start (start.cpp)
  Task<Result<Object>> version();
  Task<Result<>> configure();
  Task<Result<>> register_endpoints();
  Task<Result<std::optional<NetworkParameters>>> stored_network();
  Task<Result<NetworkParameters>> current_network();
  Task<Result<Key>> export_key(std::uint8_t kind);
  Task<Result<>> prepare();
  Task<Result<>> leave();
  Task<Result<>> form_with(NetworkParameters parameters, Key link_key, std::optional<std::uint32_t> frame_counter,
                           std::uint32_t channels);
  Task<> set_configuration(std::uint8_t id, std::uint16_t value);
  Task<Result<>> set_policy(std::uint8_t id, std::uint8_t decision);
  Task<Result<>> set_value(std::uint8_t id, Bytes value);

  // Backup and restore (backup.cpp)
  Task<Result<std::size_t>> key_table_size();
  Task<Result<>> import_keys(const Backup& backup);
  Task<Result<bool>> take_over_address(Ieee ieee);

  // Messages (messages.cpp)
  Task<Result<>> unicast(ApsRequest request);
  Task<Result<>> to_many(ApsRequest request);
  Task<std::uint32_t> attempt(const ApsRequest& request);
  Task<std::optional<Nwk>> new_address(const ApsRequest& request);
  Task<> join_group(GroupId group);
  void incoming(const IncomingMessage::Message& message);
  void zdo_incoming(const IncomingMessage::Message& message);
  void green_power(const GreenPowerIncoming::Message& message);
  void inter_pan_incoming(const MacFilterMatch::Message& message);

  // Who may join (joining.cpp)
  Task<Result<>> permit_join(ZdoRequest request);
  Task<Result<>> prepare_joining(std::uint8_t seconds);
  Task<Result<>> zdo_over_the_air(ZdoRequest request);
  Task<Result<>> zdo_once(const ZdoRequest& request);
  void device_update(const TrustCenterJoin::Message& message);
  Task<> report_as(ManufacturerCode code, std::optional<TrustCenterJoin::Message> joined);

  void stack_status(std::uint32_t status);
  Task<> look_at_the_channel();
  void count_regularly();
  Task<> read_counters();

  Scheduler& scheduler_;
  io::Opener opener_;
  Options options_;
  Events& events_;
  StackConfig stack_;
  Link link_;
  PendingReplies<std::uint16_t, std::uint32_t> confirms_;   // tag -> status
  PendingReplies<std::uint32_t, std::uint32_t> statuses_;   // of the stack: what is waited for
  Timer counters_;
  std::vector<std::uint64_t> counted_;  // by the firmware, in the order of counter_names()
  Ieee ieee_{};
  Key key_{};
  std::uint8_t key_sequence_ = 0;
  bool up_ = false;         // the stack is on its network
  bool expecting_down_ = false;
  int power_ = 0;           // dBm, as the network was formed
  std::uint8_t channel_ = 0;
  std::uint8_t tag_ = 0;
  std::uint8_t zdo_sequence_ = 0;
  bool visiting_ = false;  // on another channel
  std::vector<GroupId> groups_;  // the radio's multicast table
  std::size_t group_places_ = 0;
  Instant quiet_until_{};  // broadcasts need room between them
  ManufacturerCode reported_as_{};
  TaskGroup tasks_;
};

}  // namespace waggle::coordinator::ember
