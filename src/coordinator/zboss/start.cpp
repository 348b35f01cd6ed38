// How a ZBOSS radio is woken, read, resumed and formed.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/zboss/driver.h"
#include "core/log.h"
#include "zigbee/green_power/gpdf.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view NS = "zh:zboss";
constexpr std::chrono::seconds start_limit{15}, formation_limit{30};
constexpr std::uint8_t scan_duration = 5;

constexpr std::uint16_t own_inputs[] = {0x0000, 0x0003, 0x0006, 0x000A, 0x0019, 0x001A, 0x0300};
constexpr std::uint16_t own_outputs[] = {0x0000, 0x0003, 0x0004, 0x0005, 0x0006, 0x0008, 0x0020, 0x0300, 0x0400, 0x0402,
                                         0x0405, 0x0406, 0x0500, 0x0702, 0x0B01, 0x0B03, 0x0B04, 0x1000, 0xFC01, 0xFC02};
constexpr std::uint16_t green_power_cluster[] = {0x0021};
constexpr EndpointId own_endpoint{1};
constexpr GroupId bind_group{901};  // what devices are bound to that tell everybody

struct Endpoint {
  EndpointId number;
  ProfileId profile;
  std::uint16_t device;
  std::span<const std::uint16_t> inputs, outputs;
};
const Endpoint endpoints[] = {
    {own_endpoint, profile_home_automation, 0xBEEF, own_inputs, own_outputs},
    {green_power::endpoint, profile_green_power, 0x0061, {}, green_power_cluster},
};

std::string version_text(std::uint32_t version) {
  return fmt::format("{}.{}.{}.{}", version >> 24, version >> 16 & 0xFF, version >> 8 & 0xFF, version & 0xFF);
}

}  // namespace

Task<Result<RadioInfo>> Driver::inspect() {
  close();
  RadioInfo info;
  info.type = "zboss";
  info.extended_pan_backwards = true;
  CO_TRY(const auto version, co_await link_.open());
  const Empty nothing{};
  const auto coordinator_version = co_await link_.call<GetCoordinatorVersion>(nothing);
  if (coordinator_version) info.meta.set("coordinator", coordinator_version->value);
  info.meta.set("stack", version_text(version.stack));
  info.meta.set("protocol", version_text(version.protocol));
  info.meta.set("revision", version_text(version.firmware));
  const Octet first_interface{0};
  CO_TRY(const auto own, co_await link_.call<GetLocalIeee>(first_interface));
  info.ieee = ieee_ = own.ieee;
  // After a restart it waits for its host to go on. One that runs has no objection; a blank one refuses, or says nothing.
  const auto started = co_await link_.call<StartWithoutForming>(nothing, start_limit);
  if (!started && started.error().code == Errc::closed) co_return started.error();
  if (!started) log::debug(NS, "the radio does not start a network: {}", started.error().text);
  CO_TRY(const bool on_its_network, co_await joined());
  if (!on_its_network) co_return info;
  CO_TRY(const auto role, co_await link_.call<GetRole>(nothing));
  if (role.value != GetRole::coordinator) {
    log::warning(NS, "the radio is on a network and not its coordinator");
    co_return info;
  }
  CO_TRY(info.network, co_await current_network());
  up_ = true;
  co_return info;
}

Task<Result<bool>> Driver::joined() {
  const Empty nothing{};
  CO_TRY(const auto answer, co_await link_.call<GetJoined>(nothing));
  co_return (answer.value & GetJoined::joined) != 0;
}

Task<Result<NetworkParameters>> Driver::current_network() {
  const Empty nothing{};
  NetworkParameters out;
  CO_TRY(const auto pan, co_await link_.call<GetPan>(nothing));
  out.pan = pan.pan;
  CO_TRY(const auto extended, co_await link_.call<GetExtendedPan>(nothing));
  out.extended_pan = extended.extended_pan;
  std::ranges::reverse(out.extended_pan);
  CO_TRY(const auto channel, co_await link_.call<GetChannel>(nothing));
  out.channel = channel.channel;
  const auto keys = co_await link_.call<GetNetworkKeys>(nothing);
  if (keys) {
    out.key = keys->key;
    out.key_sequence = keys->number;
  } else if (keys.error().code == Errc::unsupported) {
    out.key_known = false;
  } else {
    co_return keys.error();
  }
  co_return out;
}

Task<Result<>> Driver::resume() {
  if (!up_) co_return Error{Errc::invalid, "the radio is on no network that it could go on with"};
  co_return co_await prepare();
}

// Forming -------------------------------------------------------------------------------------------

Task<Result<>> Driver::form(NetworkParameters parameters) {
  CO_TRY_DO(co_await forget());
  CO_TRY_DO(co_await form_with(parameters));
  co_return co_await prepare();
}

// One that looks blank too: it may have another role, or wait for ever for a network that it was told to start.
Task<Result<>> Driver::forget() {
  up_ = false;
  co_return co_await link_.restart(NcpReset::factory);
}

Task<Result<>> Driver::form_with(NetworkParameters parameters) {
  const std::uint32_t channels = 1u << parameters.channel;
  const Octet coordinator{GetRole::coordinator};
  CO_TRY_DO(co_await link_.call<SetRole>(coordinator));
  const SetChannelMask::Request mask{0, channels};
  CO_TRY_DO(co_await link_.call<SetChannelMask>(mask));
  const PanOnly pan{parameters.pan};
  CO_TRY_DO(co_await link_.call<SetPan>(pan));
  const SetNetworkKey::Request key{parameters.key, parameters.key_sequence};
  CO_TRY_DO(co_await link_.call<SetNetworkKey>(key));
  Form::Request request;
  request.channels = channels;
  request.scan_duration = scan_duration;
  request.extended_pan = parameters.extended_pan;
  auto formed = co_await link_.call<Form>(request, formation_limit);
  if (!formed) co_return std::move(formed.error()).in("the radio did not form the network");
  CO_TRY(NetworkParameters now, co_await current_network());
  if (now.pan != parameters.pan) {
    log::warning(NS, "the radio chose PAN ID {} by itself and is told to use {}: another network with it may be near", now.pan.raw,
                 parameters.pan.raw);
    CO_TRY_DO(co_await link_.call<SetPan>(pan));
    CO_TRY(now, co_await current_network());
  }
  if (now.pan != parameters.pan) {
    co_return Error{Errc::refused, fmt::format("the radio chose PAN ID {} instead of {}: a network with that PAN ID is near; choose another "
                                               "pan_id", now.pan.raw, parameters.pan.raw)};
  }
  up_ = true;
  co_return Result<>{};
}

// Who may join, and how: devices have the well-known key, and may come back without the network's.
Task<Result<>> Driver::prepare() {
  using P = SetPolicy;
  constexpr SetPolicy::Request policies[] = {{P::link_key_required, 0}, {P::install_code_required, 0}, {P::rejoin_enabled, 1},
                                             {P::ignore_rejoin, 0},     {P::aps_insecure_join, 0},     {P::no_channel_update, 0}};
  for (const SetPolicy::Request& policy : policies) {
    auto set = co_await link_.call<SetPolicy>(policy);
    if (!set) co_return std::move(set.error()).in(fmt::format("policy {}", policy.policy));
  }
  CO_TRY_DO(co_await register_endpoints());
  const Octet on{1};
  CO_TRY_DO(co_await link_.call<SetRxOnWhenIdle>(on));
  if (options_.transmit_power) {
    const Power wanted{static_cast<std::int8_t>(*options_.transmit_power)};
    const auto set = co_await link_.call<SetPower>(wanted);
    if (!set) log::error(NS, "transmit power was not set to {} dBm: {}", wanted.dbm, set.error().text);
    if (set && set->dbm != wanted.dbm) log::warning(NS, "the transmit power is {} dBm: the radio does not go to {}", set->dbm, wanted.dbm);
  }
  co_await report_as(own_manufacturer, unknown_nwk, Ieee());
  co_await join_groups();
  co_return Result<>{};
}

Task<Result<>> Driver::register_endpoints() {
  for (const Endpoint& endpoint : endpoints) {
    SetSimpleDescriptor::Request request{endpoint.number, endpoint.profile, endpoint.device, 0, static_cast<std::uint8_t>(endpoint.inputs.size()),
                                         static_cast<std::uint8_t>(endpoint.outputs.size()), {}};
    Writer clusters;
    for (const std::uint16_t cluster : endpoint.inputs) clusters.u16(cluster);
    for (const std::uint16_t cluster : endpoint.outputs) clusters.u16(cluster);
    request.clusters.bytes = clusters.take();
    const auto set = co_await link_.call<SetSimpleDescriptor>(request);
    if (set) continue;
    // Seen of an nRF52840-DK. What devices may not find when they ask does not keep the network from running.
    if (set.error().code != Errc::refused && set.error().code != Errc::unsupported) co_return set.error();
    log::warning(NS, "endpoint {} was not set up: {}", endpoint.number.raw, set.error().text);
  }
  co_return Result<>{};
}

Task<> Driver::join_groups() {
  groups_.clear();
  knows_groups_ = true;
  co_await join_group(bind_group, own_endpoint);
  co_await join_group(green_power::sink_group, green_power::endpoint);
}

}  // namespace waggle::coordinator::zboss
