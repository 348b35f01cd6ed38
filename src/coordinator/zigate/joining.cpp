// Device management over ZiGate: who may join, who has come, and the requests of ZDO.
#include <fmt/core.h>

#include <algorithm>

#include "coordinator/zigate/driver.h"
#include "coordinator/zigate/status.h"
#include "core/log.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zigate {
namespace {

constexpr std::string_view NS = "zh:zigate";
constexpr std::uint8_t zdo_radius = 30;
constexpr EndpointId zdo_endpoint{0};
constexpr std::chrono::milliseconds broadcast_travels{500};
constexpr std::chrono::seconds until_announced{10};

}  // namespace

Task<Result<>> Driver::send_zdo(ZdoRequest request) {
  if (!up_) co_return Error{Errc::closed, "the radio is not connected"};
  if (request.cluster == zdo::PermitJoinRequest::cluster) co_return co_await permit_join(std::move(request));
  if (request.cluster == zdo::NwkUpdateRequest::cluster) co_return co_await change_channel(std::move(request));
  co_return co_await zdo_once(request);
}

Task<Result<>> Driver::zdo_once(const ZdoRequest& request) {
  auto command = zdo_command(request);
  if (!command) {
    if (++zdo_sequence_ == 0) zdo_sequence_ = 1;
    SendRaw::Request raw;
    raw.destination = request.nwk.raw;
    raw.source_endpoint = raw.endpoint = zdo_endpoint;
    raw.cluster = request.cluster;
    raw.profile = profile_zdo;
    raw.radius = zdo_radius;
    raw.data.bytes = request.payload;
    raw.data.bytes.insert(raw.data.bytes.begin(), zdo_sequence_);
    command = ZdoCommand{SendRaw::id, to_wire(raw)};
  }
  for (int tries = 1;; ++tries) {
    Bytes data = command->data;
    const Link::Patience patience{std::chrono::seconds(3), 2};
    auto taken = co_await link_.order_octets(command->id, std::move(data), patience);
    if (taken) co_return Result<>{};
    if (tries == 3 || !crowded(static_cast<std::uint8_t>(taken.error().status))) co_return std::move(taken.error());
    co_await sleep(scheduler_, 500ms);
  }
}

// Firmware before 3.24 does not open itself when it opens all others.
Task<Result<>> Driver::permit_join(ZdoRequest request) {
  const bool all = is_broadcast(request.nwk);
  if (all) {
    ZdoRequest ourselves = request;
    ourselves.nwk = coordinator_nwk;
    CO_TRY_DO(co_await zdo_once(ourselves));
  }
  CO_TRY_DO(co_await zdo_once(request));
  if (request.nwk != coordinator_nwk) co_return Result<>{};
  tasks_.spawn("permit join response", [](Driver& driver) -> Task<> {
    co_await sleep(driver.scheduler_, {});
    const Bytes success(1);
    driver.events_.on_zdo({coordinator_nwk, ClusterId(zdo::PermitJoinRequest::cluster.raw | zdo::response_bit), success});
  }(*this));
  co_return Result<>{};
}

// The devices are told, and then the radio itself.
Task<Result<>> Driver::change_channel(ZdoRequest request) {
  CO_TRY_DO(co_await zdo_once(request));
  zdo::NwkUpdateRequest update;
  Reader in(request.payload);
  const bool moves = decode(update, in) && update.duration == zdo::NwkUpdateRequest::change_channel;
  if (!moves || (request.nwk != coordinator_nwk && !is_broadcast(request.nwk))) co_return Result<>{};
  co_await sleep(scheduler_, broadcast_travels);
  const SetChannels::Request channels{update.channels};
  CO_TRY_DO(co_await link_.order<SetChannels>(channels));
  const Empty nothing{};
  CO_TRY(const NetworkState now, co_await link_.ask<GetNetworkState>(nothing));
  if ((update.channels >> now.channel & 1) == 0) {
    co_return Error{Errc::refused, fmt::format("the radio stays on channel {}: unplug it and plug it in again", now.channel)};
  }
  co_return Result<>{};
}

// What comes in -------------------------------------------------------------------------------------------

void Driver::zdo_incoming(Nwk source, ClusterId cluster, ByteView payload) {
  if (cluster == zdo::DeviceAnnounce::cluster) {
    zdo::DeviceAnnounce device;
    Reader in(payload);
    if (decode(device, in)) announced({device.nwk, device.ieee, device.capability, {}});
    return;
  }
  if ((cluster.raw & zdo::response_bit) == 0) return;  // the stack answers requests
  if (cluster == zdo::NwkAddressResponse::cluster) {
    const auto answer = zdo::decode_response<zdo::NwkAddressResponse>(payload);
    if (answer && answer->body) addresses_.complete(answer->body->ieee, answer->body->nwk);
  }
  events_.on_zdo({source, cluster, payload});
}

// One who joins at the radio itself is told twice: when it is let in, and when it announces itself. Of those who join
// elsewhere only the announcement is heard, which also comes from who was without power for a while.
void Driver::announced(const DeviceAnnounced& device) {
  const Instant now = scheduler_.now();
  if (device.rejoin) {
    let_in_ = LetIn{device.nwk, device.ieee, now};
    events_.on_joined(device.nwk, device.ieee);
    return;
  }
  const bool told = let_in_ && let_in_->nwk == device.nwk && let_in_->ieee == device.ieee && now - let_in_->when < until_announced;
  let_in_.reset();
  if (!told) events_.on_joined(device.nwk, device.ieee);
  const Bytes payload = zdo::encode_request(zdo::DeviceAnnounce{device.nwk, device.ieee, device.capability});
  events_.on_zdo({device.nwk, zdo::DeviceAnnounce::cluster, payload});
}

}  // namespace waggle::coordinator::zigate
