// DeconzNcp: a virtual ConBee (1, 2 or 3, by option) that speaks dresden elektronik's serial protocol in front of the
// virtual air. Uses the same command structures as the driver, and is held to the real world by the unmodified
// Zigbee2MQTT (tests/interop).
//
// The network goes on without a host, and comes back by itself after a restart. Messages and confirmations wait in the
// radio until the host fetches them.
#pragma once

#include <deque>
#include <random>

#include "coordinator/deconz/commands.h"
#include "sim/air.h"
#include "sim/deconz/memory.h"
#include "sim/radio.h"
#include "sim/state_file.h"

namespace waggle::sim::deconz {

struct NcpOptions {
  int conbee = 2;  // 0: the first with firmware that is too old for a host
  Ieee ieee{0x00212EFFFF0A1B2C};
  StateFile* state = nullptr;  // nullptr: the memory does not survive
};

class DeconzNcp final : public Radio, public Host, io::Stream::Listener {
 public:
  DeconzNcp(Scheduler& scheduler, Air& air, NcpOptions options = {});
  ~DeconzNcp() override;

  // Radio
  void attach(std::unique_ptr<io::Stream> stream) override;
  bool attached() const override { return stream_ != nullptr; }
  void unplug() override;
  void restart(Reason reason) override;
  void replace(Ieee ieee) override;
  void garbage(ByteView octets) override;
  bool running() const override { return state_ == coordinator::deconz::state::connected; }

  Memory& memory() { return memory_; }
  std::size_t restarts() const { return restarts_; }
  /// A Green Power device's frame, heard by the radio itself.
  void hear_green_power(ByteView gpdf);

  // Host
  void on_message(const Message& message, std::uint8_t lqi) override;
  void on_zdo(Nwk source, ClusterId cluster, ByteView payload) override;
  void on_joined(const Node&, Nwk) override {}        // the announcement follows
  void on_left(Nwk, Ieee, bool) override {}           // the firmware has no word for it
  void on_address(const Node&) override {}            // nor for this
  bool has_install_key(Ieee ieee, const coordinator::Key& key) const override;
  std::optional<coordinator::Key> link_key(Ieee ieee) const override;
  void on_network_changed() override {}               // it follows when it is told to connect anew

 private:
  friend struct Dispatch;  // ncp.cpp: the table of commands and who answers them
  using Frame = coordinator::deconz::Frame;

  // The line (ncp.cpp)
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void hear(const Frame& frame);
  void say(const Frame& frame);
  void answer(const Frame& request, std::uint8_t status, Bytes content);
  void tell(const coordinator::deconz::CommandId& id, Bytes content);
  void changed();

  // Each answers with a status.
#define WAGGLE_ANSWER(Command, name)                                             \
  std::uint8_t name(const coordinator::deconz::Command::Request& request, \
                    coordinator::deconz::Command::Response& out);
  WAGGLE_ANSWER(GetVersion, version)
  WAGGLE_ANSWER(GetDeviceState, device_state)
  WAGGLE_ANSWER(ReadParameter, read_parameter)
  WAGGLE_ANSWER(WriteParameter, write_parameter)
  // network.cpp
  WAGGLE_ANSWER(ChangeNetworkState, change_state)
  // messages.cpp
  WAGGLE_ANSWER(SendData, send_data)
  WAGGLE_ANSWER(ReadConfirm, read_confirm)
  WAGGLE_ANSWER(ReadIndication, read_indication)
#undef WAGGLE_ANSWER

  std::uint8_t state_octet() const;
  void tell_state();
  void boot();
  void come_up();
  void is_now(std::uint8_t state);
  void register_endpoints();
  std::uint8_t seconds_open() const;
  void count_frame();

  void transmit(const coordinator::deconz::SendData::Request& request);
  void transmit_zdo(const coordinator::deconz::SendData::Request& request);
  void confirm(const coordinator::deconz::SendData::Request& request, std::uint8_t how, std::chrono::nanoseconds after);
  void keep(const Message& message, std::uint8_t lqi);
  double dice() { return static_cast<double>(random_()) / 4294967296.0; }

  static constexpr std::size_t request_places = 9;  // requests that it takes at once
  struct Firmware;
  const Firmware& firmware() const;

  Scheduler& scheduler_;
  Air& air_;
  NcpOptions options_;
  Memory memory_;
  std::mt19937 random_{7};
  std::unique_ptr<io::Stream> stream_;
  coordinator::deconz::FrameParser parser_;
  std::size_t restarts_ = 0;

  // What a restart forgets.
  bool booting_ = false;
  std::uint8_t state_ = coordinator::deconz::state::offline;
  std::deque<coordinator::deconz::ReadConfirm::Response> confirms_;
  std::deque<coordinator::deconz::ReadIndication::Response> indications_;
  std::size_t under_way_ = 0;  // requests whose confirmation was not fetched
  std::map<std::pair<Nwk, ClusterId>, std::uint8_t> zdo_sequences_;
  std::uint32_t counter_ = 0;  // of frames sent on this network
  std::uint8_t notice_ = 0;
  Instant open_until_{};
  Timer watchdog_;
  Later later_;
};

}  // namespace waggle::sim::deconz
