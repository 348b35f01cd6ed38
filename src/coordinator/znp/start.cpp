// How a Z-Stack radio is woken, read, resumed and formed.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/znp/driver.h"
#include "core/log.h"
#include "zigbee/green_power/gpdf.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::znp {
namespace {

constexpr std::string_view NS = "zh:zstack";
constexpr std::uint8_t configured = 0x55;  // the mark that the peer, zigpy and we leave on a formed radio

struct Endpoint {
  std::uint8_t number;
  std::uint16_t profile;
  std::uint16_t inputs[2];
  std::uint16_t outputs[2];
};
constexpr std::uint16_t none = 0xFFFF;

// Devices answer to, or look for, these endpoints and profiles on a coordinator.
// clang-format off
constexpr Endpoint endpoints[] = {
    {1,   0x0104, {none, none},     {none, none}},
    {2,   0x0101, {none, none},     {none, none}},
    {3,   0x0104, {none, none},     {none, none}},
    {4,   0x0107, {none, none},     {none, none}},
    {5,   0x0108, {none, none},     {none, none}},
    {6,   0x0109, {none, none},     {none, none}},
    {8,   0x0104, {none, none},     {none, none}},
    {10,  0x0104, {none, none},     {none, none}},
    {11,  0x0104, {0x0501, 0x000A}, {0x0500, 0x0502}},  // IAS ACE and time in, IAS zone and WD out
    {110, 0x0104, {none, none},     {none, none}},      // Terncy
    {12,  0xC05E, {none, none},     {none, none}},      // touchlink
    {13,  0x0104, {0x0019, none},   {none, none}},      // OTA
    {47,  0x0104, {none, none},     {none, none}},      // Insta, Jung and Gira look for OTA here
    {239, 0xC001, {none, none},     {none, none}},      // Shelly's own profile
    {242, 0xA1E0, {none, none},     {none, none}},      // Green Power
};
// clang-format on

std::string_view product_name(std::uint8_t product) {
  switch (product) {
    case 0: return "ZStack12";
    case 1: return "ZStack3x0";
    case 2: return "ZStack30x";
    default: return "ZStack";
  }
}

ShortList<std::uint16_t> list(const std::uint16_t (&clusters)[2]) {
  ShortList<std::uint16_t> out;
  for (std::uint16_t cluster : clusters) {
    if (cluster != none) out.items.push_back(cluster);
  }
  return out;
}

ExtendedPan reversed(ExtendedPan pan) {
  std::reverse(pan.begin(), pan.end());
  return pan;
}
Bytes octets(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

Bytes little_endian(std::uint64_t value, std::size_t width) {
  Writer out;
  out.uint(value, width);
  return out.take();
}

}  // namespace

// A stick may sit in its bootloader, waiting for a magic octet (CC2530, CC2531) or for its reset and
// boot lines to be played (CC2652 boards wired to DTR and RTS).
Task<Result<>> Driver::wake() {
  auto answer = co_await link_.call<SysPing>({}, 250ms);
  if (answer || answer.error().code != Errc::timeout) co_return Result<>{};
  log::info(NS, "no answer to a ping: leaving a possible bootloader (CC2530/CC2531)");
  link_.send_octet(0xEF);
  co_await sleep(scheduler_, 1s);
  answer = co_await link_.call<SysPing>({}, 250ms);
  if (answer) co_return Result<>{};
  if (io::Stream* stream = link_.stream()) {
    log::info(NS, "no answer to a ping: leaving a possible bootloader (CC2652/CC1352)");
    for (const bool rts : {false, true, false}) {
      if (!link_.is_open()) break;
      stream->set_lines(false, rts);
      co_await sleep(scheduler_, 150ms);
    }
  }
  for (int i = 0; i < 3; ++i) {
    answer = co_await link_.call<SysPing>({});
    if (answer) co_return Result<>{};
  }
  co_return std::move(answer.error()).in("no Z-Stack firmware answers");
}

Task<Result<SysVersion::Response>> Driver::version() {
  auto version = co_await link_.call<SysVersion>({});
  // The first firmware of Z-Stack 1.2 does not know the command.
  if (!version && version.error().code == Errc::unsupported) {
    co_return SysVersion::Response{2, 0, 2, 0, 0, std::nullopt, {}};
  }
  co_return version;
}

Task<Result<RadioInfo>> Driver::inspect() {
  close();
  auto stream = co_await opener_();
  if (!stream) co_return std::move(stream.error());
  link_.open(std::move(*stream));
  CO_TRY_DO(co_await wake());
  CO_TRY(const auto firmware, co_await version());
  if (firmware.product > 2) {
    co_return Error{Errc::unsupported, fmt::format("Z-Stack product {} is unknown", firmware.product)};
  }
  product_ = static_cast<Product>(firmware.product);
  revision_ = firmware.revision.value_or(0);
  CO_TRY_DO(co_await nv_.probe());
  CO_TRY(const auto device, co_await link_.demand<UtilGetDeviceInfo>({}));
  ieee_ = device.ieee;

  RadioInfo info;
  info.type = product_name(firmware.product);
  info.ieee = ieee_;
  info.meta = {{"transportrev", firmware.transport}, {"product", firmware.product},
               {"majorrel", firmware.major},         {"minorrel", firmware.minor},
               {"maintrel", firmware.maintenance},   {"revision", revision_}};
  CO_TRY(info.network, co_await stored_network());
  co_return info;
}

Task<Result<std::optional<NetworkParameters>>> Driver::stored_network() {
  const std::uint16_t flag =
      product_ == Product::zstack12 ? item::configured_zstack1 : item::configured_zstack3;
  CO_TRY(const auto mark, co_await nv_.read(flag));
  CO_TRY(const auto nib, co_await nv_.read_as<Nib>(item::nib));
  const bool marked = mark && !mark->empty() && mark->front() == configured;
  if (!marked || !nib || nib->pan.raw == 0xFFFF || nib->channel == 0) {
    co_return std::optional<NetworkParameters>();
  }
  NetworkParameters network;
  network.pan = nib->pan;
  network.extended_pan = reversed(nib->extended_pan);
  network.channel = nib->channel;
  network.update_id = nib->update_id;
  if (product_ == Product::zstack12) {
    const SapiReadConfiguration::Request request{static_cast<std::uint8_t>(item::preconfigured_key)};
    CO_TRY(const auto key, co_await link_.demand<SapiReadConfiguration>(request));
    if (key.value.bytes.size() == network.key.size()) {
      std::copy(key.value.bytes.begin(), key.value.bytes.end(), network.key.begin());
    }
  } else {
    CO_TRY(const auto active, co_await nv_.read_as<KeyDescriptor>(item::active_key_info));
    if (!active) co_return std::optional<NetworkParameters>();
    network.key = active->key;
    network.key_sequence = active->sequence;
  }
  key_ = network.key;
  co_return std::optional<NetworkParameters>(network);
}

Task<Result<>> Driver::resume() {
  CO_TRY_DO(co_await start_coordinator());
  co_return co_await prepare();
}

Task<Result<>> Driver::start_coordinator() {
  CO_TRY(const auto device, co_await link_.demand<UtilGetDeviceInfo>({}));
  if (device.state == UtilGetDeviceInfo::running_as_coordinator) co_return Result<>{};
  auto started = link_.expect(Subsystem::zdo, ZdoStateChange::id.number, ZdoStateChange::coordinator_started);
  const ZdoStartup::Request request{100};
  CO_TRY_DO(co_await link_.demand<ZdoStartup>(request, ZdoStartup::formed, 40s));
  CO_TRY_DO(co_await started.wait(60s, "starting as coordinator"));
  co_return Result<>{};
}

Task<Result<>> Driver::reset() {
  auto awake = link_.expect(Subsystem::sys, SysResetIndication::id.number);
  resetting_ = true;
  link_.tell<SysReset>({SysReset::soft});
  auto result = co_await awake.wait(30s, "resetting the radio");
  resetting_ = false;
  CO_TRY_DO(std::move(result));
  co_return Result<>{};
}

Task<Result<>> Driver::form(NetworkParameters parameters) {
  CO_TRY_DO(co_await commission(parameters));
  CO_TRY(const auto now, co_await link_.call<ZdoExtNetworkInfo>({}));
  if (now.pan != parameters.pan) {
    co_return Error{Errc::refused,
                    fmt::format("the radio chose PAN ID {} instead of {}: a network with that PAN ID is "
                                "near; choose another pan_id",
                                now.pan.raw, parameters.pan.raw)};
  }
  key_ = parameters.key;
  CO_TRY_DO(co_await mark_configured());
  co_return co_await prepare();
}

// Says to whoever looks at this radio later that its network is complete.
Task<Result<>> Driver::mark_configured() {
  const Bytes mark{configured};
  const std::uint16_t flag =
      product_ == Product::zstack12 ? item::configured_zstack1 : item::configured_zstack3;
  co_return co_await nv_.write(flag, mark);
}

Task<Result<>> Driver::commission(NetworkParameters parameters) {
  CO_TRY_DO(co_await nv_.erase(item::nib));
  // Startup option 3 makes the next reset clear configuration and network state.
  Bytes option{0x03};
  CO_TRY_DO(co_await nv_.write(item::startup_option, option));
  CO_TRY_DO(co_await reset());
  option = {0x00};
  CO_TRY_DO(co_await nv_.write(item::startup_option, option));
  CO_TRY_DO(co_await write_commissioning_items(parameters));

  if (product_ == Product::zstack12) {
    CO_TRY_DO(co_await start_coordinator());
  } else {
    const AppSetChannel::Request primary{1, 1u << parameters.channel};
    const AppSetChannel::Request secondary{0, 0};
    CO_TRY_DO(co_await link_.demand<AppSetChannel>(primary));
    CO_TRY_DO(co_await link_.demand<AppSetChannel>(secondary));
    auto started =
        link_.expect(Subsystem::zdo, ZdoStateChange::id.number, ZdoStateChange::coordinator_started);
    const AppStartCommissioning::Request request{AppStartCommissioning::network_formation};
    CO_TRY_DO(co_await link_.demand<AppStartCommissioning>(request, -1, 40s));
    auto result = co_await started.wait(100s, "forming the network");
    if (!result) {
      co_return std::move(result.error())
          .in("the radio did not form the network; one with the same pan_id or ext_pan_id may be near");
    }
  }
  co_return co_await wait_for_nib();
}

Task<Result<>> Driver::write_commissioning_items(NetworkParameters parameters) {
  const Bytes extended = octets(reversed(parameters.extended_pan));
  const std::pair<std::uint16_t, Bytes> items[] = {
      {item::logical_type, {0x00}},         // coordinator
      {item::zdo_direct_callback, {0x01}},  // ZDO answers come to the host
      {item::channels, little_endian(1u << parameters.channel, 4)},
      {item::pan, little_endian(parameters.pan.raw, 2)},
      {item::extended_pan, extended},
      {item::aps_use_extended_pan, extended},
      {item::preconfigured_keys_enable, {0x00}},
  };
  for (const auto& [id, value] : items) CO_TRY_DO(co_await nv_.write(id, value));
  if (product_ != Product::zstack12) {
    co_return co_await nv_.write(item::preconfigured_key, octets(parameters.key));
  }
  SapiWriteConfiguration::Request key{static_cast<std::uint8_t>(item::preconfigured_key), {}};
  key.value.bytes = octets(parameters.key);
  CO_TRY_DO(co_await link_.demand<SapiWriteConfiguration>(key));
  // The well-known trust centre link key, for any device ("ZigBeeAlliance09").
  Writer link_key;
  link_key.u64(~std::uint64_t{0}).text("ZigBeeAlliance09").u64(0);
  co_return co_await nv_.write(item::trust_center_seed, link_key.take());
}

// The NIB is written some time after the network is up; how long depends on the chip.
Task<Result<>> Driver::wait_for_nib() {
  for (int i = 0; i < 150; ++i) {
    CO_TRY(const auto nib, co_await nv_.read_as<Nib>(item::nib));
    if (nib && nib->pan.raw != 0xFFFF && nib->channel != 0) co_return Result<>{};
    co_await sleep(scheduler_, 200ms);
  }
  co_return Error{Errc::timeout, "the radio did not store its new network within 30 s"};
}

Task<Result<>> Driver::prepare() {
  CO_TRY_DO(co_await apply_options());
  CO_TRY_DO(co_await register_endpoints());
  const ZdoExtFindGroup::Request find{green_power::endpoint, green_power::sink_group};
  auto found = co_await link_.call<ZdoExtFindGroup>(find);
  if (found && found->status == 0) co_return Result<>{};
  const ZdoExtAddGroup::Request add{green_power::endpoint, green_power::sink_group, {}};
  CO_TRY_DO(co_await link_.demand<ZdoExtAddGroup>(add));
  co_return Result<>{};
}

Task<Result<>> Driver::register_endpoints() {
  auto answer = link_.expect(Subsystem::zdo, find_zdo(zdo::ActiveEndpointsRequest::cluster.raw)->response);
  ZdoRequest ask;
  ask.cluster = zdo::ActiveEndpointsRequest::cluster;
  ask.payload = zdo::encode_request(zdo::ActiveEndpointsRequest{coordinator_nwk});
  CO_TRY_DO(co_await send_zdo(std::move(ask)));
  CO_TRY(const Bytes raw, co_await answer.wait(10s, "the radio's own endpoints"));
  CO_TRY(const auto active, zdo::decode_response<zdo::ActiveEndpointsResponse>(ByteView(raw).subspan(
                                std::min<std::size_t>(2, raw.size()))));
  const std::vector<std::uint8_t> have = active.body ? active.body->endpoints.items : std::vector<std::uint8_t>{};
  for (const Endpoint& endpoint : endpoints) {
    if (std::find(have.begin(), have.end(), endpoint.number) != have.end()) continue;
    AfRegister::Request request;
    request.endpoint = EndpointId(endpoint.number);
    request.profile = ProfileId(endpoint.profile);
    request.device = endpoint.number == 11 ? 0x0400 : 0x0005;
    request.inputs = list(endpoint.inputs);
    request.outputs = list(endpoint.outputs);
    CO_TRY_DO(co_await link_.demand<AfRegister>(request, AfRegister::already_registered));
  }
  co_return Result<>{};
}

Task<Result<>> Driver::apply_options() {
  if (options_.transmit_power) {
    const SysStackTune::Request request{SysStackTune::transmit_power,
                                        static_cast<std::int8_t>(*options_.transmit_power)};
    auto tuned = co_await link_.call<SysStackTune>(request);
    if (!tuned) log::warning(NS, "transmit power was not set: {}", tuned.error().text);
  }
  if (options_.disable_led && (product_ != Product::zstack3x0 || revision_ >= 20210430)) {
    // From 20211029 the firmware drives the LED itself and has a mode to leave it dark.
    const UtilLedControl::Request off = revision_ >= 20211029 ? UtilLedControl::Request{0xFF, 5}
                                                              : UtilLedControl::Request{3, 0};
    auto dark = co_await link_.call<UtilLedControl>(off, 500ms);
    if (!dark) log::warning(NS, "this firmware cannot switch off its LED: {}", dark.error().text);
  }
  co_return Result<>{};
}

Task<Result<NetworkParameters>> Driver::network_parameters() {
  CO_TRY(const auto now, co_await link_.call<ZdoExtNetworkInfo>({}));
  NetworkParameters network;
  network.pan = now.pan;
  for (std::size_t i = 0; i < 8; ++i) {
    network.extended_pan[i] = static_cast<std::uint8_t>(now.extended_pan >> 8 * (7 - i));
  }
  network.channel = now.channel;
  network.key = key_;
  co_return network;
}

}  // namespace waggle::coordinator::znp
