// Who may join an EmberZNet network, and with which key; and the ZDO requests that the driver hands on.
#include <fmt/core.h>

#include "coordinator/ember/driver.h"
#include "coordinator/lumi.h"
#include "core/log.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::ember {
namespace {

constexpr std::string_view NS = "zh:ember";
constexpr std::uint8_t zdo_radius = 0xFF;
constexpr std::uint16_t aps_options = aps_option::retry | aps_option::route_discovery | aps_option::address_discovery;

// The well-known trust centre link key, for any device.
constexpr Key well_known_key{'Z', 'i', 'g', 'B', 'e', 'e', 'A', 'l', 'l', 'i', 'a', 'n', 'c', 'e', '0', '9'};

}  // namespace

Task<Result<>> Driver::send_zdo(ZdoRequest request) {
  CO_TRY_DO(on_network());
  if (request.cluster == zdo::PermitJoinRequest::cluster) co_return co_await permit_join(std::move(request));
  co_return co_await zdo_over_the_air(std::move(request));
}

Task<Result<>> Driver::zdo_over_the_air(ZdoRequest request) {
  for (int tries = 1;; ++tries) {
    auto sent = co_await zdo_once(request);
    if (sent || tries == 3 || sent.error().code != Errc::refused || !crowded(static_cast<std::uint32_t>(sent.error().status))) {
      co_return sent;
    }
    co_await sleep(scheduler_, 500ms);
  }
}

Task<Result<>> Driver::zdo_once(const ZdoRequest& request) {
  // The stack has the numbers from 128 on.
  zdo_sequence_ = static_cast<std::uint8_t>(zdo_sequence_ % 127 + 1);
  Writer payload;
  payload.u8(zdo_sequence_).bytes(request.payload);
  if (is_broadcast(request.nwk)) {
    SendBroadcast::Request out;
    out.destination = request.nwk;
    out.cluster = request.cluster;
    out.options = aps_options;
    out.radius = zdo_radius;
    out.message.bytes = payload.take();
    CO_TRY_DO(co_await link_.demand<SendBroadcast>(out));
    co_return Result<>{};
  }
  SendUnicast::Request out;
  out.type = SendUnicast::direct;
  out.destination = request.nwk;
  out.cluster = request.cluster;
  out.options = aps_options;
  out.message.bytes = payload.take();
  CO_TRY_DO(co_await link_.demand<SendUnicast>(out));
  co_return Result<>{};
}

// The trust centre first: whom a router lets in it must have a key for.
Task<Result<>> Driver::permit_join(ZdoRequest request) {
  zdo::PermitJoinRequest wanted;
  Reader in(request.payload);
  if (!decode(wanted, in)) co_return Error{Errc::invalid, "a request to permit joining is cut short"};
  CO_TRY_DO(co_await prepare_joining(wanted.seconds));
  const bool all = is_broadcast(request.nwk);
  if (all || request.nwk == coordinator_nwk) {
    const PermitJoining::Request open{wanted.seconds};
    CO_TRY_DO(co_await link_.demand<PermitJoining>(open));
  }
  if (request.nwk != coordinator_nwk) co_return co_await zdo_over_the_air(std::move(request));
  tasks_.spawn("permit join response", [](Driver& driver) -> Task<> {
    co_await sleep(driver.scheduler_, {});
    const Bytes success(1);
    driver.events_.on_zdo({coordinator_nwk, ClusterId(zdo::PermitJoinRequest::cluster.raw | zdo::response_bit), success});
  }(*this));
  co_return Result<>{};
}

Task<Result<>> Driver::prepare_joining(std::uint8_t seconds) {
  if (seconds == 0) {
    const ClearTransientLinkKeys::Request nothing{};
    auto cleared = co_await link_.call<ClearTransientLinkKeys>(nothing);
    if (!cleared) co_return std::move(cleared.error());
    co_return co_await set_policy(policy::trust_center, policy::allow_unsecured_rejoins);
  }
  const ImportTransientKey::Request key{unknown_ieee, well_known_key, 0};
  CO_TRY_DO(co_await link_.demand<ImportTransientKey>(key));
  co_return co_await set_policy(policy::trust_center, policy::allow_joins | policy::allow_unsecured_rejoins);
}

void Driver::device_update(const TrustCenterJoin::Message& message) {
  if (message.update == TrustCenterJoin::left) {
    events_.on_left(message.nwk, message.ieee);
  } else if (message.decision == TrustCenterJoin::denied) {
    log::warning(NS, "{} wanted to join by way of {} and was denied", to_string(message.ieee), hex16(message.parent.raw));
  } else if (const ManufacturerCode code = wants_lumi(message.ieee) ? lumi_manufacturer : own_manufacturer; code != reported_as_) {
    tasks_.spawn("manufacturer code", report_as(code, message));
  } else {
    events_.on_joined(message.nwk, message.ieee);
  }
}

// What the coordinator says that it is; `joined` is to be told afterwards.
Task<> Driver::report_as(ManufacturerCode code, std::optional<TrustCenterJoin::Message> joined) {
  if (code != reported_as_) {
    reported_as_ = code;
    const SetManufacturerCode::Request request{code};
    (void)co_await link_.call<SetManufacturerCode>(request);
  }
  if (joined) events_.on_joined(joined->nwk, joined->ieee);
}

}  // namespace waggle::coordinator::ember
