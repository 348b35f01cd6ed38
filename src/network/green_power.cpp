#include "network/green_power.h"

#include <algorithm>

#include "core/log.h"

namespace waggle::network {
namespace {

using namespace waggle::green_power;  // NOLINT: its words, all of them

constexpr std::string_view NS = "zh:greenpower";
constexpr std::chrono::seconds duplicates_come{2};  // gpDuplicateTimeout (A.3.6.3.1)
constexpr std::chrono::seconds proxies_disagree{10};
constexpr std::string_view key_entry = "gpSecurityKey";  // in the database; as Zigbee2MQTT writes it
constexpr std::string_view counter_entry = "gpFrameCounter";

Ieee address_of(SourceId source) { return Ieee(source.raw); }

// GP Pairing's options (A.3.3.5.2).
struct PairingOptions {
  static constexpr std::uint32_t add_sink = 0x0008, remove_device = 0x0010, fixed = 0x0080, counts_frames = 0x0100,
                                 has_counter = 0x4000, has_key = 0x8000;
  enum class Mode : std::uint8_t { group = 1, commissioned_group = 2, unicast = 3 };
  static constexpr std::uint32_t mode(Mode mode) { return static_cast<std::uint32_t>(mode) << 5; }
  static constexpr std::uint32_t security(Level level, KeyType type) {
    return static_cast<std::uint32_t>(level) << 9 | static_cast<std::uint32_t>(type) << 11;
  }
};
using Mode = PairingOptions::Mode;

Value octets(const Key& key) { return Value(Bytes(key.begin(), key.end())); }

// As it is kept; zeros when there is none.
Key key_in_transport(SourceId source, const Commissioning& device) {
  if (!device.key) return {};
  return device.mic ? *device.key : transport(source, *device.key);
}
Array kept_key(SourceId source, const Commissioning& device) {
  Array out;
  for (const std::uint8_t octet : key_in_transport(source, device)) out.emplace_back(octet);
  return out;
}

std::optional<Key> key_of(const Device& device) {
  const Value* kept = device.kept.find(key_entry);
  Key key{};
  if (!kept || !kept->is_array() || kept->array().size() != key.size()) return std::nullopt;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(kept->array()[i].number_or(0));
  return transport(SourceId(static_cast<std::uint32_t>(device.ieee().raw)), key);
}

std::string describe(const Notification& told) {
  return "source " + std::to_string(told.source.raw) +
         (told.proxy ? ", proxy " + hex16(told.proxy->nwk.raw) : std::string());
}

}  // namespace

GreenPower::GreenPower(Scheduler& scheduler, Requests& requests, Owner& owner)
    : scheduler_(scheduler), requests_(requests), owner_(owner) {}

// To the proxies ---------------------------------------------------------------------------------------------

Result<Bytes> GreenPower::frame(std::string_view command, const Object& parameters) {
  const zcl::Command* row = zcl::find_standard(green_power::cluster)->command(command, true);
  zcl::Header header;
  header.cluster_specific = true;
  header.to_client = true;
  header.no_default_response = true;  // many proxies would answer, and some do not know the command
  header.tsn = requests_.next_tsn();
  header.command = row->id;
  Writer out;
  zcl::encode(header, out);
  TRY_DO(zcl::encode_params(*row, parameters, out));
  return out.take();
}

Task<Result<>> GreenPower::broadcast(std::string_view command, Object parameters) {
  CO_TRY(Bytes octets, frame(command, parameters));
  co_return co_await requests_.broadcast(broadcast_rx_on, green_power::endpoint, green_power::cluster, std::move(octets),
                                         green_power::endpoint, profile_green_power);
}

Task<Result<>> GreenPower::unicast(DevicePtr proxy, std::string_view command, Object parameters) {
  CO_TRY(Bytes octets, frame(command, parameters));
  SendOptions options;
  options.source = green_power::endpoint;
  options.profile = profile_green_power;
  const AwaitedAnswer none;
  CO_TRY_DO(co_await requests_.unicast(proxy, green_power::endpoint, green_power::cluster, std::move(octets), none, options));
  co_return Result<>{};
}

// GP Proxy Commissioning Mode (A.3.3.5.3).
Task<Result<>> GreenPower::open(int seconds, DevicePtr via) {
  constexpr int enter = 0x01, window_present = 0x02, exit_on_pairing = 0x08, by_unicast = 0x20;
  const int options = (seconds > 0 ? enter : 0) | window_present | exit_on_pairing | (via ? by_unicast : 0);
  Object parameters{{"options", options}, {"commisioningWindow", seconds}};
  Task<Result<>> order = via ? unicast(via, "commisioningMode", std::move(parameters)) : broadcast("commisioningMode", std::move(parameters));
  auto opened = co_await std::move(order);
  if (!opened && opened.error().code == Errc::unsupported) {
    log::debug(NS, "Green Power devices cannot join: {}", opened.error().text);
    co_return Result<>{};
  }
  co_return opened;
}

Task<Result<>> GreenPower::unpair(Ieee ieee) {
  constexpr std::uint32_t options = PairingOptions::remove_device | PairingOptions::mode(Mode::commissioned_group) |
                                    PairingOptions::counts_frames |
                                    PairingOptions::security(Level::authenticated, KeyType::individual);
  Object parameters{{"options", options}, {"srcID", static_cast<std::uint32_t>(ieee.raw)}, {"sinkGroupID", sink_group.raw}};
  last_.erase(ieee);
  co_return co_await broadcast("pairing", std::move(parameters));
}

// GP Response (A.3.3.5.4): the proxy that hears the device best says this when the device listens next.
Task<Result<>> GreenPower::respond(const Told& told, std::uint8_t channel, std::uint8_t command, Bytes payload) {
  Object parameters{{"options", 0},
                    {"tempMaster", told.what.proxy ? told.what.proxy->nwk.raw : coordinator_nwk.raw},
                    {"tempMasterTx", channel},
                    {"srcID", told.what.source.raw},
                    {"gpdCmd", command},
                    {"gpdPayload", Object{{"buffer", std::move(payload)}}}};
  co_return co_await broadcast("response", std::move(parameters));
}

// From the proxies -------------------------------------------------------------------------------------------

bool GreenPower::heard(const coordinator::Incoming& message) {
  zcl::Header header;
  Reader in(message.payload);
  if (!zcl::decode(header, in) || !header.cluster_specific || header.to_client) return false;
  if (header.command != Notification::plain_id && header.command != Notification::commissioning_id) return false;
  auto notification = decode_notification(header.command, in.rest());
  if (!notification) {
    log::debug(NS, "{}", notification.error().text);
    return true;
  }
  Told told{std::move(*notification), message, {}};
  Notification& what = told.what;
  const Ieee ieee = address_of(what.source);
  const DevicePtr device = owner_.find(ieee);
  if (!decrypt(what, device) || !fresh(what, device)) return true;
  // Read by the cluster's table from here on.
  Writer out;
  zcl::encode(header, out);
  out.bytes(encode(what));
  told.octets = out.take();
  switch (what.command) {
    case command::commissioning: tasks_.spawn("commissioning", commission(std::move(told))); return true;
    case command::decommissioning: tasks_.spawn("decommissioning", decommission(std::move(told), device)); return true;
    case command::channel_request: tasks_.spawn("channel request", tell_channel(told)); break;
    case command::success: log::debug(NS, "Commissioning has succeeded, says {}", describe(what)); break;
    default: break;
  }
  hand_on(told);
  return true;
}

// What the proxy could not read is read here. A MIC that came along must fit.
bool GreenPower::decrypt(Notification& told, const DevicePtr& device) const {
  const bool unchecked = told.security_failed() && told.mic && told.level() > Level::reserved;
  if (!told.is_encrypted() && !unchecked) return true;
  const std::optional<Key> key = device ? key_of(*device) : std::nullopt;
  if (!key) {
    if (!told.is_encrypted() && !device) return true;  // introduces itself
    log::error(NS, "An encrypted message came from an unknown device or one without a key: {}. Take it in again with an open network",
               describe(told));
    return false;
  }
  Gpdf frame = told.frame();
  if (told.mic) {
    if (!green_power::open(frame, *key)) {
      log::warning(NS, "A message with a wrong signature is left out: {}", describe(told));
      return false;
    }
  } else {
    green_power::decrypt(frame, *key);
  }
  told.set_content(frame);
  return true;
}

// Several proxies hear a device, and each tells of it: every frame counts once. With security the counter goes
// up, so that what is lower than before is an echo of a proxy, or somebody who repeats what he has heard.
bool GreenPower::fresh(const Notification& told, const DevicePtr& device) {
  if (!device) return true;
  const bool secured = told.level() > Level::reserved;
  const Value* kept = device->kept.find(counter_entry);
  if (!secured && told.command >= command::first_of_network && told.command != command::decommissioning) return true;
  if (!secured && kept) {
    log::warning(NS, "'{}' has spoken with security before, so a message without it is left out: {}",
                 to_string(device->ieee()), describe(told));
    return false;
  }
  const Instant now = scheduler_.now();
  const auto known = last_.find(device->ieee());
  const bool recently = known != last_.end() && now - known->second.time < (secured ? proxies_disagree : duplicates_come);
  if (secured && kept && told.counter <= kept->number_or(0)) {
    if (!recently) {
      log::warning(NS, "'{}' repeats frame {} after {}, so it is left out. If its battery was changed, take it in again: {}",
                   to_string(device->ieee()), told.counter, to_text(*kept), describe(told));
    }
    return false;
  }
  if (!secured && recently && known->second.counter == told.counter && known->second.command == told.command) return false;
  last_[device->ieee()] = {told.counter, told.command, now};
  // Written when the database is: at the latest every five minutes.
  if (secured) device->kept.set(counter_entry, told.counter);
  return true;
}

void GreenPower::hand_on(Told& told) {
  const DevicePtr device = owner_.find(address_of(told.what.source));
  if (!device) {
    log::debug(NS, "A message of an unknown device is left out: {}", describe(told.what));
    return;
  }
  coordinator::Incoming message = told.message;
  message.payload = told.octets;
  owner_.hand_on(device, message);
}

// Belonging --------------------------------------------------------------------------------------------------

Task<> GreenPower::commission(Told told) {
  const SourceId source = told.what.source;
  const Ieee ieee = address_of(source);
  auto device = decode_commissioning(told.what.payload);
  if (!device) {
    log::error(NS, "{}", device.error().text);
    co_return;
  }
  if (!owner_.joining()) {
    log::info(NS, "A device wants to be taken in, but the network is not open: {}", describe(told.what));
    co_return;
  }
  if (!owner_.admits(ieee)) {
    log::info(NS, "Device '{}' rejected", to_string(ieee));
    co_return;
  }
  log::info(NS, "Taking in {}", describe(told.what));
  auto order = device->receives ? pair_without_security(told, *device) : pair(told, *device);
  auto done = co_await std::move(order);
  if (!done) {
    log::error(NS, "Taking in {} failed: {}", describe(told.what), done.error().text);
    co_return;
  }
  if (const DevicePtr known = owner_.find(ieee)) known->kept.erase(counter_entry);  // it may count anew
  last_.erase(ieee);
  co_await owner_.take_in(ieee, device->device, kept_key(source, *device));
  hand_on(told);
}

Task<Result<>> GreenPower::pair(const Told& told, const Commissioning& device) {
  const SourceId source = told.what.source;
  const Key key = transport(source, key_in_transport(source, device));
  if (device.key && device.mic && transport_mic(source, key) != *device.mic) {
    log::warning(NS, "The key that came from {} is damaged: the device may be heard and not understood", describe(told.what));
  }
  // The way its introduction came is the way its messages shall come.
  const bool many = told.message.broadcast || told.message.group.raw != 0;
  const std::uint32_t options = PairingOptions::add_sink |
                                PairingOptions::mode(many ? Mode::commissioned_group : Mode::unicast) |
                                (device.fixed ? PairingOptions::fixed : 0) |
                                (device.counts_frames ? PairingOptions::counts_frames : 0) |
                                PairingOptions::security(Level::authenticated, KeyType::individual) |
                                PairingOptions::has_counter | PairingOptions::has_key;
  Object parameters{{"options", options}, {"srcID", source.raw}};
  DevicePtr proxy;
  if (many) {
    parameters.set("sinkGroupID", sink_group.raw);
  } else {
    proxy = owner_.find(told.what.proxy ? told.what.proxy->nwk : coordinator_nwk);  // none: the radio heard it itself
    if (!proxy) co_return Error{Errc::not_found, "the proxy is no device of this network"};
    parameters.set("sinkIEEEAddr", to_string(owner_.find(coordinator_nwk)->ieee()));
    parameters.set("sinkNwkAddr", coordinator_nwk.raw);
  }
  parameters.set("deviceID", device.device);
  parameters.set("frameCounter", device.counter.value_or(0));
  parameters.set("gpdKey", octets(key));
  if (many) co_return co_await broadcast("pairing", std::move(parameters));
  co_return co_await unicast(proxy, "pairing", std::move(parameters));
}

// A device that can listen gets an answer, and could be given a key; as in Zigbee2MQTT it is told to go
// without.
Task<Result<>> GreenPower::pair_without_security(const Told& told, const Commissioning& device) {
  const auto channel = static_cast<std::uint8_t>(owner_.parameters().channel - 11);
  CO_TRY_DO(co_await respond(told, channel, command::commissioning_reply, commissioning_reply()));
  const std::uint32_t options = PairingOptions::add_sink | PairingOptions::mode(Mode::group) |
                                (device.fixed ? PairingOptions::fixed : 0) |
                                (device.counts_frames ? PairingOptions::counts_frames : 0);
  Object parameters{{"options", options}, {"srcID", told.what.source.raw}, {"sinkGroupID", sink_group.raw}, {"deviceID", device.device}};
  co_return co_await broadcast("pairing", std::move(parameters));
}

Task<> GreenPower::decommission(Told told, DevicePtr device) {
  log::debug(NS, "Letting go of {}", describe(told.what));
  constexpr std::uint32_t options = PairingOptions::remove_device | PairingOptions::mode(Mode::group);
  Object parameters{{"options", options}, {"srcID", told.what.source.raw}, {"sinkGroupID", sink_group.raw}};
  auto sent = co_await broadcast("pairing", std::move(parameters));
  if (!sent) log::error(NS, "The proxies were not told that {} has left: {}", describe(told.what), sent.error().text);
  if (!device || owner_.find(device->ieee()) != device) co_return;
  last_.erase(device->ieee());
  owner_.gone(device);
}

// The device tries one channel after the other; it will listen on the next.
Task<> GreenPower::tell_channel(Told told) {
  auto request = decode_channel_request(told.what.payload);
  if (!request) {
    log::error(NS, "{}", request.error().text);
    co_return;
  }
  auto sent = co_await respond(told, static_cast<std::uint8_t>(request->next - 11), command::channel_configuration,
                               channel_configuration(owner_.parameters().channel));
  if (!sent) log::error(NS, "The answer to {} was not sent: {}", describe(told.what), sent.error().text);
}

}  // namespace waggle::network
