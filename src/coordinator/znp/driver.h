// The coordinator driver for Texas Instruments' Z-Stack (ZNP): CC2530/CC2531 (Z-Stack 1.2 and 3.0.x),
// CC1352/CC2652 (Z-Stack 3.x.0). Translates Coordinator to MT commands; knows no devices.
#pragma once

#include <functional>
#include <memory>

#include "coordinator/coordinator.h"
#include "coordinator/znp/link.h"
#include "coordinator/znp/nv_tables.h"
#include "io/stream.h"

namespace waggle::coordinator::znp {

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
  Task<> renew_way(Ieee ieee, Nwk nwk) override;
  std::size_t concurrency() const override { return product_ == Product::zstack3x0 ? 16 : 2; }
  std::vector<RadioCount> counts() const override { return {{"damaged_frames", link_.damaged()}}; }
  InterPan* inter_pan() override { return this; }

 private:
  // Link::Owner
  void on_areq(const UnpiFrame& frame) override;
  void on_link_lost(const Error& error) override;

  // InterPan (inter_pan.cpp)
  Task<Result<>> visit_channel(int channel) override;
  Task<Result<>> send(InterPanRequest request) override;
  Task<Result<>> return_to_network() override;
  void stray(const AfIncomingExt::Message& message, ByteView payload);
  Result<> on_network() const;

  // Start (start.cpp)
  Task<Result<>> wake();
  Task<Result<SysVersion::Response>> version();
  Task<Result<std::optional<NetworkParameters>>> stored_network();
  Task<Result<>> start_coordinator();
  Task<Result<>> reset();
  Task<Result<>> commission(NetworkParameters parameters);
  Task<Result<>> mark_configured();
  Task<Result<>> write_commissioning_items(NetworkParameters parameters);
  Task<Result<>> wait_for_nib();
  Task<Result<>> prepare();
  Task<Result<>> register_endpoints();
  Task<Result<>> apply_options();

  // Backup and restore (backup.cpp)
  struct Tables {
    std::vector<AddressManagerEntry> addresses;
    std::vector<TrustCenterKeyEntry> trust_center_keys;
    std::vector<LinkKeyEntry> link_keys;
    std::vector<SecurityManagerEntry> key_owners;
    std::vector<SecurityMaterialEntry> counters;
  };
  Task<Result<Tables>> read_tables();
  Task<Result<std::uint32_t>> frame_counter(const Tables& tables, ExtendedPan extended_pan);
  Result<std::size_t> fill(Tables& tables, const Backup& backup) const;
  Task<Result<>> write_network(const Backup& backup);
  Task<Result<>> write_tables(Tables& tables);

  // Messages (driver.cpp)
  Task<Result<>> deliver(ApsRequest request);
  Task<std::uint8_t> attempt(ApsRequest& request);
  Task<Result<>> discover_route(Nwk nwk);
  Task<std::optional<Nwk>> find_address(Ieee ieee);
  Task<> fetch_large(AfIncomingExt::Message message);
  void on_zdo_areq(const UnpiFrame& frame);
  void incoming(const AfIncoming::Message& message);

  bool has_association_commands(std::uint32_t since) const {
    return product_ == Product::zstack3x0 && revision_ >= since;
  }

  Scheduler& scheduler_;
  io::Opener opener_;
  Options options_;
  Events& events_;
  Link link_;
  NvMemory nv_;
  NvTables tables_;
  PendingReplies<std::uint8_t, std::uint8_t> confirms_;  // transaction -> status
  Product product_ = Product::zstack3x0;
  std::uint32_t revision_ = 0;
  Ieee ieee_{};
  Key key_{};
  std::uint8_t transaction_ = 0;
  bool resetting_ = false;
  bool visiting_ = false;  // on another channel
  TaskGroup tasks_;
};

}  // namespace waggle::coordinator::znp
