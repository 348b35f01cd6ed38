// How a ConBee is read, resumed and formed. Its network is made of parameters, which count from the next time that
// it connects; it goes on with them by itself after a restart.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/deconz/driver.h"
#include "core/log.h"
#include "zigbee/green_power/gpdf.h"

namespace waggle::coordinator::deconz {
namespace {

constexpr std::string_view NS = "zh:deconz";
constexpr std::uint64_t oldest_protocol = 0x010B;
constexpr std::chrono::seconds state_limit{10};
constexpr std::chrono::milliseconds between_states{200};
constexpr int key_place = 0;  // of the one in use

// As Zigbee2MQTT writes them: whoever goes back and forth need not connect anew. The firmware has room for no more.
struct Endpoint {
  std::uint8_t place;
  EndpointId number;
  ProfileId profile;
  std::uint16_t device;
  std::span<const std::uint16_t> inputs, outputs;
};
constexpr std::uint16_t own_inputs[] = {0x0000, 0x0006, 0x000A, 0x0019, 0x0501};
constexpr std::uint16_t own_outputs[] = {0x0001, 0x0020, 0x0500, 0x0502};
constexpr std::uint16_t green_power_clusters[] = {0x0021};
const Endpoint endpoints[] = {
    {0, EndpointId(1), profile_home_automation, 0x0005, own_inputs, own_outputs},
    {1, green_power::endpoint, profile_green_power, 0x0064, {}, green_power_clusters},
};

Bytes descriptor_of(const Endpoint& endpoint) {
  constexpr std::uint8_t version = 1;
  Writer out;
  out.u8(endpoint.number.raw).u16(endpoint.profile.raw).u16(endpoint.device).u8(version);
  for (const auto clusters : {endpoint.inputs, endpoint.outputs}) {
    out.u8(clusters.size());
    for (const std::uint16_t cluster : clusters) out.u16(cluster);
  }
  return out.take();
}

std::uint64_t number_of(const ExtendedPan& pan) { return Reader(pan).uint_be(pan.size()); }
ExtendedPan extended_pan_of(std::uint64_t number) {
  Writer octets;
  octets.uint_be(number, 8);
  ExtendedPan out{};
  std::ranges::copy(octets.view(), out.begin());
  return out;
}

std::string_view type_of(std::uint32_t version) {
  switch (platform::of(version)) {
    case platform::conbee_1: return "ConBee/RaspBee";
    case platform::conbee_2: return "ConBee2/RaspBee2";
    case platform::conbee_3: return "ConBee3";
    default: return "Unknown";
  }
}

}  // namespace

Task<Result<RadioInfo>> Driver::inspect() {
  close();
  network_.reset();
  has_watchdog_ = true;
  auto stream = co_await opener_();
  if (!stream) co_return std::move(stream.error());
  link_.open(std::move(*stream));
  RadioInfo info;
  CO_TRY_DO(co_await read_version(info));
  CO_TRY_DO(co_await until_settled());
  CO_TRY(const std::uint64_t ieee, co_await read_number(parameter::ieee));
  info.ieee = ieee_ = Ieee(ieee);
  CO_TRY(network_, co_await stored_network());
  info.network = network_;
  co_return info;
}

Task<Result<>> Driver::read_version(RadioInfo& info) {
  auto protocol = co_await read_number(parameter::protocol_version);
  if (!protocol && protocol.error().code == Errc::timeout) {
    co_return Error{Errc::timeout, protocol.error().text + ". serial.baudrate is 115200 for a ConBee III, 38400 for ConBee I, RaspBee I "
                                                           "and RaspBee II"};
  }
  if (!protocol) co_return std::move(protocol.error());
  const GetVersion::Request nothing{};
  CO_TRY(const auto answer, co_await link_.call<GetVersion>(nothing));
  version_ = answer.version;
  if (*protocol < oldest_protocol) {
    co_return Error{Errc::unsupported, fmt::format("the radio's firmware {:#010x} speaks version {:#06x} of the serial protocol, and {:#06x} is "
                                                   "the oldest that works. Update the firmware", version_, *protocol, oldest_protocol)};
  }
  info.type = type_of(version_);
  info.meta.set("transportrev", 0);
  info.meta.set("product", 0);
  info.meta.set("majorrel", version_ >> 28 & 0xF);
  info.meta.set("minorrel", version_ >> 24 & 0xF);
  info.meta.set("maintrel", version_ >> 16 & 0xFF);
  info.meta.set("revision", fmt::format("{:#010x}", version_));
  co_return Result<>{};
}

// After a restart the firmware connects by itself, if it was connected before.
Task<Result<>> Driver::until_settled() {
  const Instant end = scheduler_.now() + state_limit;
  for (;;) {
    const GetDeviceState::Request nothing{};
    CO_TRY(const auto now, co_await link_.call<GetDeviceState>(nothing));
    note_state(now.state);
    const std::uint8_t network = now.state & state::network;
    const bool settled = network == state::connected || network == state::offline;
    if (settled || scheduler_.now() > end) co_return Result<>{};
    co_await sleep(scheduler_, between_states);
  }
}

Task<Result<std::optional<NetworkParameters>>> Driver::stored_network() {
  CO_TRY(const std::uint64_t channel, co_await read_number(parameter::channel));
  if (channel == 0) co_return std::optional<NetworkParameters>();
  NetworkParameters out;
  out.channel = static_cast<std::uint8_t>(channel);
  CO_TRY(const std::uint64_t pan, co_await read_number(parameter::pan));
  out.pan = PanId(static_cast<std::uint16_t>(pan));
  CO_TRY(std::uint64_t extended, co_await read_number(parameter::wanted_extended_pan));
  if (extended == 0) {
    CO_TRY(extended, co_await read_number(parameter::extended_pan));
  }
  out.extended_pan = extended_pan_of(extended);
  const Bytes place(1, key_place);
  CO_TRY(const Bytes key, co_await read_parameter(parameter::network_key, place));
  std::ranges::copy(key, out.key.begin());
  CO_TRY(const std::uint64_t update_id, co_await read_number(parameter::update_id));
  out.update_id = static_cast<std::uint8_t>(update_id);
  co_return std::optional(out);
}

Task<Result<NetworkParameters>> Driver::network_parameters() {
  CO_TRY(const auto now, co_await stored_network());
  if (!now) co_return Error{Errc::not_found, "the radio is on no network"};
  co_return *now;
}

Task<Result<>> Driver::change_state(std::uint8_t wanted) {
  const ChangeNetworkState::Request request{wanted};
  auto taken = co_await link_.call<ChangeNetworkState>(request);
  if (!taken) co_return std::move(taken.error());
  const Instant end = scheduler_.now() + state_limit;
  for (;;) {
    // Some firmware restarts on the way and is silent for a moment.
    const GetDeviceState::Request nothing{};
    const auto now = co_await link_.call<GetDeviceState>(nothing);
    if (now) note_state(now->state);
    if (now && (now->state & state::network) == wanted) co_return Result<>{};
    if (!now && now.error().code == Errc::closed) co_return now.error();
    if (scheduler_.now() > end) {
      const bool joining = wanted == state::connected;
      co_return Error{Errc::timeout, joining ? "the radio does not come up on its network. Radio noise may be why: use a USB extension "
                                               "cable, away from USB 3 ports, drives and access points"
                                             : "the radio does not leave its network"};
    }
    co_await sleep(scheduler_, between_states);
  }
}

// Setting up -----------------------------------------------------------------------------------------

Task<Result<bool>> Driver::endpoints_are_ours() {
  for (const Endpoint& endpoint : endpoints) {
    const Bytes place(1, endpoint.place);
    const auto now = co_await read_parameter(parameter::endpoint, place);
    if (!now && now.error().code != Errc::unsupported && now.error().code != Errc::refused) co_return now.error();
    if (!now || *now != descriptor_of(endpoint)) co_return false;
  }
  co_return true;
}

Task<Result<>> Driver::write_endpoints() {
  for (const Endpoint& endpoint : endpoints) {
    Bytes entry = descriptor_of(endpoint);
    entry.insert(entry.begin(), endpoint.place);
    CO_TRY_DO(co_await write_parameter(parameter::endpoint, std::move(entry)));
  }
  co_return Result<>{};
}

Task<Result<>> Driver::write_network(NetworkParameters network) {
  CO_TRY_DO(co_await write_number(parameter::designed_coordinator, 1));
  CO_TRY_DO(co_await write_number(parameter::trust_center, ieee_.raw));
  CO_TRY_DO(co_await write_number(parameter::update_id, network.update_id));
  CO_TRY_DO(co_await write_number(parameter::channels, std::uint64_t{1} << network.channel));
  CO_TRY_DO(co_await write_number(parameter::predefined_pan, 1));
  CO_TRY_DO(co_await write_number(parameter::pan, network.pan.raw));
  CO_TRY_DO(co_await write_number(parameter::wanted_extended_pan, number_of(network.extended_pan)));
  Bytes key(network.key.begin(), network.key.end());
  key.insert(key.begin(), key_place);
  CO_TRY_DO(co_await write_parameter(parameter::network_key, std::move(key)));
  co_return co_await write_endpoints();
}

Task<Result<>> Driver::resume() {
  if (!network_) co_return Error{Errc::invalid, "the radio is on no network that it could go on with"};
  CO_TRY(const bool ours, co_await endpoints_are_ours());
  CO_TRY(const std::uint64_t trust_center, co_await read_number(parameter::trust_center));
  if (!ours || trust_center != ieee_.raw) {
    log::debug(NS, "the radio is set up for another program: connecting anew");
    CO_TRY_DO(co_await change_state(state::offline));
    CO_TRY_DO(co_await write_number(parameter::trust_center, ieee_.raw));
    CO_TRY_DO(co_await write_endpoints());
  }
  if ((state_ & state::network) != state::connected) CO_TRY_DO(co_await change_state(state::connected));
  begin_service();
  co_return Result<>{};
}

Task<Result<>> Driver::form(NetworkParameters parameters) {
  if (parameters.key_sequence != 0) co_return Error{Errc::unsupported, "this firmware numbers its network key 0, and no other"};
  up_ = false;
  CO_TRY_DO(co_await change_state(state::offline));
  CO_TRY_DO(co_await write_network(parameters));
  CO_TRY_DO(co_await change_state(state::connected));
  CO_TRY(network_, co_await stored_network());
  if (!network_ || !network_->same_network(parameters) || network_->channel != parameters.channel) {
    co_return Error{Errc::refused, network_ ? fmt::format("the radio formed another network than it was told to, with PAN ID {} on channel {}",
                                                          network_->pan.raw, network_->channel)
                                            : std::string("the radio says that it is on no network")};
  }
  begin_service();
  co_return Result<>{};
}

void Driver::begin_service() {
  up_ = true;
  silences_ = 0;
  watchdog_due_ = {};
  if (options_.transmit_power) log::warning(NS, "transmit_power is left out: this firmware has no command for it");
  look_regularly();
}

}  // namespace waggle::coordinator::deconz
