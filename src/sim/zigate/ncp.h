// ZigateNcp: a virtual ZiGate in front of the virtual air: V1 with firmware 3.23, or ZiGate+ with 3.21 or 3.24. Uses the
// same command structures as the driver, and is held to the real world by recorded frames and by the unmodified
// Zigbee2MQTT (tests/interop).
//
// What is odd in it is odd in the firmware: PAN ID and key of its own making, a status for every command and an answer
// before or after it, default responses that nobody asked it for, announcements in two forms.
#pragma once

#include <map>
#include <random>

#include "coordinator/zigate/commands.h"
#include "coordinator/zigate/frame.h"
#include "coordinator/zigate/zdo.h"
#include "sim/air.h"
#include "sim/later.h"
#include "sim/radio.h"
#include "sim/state_file.h"
#include "sim/zigate/memory.h"

namespace waggle::sim::zigate {

enum class Firmware : std::uint8_t {
  v1,          // ZiGate, 3.23
  plus,        // ZiGate+, 3.21
  plus_newest  // ZiGate+, 3.24: hands out its network and takes another
};

struct NcpOptions {
  Firmware firmware = Firmware::plus_newest;
  Ieee ieee{0x00158D0001A2B3C4};
  StateFile* state = nullptr;  // nullptr: the memory does not survive
  std::optional<std::uint16_t> release;  // says that it is this one
};

class ZigateNcp final : public Radio, public Host, io::Stream::Listener {
 public:
  ZigateNcp(Scheduler& scheduler, Air& air, NcpOptions options = {});
  ~ZigateNcp() override;

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
  void say(std::uint16_t type, ByteView data, std::uint8_t lqi = 0);

  // Host
  void on_message(const Message& message, std::uint8_t lqi) override;
  void on_zdo(Nwk source, ClusterId cluster, ByteView payload) override;
  void on_joined(const Node& device, Nwk parent) override;
  void on_left(Nwk nwk, Ieee ieee, bool rejoin) override;
  void on_address(const Node&) override {}  // nothing tells the host
  void on_network_changed() override;

 private:
  friend struct Dispatch;  // ncp.cpp: the table of commands and who answers them
  using Command = coordinator::zigate::Frame;

  // The line (ncp.cpp)
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void obey(const Command& command);
  void reset();
  void boot();
  void changed();
  template <class M>
  void tell(const M& message, std::uint8_t lqi = 0) {
    say(M::id.number, coordinator::zigate::to_wire(message), lqi);
  }
  /// The status of a command, and what stands in it of a message that went on the air.
  struct Outcome {
    std::uint8_t status = 0;
    std::uint8_t sent = 0;
    std::uint8_t sequence = 0;
  };
  void acknowledge(std::uint16_t command, Outcome outcome);
  bool is_plus() const { return options_.firmware != Firmware::v1; }
  double dice() { return static_cast<double>(random_()) / 4294967296.0; }

  // Commands: each gives the status (network.cpp, messages.cpp)
  template <class C>
  using Ask = const typename C::Request&;
  Outcome set_raw_mode(Ask<coordinator::zigate::SetRawMode> request);
  Outcome get_state(Ask<coordinator::zigate::GetNetworkState> request);
  Outcome get_version(Ask<coordinator::zigate::GetVersion> request);
  Outcome restart_soon(Ask<coordinator::zigate::Reset> request);
  Outcome erase(Ask<coordinator::zigate::ErasePersistentData> request);
  Outcome get_permit_join(Ask<coordinator::zigate::GetPermitJoin> request);
  Outcome get_devices(Ask<coordinator::zigate::GetDevices> request);
  Outcome set_time(Ask<coordinator::zigate::SetTime> request);
  Outcome get_time(Ask<coordinator::zigate::GetTime> request);
  Outcome set_led(Ask<coordinator::zigate::SetLed> request);
  Outcome set_extended_pan(Ask<coordinator::zigate::SetExtendedPan> request);
  Outcome set_channels(Ask<coordinator::zigate::SetChannels> request);
  Outcome set_security(Ask<coordinator::zigate::SetSecurity> request);
  Outcome set_device_type(Ask<coordinator::zigate::SetDeviceType> request);
  Outcome start_network(Ask<coordinator::zigate::StartNetwork> request);
  Outcome add_group(Ask<coordinator::zigate::AddGroup> request);
  Outcome set_power(Ask<coordinator::zigate::SetPower> request);
  Outcome get_key(Ask<coordinator::zigate::GetNetworkKey> request);
  Outcome extract(Ask<coordinator::zigate::ExtractRecovery> request);
  Outcome extract_all(Ask<coordinator::zigate::ExtractRecoveryAll> request);
  Outcome restore(Ask<coordinator::zigate::RestoreRecovery> request);
  Outcome leave_device(Ask<coordinator::zigate::LeaveDevice> request);
  Outcome send_raw(Ask<coordinator::zigate::SendRaw> request);

  coordinator::zigate::Recovery network_data() const;
  void start(const coordinator::NetworkParameters& network);
  void count_frame();
  Outcome sent(std::uint8_t kind);
  Outcome zdo(coordinator::zigate::StandardZdo request);
  Outcome zdo_raw(const coordinator::zigate::SendRaw::Request& request);
  void unicast(Message message, std::uint8_t sequence);
  void default_response(const Message& message);
  void indicate(const coordinator::zigate::DataIndication& message, std::uint8_t lqi);

  Scheduler& scheduler_;
  Air& air_;
  NcpOptions options_;
  Memory memory_;
  std::mt19937 random_{7};
  std::unique_ptr<io::Stream> stream_;
  coordinator::zigate::FrameParser parser_;

  // What a restart forgets.
  bool booted_ = false;
  bool running_ = false;
  PanId next_pan_{};  // a network formed now would get it
  std::uint32_t counter_ = 0;
  std::uint8_t aps_sequence_ = 0;
  std::uint8_t zdo_sequence_ = 0;
  std::size_t under_way_ = 0;  // messages that hold buffers
  std::uint32_t time_ = 0;
  Timer heartbeat_;
  Later later_;
};

}  // namespace waggle::sim::zigate
