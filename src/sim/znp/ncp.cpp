#include "sim/znp/ncp.h"

#include <fmt/core.h>

#include "core/log.h"

namespace waggle::sim::znp {

using namespace coordinator::znp;  // NOLINT: the command tables, all of them

namespace {

constexpr std::string_view NS = "sim";

// TI MT API, 2.1.5: why a request is refused.
constexpr std::uint8_t invalid_subsystem = 1, invalid_command = 2, invalid_length = 4;

constexpr unsigned z12 = 1, z3x0 = 2, z30x = 4, z3 = z3x0 | z30x, all = z12 | z3;
unsigned mask(Product product) {
  return product == Product::zstack12 ? z12 : product == Product::zstack3x0 ? z3x0 : z30x;
}

}  // namespace

struct Dispatch {
  struct Row {
    CommandId id;
    unsigned products;
    void (*run)(ZnpNcp& ncp, const UnpiFrame& frame);
  };

  template <class C, auto answer>
  static void run(ZnpNcp& ncp, const UnpiFrame& frame) {
    typename C::Request request;
    Reader in(frame.data);
    if (!decode(request, in)) {
      ncp.refuse(frame, invalid_length);
      return;
    }
    const typename C::Response response = (ncp.*answer)(request);
    ncp.send(Type::srsp, C::id.subsystem, C::id.number, encode(response));
  }
  template <class C, auto answer>
  static constexpr Row row(unsigned products) {
    return {C::id, products, &run<C, answer>};
  }

  static std::span<const Row> rows() {
    using N = ZnpNcp;
    // clang-format off
    static constexpr Row table[] = {
        row<SysPing, &N::ping>(all),
        row<SysVersion, &N::version>(all),
        row<SysSetExtendedAddress, &N::set_address>(all),
        row<SysGetExtendedAddress, &N::get_address>(all),
        row<SysOsalNvItemInit, &N::nv_init>(all),
        row<SysOsalNvRead, &N::nv_read>(all),
        row<SysOsalNvWrite, &N::nv_write>(all),
        row<SysOsalNvDelete, &N::nv_delete>(all),
        row<SysOsalNvLength, &N::nv_length>(all),
        row<SysOsalNvReadExt, &N::nv_read_ext>(all),
        row<SysOsalNvWriteExt, &N::nv_write_ext>(all),
        row<SysNvCreate, &N::ex_create>(z3x0),
        row<SysNvDelete, &N::ex_delete>(z3x0),
        row<SysNvLength, &N::ex_length>(z3x0),
        row<SysNvRead, &N::ex_read>(z3x0),
        row<SysNvWrite, &N::ex_write>(z3x0),
        row<SysNvUpdate, &N::ex_update>(z3x0),
        row<SysRandom, &N::random>(all),
        row<SysStackTune, &N::stack_tune>(all),
        row<SysSetTransmitPower, &N::transmit_power>(all),
        row<AfRegister, &N::af_register>(all),
        row<AfDelete, &N::af_delete>(all),
        row<AfDataRequest, &N::data_request>(all),
        row<AfDataRequestExt, &N::data_request_ext>(all),
        row<AfInterPanControl, &N::inter_pan>(all),
        row<AfDataRetrieve, &N::retrieve>(all),
        row<ZdoStartup, &N::startup>(all),
        row<ZdoExtRouteDiscovery, &N::discover_route>(all),
        row<ZdoExtRemoveGroup, &N::remove_group>(all),
        row<ZdoExtFindGroup, &N::find_group>(all),
        row<ZdoExtAddGroup, &N::add_group>(all),
        row<ZdoExtNetworkInfo, &N::network_info>(all),
        row<ZdoMessageCallbackRegister, &N::callback_register>(all),
        row<SapiReadConfiguration, &N::read_configuration>(z12),
        row<SapiWriteConfiguration, &N::write_configuration>(z12),
        row<SapiGetDeviceInfo, &N::sapi_device_info>(z12),
        row<UtilGetDeviceInfo, &N::device_info>(all),
        row<UtilLedControl, &N::led>(all),
        row<UtilNwkOfIeee, &N::nwk_of>(all),
        row<UtilIeeeOfNwk, &N::ieee_of>(all),
        row<UtilAssociationCount, &N::association_count>(all),
        row<UtilAssociationOf, &N::association_of>(all),
        row<UtilAssociationRemove, &N::association_remove>(z3x0),
        row<UtilAssociationAdd, &N::association_add>(z3x0),
        row<AppAddInstallCode, &N::install_code>(z3),
        row<AppStartCommissioning, &N::start_commissioning>(z3),
        row<AppSetChannel, &N::set_channel>(z3),
        row<AppSetFrameCounter, &N::set_frame_counter>(z3x0),
    };
    // clang-format on
    return table;
  }
};

ZnpNcp::ZnpNcp(Scheduler& scheduler, Air& air, NcpOptions options)
    : scheduler_(scheduler),
      air_(air),
      options_(options),
      memory_(options.product, options.ieee),
      partial_(scheduler),
      later_(scheduler) {
  if (options_.state) {
    if (const Value* saved = options_.state->section("radio");
        saved && !memory_.store.load(*saved)) {
      log::error(NS, "the radio's memory in the state file cannot be read: the radio starts blank");
    }
    options_.state->attach("radio", [this] { return memory_.store.save(); });
  }
  air_.coordinator.ieee = memory_.ieee();
  air_.set_host(this);
}

ZnpNcp::~ZnpNcp() {
  air_.set_host(nullptr);
  if (options_.state) {
    (void)options_.state->write();
    options_.state->detach("radio");
  }
  if (stream_) stream_->listen(nullptr);
}

void ZnpNcp::changed() {
  if (options_.state) options_.state->touch();
}

// The line ----------------------------------------------------------------------------------------

void ZnpNcp::attach(std::unique_ptr<io::Stream> stream) {
  if (stream_) {
    log::info(NS, "another host connects; the one before is cut off");
    stream_->listen(nullptr);
  }
  parser_.reset();
  partial_.stop();
  stream_ = std::move(stream);
  stream_->listen(this);
}

void ZnpNcp::unplug() {
  if (!stream_) return;
  stream_->listen(nullptr);
  stream_.reset();
  if (on_detached) on_detached();
}

void ZnpNcp::on_closed(const Error&) {
  log::info(NS, "the host has disconnected");
  unplug();
}

void ZnpNcp::on_bytes(ByteView bytes) {
  parser_.feed(bytes, [this](const UnpiFrame& frame) { on_frame(frame); });
  watch_partial();
}

// Half a frame that goes no further was noise.
void ZnpNcp::watch_partial() {
  partial_.stop();
  if (!parser_.waiting()) return;
  partial_.start(300ms, [this] {
    parser_.give_up_waiting([this](const UnpiFrame& frame) { on_frame(frame); });
    watch_partial();
  });
}

void ZnpNcp::on_frame(const UnpiFrame& frame) {
  if (faults.mute) return;
  if (frame.type == Type::areq) {
    if (frame.subsystem == Subsystem::sys && frame.command == SysReset::id.number) restart(Reason::power_up);
    return;
  }
  if (frame.type != Type::sreq) return;
  bool subsystem_known = false;
  for (const Dispatch::Row& row : Dispatch::rows()) {
    if (row.id.subsystem != frame.subsystem || !(row.products & mask(options_.product))) continue;
    subsystem_known = true;
    if (row.id.number == frame.command) {
      row.run(*this, frame);
      return;
    }
  }
  if (frame.subsystem == Subsystem::zdo && zdo_request(frame)) return;
  refuse(frame, subsystem_known ? invalid_command : invalid_subsystem);
}

void ZnpNcp::refuse(const UnpiFrame& frame, std::uint8_t error) {
  log::debug(NS, "refused with RPC error {}: {}", error, describe(frame));
  Writer out;
  out.u8(error);
  out.u8(static_cast<unsigned>(frame.type) << 5 | static_cast<unsigned>(frame.subsystem))
      .u8(frame.command);
  send(Type::srsp, Subsystem::rpc_error, 0, out.view());
}

void ZnpNcp::send(Type type, Subsystem subsystem, std::uint8_t command, ByteView data) {
  if (!stream_ || faults.mute) return;
  const Bytes octets = encode(UnpiFrame{type, subsystem, command, data});
  if (faults.drop == 0 && faults.duplicate == 0 && faults.damage == 0) {
    stream_->write(octets);
    return;
  }
  stream_->write(on_the_line(octets, [this] { return static_cast<double>(random_()) / 4294967296.0; }));
}

void ZnpNcp::garbage(ByteView octets) {
  if (stream_) stream_->write(octets);
}

void ZnpNcp::replace(Ieee ieee) {
  memory_.factory();
  memory_.set_ieee(ieee);
  restart(Reason::power_up);
}

// MT API, SYS_RESET_IND: 0 power up, 1 external, 2 watchdog.
void ZnpNcp::restart(Reason why) {
  const auto reason = static_cast<std::uint8_t>(why);
  later_.clear();
  memory_.apply_startup_option();
  changed();
  running_ = false;
  channels_ = 0;
  groups_.clear();
  forgotten_children_.clear();
  large_.clear();
  air_.coordinator.endpoints.clear();
  air_.coordinator.bindings.clear();
  air_.coordinator.ieee = memory_.ieee();
  air_.coordinator_groups.clear();
  air_.stop();
  later_.after(50ms, [this, reason] {
    SysVersion::Response firmware = version({});
    tell<SysResetIndication>(
        {reason, firmware.transport, firmware.product, firmware.major, firmware.minor, 1});
  });
}

// The network -------------------------------------------------------------------------------------

void ZnpNcp::form() {
  coordinator::NetworkParameters network = memory_.wanted_network(channels_);
  if (network.pan.raw == 0xFFFF)
    network.pan = PanId(static_cast<std::uint16_t>(1 + random_() % 0xFFFD));
  while (faults.pans_nearby.contains(network.pan)) ++network.pan.raw;
  memory_.store_keys(network);
  counter_ = memory_.frame_counter();
  log::info(NS, "the radio forms a network on channel {} with PAN ID {}", network.channel,
            hex16(network.pan.raw));
  later_.after(500ms, [this, network] {
    memory_.store_nib(network);
    changed();
  });
  set_running(network);
}

void ZnpNcp::resume() {
  const auto network = memory_.network();
  if (!network) {
    form();
    return;
  }
  // After a restart the counter goes on well above the last one that was stored: receivers drop
  // repeats.
  counter_ = memory_.frame_counter() + 1000;
  memory_.set_frame_counter(counter_);
  log::info(NS, "the radio resumes its network on channel {} with PAN ID {}", network->channel,
            hex16(network->pan.raw));
  set_running(*network);
}

void ZnpNcp::set_running(const coordinator::NetworkParameters& network) {
  running_ = true;
  changed();
  air_.start(network);
  tell<ZdoStateChange>({ZdoStateChange::coordinator_started});
}

void ZnpNcp::count_frame() {
  air_.host_counter = ++counter_;
  if (counter_ < memory_.frame_counter() + 1000) return;
  memory_.set_frame_counter(counter_);
  changed();
}

// From the air ------------------------------------------------------------------------------------

void ZnpNcp::on_message(const Message& message, std::uint8_t lqi) { deliver_to_host(message, lqi); }

void ZnpNcp::on_joined(const Node& device, Nwk parent) {
  const bool child = parent == coordinator_nwk && device.type == Node::Type::end_device;
  memory_.remember_device(device.ieee, device.nwk, child);
  memory_.count_key_exchange(device.ieee);
  forgotten_children_.erase(device.ieee);
  changed();
  tell<ZdoTrustCenterDevice>({device.nwk, device.ieee, parent});
}

void ZnpNcp::on_left(Nwk nwk, Ieee ieee, bool rejoin) {
  if (!rejoin) memory_.forget_device(ieee);
  changed();
  tell<ZdoLeaveIndication>({nwk, ieee, 0, 0, static_cast<std::uint8_t>(rejoin ? 1 : 0)});
}

void ZnpNcp::on_address(const Node& device) {
  memory_.remember_device(device.ieee, device.nwk, false);
  changed();
  tell<ZdoConcentrator>({device.nwk, device.ieee, 1});
}

void ZnpNcp::on_network_changed() {
  if (const auto& network = air_.network()) {
    memory_.set_channel(network->channel, network->update_id);
    changed();
  }
}

}  // namespace waggle::sim::znp
