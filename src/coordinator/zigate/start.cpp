// How a ZiGate is woken, read, resumed and given a network.
#include <fmt/core.h>

#include "coordinator/zigate/driver.h"
#include "coordinator/zigate/status.h"
#include "core/log.h"

namespace waggle::coordinator::zigate {
namespace {

constexpr std::string_view NS = "zh:zigate";
constexpr std::uint16_t oldest_release = 0x031E;
constexpr std::chrono::seconds erasing_limit{30}, restart_limit{15}, forming_limit{40};
constexpr GroupId bound_group{901};  // that devices are bound to
constexpr Nwk no_network{0xFFFF};

}  // namespace

std::string name_of(std::uint16_t release) { return fmt::format("{:x}.{:02x}", release >> 8, release & 0xFF); }

Task<Result<RadioInfo>> Driver::inspect() {
  close();
  auto stream = co_await opener_();
  if (!stream) co_return std::move(stream.error());
  link_.open(std::move(*stream));
  RadioInfo info;
  info.type = "zigate";
  info.known_by_extended_pan = true;
  CO_TRY(info.meta, co_await version());
  CO_TRY(const std::optional<Recovery> whole, co_await recovery());
  has_recovery_ = whole.has_value();
  CO_TRY(info.network, co_await stored_network());
  info.ieee = ieee_;
  has_network_ = info.network.has_value();
  co_return info;
}

Task<Result<Object>> Driver::version() {
  const Empty nothing{};
  CO_TRY(const Version version, co_await link_.ask<GetVersion>(nothing));
  major_ = version.major;
  release_ = version.release;
  if (release_ < oldest_release) {
    co_return Error{Errc::unsupported, fmt::format("the ZiGate's firmware is {}, and {} is the oldest that works. Update it to 3.23 (ZiGate) "
                                                   "or 3.24 (ZiGate+)", name_of(release_), name_of(oldest_release))};
  }
  Object out;
  out.set("transportrev", 0);
  out.set("product", 0);
  out.set("majorrel", fmt::format("{:x}", major_ >> 8));
  out.set("minorrel", fmt::format("{:x}", major_ & 0xFF));
  out.set("maintrel", fmt::format("{:x}", release_));
  out.set("revision", fmt::format("{:x}", release_));
  co_return out;
}

Task<Result<std::optional<NetworkParameters>>> Driver::stored_network() {
  const Empty nothing{};
  CO_TRY(const NetworkState state, co_await link_.ask<GetNetworkState>(nothing));
  ieee_ = state.ieee;
  if (state.nwk == no_network || state.extended_pan == ExtendedPan{}) co_return std::optional<NetworkParameters>();
  if (state.nwk != coordinator_nwk) {
    log::warning(NS, "the radio was a router in another network and not its coordinator");
    co_return std::optional<NetworkParameters>();
  }
  CO_TRY(const NetworkParameters network, co_await current_network());
  co_return std::optional(network);
}

// What the firmware does not tell stays zero: the key, of those before 3.A0.
Task<Result<NetworkParameters>> Driver::current_network() {
  const Empty nothing{};
  CO_TRY(const NetworkState state, co_await link_.ask<GetNetworkState>(nothing));
  NetworkParameters out;
  out.pan = state.pan;
  out.extended_pan = state.extended_pan;
  out.channel = state.channel;
  if (has_recovery_) {
    CO_TRY(const std::optional<Recovery> whole, co_await recovery());
    if (whole) {
      out.key = whole->key;
      out.key_sequence = whole->key_sequence;
      out.update_id = whole->update_id;
    }
    co_return out;
  }
  const auto key = co_await link_.ask<GetNetworkKey>(nothing);
  if (key) out.key = key->key;
  if (!key && key.error().code != Errc::unsupported) co_return key.error();
  co_return out;
}

Task<Result<>> Driver::resume() {
  if (!has_network_) co_return Error{Errc::invalid, "the radio is on no network that it could go on with"};
  co_return co_await prepare();
}

Task<Result<>> Driver::prepare() {
  const Octet on{SetRawMode::on};
  CO_TRY_DO(co_await link_.order<SetRawMode>(on));
  groups_.clear();
  has_network_ = up_ = true;
  const Octet led{static_cast<std::uint8_t>(options_.disable_led ? 0 : 1)};
  auto lit = co_await link_.order<SetLed>(led);
  if (!lit) log::warning(NS, "the LED stays as it is: {}", lit.error().text);
  if (options_.transmit_power) {
    constexpr int six_bits = 0x3F;
    const Octet power{static_cast<std::uint8_t>(*options_.transmit_power & six_bits)};
    auto set = co_await link_.order<SetPower>(power);
    if (!set) log::error(NS, "transmit power was not set to {} dBm: {}", *options_.transmit_power, set.error().text);
  }
  co_await join_group(bound_group);
  if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
  co_return Result<>{};
}

Task<Result<>> Driver::erase() {
  up_ = has_network_ = false;
  auto blank = link_.expect(RestartedBlank::id);
  const Empty nothing{};
  CO_TRY_DO(co_await link_.order<ErasePersistentData>(nothing));
  CO_TRY_DO(co_await blank.wait(erasing_limit, "erasing the radio's memory"));
  co_return Result<>{};
}

Task<Result<>> Driver::restart() {
  up_ = false;
  auto back = link_.expect(Restarted::id);
  const Empty nothing{};
  CO_TRY_DO(co_await link_.order<Reset>(nothing));
  CO_TRY_DO(co_await back.wait(restart_limit, "restarting the radio"));
  co_return Result<>{};
}

Task<Result<>> Driver::form(NetworkParameters parameters) {
  CO_TRY_DO(co_await erase());
  CO_TRY_DO(co_await start_network(parameters));
  if (has_recovery_) {
    CO_TRY_DO(co_await replace(parameters, 0));
  } else {
    CO_TRY(const NetworkParameters now, co_await current_network());
    log::info(NS, "the radio's firmware makes up PAN ID and network key by itself: the network has PAN ID {} and not {}", now.pan.raw,
              parameters.pan.raw);
  }
  co_return co_await prepare();
}

// On the wanted channel, with the wanted extended PAN ID; all else is the firmware's choice.
Task<Result<>> Driver::start_network(NetworkParameters parameters) {
  const Octet coordinator{SetDeviceType::coordinator};
  CO_TRY_DO(co_await link_.order<SetDeviceType>(coordinator));
  const SetChannels::Request channels{1u << parameters.channel};
  CO_TRY_DO(co_await link_.order<SetChannels>(channels));
  const SetExtendedPan::Request extended_pan{parameters.extended_pan};
  CO_TRY_DO(co_await link_.order<SetExtendedPan>(extended_pan));
  const Empty nothing{};
  CO_TRY(const NetworkStarted started, co_await link_.ask<StartNetwork>(nothing, forming_limit));
  if (started.status != NetworkStarted::formed && started.status != NetworkStarted::already) {
    co_return Error{Errc::refused, "the radio did not form the network: " + status_name(started.status), started.status};
  }
  CO_TRY(const NetworkState now, co_await link_.ask<GetNetworkState>(nothing));
  if (now.nwk != coordinator_nwk || now.extended_pan != parameters.extended_pan || now.channel != parameters.channel) {
    co_return Error{Errc::refused, fmt::format("the radio formed another network than it was told: channel {}, extended PAN ID {}", now.channel,
                                               to_hex(now.extended_pan))};
  }
  co_return Result<>{};
}

}  // namespace waggle::coordinator::zigate
