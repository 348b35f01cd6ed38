// Device management over ZBOSS: the ZDO requests it has calls for, who may join, and who has come and gone.
#include <fmt/core.h>

#include <bit>

#include "coordinator/lumi.h"
#include "coordinator/zboss/driver.h"
#include "core/log.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view NS = "zh:zboss";
/// The firmware waits for sleeping devices.
constexpr std::chrono::seconds answer_limit{30};
constexpr std::chrono::milliseconds until_there_is_room{500};
/// A device that leaves may be told of twice: by itself and by its parent.
constexpr std::chrono::seconds same_departure{5};
/// Until everybody has heard a broadcast.
constexpr std::chrono::seconds broadcast_delivery{9};

}  // namespace

Task<Result<>> Driver::send_zdo(ZdoRequest request) {
  CO_TRY_DO(on_network());
  const ZdoForm* form = find_zdo_form(request.cluster);
  if (!form) {
    const bool routes = request.cluster == zdo::RoutingRequest::cluster;
    co_return Error{Errc::unsupported, routes ? "This radio's firmware cannot ask devices for their routes: maps of the network go without them"
                                              : fmt::format("This radio's firmware has no call for the request {} to devices",
                                                            hex16(request.cluster.raw))};
  }
  const auto parameters = to_call(*form, request.nwk, request.payload);
  if (!parameters) co_return Error{Errc::invalid, fmt::format("the request {} is cut short", hex16(request.cluster.raw))};
  if (request.cluster == zdo::PermitJoinRequest::cluster) co_return co_await permit_joining(*form, std::move(request));
  if (is_broadcast(request.nwk)) {
    CO_TRY_DO(link_.tell(form->call, *parameters));
    if (request.cluster == zdo::NwkUpdateRequest::cluster) tasks_.spawn("channel", change_channel(*form, std::move(request)));
    // Who is looked for may answer.
    if (request.cluster != zdo::NwkAddressRequest::cluster) co_return Result<>{};
  }
  tasks_.spawn("zdo", ask(*form, std::move(request)));
  co_return Result<>{};
}

// The response to the call is the device's answer.
Task<> Driver::ask(const ZdoForm& form, ZdoRequest request) {
  const auto parameters = to_call(form, request.nwk, request.payload);
  for (int tries = 1; parameters; ++tries) {
    auto answer = co_await link_.call_raw(form.call, *parameters, answer_limit);
    const Status status = answer ? status::ok : Status::from(answer.error().status);
    const bool of_device = answer || (answer.error().code == Errc::refused && status.category == Category::zdo);
    if (of_device) {
      const auto payload = from_response(form, status.code, answer ? ByteView(*answer) : ByteView(), request.nwk);
      if (!payload) {
        log::warning(NS, "{}: the response is cut short: '{}'", call_name(form.call), to_hex(*answer));
        co_return;
      }
      Nwk source = request.nwk;
      if (is_broadcast(source)) {
        zdo::AddressResponse found;
        Reader in(ByteView(*payload).subspan(1));
        if (!answer || !decode(found, in)) co_return;
        source = found.nwk;
      }
      events_.on_zdo({source, form.response_cluster(), *payload});
      co_return;
    }
    log::debug(NS, "{} did not answer {}: {}", hex16(request.nwk.raw), call_name(form.call), answer.error().text);
    if (tries == 3 || answer.error().code != Errc::refused || !crowded(status)) co_return;
    co_await sleep(scheduler_, until_there_is_room);
  }
}

// The trust centre first: whom a router lets in it must let in as well.
Task<Result<>> Driver::permit_joining(const ZdoForm& form, ZdoRequest request) {
  const bool all = is_broadcast(request.nwk);
  zdo::PermitJoinRequest wanted;
  Reader in(request.payload);
  if (!decode(wanted, in)) co_return Error{Errc::invalid, "a request to permit joining is cut short"};
  if (all) {
    const Bytes here = to_call(form, coordinator_nwk, request.payload).value_or(Bytes());
    CO_TRY_DO(co_await link_.call_raw(form.call, here));
    const Bytes everywhere = to_call(form, request.nwk, request.payload).value_or(Bytes());
    CO_TRY_DO(link_.tell(form.call, everywhere));
  }
  if (wanted.seconds == 0 && reported_as_ != own_manufacturer) tasks_.spawn("manufacturer code", report_as(own_manufacturer, unknown_nwk, Ieee()));
  if (!all) tasks_.spawn("zdo", ask(form, std::move(request)));
  co_return Result<>{};
}

// Some firmware tells the others and stays itself.
Task<> Driver::change_channel(const ZdoForm& form, ZdoRequest request) {
  zdo::NwkUpdateRequest wanted;
  Reader in(request.payload);
  if (!decode(wanted, in) || wanted.duration != zdo::NwkUpdateRequest::change_channel) co_return;
  co_await sleep(scheduler_, broadcast_delivery);
  const Empty nothing{};
  const auto now = co_await link_.call<GetChannel>(nothing);
  if (!now || now->channel == std::countr_zero(wanted.channels)) co_return;
  log::info(NS, "the radio is still on channel {}: it is told to move by itself", now->channel);
  request.nwk = coordinator_nwk;
  co_await ask(form, std::move(request));
}

// Who comes and goes --------------------------------------------------------------------------------

void Driver::device_update(const DeviceUpdate::Message& message) {
  if (message.update == DeviceUpdate::left) {
    left(message.nwk, message.ieee);
    return;
  }
  last_left_ = {};
  const ManufacturerCode code = wants_lumi(message.ieee) ? lumi_manufacturer : own_manufacturer;
  if (code != reported_as_) {
    tasks_.spawn("manufacturer code", report_as(code, message.nwk, message.ieee));
  } else {
    events_.on_joined(message.nwk, message.ieee);
  }
}

void Driver::left(Nwk nwk, Ieee ieee) {
  const Instant now = scheduler_.now();
  const bool known = last_left_.first == ieee && now - last_left_.second < same_departure;
  last_left_ = {ieee, now};
  if (!known) events_.on_left(nwk, ieee);
}

// What the coordinator says that it is; who joined is told of afterwards.
Task<> Driver::report_as(ManufacturerCode code, Nwk nwk, Ieee ieee) {
  reported_as_ = code;
  const SetManufacturerCode::Request request{code};
  (void)co_await link_.call<SetManufacturerCode>(request);
  if (ieee.raw != 0) events_.on_joined(nwk, ieee);
}

}  // namespace waggle::coordinator::zboss
