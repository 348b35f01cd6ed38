// How an EmberZNet radio is woken, set up, read, resumed and formed. The order is the firmware's: what needs
// memory in the radio comes before its network.
#include <fmt/core.h>

#include <algorithm>
#include <random>

#include "coordinator/ember/driver.h"
#include "core/log.h"
#include "zigbee/green_power/gpdf.h"

namespace waggle::coordinator::ember {
namespace {

constexpr std::string_view NS = "zh:ember";
constexpr std::chrono::seconds network_limit{10};  // for the stack to say that its network is up, or down
constexpr int default_power = 5;                   // dBm

constexpr std::uint16_t own_inputs[] = {0x0000, 0x0003, 0x0006, 0x0008, 0x000A, 0x0019, 0x0300};
constexpr std::uint16_t own_outputs[] = {0x0000, 0x0003, 0x0004, 0x0005, 0x0006, 0x0008, 0x0020, 0x0300, 0x0400,
                                         0x0402, 0x0405, 0x0406, 0x0500, 0x0702, 0x0B01, 0x0B03, 0x0B04, 0x1000};
constexpr std::uint16_t green_power_clusters[] = {0x0021};
constexpr std::size_t most_groups = 255;  // an index is an octet
constexpr std::uint16_t own_groups[] = {0, 901};  // the global scene's, and the one that devices are bound to
constexpr std::uint16_t green_power_groups[] = {green_power::sink_group.raw};

struct Endpoint {
  EndpointId number;
  ProfileId profile;
  std::uint16_t device;
  std::span<const std::uint16_t> inputs, outputs, groups;
};
const Endpoint endpoints[] = {
    {EndpointId(1), profile_home_automation, 0x0065, own_inputs, own_outputs, own_groups},
    {green_power::endpoint, profile_green_power, 0x0066, green_power_clusters, green_power_clusters, green_power_groups},
};

Bytes little_endian(std::uint64_t value, std::size_t width) {
  Writer out;
  out.uint(value, width);
  return out.take();
}

Key random_key() {
  Key out{};
  std::random_device random;
  for (std::uint8_t& octet : out) octet = static_cast<std::uint8_t>(random());
  return out;
}

}  // namespace

Task<Result<RadioInfo>> Driver::inspect() {
  close();
  auto stream = co_await opener_();
  if (!stream) co_return std::move(stream.error());
  CO_TRY_DO(co_await link_.open(std::move(*stream)));
  RadioInfo info;
  info.type = "EmberZNet";
  info.extended_pan_backwards = true;
  CO_TRY(info.meta, co_await version());
  CO_TRY_DO(co_await configure());
  CO_TRY_DO(co_await register_endpoints());
  const GetIeee::Request nothing{};
  CO_TRY(const auto own, co_await link_.call<GetIeee>(nothing));
  info.ieee = ieee_ = own.ieee;
  CO_TRY(info.network, co_await stored_network());
  co_return info;
}

Task<Result<Object>> Driver::version() {
  const GetValue::Request request{value::version_info};
  CO_TRY(const auto answer, co_await link_.demand<GetValue>(request));
  Reader in(answer.value.bytes);
  const int build = in.u16(), major = in.u8(), minor = in.u8(), patch = in.u8(), special = in.u8(), type = in.u8();
  if (!in.ok()) co_return Error{Errc::malformed, "the radio does not tell its version: '" + to_hex(answer.value.bytes) + "'"};
  constexpr int general_availability = 0xAA;
  std::string kind = "GA";
  if (type != general_availability) {
    kind = type == 0 ? "PRE_RELEASE" : fmt::format("{}_{}", type >> 4 == 1 ? "ALPHA" : "BETA", type & 15);
    log::warning(NS, "the radio runs firmware that is no release ({})", kind);
  }
  Object out;
  out.set("ezsp", link_.version());
  out.set("revision", fmt::format("{}.{}.{} [{}]", major, minor, patch, kind));
  out.set("build", build);
  out.set("major", major);
  out.set("minor", minor);
  out.set("patch", patch);
  out.set("special", special);
  out.set("type", type);
  co_return out;
}

// Setting up -----------------------------------------------------------------------------------------

// A value that this firmware does not want stays what the firmware was built with.
Task<> Driver::set_configuration(std::uint8_t id, std::uint16_t wanted) {
  const SetConfigurationValue::Request request{id, wanted};
  const auto set = co_await link_.demand<SetConfigurationValue>(request);
  if (!set) log::info(NS, "configuration value {:#04x} stays what the firmware makes it: {}", id, set.error().text);
}
Task<Result<>> Driver::set_policy(std::uint8_t id, std::uint8_t decision) {
  const SetPolicy::Request request{id, decision};
  auto set = co_await link_.demand<SetPolicy>(request);
  if (!set) co_return std::move(set.error()).in(fmt::format("policy {:#04x}", id));
  co_return Result<>{};
}
Task<Result<>> Driver::set_value(std::uint8_t id, Bytes wanted) {
  SetValue::Request request{id, {}};
  request.value.bytes = std::move(wanted);
  auto set = co_await link_.demand<SetValue>(request);
  if (!set) co_return std::move(set.error()).in(fmt::format("value {:#04x}", id));
  co_return Result<>{};
}

Task<Result<>> Driver::configure() {
  constexpr std::uint16_t indirect_timeout = 7680, hops = 30, networks = 1, addresses = 2;  // ms
  constexpr std::uint16_t zigbee_pro = 2, security_level = 5;
  co_await set_configuration(config::trust_center_address_cache_size, addresses);
  co_await set_configuration(config::indirect_transmission_timeout, indirect_timeout);
  co_await set_configuration(config::max_hops, hops);
  co_await set_configuration(config::supported_networks, networks);
  // What some firmware does not know of these does not matter.
  (void)co_await set_policy(policy::binding_modification, policy::check_bindings);
  (void)co_await set_policy(policy::message_contents_in_callback, policy::tag_only);
  (void)co_await set_value(value::transient_device_timeout, little_endian(stack_.transient_device_timeout, 2));
  reported_as_ = ManufacturerCode();
  co_await report_as(own_manufacturer, std::nullopt);
  co_await set_configuration(config::stack_profile, zigbee_pro);
  co_await set_configuration(config::security_level, security_level);
  co_await set_configuration(config::max_end_device_children, stack_.max_end_device_children);
  co_await set_configuration(config::end_device_poll_timeout, stack_.end_device_poll_timeout);
  co_await set_configuration(config::transient_key_timeout, stack_.transient_key_timeout);
  // Some firmware is deaf to broadcasts amid interference without it (found by the authors of zigbee-herdsman).
  (void)co_await set_value(value::cca_threshold, Bytes(1));
  if (stack_.cca_mode) {
    const SetCcaMode::Request mode{*stack_.cca_mode};
    auto set = co_await link_.demand<SetCcaMode>(mode);
    if (!set) log::error(NS, "CCA_MODE of stack_config.json was not set: {}", set.error().text);
  }
  co_return Result<>{};
}

Task<Result<>> Driver::register_endpoints() {
  const GetConfigurationValue::Request how_many{config::multicast_table_size};
  const auto places = co_await link_.demand<GetConfigurationValue>(how_many);
  group_places_ = places ? places->value : most_groups;
  groups_.clear();
  for (const Endpoint& endpoint : endpoints) {
    const GetExtendedValue::Request flags{GetExtendedValue::endpoint_flags, endpoint.number.raw};
    const auto known = co_await link_.demand<GetExtendedValue>(flags);
    if (!known) {
      AddEndpoint::Request request{endpoint.number, endpoint.profile, endpoint.device, 1,
                                   static_cast<std::uint8_t>(endpoint.inputs.size()),
                                   static_cast<std::uint8_t>(endpoint.outputs.size()), {}};
      Writer clusters;
      for (std::uint16_t cluster : endpoint.inputs) clusters.u16(cluster);
      for (std::uint16_t cluster : endpoint.outputs) clusters.u16(cluster);
      request.clusters.bytes = clusters.take();
      CO_TRY_DO(co_await link_.demand<AddEndpoint>(request));
    }
    for (std::uint16_t group : endpoint.groups) {
      const SetMulticastTableEntry::Request entry{static_cast<std::uint8_t>(groups_.size()), GroupId(group), endpoint.number, 0};
      CO_TRY_DO(co_await link_.demand<SetMulticastTableEntry>(entry));
      groups_.push_back(GroupId(group));
    }
  }
  co_return Result<>{};
}

// The network ---------------------------------------------------------------------------------------

Task<Result<std::optional<NetworkParameters>>> Driver::stored_network() {
  CO_TRY_DO(co_await set_policy(policy::tc_key_request, policy::send_current_key));
  CO_TRY_DO(co_await set_policy(policy::app_key_request, policy::deny_app_keys));
  CO_TRY_DO(co_await set_policy(policy::trust_center, policy::allow_joins | policy::allow_unsecured_rejoins));
  auto up = statuses_.expect(status::network_up);
  const NetworkInit::Request options{NetworkInit::parent_in_token | NetworkInit::rejoin_on_reboot};
  CO_TRY(const auto init, co_await link_.call<NetworkInit>(options));
  if (init.status == status::not_joined) co_return std::optional<NetworkParameters>();
  if (init.status != status::ok) co_return Link::refused(NetworkInit::id, init.status);
  CO_TRY_DO(co_await up.wait(network_limit, "starting the radio's network"));
  const GetNetworkParameters::Request nothing{};
  CO_TRY(const auto now, co_await link_.demand<GetNetworkParameters>(nothing));
  if (now.node_type != GetNetworkParameters::coordinator) {
    log::warning(NS, "the radio is on a network and not its coordinator");
    co_return std::optional<NetworkParameters>();
  }
  CO_TRY(const NetworkParameters network, co_await current_network());
  co_return std::optional(network);
}

Task<Result<Key>> Driver::export_key(std::uint8_t kind) {
  constexpr std::uint32_t unused_permission = 0x05440100;  // AES-CCM*, for firmware that keeps keys in a vault
  ExportKey::Request request;
  request.kind = kind;
  request.permission = unused_permission;
  CO_TRY(const auto answer, co_await link_.demand<ExportKey>(request));
  co_return answer.key;
}

Task<Result<NetworkParameters>> Driver::current_network() {
  const GetNetworkParameters::Request nothing{};
  CO_TRY(const auto now, co_await link_.demand<GetNetworkParameters>(nothing));
  NetworkParameters out;
  out.pan = now.pan;
  out.extended_pan = now.extended_pan;
  out.channel = channel_ = now.channel;
  out.update_id = now.update_id;
  power_ = now.power;
  CO_TRY(out.key, co_await export_key(key_kind::network));
  const GetNetworkKeyInfo::Request no_more{};
  const auto info = co_await link_.demand<GetNetworkKeyInfo>(no_more);
  if (info) out.key_sequence = info->sequence;
  co_return out;
}

Task<Result<>> Driver::resume() {
  if (!up_) co_return Error{Errc::invalid, "the radio is on no network that it could go on with"};
  co_return co_await prepare();
}

Task<Result<>> Driver::prepare() {
  const SetConcentrator::Request concentrator{true,
                                              stack_.low_ram ? SetConcentrator::low_ram : SetConcentrator::high_ram,
                                              stack_.concentrator_min_time,
                                              stack_.concentrator_max_time,
                                              static_cast<std::uint8_t>(stack_.route_error_threshold),
                                              static_cast<std::uint8_t>(stack_.delivery_failure_threshold),
                                              static_cast<std::uint8_t>(stack_.max_hops)};
  CO_TRY_DO(co_await link_.demand<SetConcentrator>(concentrator));
  const SetSourceRouteDiscoveryMode::Request mode{SetSourceRouteDiscoveryMode::reschedule};
  auto discovery = co_await link_.call<SetSourceRouteDiscoveryMode>(mode);
  if (!discovery) co_return std::move(discovery.error());
  CO_TRY_DO(co_await current_network());
  if (options_.transmit_power && *options_.transmit_power != power_) {
    const SetRadioPower::Request power{static_cast<std::int8_t>(*options_.transmit_power)};
    auto set = co_await link_.demand<SetRadioPower>(power);
    if (!set) log::error(NS, "transmit power was not set to {} dBm: {}", *options_.transmit_power, set.error().text);
  }
  count_regularly();
  co_return Result<>{};
}

Task<Result<>> Driver::leave() {
  if (!up_) co_return Result<>{};
  auto down = statuses_.expect(status::network_down);
  expecting_down_ = true;
  const LeaveNetwork::Request request{};
  CO_TRY_DO(co_await link_.demand<LeaveNetwork>(request));
  CO_TRY_DO(co_await down.wait(network_limit, "leaving the radio's old network"));
  co_await sleep(scheduler_, 200ms);  // the memory settles
  co_return Result<>{};
}

Task<Result<>> Driver::form(NetworkParameters parameters) {
  CO_TRY_DO(co_await leave());
  CO_TRY_DO(co_await form_with(parameters, random_key(), std::nullopt, 0));
  CO_TRY(const NetworkParameters now, co_await current_network());
  if (now.pan != parameters.pan) {
    co_return Error{Errc::refused, fmt::format("the radio chose PAN ID {} instead of {}: a network with that PAN ID is near; choose "
                                               "another pan_id", now.pan.raw, parameters.pan.raw)};
  }
  co_return co_await prepare();
}

Task<Result<>> Driver::form_with(NetworkParameters parameters, Key link_key, std::optional<std::uint32_t> frame_counter,
                                 std::uint32_t channels) {
  constexpr std::uint16_t joiner_global_link_key = 0x0010, no_leave_requests = 0x0100;
  constexpr std::uint32_t all_channels = 0x07FFF800;
  using State = SetInitialSecurityState;
  State::Request state;
  state.options = State::global_link_key | State::hashed_link_key | State::have_link_key | State::have_network_key |
                  State::require_encrypted_key;
  state.link_key = link_key;
  state.network_key = parameters.key;
  state.key_sequence = parameters.key_sequence;
  state.trust_center = unknown_ieee;
  if (frame_counter) {
    state.options |= State::keep_frame_counter;
    CO_TRY_DO(co_await set_value(value::nwk_frame_counter, little_endian(*frame_counter, 4)));
  }
  CO_TRY_DO(co_await link_.demand<SetInitialSecurityState>(state));
  CO_TRY_DO(co_await set_value(value::extended_security, little_endian(joiner_global_link_key | no_leave_requests, 2)));
  if (!frame_counter) {
    const ClearKeyTable::Request nothing{};
    auto cleared = co_await link_.demand<ClearKeyTable>(nothing);
    if (!cleared) log::error(NS, "the radio did not forget the keys of its old network: {}", cleared.error().text);
  }
  FormNetwork::Request network;
  network.extended_pan = parameters.extended_pan;
  network.pan = parameters.pan;
  network.power = static_cast<std::int8_t>(options_.transmit_power.value_or(default_power));
  network.channel = parameters.channel;
  network.manager = coordinator_nwk;
  network.update_id = parameters.update_id;
  network.channels = channels ? channels : all_channels;
  auto up = statuses_.expect(status::network_up);
  CO_TRY_DO(co_await link_.demand<FormNetwork>(network));
  auto formed = co_await up.wait(network_limit, "forming the network");
  if (!formed) co_return std::move(formed.error()).in("the radio did not form the network");
  (void)co_await set_value(value::stack_token_writing, Bytes(1, 1));
  co_return Result<>{};
}

}  // namespace waggle::coordinator::ember
