// Messages to devices and from them over ZBOSS. The response to a message comes when the device has acknowledged it, or
// will not any more: the firmware itself tries again and looks for routes.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/zboss/driver.h"
#include "core/log.h"
#include "zigbee/green_power/gpdf.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view NS = "zh:zboss";
constexpr std::uint8_t radius = 30;
constexpr std::size_t longest_payload = 200;
constexpr EndpointId own_endpoint{1};
/// The firmware tries several times; a sleeping device may take its time each time.
constexpr std::chrono::seconds confirm_limit{30};
/// Routers remember a broadcast for nine seconds and have room for few: a burst is spread out.
constexpr std::chrono::milliseconds between_broadcasts{150};
constexpr std::chrono::milliseconds until_there_is_room{500};

}  // namespace

Result<> Driver::on_network() const {
  if (!link_.is_open()) return Error{Errc::closed, "the radio is not connected"};
  return {};
}

Task<Result<>> Driver::send(ApsRequest request) {
  CO_TRY_DO(on_network());
  if (request.payload.size() > longest_payload) {
    co_return Error{Errc::invalid, fmt::format("a message of {} octets does not fit into a frame", request.payload.size())};
  }
  if (request.kind == ApsRequest::Kind::unicast) co_return co_await unicast(std::move(request));
  co_return co_await to_many(std::move(request));
}

// One transmission, and how it ended.
Task<Result<>> Driver::attempt(const ApsRequest& request, bool by_ieee) {
  const bool unicast = request.kind == ApsRequest::Kind::unicast, group = request.kind == ApsRequest::Kind::group;
  SendData::Request out;
  out.size = static_cast<std::uint16_t>(request.payload.size());
  out.destination = group ? request.group.raw : by_ieee ? request.ieee.raw : request.nwk.raw;
  out.profile = request.source_endpoint == green_power::endpoint ? profile_green_power : request.profile;
  out.cluster = request.cluster;
  out.endpoint = group ? EndpointId() : request.endpoint;
  out.source_endpoint = request.source_endpoint;
  out.radius = radius;
  out.mode = group ? SendData::to_group : by_ieee ? SendData::to_ieee : SendData::to_nwk;
  out.options = unicast ? SendData::acknowledge : std::uint8_t{0};
  out.data.bytes = request.payload;
  const auto sent = co_await link_.call<SendData>(out, confirm_limit);
  if (!sent) co_return sent.error();
  co_return Result<>{};
}

Task<Result<>> Driver::unicast(ApsRequest request) {
  bool by_ieee = false;
  for (int tries = 1;; ++tries) {
    const auto sent = co_await attempt(request, by_ieee);
    if (sent) co_return Result<>{};
    if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    const Error& error = sent.error();
    if (error.code == Errc::timeout) {
      co_return Error{Errc::timeout, fmt::format("the radio did not say whether {} was reached", hex16(request.nwk.raw))};
    }
    if (error.code != Errc::refused) co_return error;
    const Status status = Status::from(error.status);
    const bool retry = tries < 3 && request.recover;
    bool found = false;
    if (retry && silent(status)) found = co_await find_again(request, by_ieee);
    if (!retry || !(found || crowded(status))) {
      if (silent(status)) {
        co_return Error{Errc::timeout, fmt::format("Delivery failed for '{}' ({}).", request.nwk.raw, status_name(status)), error.status};
      }
      co_return Error{Errc::refused, fmt::format("Failed to send request with status={}.", status_name(status)), error.status};
    }
    log::debug(NS, "{} to {} ({}), try {}", status_name(status), hex16(request.nwk.raw), to_string(request.ieee), tries);
    if (!found) co_await sleep(scheduler_, until_there_is_room);
  }
}

// Whether it is worth another try: the device has another address by now. Firmware that does not tell it may know it.
Task<bool> Driver::find_again(ApsRequest& request, bool& by_ieee) {
  const IeeeOnly whose{request.ieee};
  const auto known = co_await link_.call<LookUpNwk>(whose);
  if (!known) {
    const bool first = !by_ieee;
    by_ieee = known.error().code == Errc::unsupported;
    co_return first && by_ieee;
  }
  if (is_broadcast(known->nwk) || known->nwk == request.nwk) co_return false;
  request.nwk = known->nwk;
  co_return true;
}

Task<Result<>> Driver::to_many(ApsRequest request) {
  const Instant now = scheduler_.now();
  const Instant turn = std::max(now, quiet_until_);
  quiet_until_ = turn + between_broadcasts;
  if (turn > now) co_await sleep(scheduler_, turn - now);
  for (int tries = 1;; ++tries) {
    const auto sent = co_await attempt(request, false);
    if (sent) break;
    const Error& error = sent.error();
    if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    if (tries < 3 && error.code == Errc::refused && crowded(Status::from(error.status))) {
      co_await sleep(scheduler_, until_there_is_room);
      continue;
    }
    const std::string whom = request.kind == ApsRequest::Kind::group ? fmt::format("group {}", request.group.raw) : "all devices";
    co_return Error{error.code, fmt::format("Failed to send to {}: {}", whom, error.text), error.status};
  }
  if (request.kind == ApsRequest::Kind::group) co_await join_group(request.group, own_endpoint);
  co_return Result<>{};
}

// Some devices tell a group what they have done: only members hear it.
Task<> Driver::join_group(GroupId group, EndpointId endpoint) {
  if (!knows_groups_ || !groups_.insert(group).second) co_return;
  const GroupEntry entry{group, endpoint};
  const auto added = co_await link_.call<AddGroup>(entry);
  if (added) co_return;
  if (added.error().code == Errc::unsupported) {
    knows_groups_ = false;
    log::info(NS, "what devices tell groups will not be heard: the radio's firmware cannot be a member of one");
  } else {
    log::error(NS, "what devices tell group {} will not be heard: {}", group.raw, added.error().text);
  }
}

void Driver::incoming(const DataIndication::Message& m) {
  if (m.source == coordinator_nwk || m.endpoint.raw == 0) return;  // our own words; the firmware answers ZDO
  const bool group = m.control & DataIndication::group_cast, broadcast = !group && (m.control & DataIndication::broadcast);
  const ByteView payload = ByteView(m.data.bytes).first(std::min<std::size_t>(m.size, m.data.bytes.size()));
  events_.on_message({m.source, m.source_endpoint, m.endpoint, m.cluster, group ? m.group : GroupId(), broadcast, m.lqi, payload});
}

}  // namespace waggle::coordinator::zboss
