// The coordinator driver for ZiGate (V1, ZiGate+ and PiZiGate, firmware 3.1e and newer). Translates Coordinator to the
// firmware's commands; knows no devices.
//
// The firmware makes up PAN ID and network key by itself; since 3.24 it lets them be replaced afterwards.
#pragma once

#include <list>

#include "coordinator/coordinator.h"
#include "coordinator/zigate/link.h"
#include "coordinator/zigate/zdo.h"

namespace waggle::coordinator::zigate {

/// "3.1e", "3.23"
std::string name_of(std::uint16_t release);

class Driver final : public Coordinator, Link::Owner {
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
  /// The firmware has few buffers; nine are spoken of, and what comes in needs some.
  std::size_t concurrency() const override { return 2; }
  std::vector<RadioCount> counts() const override { return {{"damaged_frames", link_.damaged()}}; }

 private:
  /// A message on its way. Its number is the radio's, and known when the radio has taken it.
  struct Delivery {
    Delivery(Scheduler& scheduler, Nwk whom) : to(whom), next_hop_has_it(scheduler) {}
    Nwk to;
    std::optional<std::uint8_t> sequence;
    Timer next_hop_has_it;  // until its word is enough
    /// What was told of numbers before this one's was known.
    struct Early {
      std::uint8_t sequence;
      std::uint8_t status;
      bool final;
    };
    std::vector<Early> early;
  };
  using DeliveryPtr = std::shared_ptr<Delivery>;

  // Link::Owner (driver.cpp)
  void on_message(const Spoken& message, bool awaited) override;
  void on_link_lost(const Error& error) override;

  // Start (start.cpp)
  Task<Result<Object>> version();
  Task<Result<std::optional<NetworkParameters>>> stored_network();
  Task<Result<NetworkParameters>> current_network();
  Task<Result<>> prepare();
  Task<Result<>> erase();
  Task<Result<>> start_network(NetworkParameters parameters);
  Task<Result<>> restart();

  // The whole network in one piece (backup.cpp)
  Task<Result<std::optional<Recovery>>> recovery();
  Task<Result<>> replace(NetworkParameters parameters, std::uint32_t frame_counter);

  // Messages (messages.cpp)
  Task<Result<>> unicast(ApsRequest request);
  Task<Result<>> to_many(ApsRequest request);
  Task<std::optional<std::uint8_t>> attempt(const ApsRequest& request);
  Task<std::optional<Nwk>> new_address(const ApsRequest& request);
  Task<> join_group(GroupId group);
  void incoming(const DataIndication& message, std::uint8_t lqi);
  void confirmed(const DataConfirm& message);
  void acknowledged(const DataAck& message);
  void numbered(const DeliveryPtr& delivery, std::uint8_t sequence);
  void conclude(Nwk to, std::uint8_t sequence, std::uint8_t status, bool final);

  // Device management (joining.cpp)
  Task<Result<>> zdo_once(const ZdoRequest& request);
  Task<Result<>> permit_join(ZdoRequest request);
  Task<Result<>> change_channel(ZdoRequest request);
  void zdo_incoming(Nwk source, ClusterId cluster, ByteView payload);
  void announced(const DeviceAnnounced& device);

  Scheduler& scheduler_;
  io::Opener opener_;
  Options options_;
  Events& events_;
  Link link_;
  std::list<DeliveryPtr> under_way_;
  PendingReplies<DeliveryPtr, std::uint8_t> deliveries_;  // -> how it ended
  PendingReplies<Ieee, Nwk> addresses_;
  Ieee ieee_{};
  std::uint16_t major_ = 0;
  std::uint16_t release_ = 0;
  bool has_recovery_ = false;  // the firmware hands out its network and takes another
  bool has_network_ = false;
  bool up_ = false;
  std::uint8_t zdo_sequence_ = 0;
  std::vector<GroupId> groups_;
  Instant quiet_until_{};  // broadcasts need room between them
  struct LetIn {
    Nwk nwk{};
    Ieee ieee{};
    Instant when{};
  };
  std::optional<LetIn> let_in_;  // the last one, who will announce itself
  TaskGroup tasks_;
};

}  // namespace waggle::coordinator::zigate
