// Messages to devices and from them over EmberZNet.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/direct_green_power.h"
#include "coordinator/ember/driver.h"
#include "core/log.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::ember {
namespace {

constexpr std::string_view NS = "zh:ember";
constexpr std::uint16_t aps_options = aps_option::retry | aps_option::route_discovery | aps_option::address_discovery;
constexpr std::uint8_t radius = 12;
constexpr EndpointId own_endpoint{1};
constexpr EndpointId all_endpoints{0xFF};
/// Ours: the radio did not say how it ended.
constexpr std::uint32_t never_confirmed = 0xFFFFFFFF;
/// The stack tries three times; a sleeping device may be that long each time.
constexpr std::chrono::seconds confirm_limit{30};
/// Routers remember a broadcast for nine seconds and have room for few: a burst is spread out.
constexpr std::chrono::milliseconds between_broadcasts{150};
constexpr std::chrono::milliseconds until_there_is_room{500}, until_the_network_is_up{1500};

template <class Request>
void address(Request& out, const ApsRequest& request) {
  out.profile = request.source_endpoint == green_power::endpoint ? profile_green_power : request.profile;
  out.cluster = request.cluster;
  out.source_endpoint = request.source_endpoint;
  out.endpoint = request.endpoint;
  out.options = aps_options;
}

}  // namespace

Task<Result<>> Driver::send(ApsRequest request) {
  CO_TRY_DO(on_network());
  if (request.kind == ApsRequest::Kind::unicast) co_return co_await unicast(std::move(request));
  co_return co_await to_many(std::move(request));
}

// One transmission: the status that the radio refused or confirmed it with.
Task<std::uint32_t> Driver::attempt(const ApsRequest& request) {
  if (++tag_ == 0) tag_ = 1;
  const std::uint16_t tag = tag_;
  if (request.kind == ApsRequest::Kind::unicast) {
    auto confirmed = confirms_.expect(tag);
    SendUnicast::Request out;
    out.type = SendUnicast::direct;
    out.destination = request.nwk;
    address(out, request);
    out.tag = tag;
    out.message.bytes = request.payload;
    const auto accepted = co_await link_.call<SendUnicast>(out);
    if (!accepted) co_return never_confirmed;
    if (accepted->status != status::ok) co_return accepted->status;
    const auto ended = co_await confirmed.wait(confirm_limit, "confirmation");
    co_return ended ? *ended : never_confirmed;
  }
  if (request.kind == ApsRequest::Kind::group) {
    SendMulticast::Request out;
    address(out, request);
    out.endpoint = all_endpoints;
    out.group = request.group;
    out.hops = out.nonmember_radius = radius;
    out.tag = tag;
    out.message.bytes = request.payload;
    const auto accepted = co_await link_.call<SendMulticast>(out);
    co_return accepted ? accepted->status : never_confirmed;
  }
  SendBroadcast::Request out;
  out.destination = request.nwk;
  address(out, request);
  out.group = GroupId(request.nwk.raw);
  out.radius = radius;
  out.tag = tag;
  out.message.bytes = request.payload;
  const auto accepted = co_await link_.call<SendBroadcast>(out);
  co_return accepted ? accepted->status : never_confirmed;
}

// The stack itself looks for routes and tries again. What is left to do: wait while it has no room, and look
// whether the device has another address by now.
Task<Result<>> Driver::unicast(ApsRequest request) {
  for (int tries = 1;; ++tries) {
    const std::uint32_t now = co_await attempt(request);
    if (now == status::ok) co_return Result<>{};
    if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    const bool failed = now == status::delivery_failed;
    const bool retry = tries < 3 && request.recover;
    std::optional<Nwk> moved;
    if (retry && failed) moved = co_await new_address(request);
    if (!retry || !(moved || crowded(now) || now == status::network_down)) {
      if (now == never_confirmed) co_return Error{Errc::timeout, fmt::format("the radio did not say whether {} was reached", hex16(request.nwk.raw))};
      if (failed) co_return Error{Errc::timeout, fmt::format("Delivery failed for '{}'.", request.nwk.raw), static_cast<int>(now)};
      co_return Error{Errc::refused, fmt::format("Failed to send request with status={}.", status_name(now)), static_cast<int>(now)};
    }
    log::debug(NS, "{} to {} ({}), try {}", status_name(now), hex16(request.nwk.raw), to_string(request.ieee), tries);
    if (moved) {
      request.nwk = *moved;
    } else {
      co_await sleep(scheduler_, now == status::network_down ? until_the_network_is_up : until_there_is_room);
    }
  }
}

Task<std::optional<Nwk>> Driver::new_address(const ApsRequest& request) {
  const LookUpNwk::Request whose{request.ieee};
  const auto found = co_await link_.call<LookUpNwk>(whose);
  if (!found || is_broadcast(found->nwk) || found->nwk == request.nwk) co_return std::nullopt;
  co_return found->nwk;
}

Task<Result<>> Driver::to_many(ApsRequest request) {
  const Instant now = scheduler_.now();
  const Instant turn = std::max(now, quiet_until_);
  quiet_until_ = turn + between_broadcasts;
  if (turn > now) co_await sleep(scheduler_, turn - now);
  for (int tries = 1;; ++tries) {
    const std::uint32_t ended = co_await attempt(request);
    if (ended == status::ok) break;
    if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    if (tries < 3 && crowded(ended)) {
      co_await sleep(scheduler_, until_there_is_room);
      continue;
    }
    co_return Error{Errc::refused, fmt::format("Failed to send to {} with status={}",
                                               request.kind == ApsRequest::Kind::group ? fmt::format("group {}", request.group.raw)
                                                                                       : "all devices",
                                               ended == never_confirmed ? "none" : status_name(ended)), static_cast<int>(ended)};
  }
  if (request.kind == ApsRequest::Kind::group) co_await join_group(request.group);
  co_return Result<>{};
}

// Some devices tell a group what they have done: only members hear it.
Task<> Driver::join_group(GroupId group) {
  if (std::find(groups_.begin(), groups_.end(), group) != groups_.end() || groups_.size() >= group_places_) co_return;
  const SetMulticastTableEntry::Request entry{static_cast<std::uint8_t>(groups_.size()), group, own_endpoint, 0};
  groups_.push_back(group);
  const auto set = co_await link_.demand<SetMulticastTableEntry>(entry);
  if (set) co_return;
  std::erase(groups_, group);
  log::error(NS, "what devices tell group {} will not be heard: {}", group.raw, set.error().text);
}

// From devices --------------------------------------------------------------------------------------

void Driver::incoming(const IncomingMessage::Message& m) {
  if (m.type == incoming::multicast_loopback || m.type == incoming::broadcast_loopback) return;  // our own words
  if (m.profile == profile_zdo && m.endpoint.raw == 0) {
    zdo_incoming(m);
    return;
  }
  const bool multicast = m.type == incoming::multicast;
  events_.on_message({m.source, m.source_endpoint, m.endpoint, m.cluster, multicast ? m.group : GroupId(),
                      m.type == incoming::broadcast, m.lqi, m.message.bytes});
}

void Driver::zdo_incoming(const IncomingMessage::Message& m) {
  const bool announce = m.cluster == zdo::DeviceAnnounce::cluster;
  if (m.message.bytes.empty() || !(announce || m.cluster.raw & zdo::response_bit)) return;  // the stack answers requests
  events_.on_zdo({m.source, m.cluster, ByteView(m.message.bytes).subspan(1)});
}

// The stack takes messages of Green Power devices apart; put together again they are what any proxy sends.
void Driver::green_power(const GreenPowerIncoming::Message& m) {
  if (m.application != GreenPowerIncoming::by_source_id) {
    log::debug(NS, "a Green Power device with an address of its own is left out: only source numbers are supported");
    return;
  }
  if (m.command == green_power::command::commissioning && m.payload.bytes.empty()) return;
  DirectGreenPower heard;
  heard.source = green_power::SourceId(m.source_id);
  heard.sequence = m.sequence;
  heard.counter = m.counter;
  heard.command = m.command;
  heard.payload = m.payload.bytes;
  heard.level = static_cast<green_power::Level>(m.level & 3);
  heard.key = static_cast<green_power::KeyType>(m.key_type & 7);
  heard.receives = m.bidirectional & 1;
  heard.lqi = link_.version() < 16 ? m.link : m.lqi;
  hand_on(heard, events_);
}

}  // namespace waggle::coordinator::ember
