// ZnpNcp: a virtual radio that speaks TI's serial protocol (Z-Stack 3.x.0; by option 3.0.x or 1.2)
// in front of the virtual air. Uses the same command structures as the driver, and is held to the
// real world by the unmodified Zigbee2MQTT (tests/interop), since a mistake in shared tables would
// not show otherwise.
//
// One host at a time; the network goes on when the host goes away, as with a stick that stays
// powered.
#pragma once

#include <deque>
#include <memory>
#include <random>
#include <set>

#include "coordinator/znp/commands.h"
#include "sim/air.h"
#include "sim/radio.h"
#include "sim/state_file.h"
#include "sim/znp/memory.h"

namespace waggle::sim::znp {

struct NcpOptions {
  Product product = Product::zstack3x0;
  Ieee ieee{0x00124B0029A1B2C3};
  StateFile* state = nullptr;  // nullptr: the memory does not survive
};

class ZnpNcp final : public Radio, public Host, io::Stream::Listener {
 public:
  ZnpNcp(Scheduler& scheduler, Air& air, NcpOptions options = {});
  ~ZnpNcp() override;

  // Radio
  void attach(std::unique_ptr<io::Stream> stream) override;
  bool attached() const override { return stream_ != nullptr; }
  void unplug() override;
  void restart(Reason reason) override;
  void replace(Ieee ieee) override;
  void garbage(ByteView octets) override;
  bool running() const override { return running_; }

  Memory& memory() { return memory_; }

  // Host
  void on_message(const Message& message, std::uint8_t lqi) override;
  void on_zdo(Nwk source, ClusterId cluster, ByteView payload) override;
  void on_joined(const Node& device, Nwk parent) override;
  void on_left(Nwk nwk, Ieee ieee, bool rejoin) override;
  void on_address(const Node& device) override;
  bool has_install_key(Ieee ieee, const coordinator::Key& key) const override;
  std::optional<coordinator::Key> link_key(Ieee ieee) const override { return memory_.link_key(ieee); }
  void on_network_changed() override;
  void on_inter_pan(ByteView frame, std::uint8_t lqi) override;

 private:
  friend struct Dispatch;  // ncp.cpp: the table of commands and who answers them
  using UnpiFrame = coordinator::znp::UnpiFrame;

  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void watch_partial();
  void on_frame(const UnpiFrame& frame);
  void send(coordinator::znp::Type type, coordinator::znp::Subsystem subsystem,
            std::uint8_t command, ByteView data);
  template <class C>
  void tell(const typename C::Message& message) {
    send(coordinator::znp::Type::areq, C::id.subsystem, C::id.number, encode(message));
  }
  void refuse(const UnpiFrame& frame, std::uint8_t error);
  void changed();

  // The network (ncp.cpp)
  void form();
  void resume();
  void set_running(const coordinator::NetworkParameters& network);
  void count_frame();

  // Answers, by subsystem: sys.cpp, af.cpp, zdo.cpp. Consequences come later, after the response.
  template <class C>
  using Answer = typename C::Response;
  template <class C>
  using Ask = const typename C::Request&;
#define WAGGLE_ANSWER(Command, name) \
  Answer<coordinator::znp::Command> name(Ask<coordinator::znp::Command> request);
  WAGGLE_ANSWER(SysPing, ping)
  WAGGLE_ANSWER(SysVersion, version)
  WAGGLE_ANSWER(SysSetExtendedAddress, set_address)
  WAGGLE_ANSWER(SysGetExtendedAddress, get_address)
  WAGGLE_ANSWER(SysOsalNvItemInit, nv_init)
  WAGGLE_ANSWER(SysOsalNvRead, nv_read)
  WAGGLE_ANSWER(SysOsalNvWrite, nv_write)
  WAGGLE_ANSWER(SysOsalNvDelete, nv_delete)
  WAGGLE_ANSWER(SysOsalNvLength, nv_length)
  WAGGLE_ANSWER(SysOsalNvReadExt, nv_read_ext)
  WAGGLE_ANSWER(SysOsalNvWriteExt, nv_write_ext)
  WAGGLE_ANSWER(SysNvCreate, ex_create)
  WAGGLE_ANSWER(SysNvDelete, ex_delete)
  WAGGLE_ANSWER(SysNvLength, ex_length)
  WAGGLE_ANSWER(SysNvRead, ex_read)
  WAGGLE_ANSWER(SysNvWrite, ex_write)
  WAGGLE_ANSWER(SysNvUpdate, ex_update)
  WAGGLE_ANSWER(SysRandom, random)
  WAGGLE_ANSWER(SysStackTune, stack_tune)
  WAGGLE_ANSWER(SysSetTransmitPower, transmit_power)
  WAGGLE_ANSWER(AfRegister, af_register)
  WAGGLE_ANSWER(AfDelete, af_delete)
  WAGGLE_ANSWER(AfDataRequest, data_request)
  WAGGLE_ANSWER(AfDataRequestExt, data_request_ext)
  WAGGLE_ANSWER(AfInterPanControl, inter_pan)
  WAGGLE_ANSWER(AfDataRetrieve, retrieve)
  WAGGLE_ANSWER(ZdoStartup, startup)
  WAGGLE_ANSWER(ZdoExtRouteDiscovery, discover_route)
  WAGGLE_ANSWER(ZdoExtRemoveGroup, remove_group)
  WAGGLE_ANSWER(ZdoExtFindGroup, find_group)
  WAGGLE_ANSWER(ZdoExtAddGroup, add_group)
  WAGGLE_ANSWER(ZdoExtNetworkInfo, network_info)
  WAGGLE_ANSWER(ZdoMessageCallbackRegister, callback_register)
  WAGGLE_ANSWER(SapiReadConfiguration, read_configuration)
  WAGGLE_ANSWER(SapiWriteConfiguration, write_configuration)
  WAGGLE_ANSWER(SapiGetDeviceInfo, sapi_device_info)
  WAGGLE_ANSWER(UtilGetDeviceInfo, device_info)
  WAGGLE_ANSWER(UtilLedControl, led)
  WAGGLE_ANSWER(UtilNwkOfIeee, nwk_of)
  WAGGLE_ANSWER(UtilIeeeOfNwk, ieee_of)
  WAGGLE_ANSWER(UtilAssociationCount, association_count)
  WAGGLE_ANSWER(UtilAssociationOf, association_of)
  WAGGLE_ANSWER(UtilAssociationRemove, association_remove)
  WAGGLE_ANSWER(UtilAssociationAdd, association_add)
  WAGGLE_ANSWER(AppAddInstallCode, install_code)
  WAGGLE_ANSWER(AppStartCommissioning, start_commissioning)
  WAGGLE_ANSWER(AppSetChannel, set_channel)
  WAGGLE_ANSWER(AppSetFrameCounter, set_frame_counter)
#undef WAGGLE_ANSWER
  /// A standard ZDO request; false when this firmware has no such command.
  bool zdo_request(const UnpiFrame& frame);
  std::uint8_t transmit(const Message& message, std::uint8_t transaction);
  std::uint8_t transmit_inter_pan(const coordinator::znp::AfDataRequestExt::Request& request);
  void confirm(std::uint8_t status, EndpointId endpoint, std::uint8_t transaction);
  void deliver_to_host(const Message& message, std::uint8_t lqi);
  bool is_child(Ieee ieee) const;

  Scheduler& scheduler_;
  Air& air_;
  NcpOptions options_;
  Memory memory_;
  std::mt19937 random_{7};
  std::unique_ptr<io::Stream> stream_;
  coordinator::znp::UnpiParser parser_;
  Timer partial_;

  std::map<Ieee, std::vector<coordinator::Key>> install_keys_;  // made of install codes

  // What a restart forgets.
  bool running_ = false;
  std::uint32_t channels_ = 0;                               // for the next formation
  std::uint32_t counter_ = 0;                                // of frames sent on this network
  std::set<std::pair<std::uint8_t, std::uint16_t>> groups_;  // endpoint, group
  std::set<Ieee> forgotten_children_;                        // removed by UTIL_ASSOC_REMOVE
  std::deque<std::pair<std::uint32_t, Bytes>> large_;        // messages that wait to be fetched
  std::uint32_t stamps_ = 0;
  int inter_pan_channel_ = 0;  // 0: on its network
  EndpointId inter_pan_endpoint_{};
  std::uint8_t inter_pan_sequence_ = 0;
  Later later_;
};

}  // namespace waggle::sim::znp
