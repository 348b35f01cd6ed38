#include "sim/zboss/ncp.h"

#include "core/log.h"

namespace waggle::sim::zboss {

using namespace coordinator::zboss;  // NOLINT: the calls, all of them
using coordinator::zboss::decode;
using coordinator::zboss::describe;
using coordinator::zboss::encode;

namespace {
constexpr std::string_view NS = "sim";
constexpr std::chrono::milliseconds boot_time{400};
constexpr std::string_view espressif_banner = "ESP-ROM:esp32c6-20220919\r\nBuild:Sep 19 2022\r\n";
}  // namespace

struct Dispatch {
  enum Who : std::uint8_t { everybody, only_nordic };
  struct Row {
    CallId id;
    Who who;
    void (*run)(ZbossNcp& ncp, const ZbossNcp::Packet& packet);
  };

  template <class C, auto answer>
  static void run(ZbossNcp& ncp, const ZbossNcp::Packet& packet) {
    typename C::Request request;
    Reader in(packet.parameters);
    if (!decode(request, in)) {
      log::warning(NS, "the host's {} is cut short: {}", C::id.name, to_hex(packet.parameters));
      ncp.respond(packet.call, packet.sequence, status::invalid_parameter);
      return;
    }
    typename C::Response out;
    const Status status = (ncp.*answer)(request, out);
    ncp.respond(packet.call, packet.sequence, status, status.ok() ? encode(out) : Bytes());
  }
  template <class C, auto answer>
  static constexpr Row row(Who who = everybody) {
    return {C::id, who, &run<C, answer>};
  }

  static std::span<const Row> rows() {
    using N = ZbossNcp;
    // clang-format off
    static constexpr Row table[] = {
        row<GetModuleVersion, &N::version>(),
        row<GetRole, &N::get_role>(),
        row<SetRole, &N::set_role>(),
        row<GetChannelMask, &N::get_channel_mask>(),
        row<SetChannelMask, &N::set_channel_mask>(),
        row<GetChannel, &N::get_channel>(),
        row<GetPan, &N::get_pan>(),
        row<SetPan, &N::set_pan>(),
        row<GetLocalIeee, &N::get_ieee>(),
        row<SetLocalIeee, &N::set_ieee>(),
        row<GetPower, &N::get_power>(only_nordic),
        row<SetPower, &N::set_power>(),
        row<GetRxOnWhenIdle, &N::get_rx_on>(),
        row<SetRxOnWhenIdle, &N::set_rx_on>(),
        row<GetJoined, &N::get_joined>(),
        row<GetAuthenticated, &N::get_authenticated>(only_nordic),
        row<SetEndDeviceTimeout, &N::set_end_device_timeout>(only_nordic),
        row<SetMaxChildren, &N::set_max_children>(),
        row<SetNetworkKey, &N::set_network_key>(),
        row<GetNetworkKeys, &N::get_network_keys>(only_nordic),
        row<GetApsKey, &N::get_aps_key>(only_nordic),
        row<GetExtendedPan, &N::get_extended_pan>(),
        row<SetExtendedPan, &N::set_extended_pan>(),
        row<GetCoordinatorVersion, &N::coordinator_version>(),
        row<GetShortAddress, &N::get_short_address>(only_nordic),
        row<ReadMemory, &N::read_memory>(only_nordic),
        row<WriteMemory, &N::write_memory>(only_nordic),
        row<SetPolicy, &N::set_policy>(),
        row<SetSimpleDescriptor, &N::set_simple_descriptor>(),
        row<SetManufacturerCode, &N::set_manufacturer>(only_nordic),
        row<AddGroup, &N::add_group>(only_nordic),
        row<LookUpIeee, &N::look_up_ieee>(only_nordic),
        row<LookUpNwk, &N::look_up_nwk>(only_nordic),
        row<Form, &N::form>(),
        row<StartWithoutForming, &N::start_without_forming>(),
        row<AddInstallCode, &N::add_install_code>(only_nordic),
    };
    // clang-format on
    return table;
  }
};

ZbossNcp::ZbossNcp(Scheduler& scheduler, Air& air, NcpOptions options)
    : scheduler_(scheduler), air_(air), options_(options), memory_(options.ieee), line_(scheduler, *this), later_(scheduler) {
  if (options_.state) {
    if (const Value* saved = options_.state->section("radio"); saved && !memory_.load(*saved)) {
      log::error(NS, "the radio's memory in the state file cannot be read: the radio starts blank");
    }
    options_.state->attach("radio", [this] { return memory_.save(); });
  }
  air_.set_host(this);
  boot();
}

ZbossNcp::~ZbossNcp() {
  air_.set_host(nullptr);
  if (options_.state) {
    (void)options_.state->write();
    options_.state->detach("radio");
  }
  if (stream_) stream_->listen(nullptr);
}

void ZbossNcp::changed() {
  if (options_.state) options_.state->touch();
}

// The line ----------------------------------------------------------------------------------------

void ZbossNcp::attach(std::unique_ptr<io::Stream> stream) {
  if (stream_) {
    log::info(NS, "another host connects; the one before is cut off");
    stream_->listen(nullptr);
  }
  stream_ = std::move(stream);
  stream_->listen(this);
  if (!booting_) line_.start();
}

void ZbossNcp::unplug() {
  if (!stream_) return;
  stream_->listen(nullptr);
  stream_.reset();
  line_.start();
  if (on_detached) on_detached();
}

void ZbossNcp::on_closed(const Error&) {
  log::info(NS, "the host has disconnected");
  unplug();
}

void ZbossNcp::on_bytes(ByteView bytes) {
  if (faults.mute || booting_) return;
  line_.acknowledge_after = faults.acknowledge_after;
  if (faults.refused_frames > 0) {
    --faults.refused_frames;
    line_.refuse_next();
  }
  line_.feed(bytes);
}

void ZbossNcp::line_write(ByteView octets) {
  if (!stream_ || faults.mute) return;
  if (faults.drop == 0 && faults.duplicate == 0 && faults.damage == 0) {
    stream_->write(octets);
  } else {
    stream_->write(on_the_line(octets, [this] { return dice(); }));
  }
}

void ZbossNcp::garbage(ByteView octets) {
  if (stream_) stream_->write(octets);
}

void ZbossNcp::restart(Reason reason) {
  constexpr std::uint8_t watchdog = ResetIndication::other;
  reset(reason == Reason::power_up ? std::uint8_t{ResetIndication::power_on} : reason == Reason::pin ? std::uint8_t{ResetIndication::pin} : watchdog);
}

void ZbossNcp::replace(Ieee ieee) {
  memory_ = Memory(ieee);
  restart(Reason::power_up);
}

// `source`: none, when the host wanted it.
void ZbossNcp::reset(std::optional<std::uint8_t> source) {
  line_.stop();
  later_.clear();
  changed();
  booting_ = true;
  running_ = false;
  air_.stop();
  later_.after(boot_time, [this, source] {
    boot();
    if (!nordic()) {
      // It begins with an acknowledgement of nothing, and never says why.
      if (stream_ && !faults.mute) stream_->write(as_bytes(espressif_banner));
      line_write(encode(coordinator::zboss::Frame{.acknowledges = true}));
    }
    if (nordic() && source) {
      tell<ResetIndication>({*source});
    } else {
      respond(NcpReset::id.number, NcpReset::no_sequence, status::ok);
    }
  });
  if (options_.vanishes) {
    // What has been said still leaves.
    later_.after(1ms, [this] { unplug(); });
  }
}

void ZbossNcp::boot() {
  booting_ = false;
  rx_on_ = 0;
  power_ = 0;
  under_way_ = 0;
  asked_.clear();
  air_.coordinator.endpoints.clear();
  air_.coordinator.bindings.clear();
  air_.coordinator.ieee = memory_.ieee();
  air_.coordinator.manufacturer = ManufacturerCode(0x127F);
  air_.coordinator_groups.clear();
  if (!nordic()) {
    Endpoint built_in;
    built_in.device = 0xBEEF;
    built_in.inputs = {0x0000, 0x0003, 0x0006, 0x000A, 0x0019, 0x001A, 0x0300};
    air_.coordinator.endpoints.push_back(std::move(built_in));
  }
  line_.start();
}

void ZbossNcp::on_line_packet(ByteView octets) {
  if (faults.mute) return;
  const auto packet = decode_message(octets);
  if (!packet || packet->kind != Packet::Kind::request) {
    log::warning(NS, "the host sent what is no request: {}", to_hex(octets));
    return;
  }
  if (packet->call == NcpReset::id.number) {
    const std::uint8_t option = packet->parameters.empty() ? std::uint8_t{NcpReset::nothing} : packet->parameters[0];
    if (option == NcpReset::erase_memory || option == NcpReset::factory) memory_.factory();
    later_.after({}, [this] { reset(std::nullopt); });
    return;
  }
  if (packet->call == SendData::id.number) return send_data(*packet);
  if (const ZdoForm* form = find_zdo_form(packet->call)) return zdo(*packet, *form);
  for (const Dispatch::Row& row : Dispatch::rows()) {
    if (row.id.number != packet->call || (row.who == Dispatch::only_nordic && !nordic())) continue;
    row.run(*this, *packet);
    return;
  }
  log::debug(NS, "unknown to the virtual radio: {}", describe(*packet));
  respond(packet->call, packet->sequence, status::not_implemented);
}

void ZbossNcp::respond(std::uint16_t call, std::uint8_t sequence, Status status, ByteView parameters) {
  Packet out;
  out.kind = Packet::Kind::response;
  out.call = call;
  out.sequence = sequence;
  out.category = static_cast<std::uint8_t>(status.category);
  out.status = status.code;
  out.parameters = parameters;
  if (stream_) line_.send(encode(out));
}

void ZbossNcp::say(std::uint16_t call, ByteView parameters) {
  Packet out;
  out.kind = Packet::Kind::indication;
  out.call = call;
  out.parameters = parameters;
  if (stream_) line_.send(encode(out));
}

}  // namespace waggle::sim::zboss
