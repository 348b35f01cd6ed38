// Messages to devices and from them.
#include <fmt/core.h>

#include "coordinator/direct_green_power.h"
#include "coordinator/deconz/driver.h"
#include "coordinator/deconz/status.h"
#include "core/log.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::deconz {
namespace {

constexpr std::string_view NS = "zh:deconz";
constexpr std::size_t longest_payload = 127;
constexpr std::uint8_t radius = 30, no_limit = 0;
constexpr int most_tries = 5;
/// A sleeping device's parent keeps a message for seven seconds, and an acknowledged one is sent three times.
constexpr std::chrono::seconds confirm_limit{30};
/// When not even the answer came, most likely nothing was taken.
constexpr std::chrono::seconds unanswered_limit{4};
constexpr std::chrono::seconds room_limit{5}, address_limit{5};
constexpr std::chrono::milliseconds between_looks_for_room{20}, before_another_try{500};

SendData::Request data_of(const ApsRequest& request) {
  SendData::Request out;
  out.profile = request.source_endpoint == green_power::endpoint ? profile_green_power : request.profile;
  out.cluster = request.cluster;
  out.source_endpoint = request.source_endpoint;
  out.endpoint = request.endpoint;
  out.payload = request.payload;
  const bool unicast = request.kind == ApsRequest::Kind::unicast;
  out.radius = unicast ? radius : no_limit;
  out.destination = request.kind == ApsRequest::Kind::group ? Address::of(request.group) : Address::of(request.nwk);
  return out;
}

}  // namespace

Task<Result<>> Driver::send(ApsRequest request) {
  CO_TRY_DO(on_network());
  if (request.payload.size() > longest_payload) {
    co_return Error{Errc::invalid, fmt::format("a message of {} octets does not fit into a frame: {} is the most", request.payload.size(),
                                               longest_payload)};
  }
  if (request.kind == ApsRequest::Kind::unicast) co_return co_await unicast(std::move(request));
  co_return co_await to_many(std::move(request));
}

// The firmware says when it has a place; when that got lost, it refuses, and is asked again.
Task<> Driver::until_there_is_room() {
  const Instant end = scheduler_.now() + room_limit;
  while (link_.is_open() && !(state_ & state::has_room) && scheduler_.now() < end) co_await sleep(scheduler_, between_looks_for_room);
}

// One transmission.
Task<Driver::Ended> Driver::attempt(SendData::Request request) {
  auto pass = co_await under_way_.enter();
  co_await until_there_is_room();
  request.request = next_request();
  const Sent sent{request.request, request.destination.shorter};
  auto confirmed = confirms_.expect(sent);
  const auto accepted = co_await link_.call<SendData>(std::move(request));
  if (!link_.is_open()) co_return Ended{Ended::How::closed, 0, "the radio is not connected"};
  if (accepted) {
    note_state(accepted->state);
  } else if (accepted.error().code != Errc::timeout) {
    co_return Ended{Ended::How::refused, static_cast<std::uint8_t>(accepted.error().status), accepted.error().text};
  }
  const auto ended = co_await confirmed.wait(accepted ? confirm_limit : std::chrono::nanoseconds(unanswered_limit), "confirmation");
  if (!link_.is_open()) co_return Ended{Ended::How::closed, 0, "the radio is not connected"};
  if (ended) co_return Ended{Ended::How::confirmed, *ended, confirm_name(*ended)};
  if (accepted) co_return Ended{Ended::How::unconfirmed, 0, "the radio did not say how it ended"};
  co_return Ended{Ended::How::unanswered, 0, "the radio did not answer"};
}

void Driver::confirmed(const ReadConfirm::Response& response) {
  const Sent sent{response.request, response.destination.shorter};
  if (!confirms_.complete(sent, response.confirmed) && response.confirmed != confirm::success) {
    log::debug(NS, "a message to {} was not delivered: {}", hex16(sent.destination), confirm_name(response.confirmed));
  }
}

// The firmware finds routes itself. First without an acknowledgement of the device's own, which keeps one of the few
// places longer; then with; then perhaps the device has another address.
Task<Result<>> Driver::unicast(ApsRequest request) {
  int failures = 0;
  for (int tries = 1;; ++tries) {
    SendData::Request data = data_of(request);
    if (failures > 0) data.options |= transmit_option::acknowledged;
    const Ended ended = co_await attempt(std::move(data));
    if (ended.ok()) co_return Result<>{};
    if (ended.how == Ended::How::closed) co_return Error{Errc::closed, ended.text};
    const bool confirmed = ended.how == Ended::How::confirmed;
    const bool no_room = ended.how == Ended::How::unanswered || (confirmed && crowded(ended.code)) ||
                         (ended.how == Ended::How::refused && ended.code == status::busy);
    bool again = request.recover && tries < most_tries;
    if (again && no_room) {
      co_await sleep(scheduler_, before_another_try);
    } else if (again && confirmed && silent(ended.code) && ++failures < 3) {
      if (failures == 2) {
        const std::optional<Nwk> moved = co_await new_address(request);
        again = moved.has_value();
        request.nwk = moved.value_or(request.nwk);
      }
    } else {
      again = false;
    }
    if (again) {
      log::debug(NS, "{} to {} ({}), try {}", ended.text, hex16(request.nwk.raw), to_string(request.ieee), tries);
      continue;
    }
    const bool nobody = confirmed ? silent(ended.code) : ended.how != Ended::How::refused;
    co_return Error{nobody ? Errc::timeout : Errc::refused,
                    fmt::format("Failed APS-DATA.request to {}: {} ({:#04x})", hex16(request.nwk.raw), ended.text, ended.code), ended.code};
  }
}

// Whoever knows the device by its long address is asked; the network layer hears the answer as well.
Task<std::optional<Nwk>> Driver::new_address(ApsRequest request) {
  auto told = addresses_.expect(request.ieee);
  ZdoRequest ask;
  ask.nwk = broadcast_rx_on;
  ask.cluster = zdo::NwkAddressRequest::cluster;
  const zdo::NwkAddressRequest whose{request.ieee};
  ask.payload = zdo::encode_request(whose);
  auto asked = co_await zdo_over_the_air(std::move(ask));
  if (!asked) co_return std::nullopt;
  const auto nwk = co_await told.wait(address_limit, "network address");
  if (!nwk || *nwk == request.nwk) co_return std::nullopt;
  co_return *nwk;
}

Task<Result<>> Driver::to_many(ApsRequest request) {
  for (int tries = 1;; ++tries) {
    SendData::Request data = data_of(request);
    const Ended ended = co_await attempt(std::move(data));
    if (ended.ok()) co_return Result<>{};
    if (ended.how == Ended::How::closed) co_return Error{Errc::closed, ended.text};
    const bool confirmed = ended.how == Ended::How::confirmed;
    const bool no_room = ended.how == Ended::How::refused ? ended.code == status::busy : confirmed && crowded(ended.code);
    if (request.recover && tries < most_tries && (no_room || ended.how == Ended::How::unanswered)) {
      co_await sleep(scheduler_, before_another_try);
      continue;
    }
    const std::string whom = request.kind == ApsRequest::Kind::group ? fmt::format("group {}", request.group.raw) : "all devices";
    co_return Error{Errc::refused, fmt::format("Failed APS-DATA.request to {}: {} ({:#04x})", whom, ended.text, ended.code), ended.code};
  }
}

// From devices --------------------------------------------------------------------------------------

void Driver::incoming(const ReadIndication::Response& m) {
  if (!up_) return;  // has waited since before the start: too old to act on
  const bool has_nwk = m.source.mode == AddressMode::nwk || m.source.mode == AddressMode::nwk_and_ieee;
  if (!has_nwk) {
    log::debug(NS, "a message does not say from which short address it comes: it is left out");
    return;
  }
  const Nwk source(m.source.shorter);
  if (m.source.mode == AddressMode::nwk_and_ieee && source != coordinator_nwk) events_.on_address(source, m.source.ieee);
  if (m.profile == profile_zdo && m.endpoint.raw == 0) {
    zdo_incoming(source, m);
    return;
  }
  if (source == coordinator_nwk) return;  // our own words
  const bool group = m.destination.mode == AddressMode::group;
  const bool broadcast = m.destination.mode == AddressMode::nwk && is_broadcast(Nwk(m.destination.shorter));
  events_.on_message({source, m.source_endpoint, m.endpoint, m.cluster, group ? GroupId(m.destination.shorter) : GroupId(), broadcast, m.lqi,
                      m.payload});
}

void Driver::zdo_incoming(Nwk source, const ReadIndication::Response& m) {
  const bool announces = m.cluster == zdo::DeviceAnnounce::cluster;
  if (m.payload.empty() || !(announces || m.cluster.raw & zdo::response_bit)) return;  // the stack answers requests
  const ByteView payload = ByteView(m.payload).subspan(1);
  if (announces) {
    zdo::DeviceAnnounce announce;
    Reader in(payload);
    if (decode(announce, in)) events_.on_joined(announce.nwk, announce.ieee);
  } else if (m.cluster == zdo::NwkAddressResponse::cluster) {
    const auto told = zdo::decode_response<zdo::NwkAddressResponse>(payload);
    if (told && told->ok()) addresses_.complete(told->body->ieee, told->body->nwk);
  }
  events_.on_zdo({source, m.cluster, payload});
}

// The firmware hands on what a Green Power device sent; packed as any proxy would do it, the network can read it.
void Driver::green_power(const Frame& frame) {
  GreenPowerData::Message message;
  if (!up_ || !read_content<GreenPowerData>(message, frame.content)) return;
  const auto told = green_power::decode_gpdf(message.gpdf.bytes);
  if (!told) {
    log::debug(NS, "a Green Power frame is left out: {}", to_hex(message.gpdf.bytes));
    return;
  }
  const bool secured = told->level > green_power::Level::reserved;
  DirectGreenPower heard;
  heard.source = told->source;
  heard.sequence = frame.sequence;
  heard.counter = told->counter;
  heard.command = told->command;
  heard.payload = told->payload;
  heard.level = told->level;
  if (secured) heard.key = told->individual_key ? green_power::KeyType::individual : green_power::KeyType::group;
  if (secured) heard.mic = told->mic;
  heard.receives = told->receives;
  hand_on(heard, events_);
}

}  // namespace waggle::coordinator::deconz
