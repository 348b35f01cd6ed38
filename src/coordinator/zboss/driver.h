// The coordinator driver for DSR's ZBOSS, as network co-processor (Nordic's nRF52840 and others, and ESP32 chips, whose
// firmware knows fewer calls). Translates Coordinator to its calls; knows no devices.
#pragma once

#include <set>

#include "coordinator/coordinator.h"
#include "coordinator/zboss/link.h"
#include "coordinator/zboss/zdo.h"

namespace waggle::coordinator::zboss {

/// What a coordinator of ours says that it is: Nordic Semiconductor.
inline constexpr ManufacturerCode own_manufacturer{0x127F};

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
  std::size_t concurrency() const override { return 8; }
  std::vector<RadioCount> counts() const override;

 private:
  // Link::Owner (driver.cpp)
  void on_indication(std::uint16_t call, ByteView parameters) override;
  void on_link_lost(const Error& error) override;

  // Start (start.cpp)
  Task<Result<bool>> joined();
  Task<Result<NetworkParameters>> current_network();
  Task<Result<>> forget();
  Task<Result<>> form_with(NetworkParameters parameters);
  Task<Result<>> prepare();
  Task<Result<>> register_endpoints();
  Task<> join_groups();

  // Backup and restore (backup.cpp)
  Task<Result<std::optional<Bytes>>> read_memory(std::uint16_t set);
  Task<Result<>> write_memory(std::uint16_t set, std::uint16_t version, Bytes data);
  Task<Result<>> take_over_address(Ieee ieee);
  Task<Result<>> write_devices(const Backup& backup);

  // Messages (messages.cpp)
  Result<> on_network() const;
  Task<Result<>> unicast(ApsRequest request);
  Task<Result<>> to_many(ApsRequest request);
  Task<Result<>> attempt(const ApsRequest& request, bool by_ieee);
  Task<bool> find_again(ApsRequest& request, bool& by_ieee);
  Task<> join_group(GroupId group, EndpointId endpoint);
  void incoming(const DataIndication::Message& message);

  // Devices, and who may join (joining.cpp)
  Task<Result<>> permit_joining(const ZdoForm& form, ZdoRequest request);
  Task<> ask(const ZdoForm& form, ZdoRequest request);
  Task<> change_channel(const ZdoForm& form, ZdoRequest request);
  void device_update(const DeviceUpdate::Message& message);
  void left(Nwk nwk, Ieee ieee);
  Task<> report_as(ManufacturerCode code, Nwk nwk, Ieee ieee);

  Scheduler& scheduler_;
  Options options_;
  Events& events_;
  Link link_;
  Ieee ieee_{};
  bool up_ = false;  // on its network
  Instant quiet_until_{};  // broadcasts need room between them
  std::set<GroupId> groups_;
  bool knows_groups_ = true;
  ManufacturerCode reported_as_{};
  std::pair<Ieee, Instant> last_left_{};
  TaskGroup tasks_;
};

}  // namespace waggle::coordinator::zboss
