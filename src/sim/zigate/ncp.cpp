#include "sim/zigate/ncp.h"

#include "coordinator/zigate/status.h"
#include "core/log.h"

namespace waggle::sim::zigate {

using namespace coordinator::zigate;  // NOLINT: the command tables, all of them

namespace {

constexpr std::string_view NS = "sim";
constexpr std::chrono::milliseconds boot_time{600}, before_reset{20};
constexpr std::chrono::seconds between_heartbeats{60};

}  // namespace

struct Dispatch {
  struct Row {
    MessageId id;
    bool plus = false;    // not in V1
    bool newest = false;  // only in the newest
    void (*run)(ZigateNcp& ncp, const ZigateNcp::Command& command);
  };

  template <class C, auto answer>
  static void run(ZigateNcp& ncp, const ZigateNcp::Command& command) {
    const auto request = from_wire<typename C::Request>(command.payload);
    if (!request) {
      log::warning(NS, "the host's {} is cut short: {}", C::id.name, to_hex(command.payload));
      ncp.acknowledge(command.type, {status::incorrect_parameters});
      return;
    }
    ncp.acknowledge(command.type, (ncp.*answer)(*request));
  }
  template <class C, auto answer>
  static constexpr Row row(bool plus = false, bool newest = false) {
    return {C::id, plus, newest, &run<C, answer>};
  }

  static std::span<const Row> rows() {
    using N = ZigateNcp;
    // clang-format off
    static constexpr Row table[] = {
        row<SetRawMode, &N::set_raw_mode>(),
        row<GetNetworkState, &N::get_state>(),
        row<GetVersion, &N::get_version>(),
        row<Reset, &N::restart_soon>(),
        row<ErasePersistentData, &N::erase>(),
        row<GetPermitJoin, &N::get_permit_join>(),
        row<GetDevices, &N::get_devices>(),
        row<SetTime, &N::set_time>(),
        row<GetTime, &N::get_time>(),
        row<SetLed, &N::set_led>(),
        row<SetExtendedPan, &N::set_extended_pan>(),
        row<SetChannels, &N::set_channels>(),
        row<SetSecurity, &N::set_security>(),
        row<SetDeviceType, &N::set_device_type>(),
        row<StartNetwork, &N::start_network>(),
        row<AddGroup, &N::add_group>(),
        row<SetPower, &N::set_power>(),
        row<GetNetworkKey, &N::get_key>(true, true),
        row<ExtractRecovery, &N::extract>(true, true),
        row<ExtractRecoveryAll, &N::extract_all>(true, true),
        row<RestoreRecovery, &N::restore>(true, true),
        row<LeaveDevice, &N::leave_device>(),
        row<SendRaw, &N::send_raw>(),
    };
    // clang-format on
    return table;
  }
};

ZigateNcp::ZigateNcp(Scheduler& scheduler, Air& air, NcpOptions options)
    : scheduler_(scheduler), air_(air), options_(options), memory_(options.ieee), heartbeat_(scheduler), later_(scheduler) {
  if (options_.state) {
    if (const Value* saved = options_.state->section("radio"); saved && !memory_.load(*saved)) {
      log::error(NS, "the radio's memory in the state file cannot be read: the radio starts blank");
    }
    options_.state->attach("radio", [this] { return memory_.save(); });
  }
  air_.set_host(this);
  boot();
}

ZigateNcp::~ZigateNcp() {
  air_.set_host(nullptr);
  if (options_.state) {
    (void)options_.state->write();
    options_.state->detach("radio");
  }
  if (stream_) stream_->listen(nullptr);
}

void ZigateNcp::changed() {
  if (options_.state) options_.state->touch();
}

// The line ----------------------------------------------------------------------------------------

void ZigateNcp::attach(std::unique_ptr<io::Stream> stream) {
  if (stream_) {
    log::info(NS, "another host connects; the one before is cut off");
    stream_->listen(nullptr);
  }
  stream_ = std::move(stream);
  stream_->listen(this);
}

void ZigateNcp::unplug() {
  if (!stream_) return;
  stream_->listen(nullptr);
  stream_.reset();
  if (on_detached) on_detached();
}

void ZigateNcp::on_closed(const Error&) {
  log::info(NS, "the host has disconnected");
  unplug();
}

void ZigateNcp::on_bytes(ByteView bytes) {
  if (faults.mute || !booted_) return;
  // What it takes for damaged it says nothing about.
  if (faults.refused_frames > 0) {
    --faults.refused_frames;
    return;
  }
  parser_.feed(bytes, [this](const Command& command) { obey(command); });
}

void ZigateNcp::say(std::uint16_t type, ByteView data, std::uint8_t lqi) {
  if (!stream_ || faults.mute) return;
  const Bytes octets = encode_spoken(type, data, lqi);
  if (faults.drop == 0 && faults.duplicate == 0 && faults.damage == 0) {
    stream_->write(octets);
  } else {
    stream_->write(on_the_line(octets, [this] { return dice(); }));
  }
}

void ZigateNcp::garbage(ByteView octets) {
  if (stream_) stream_->write(octets);
}

void ZigateNcp::obey(const Command& command) {
  if (log::enabled(log::Level::debug, NS)) log::debug(NS, "the host: {}", describe(command.type, command.payload));
  for (const Dispatch::Row& row : Dispatch::rows()) {
    const bool known = (!row.plus || is_plus()) && (!row.newest || options_.firmware == Firmware::plus_newest);
    if (row.id.number != command.type || !known) continue;
    row.run(*this, command);
    return;
  }
  if (auto request = standard_zdo(command.type, command.payload)) {
    acknowledge(command.type, zdo(*std::move(request)));
    return;
  }
  acknowledge(command.type, {status::unhandled_command});
}

void ZigateNcp::acknowledge(std::uint16_t command, Outcome outcome) {
  Status out;
  out.status = outcome.status;
  out.sequence = outcome.sequence;
  out.command = command;
  out.sent = outcome.sent;
  out.aps_sequence = outcome.sent != 0 ? outcome.sequence : std::uint8_t{0};
  out.npdus = 0;
  out.apdus = static_cast<std::uint8_t>(under_way_);
  if (faults.acknowledge_after.count() == 0) {
    tell(out);
  } else {
    later_.after(faults.acknowledge_after, [this, out] { tell(out); });
  }
}

// Restarts ----------------------------------------------------------------------------------------

void ZigateNcp::restart(Reason) { reset(); }

void ZigateNcp::replace(Ieee ieee) {
  memory_ = Memory(ieee);
  reset();
}

void ZigateNcp::reset() {
  later_.clear();
  heartbeat_.stop();
  parser_.clear();
  booted_ = running_ = false;
  under_way_ = 0;
  time_ = 0;
  air_.stop();
  later_.after(boot_time, [this] { boot(); });
}

void ZigateNcp::boot() {
  booted_ = true;
  memory_.channels = 0;
  memory_.extended_pan = {};
  next_pan_ = PanId(static_cast<std::uint16_t>(1 + random_() % 0xFFEF));
  while (faults.pans_nearby.contains(next_pan_)) next_pan_.raw = static_cast<std::uint16_t>(next_pan_.raw + 1);
  Node& own = air_.coordinator;
  own.ieee = memory_.ieee;
  own.manufacturer = ManufacturerCode(0x1037);
  own.bindings.clear();
  Endpoint endpoint;
  endpoint.number = EndpointId(1);
  endpoint.device = 0x0840;  // a control bridge
  endpoint.inputs = {0x0000, 0x0003, 0x0004, 0x0005, 0x0006, 0x0008, 0x0019, 0x0101, 0x1000, 0x0300, 0x0201, 0x0204, 0x0400,
                     0x0402, 0x0403, 0x0405, 0x0406, 0x0500, 0x0702, 0x0B04, 0x0B05, 0x0001};
  endpoint.outputs = {0x0000, 0x0003, 0x0004, 0x0005, 0x0006, 0x0008, 0x0101, 0x0300, 0x0201, 0x0204, 0x0400, 0x0402, 0x0405, 0x0406,
                      0x0500, 0x0702, 0x0B05};
  own.endpoints = {endpoint};
  air_.coordinator_groups.clear();
  tell(PdmLoaded{{0}});
  const auto beat = [this](const auto& self) -> void {
    heartbeat_.start(between_heartbeats, [this, self] {
      time_ += 60;
      if (is_plus() && memory_.raw_mode == SetRawMode::on) tell(Heartbeat{time_});
      self(self);
    });
  };
  beat(beat);
  if (!memory_.network) {
    tell(RestartedBlank{{0}});
    return;
  }
  // The counter goes on well above the last one that was stored: receivers drop repeats.
  constexpr std::uint32_t counter_steps = 1024;
  memory_.frame_counter += counter_steps;
  counter_ = memory_.frame_counter;
  start(*memory_.network);
  NetworkStarted formed{NetworkStarted::formed, std::uint16_t{0}, memory_.ieee.raw, memory_.network->channel};
  tell(formed);
  tell(Restarted{{1}});
}

ZigateNcp::Outcome ZigateNcp::restart_soon(Ask<Reset>) {
  later_.after(before_reset, [this] { reset(); });
  return {};
}

ZigateNcp::Outcome ZigateNcp::erase(Ask<ErasePersistentData>) {
  memory_.erase();
  changed();
  later_.after(before_reset, [this] { reset(); });
  return {};
}

ZigateNcp::Outcome ZigateNcp::get_version(Ask<GetVersion>) {
  struct Numbers {
    std::uint16_t major, release;
  };
  constexpr Numbers numbers[] = {{4, 0x0323}, {5, 0x0321}, {5, 0x0324}};
  Numbers own = numbers[static_cast<std::size_t>(options_.firmware)];
  own.release = options_.release.value_or(own.release);
  // Its own answers come after the status of the command.
  later_.after({}, [this, own] { tell(Version{own.major, own.release}); });
  return {};
}

ZigateNcp::Outcome ZigateNcp::set_raw_mode(Ask<SetRawMode> request) {
  memory_.raw_mode = request.value;
  changed();
  return {};
}
ZigateNcp::Outcome ZigateNcp::set_time(Ask<SetTime> request) {
  time_ = request.time;
  return {};
}
ZigateNcp::Outcome ZigateNcp::get_time(Ask<GetTime>) {
  later_.after({}, [this] { tell(Time{time_}); });
  return {};
}
ZigateNcp::Outcome ZigateNcp::set_led(Ask<SetLed>) { return {}; }
ZigateNcp::Outcome ZigateNcp::set_power(Ask<SetPower>) { return {}; }

}  // namespace waggle::sim::zigate
