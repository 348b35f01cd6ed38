// EmberNcp: a virtual radio that speaks Silicon Labs' EZSP over ASH (versions 13 to 19, by option) in front of the
// virtual air. Uses the same command structures as the driver, and is held to the real world by the unmodified
// Zigbee2MQTT (tests/interop).
//
// One host at a time; the network ends with the host's reset, as with the real firmware: it is the host that
// starts it again.
#pragma once

#include <map>
#include <random>

#include "coordinator/ember/ash.h"
#include "coordinator/ember/commands.h"
#include "coordinator/ember/frame.h"
#include "sim/air.h"
#include "sim/ember/memory.h"
#include "sim/radio.h"
#include "sim/state_file.h"

namespace waggle::sim::ember {

struct NcpOptions {
  int version = 14;
  Ieee ieee{0x000D6F0029A1B2C3};
  StateFile* state = nullptr;  // nullptr: the memory does not survive
  bool takes_addresses = true;  // has a token for the address of another radio
};

class EmberNcp final : public Radio, public Host, io::Stream::Listener, coordinator::ember::Ash::Owner {
 public:
  EmberNcp(Scheduler& scheduler, Air& air, NcpOptions options = {});
  ~EmberNcp() override;

  // Radio
  void attach(std::unique_ptr<io::Stream> stream) override;
  bool attached() const override { return stream_ != nullptr; }
  void unplug() override;
  void restart(Reason reason) override;
  void replace(Ieee ieee) override;
  void garbage(ByteView octets) override;
  bool running() const override { return running_; }

  Memory& memory() { return memory_; }
  /// Something the firmware says unasked, by its number.
  void say(std::uint16_t number, ByteView parameters);
  std::uint16_t configuration(std::uint8_t id) const { return configuration_.at(id); }
  const coordinator::ember::AshCounters& counters() const { return ash_.counters(); }

  // Host
  void on_message(const Message& message, std::uint8_t lqi) override;
  void on_zdo(Nwk source, ClusterId cluster, ByteView payload) override;
  void on_joined(const Node& device, Nwk parent) override;
  void on_left(Nwk nwk, Ieee ieee, bool rejoin) override;
  void on_address(const Node& device) override;
  bool has_install_key(Ieee ieee, const coordinator::Key& key) const override;
  std::optional<coordinator::Key> link_key(Ieee ieee) const override;
  void on_network_changed() override;
  void on_inter_pan(ByteView frame, std::uint8_t lqi) override;

 private:
  friend struct Dispatch;  // ncp.cpp: the table of commands and who answers them
  using EzspFrame = coordinator::ember::EzspFrame;

  // The line (ncp.cpp)
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void ash_write(ByteView octets) override;
  void on_ash_data(ByteView ezsp) override;
  void on_ash_down(const Error&) override {}
  void on_ash_reset() override;
  void reset(std::uint8_t code);
  void respond(const EzspFrame& request, std::uint16_t number, ByteView parameters);
  void refuse(const EzspFrame& request, std::uint8_t reason);
  bool first_version(ByteView ezsp);
  template <class C>
  void tell(typename C::Message message) {
    say(C::id.number, coordinator::ember::encode(message, options_.version));
  }
  void changed();

  template <class C>
  using Answer = typename C::Response;
  template <class C>
  using Ask = const typename C::Request&;
#define WAGGLE_ANSWER(Command, name) \
  Answer<coordinator::ember::Command> name(Ask<coordinator::ember::Command> request);
  // ncp.cpp: configuration
  WAGGLE_ANSWER(Version, version)
  WAGGLE_ANSWER(GetConfigurationValue, get_configuration)
  WAGGLE_ANSWER(SetConfigurationValue, set_configuration)
  WAGGLE_ANSWER(AddEndpoint, add_endpoint)
  WAGGLE_ANSWER(SetPolicy, set_policy)
  WAGGLE_ANSWER(GetPolicy, get_policy)
  WAGGLE_ANSWER(GetValue, get_value)
  WAGGLE_ANSWER(GetExtendedValue, get_extended_value)
  WAGGLE_ANSWER(SetValue, set_value)
  WAGGLE_ANSWER(Nop, nop)
  WAGGLE_ANSWER(GetManufacturingToken, manufacturing_token)
  WAGGLE_ANSWER(ReadAndClearCounters, read_counters)
  WAGGLE_ANSWER(GetTokenData, get_token)
  WAGGLE_ANSWER(SetTokenData, set_token)
  WAGGLE_ANSWER(SetManufacturerCode, set_manufacturer)
  // network.cpp
  WAGGLE_ANSWER(GetIeee, get_ieee)
  WAGGLE_ANSWER(GetNwk, get_nwk)
  WAGGLE_ANSWER(NetworkInit, network_init)
  WAGGLE_ANSWER(NetworkState, network_state)
  WAGGLE_ANSWER(FormNetwork, form_network)
  WAGGLE_ANSWER(LeaveNetwork, leave_network)
  WAGGLE_ANSWER(PermitJoining, permit_joining)
  WAGGLE_ANSWER(GetNetworkParameters, network_parameters)
  WAGGLE_ANSWER(GetChildData, child_data)
  WAGGLE_ANSWER(SetRadioPower, set_power)
  WAGGLE_ANSWER(SetCcaMode, set_cca_mode)
  WAGGLE_ANSWER(SetConcentrator, set_concentrator)
  WAGGLE_ANSWER(SetSourceRouteDiscoveryMode, discovery_mode)
  WAGGLE_ANSWER(SendManyToOneRouteRequest, many_to_one)
  WAGGLE_ANSWER(GetMulticastTableEntry, get_multicast)
  WAGGLE_ANSWER(SetMulticastTableEntry, set_multicast)
  WAGGLE_ANSWER(LookUpNwk, look_up_nwk)
  WAGGLE_ANSWER(LookUpIeee, look_up_ieee)
  WAGGLE_ANSWER(SetInitialSecurityState, set_security)
  WAGGLE_ANSWER(ExportKey, export_key)
  WAGGLE_ANSWER(GetNetworkKeyInfo, key_info)
  WAGGLE_ANSWER(ImportLinkKey, import_link_key)
  WAGGLE_ANSWER(ExportLinkKeyByIndex, export_link_key)
  WAGGLE_ANSWER(EraseKeyTableEntry, erase_link_key)
  WAGGLE_ANSWER(ClearKeyTable, clear_link_keys)
  WAGGLE_ANSWER(ImportTransientKey, import_transient_key)
  WAGGLE_ANSWER(ClearTransientLinkKeys, clear_transient_keys)
  // messages.cpp
  WAGGLE_ANSWER(SendUnicast, send_unicast)
  WAGGLE_ANSWER(SendBroadcast, send_broadcast)
  WAGGLE_ANSWER(SendMulticast, send_multicast)
  WAGGLE_ANSWER(SetLogicalAndRadioChannel, set_channel)
  WAGGLE_ANSWER(SendRawMessage, send_raw)
#undef WAGGLE_ANSWER

  void start(const coordinator::NetworkParameters& network);
  void stack_is(std::uint32_t status);
  void close_joining();
  void count_frame();
  std::uint32_t no_room();
  void unicast(Message message, coordinator::ember::MessageSent::Message sent, bool retry, int tries);
  void zdo_unicast(const coordinator::ember::SendUnicast::Request& request);
  void confirm(coordinator::ember::MessageSent::Message sent, std::uint32_t status, std::chrono::nanoseconds after);
  void to_host(std::uint8_t type, const Message& message, std::uint8_t lqi);
  double dice() { return static_cast<double>(random_()) / 4294967296.0; }

  Scheduler& scheduler_;
  Air& air_;
  NcpOptions options_;
  Memory memory_;
  std::mt19937 random_{7};
  std::unique_ptr<io::Stream> stream_;
  coordinator::ember::Ash ash_;

  // What a restart forgets.
  bool agreed_ = false;  // on the version
  std::uint8_t last_sequence_ = 0;
  bool running_ = false;
  std::map<std::uint8_t, std::uint16_t> configuration_;
  std::map<std::uint8_t, std::uint8_t> policies_;
  std::optional<coordinator::ember::SetInitialSecurityState::Request> security_;
  std::optional<std::uint32_t> counter_to_keep_;
  std::map<Ieee, coordinator::Key> transient_keys_;
  std::map<std::uint8_t, std::pair<GroupId, EndpointId>> multicast_;
  std::uint32_t counter_ = 0;  // of frames sent on this network
  std::uint8_t aps_sequence_ = 0;
  std::size_t under_way_ = 0;  // unicasts
  std::map<std::pair<Nwk, ClusterId>, std::uint8_t> zdo_sequences_;
  int visited_channel_ = 0;  // 0: on its network
  std::uint8_t raw_sequence_ = 0;
  Timer joining_;
  Later later_;
};

}  // namespace waggle::sim::ember
