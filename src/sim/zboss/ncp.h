// ZbossNcp: a virtual radio that speaks the ZBOSS NCP protocol in front of the virtual air: as Nordic's chips do, or as those
// of Espressif, whose firmware knows fewer calls and says less. Uses the same structures as the driver, and is held to the
// real world by the unmodified Zigbee2MQTT (tests/interop).
//
// One host at a time. After a restart the network waits for its host to start it.
#pragma once

#include <deque>
#include <map>
#include <random>
#include <set>

#include "coordinator/zboss/commands.h"
#include "coordinator/zboss/line.h"
#include "coordinator/zboss/status.h"
#include "coordinator/zboss/zdo.h"
#include "sim/air.h"
#include "sim/radio.h"
#include "sim/state_file.h"
#include "sim/zboss/memory.h"

namespace waggle::sim::zboss {

enum class Firmware : std::uint8_t { nordic, espressif };

struct NcpOptions {
  Firmware firmware = Firmware::nordic;
  Ieee ieee{0xF4CE36A1B2C3D4E5};
  StateFile* state = nullptr;  // nullptr: the memory does not survive
  bool vanishes = false;       // a USB stick: its port is gone while it restarts
};

class ZbossNcp final : public Radio, public Host, io::Stream::Listener, coordinator::zboss::Line::Owner {
 public:
  ZbossNcp(Scheduler& scheduler, Air& air, NcpOptions options = {});
  ~ZbossNcp() override;

  // Radio
  void attach(std::unique_ptr<io::Stream> stream) override;
  bool attached() const override { return stream_ != nullptr; }
  void unplug() override;
  void restart(Reason reason) override;
  void replace(Ieee ieee) override;
  void garbage(ByteView octets) override;
  bool running() const override { return running_; }

  Memory& memory() { return memory_; }
  /// Something the firmware says unasked.
  void say(std::uint16_t call, ByteView parameters);

  // Host
  void on_message(const Message& message, std::uint8_t lqi) override;
  void on_zdo(Nwk source, ClusterId cluster, ByteView payload) override;
  void on_joined(const Node& device, Nwk parent) override;
  void on_left(Nwk nwk, Ieee ieee, bool rejoin) override;
  void on_address(const Node& device) override;
  bool has_install_key(Ieee ieee, const coordinator::Key& key) const override;
  void on_network_changed() override;

 private:
  friend struct Dispatch;  // ncp.cpp: the table of calls and who answers them
  using Status = coordinator::zboss::Status;
  using Packet = coordinator::zboss::Message;

  // The line (ncp.cpp)
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void line_write(ByteView octets) override;
  void on_line_packet(ByteView packet) override;
  void on_line_down(const Error&) override { line_.start(); }
  void reset(std::optional<std::uint8_t> source);
  void boot();
  void respond(std::uint16_t call, std::uint8_t sequence, Status status, ByteView parameters = {});
  template <class C>
  void tell(typename C::Message message) {
    say(C::id.number, coordinator::zboss::encode(message));
  }
  void changed();
  bool nordic() const { return options_.firmware == Firmware::nordic; }

#define WAGGLE_ANSWER(Call, name) \
  Status name(const coordinator::zboss::Call::Request& request, coordinator::zboss::Call::Response& out);
  // network.cpp
  WAGGLE_ANSWER(GetModuleVersion, version)
  WAGGLE_ANSWER(GetRole, get_role)
  WAGGLE_ANSWER(SetRole, set_role)
  WAGGLE_ANSWER(GetChannelMask, get_channel_mask)
  WAGGLE_ANSWER(SetChannelMask, set_channel_mask)
  WAGGLE_ANSWER(GetChannel, get_channel)
  WAGGLE_ANSWER(GetPan, get_pan)
  WAGGLE_ANSWER(SetPan, set_pan)
  WAGGLE_ANSWER(GetLocalIeee, get_ieee)
  WAGGLE_ANSWER(SetLocalIeee, set_ieee)
  WAGGLE_ANSWER(GetPower, get_power)
  WAGGLE_ANSWER(SetPower, set_power)
  WAGGLE_ANSWER(GetRxOnWhenIdle, get_rx_on)
  WAGGLE_ANSWER(SetRxOnWhenIdle, set_rx_on)
  WAGGLE_ANSWER(GetJoined, get_joined)
  WAGGLE_ANSWER(GetAuthenticated, get_authenticated)
  WAGGLE_ANSWER(SetEndDeviceTimeout, set_end_device_timeout)
  WAGGLE_ANSWER(SetMaxChildren, set_max_children)
  WAGGLE_ANSWER(SetNetworkKey, set_network_key)
  WAGGLE_ANSWER(GetNetworkKeys, get_network_keys)
  WAGGLE_ANSWER(GetApsKey, get_aps_key)
  WAGGLE_ANSWER(GetExtendedPan, get_extended_pan)
  WAGGLE_ANSWER(SetExtendedPan, set_extended_pan)
  WAGGLE_ANSWER(GetCoordinatorVersion, coordinator_version)
  WAGGLE_ANSWER(GetShortAddress, get_short_address)
  WAGGLE_ANSWER(ReadMemory, read_memory)
  WAGGLE_ANSWER(WriteMemory, write_memory)
  WAGGLE_ANSWER(SetPolicy, set_policy)
  WAGGLE_ANSWER(SetSimpleDescriptor, set_simple_descriptor)
  WAGGLE_ANSWER(SetManufacturerCode, set_manufacturer)
  WAGGLE_ANSWER(AddGroup, add_group)
  WAGGLE_ANSWER(LookUpIeee, look_up_ieee)
  WAGGLE_ANSWER(LookUpNwk, look_up_nwk)
  WAGGLE_ANSWER(Form, form)
  WAGGLE_ANSWER(StartWithoutForming, start_without_forming)
  WAGGLE_ANSWER(AddInstallCode, add_install_code)
#undef WAGGLE_ANSWER
  void start(const coordinator::NetworkParameters& network);
  void count_frame();

  // messages.cpp
  void send_data(const Packet& packet);
  void unicast(Message message, bool acknowledged, int tries, std::function<void(Delivery)> done);
  void to_host(const Message& message, std::uint8_t lqi);
  void zdo(const Packet& packet, const coordinator::zboss::ZdoForm& form);
  double dice() { return static_cast<double>(random_()) / 4294967296.0; }

  Scheduler& scheduler_;
  Air& air_;
  NcpOptions options_;
  Memory memory_;
  std::mt19937 random_{7};
  std::unique_ptr<io::Stream> stream_;
  coordinator::zboss::Line line_;

  // What a restart forgets.
  bool booting_ = false;
  bool running_ = false;
  std::uint8_t rx_on_ = 0;
  std::int8_t power_ = 0;
  std::uint32_t counter_ = 0;  // of frames sent on this network
  std::uint8_t aps_counter_ = 0;
  std::size_t under_way_ = 0;  // unicasts
  struct Asked {
    std::uint16_t call;
    std::uint8_t sequence;
    Nwk to;
    ClusterId response;
    std::uint64_t number;
  };
  std::deque<Asked> asked_;  // of devices; the oldest first
  std::uint64_t questions_ = 0;
  Later later_;
};

}  // namespace waggle::sim::zboss
