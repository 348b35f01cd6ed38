// Messages to devices and from them over ZiGate, as raw messages of the application layer.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/zigate/driver.h"
#include "coordinator/zigate/status.h"
#include "core/log.h"
#include "zigbee/green_power/gpdf.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zigate {
namespace {

constexpr std::string_view NS = "zh:zigate";
constexpr std::uint8_t radius = 30;
constexpr std::size_t longest_message = 200;
constexpr EndpointId all_endpoints{0xFF};
// Older firmware takes the message, and sends nothing.
constexpr std::uint16_t plus = 5, first_with_groups = 0x0323;
constexpr std::size_t most_groups = 5;  // of which ZiGate hears what is said
/// The stack tries three times, and a sleeping device may take that long each time.
constexpr std::chrono::seconds delivery_limit{25};
/// Once the next hop has it, the device's acknowledgement comes, or the stack gives it up, within seven seconds.
constexpr std::chrono::seconds acknowledgement_limit{10};
constexpr std::chrono::milliseconds between_broadcasts{200}, until_there_is_room{500};
/// What a command that the radio did not hear costs; it is given once again, as a lost one is likelier than a lost answer.
constexpr Link::Patience patience{std::chrono::seconds(3), 2}, no_second_try{std::chrono::seconds(3), 1};

/// In the list for as long as it is waited for.
class OnTheWay {
 public:
  template <class List, class Item>
  OnTheWay(List& list, const Item& item) : leave_([&list, place = list.insert(list.end(), item)] { list.erase(place); }) {}
  OnTheWay(const OnTheWay&) = delete;
  OnTheWay& operator=(const OnTheWay&) = delete;
  ~OnTheWay() { leave_(); }

 private:
  std::function<void()> leave_;
};

}  // namespace

Task<Result<>> Driver::send(ApsRequest request) {
  if (!up_) co_return Error{Errc::closed, "the radio is not connected"};
  if (request.source_endpoint == green_power::endpoint) {
    co_return Error{Errc::unsupported, "ZiGate's firmware does not speak with Green Power devices"};
  }
  const bool knows_groups = major_ >= plus || release_ >= first_with_groups;
  if (request.kind == ApsRequest::Kind::group && !knows_groups) {
    co_return Error{Errc::unsupported, fmt::format("the ZiGate's firmware {} cannot send to groups. Update it to 3.23", name_of(release_))};
  }
  if (request.payload.size() > longest_message) {
    co_return Error{Errc::invalid, fmt::format("a message of {} octets does not fit into a frame", request.payload.size())};
  }
  if (request.kind == ApsRequest::Kind::unicast) co_return co_await unicast(std::move(request));
  co_return co_await to_many(std::move(request));
}

// One transmission: how it ended; nothing when the radio did not say.
Task<std::optional<std::uint8_t>> Driver::attempt(const ApsRequest& request) {
  const bool group = request.kind == ApsRequest::Kind::group;
  SendRaw::Request out;
  out.mode = group ? address_mode::group : address_mode::nwk;
  out.destination = group ? request.group.raw : request.nwk.raw;
  out.source_endpoint = request.source_endpoint;
  out.endpoint = group ? all_endpoints : request.endpoint;
  out.cluster = request.cluster;
  out.profile = request.profile;
  out.radius = radius;
  out.data.bytes = request.payload;
  const auto delivery = std::make_shared<Delivery>(scheduler_, request.nwk);
  auto ended = deliveries_.expect(delivery);
  Bytes octets = to_wire(out);
  const Link::Patience how = request.recover ? patience : no_second_try;
  const OnTheWay listed(under_way_, delivery);
  std::function<void(const Status&)> number = [this, delivery](const Status& status) {
    const bool by_aps = status.sent.value_or(0) != 0 && status.aps_sequence;
    numbered(delivery, by_aps ? *status.aps_sequence : status.sequence);
  };
  const auto taken = co_await link_.order_octets(SendRaw::id, std::move(octets), how, std::move(number));
  if (!taken) {
    if (taken.error().status != 0) co_return static_cast<std::uint8_t>(taken.error().status);
    co_return std::nullopt;
  }
  if (request.kind != ApsRequest::Kind::unicast) co_return status::ok;
  const auto result = co_await ended.wait(delivery_limit, "confirmation");
  if (!result) co_return std::nullopt;
  co_return *result;
}

// The stack itself tries again and looks for routes. What is left: waiting while there is no room, a last try, and a
// look whether the device has another address by now.
Task<Result<>> Driver::unicast(ApsRequest request) {
  bool again = false;
  for (int tries = 1;; ++tries) {
    const std::optional<std::uint8_t> now = co_await attempt(request);
    if (now == status::ok) co_return Result<>{};
    if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    bool retry = request.recover && tries < 5 && now;
    if (retry && silent(*now) && again) {
      const std::optional<Nwk> moved = co_await new_address(request);
      retry = moved.has_value();
      if (moved) request.nwk = *moved;
      again = false;
    } else if (retry && silent(*now)) {
      again = true;
    } else if (retry) {
      retry = crowded(*now);
    }
    if (!retry) {
      if (!now) co_return Error{Errc::timeout, fmt::format("the radio did not say whether {} was reached", hex16(request.nwk.raw))};
      co_return Error{silent(*now) ? Errc::timeout : Errc::refused,
                      fmt::format("Data request failed with error: '{}'", status_name(*now)), *now};
    }
    log::debug(NS, "{} to {} ({}), try {}", status_name(*now), hex16(request.nwk.raw), to_string(request.ieee), tries);
    co_await sleep(scheduler_, until_there_is_room);
  }
}

// Asks everybody: the device, or its parent, answers.
Task<std::optional<Nwk>> Driver::new_address(const ApsRequest& request) {
  if (request.ieee.raw == 0 || request.ieee == unknown_ieee) co_return std::nullopt;
  auto found = addresses_.expect(request.ieee);
  zdo::NwkAddressRequest whose;
  whose.ieee = request.ieee;
  ZdoRequest question;
  question.nwk = broadcast_rx_on;
  question.cluster = zdo::NwkAddressRequest::cluster;
  question.payload = zdo::encode_request(whose);
  const auto asked = co_await zdo_once(question);
  if (!asked) co_return std::nullopt;
  const auto answer = co_await found.wait(std::chrono::seconds(3), "network address");
  if (!answer || *answer == request.nwk) co_return std::nullopt;
  co_return *answer;
}

Task<Result<>> Driver::to_many(ApsRequest request) {
  const Instant now = scheduler_.now();
  const Instant turn = std::max(now, quiet_until_);
  quiet_until_ = turn + between_broadcasts;
  if (turn > now) co_await sleep(scheduler_, turn - now);
  for (int tries = 1;; ++tries) {
    const std::optional<std::uint8_t> ended = co_await attempt(request);
    if (ended == status::ok) break;
    if (!link_.is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    if (tries < 3 && ended && crowded(*ended)) {
      co_await sleep(scheduler_, until_there_is_room);
      continue;
    }
    co_return Error{ended ? Errc::refused : Errc::timeout,
                    fmt::format("Data request failed with error: '{}'", ended ? status_name(*ended) : "TIMEOUT"), ended.value_or(0)};
  }
  if (request.kind == ApsRequest::Kind::group) co_await join_group(request.group);
  co_return Result<>{};
}

// Some devices tell a group what they have done: only members hear it.
Task<> Driver::join_group(GroupId group) {
  if (std::find(groups_.begin(), groups_.end(), group) != groups_.end() || groups_.size() >= most_groups) co_return;
  groups_.push_back(group);
  AddGroup::Request request;
  request.group = group;
  const auto added = co_await link_.order<AddGroup>(request);
  if (added) co_return;
  std::erase(groups_, group);
  log::debug(NS, "what devices tell group {} will not be heard: {}", group.raw, added.error().text);
}

// From the radio -------------------------------------------------------------------------------------

void Driver::incoming(const DataIndication& m, std::uint8_t lqi) {
  if (m.status != status::ok || m.source.is_long()) {
    log::debug(NS, "a message from {:#x} is left out: {}", m.source.value, status_name(m.status));
    return;
  }
  const Nwk source(static_cast<std::uint16_t>(m.source.value));
  if (m.profile == profile_zdo && m.endpoint.raw == 0) {
    if (!m.payload.empty()) zdo_incoming(source, m.cluster, ByteView(m.payload).subspan(1));
    return;
  }
  if (source == coordinator_nwk) return;  // our own words
  const bool group = m.destination.mode == address_mode::group;
  const auto destination = static_cast<std::uint16_t>(m.destination.value);
  const bool broadcast = !group && !m.destination.is_long() && is_broadcast(Nwk(destination));
  events_.on_message({source, m.source_endpoint, m.endpoint, m.cluster, group ? GroupId(destination) : GroupId(), broadcast, lqi, m.payload});
}

void Driver::confirmed(const DataConfirm& m) {
  if (m.destination.is_long()) return;  // we send by short addresses
  // When all is well, the device's own acknowledgement follows.
  conclude(Nwk(static_cast<std::uint16_t>(m.destination.value)), m.sequence, m.status, m.status != status::ok);
}

void Driver::acknowledged(const DataAck& m) {
  if (m.sequence) conclude(m.nwk, *m.sequence, m.status, true);
}

void Driver::conclude(Nwk to, std::uint8_t sequence, std::uint8_t now, bool final) {
  for (const DeliveryPtr& delivery : under_way_) {
    if (delivery->to != to || (delivery->sequence && *delivery->sequence != sequence)) continue;
    if (!delivery->sequence) {
      delivery->early.push_back({sequence, now, final});
    } else if (!final) {
      // Not all firmware tells of each acknowledgement.
      delivery->next_hop_has_it.start(acknowledgement_limit, [this, whose = delivery.get()] {
        deliveries_.complete_if([&](const DeliveryPtr& one) { return one.get() == whose; }, status::ok);
      });
    } else {
      deliveries_.complete(delivery, now);
    }
  }
}

void Driver::numbered(const DeliveryPtr& delivery, std::uint8_t sequence) {
  delivery->sequence = sequence;
  for (const Delivery::Early& early : std::exchange(delivery->early, {})) conclude(delivery->to, early.sequence, early.status, early.final);
}

}  // namespace waggle::coordinator::zigate
