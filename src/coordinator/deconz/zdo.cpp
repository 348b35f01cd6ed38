// Device management: to devices it goes as any message; what concerns the radio itself the firmware wants to be told
// by other means.
#include <fmt/core.h>

#include <bit>

#include "coordinator/deconz/driver.h"
#include "coordinator/deconz/status.h"
#include "core/log.h"
#include "zigbee/zdo/messages.h"

namespace waggle::coordinator::deconz {
namespace {

constexpr std::string_view NS = "zh:deconz";
constexpr std::uint8_t radius = 30;
constexpr std::chrono::milliseconds before_another_try{500};
constexpr int most_tries = 3;
constexpr std::chrono::seconds broadcast_takes{3};  // until routers have handed it on

bool about_our_endpoints(ClusterId cluster) {
  return cluster == zdo::ActiveEndpointsRequest::cluster || cluster == zdo::SimpleDescriptorRequest::cluster;
}

}  // namespace

Task<Result<>> Driver::send_zdo(ZdoRequest request) {
  CO_TRY_DO(on_network());
  const bool ours = request.nwk == coordinator_nwk;
  if (request.cluster == zdo::PermitJoinRequest::cluster) co_return co_await permit_join(std::move(request));
  if (request.cluster == zdo::NwkUpdateRequest::cluster && (ours || is_broadcast(request.nwk))) {
    zdo::NwkUpdateRequest wanted;
    Reader in(request.payload);
    if (decode(wanted, in) && wanted.duration == zdo::NwkUpdateRequest::change_channel) co_return co_await change_channel(std::move(request));
  }
  if (ours && about_our_endpoints(request.cluster)) {
    tasks_.spawn("own endpoints", answer_for_ourselves(std::move(request)));
    co_return Result<>{};
  }
  co_return co_await zdo_over_the_air(std::move(request));
}

Task<Result<>> Driver::zdo_over_the_air(ZdoRequest request) {
  SendData::Request data;
  data.destination = Address::of(request.nwk);
  data.cluster = request.cluster;
  data.profile = profile_zdo;
  data.radius = radius;
  Writer payload;
  zdo_sequence_ = static_cast<std::uint8_t>(zdo_sequence_ + 1);
  payload.u8(zdo_sequence_).bytes(request.payload);
  data.payload = payload.take();
  for (int tries = 1;; ++tries) {
    co_await until_there_is_room();
    data.request = next_request();
    auto taken = co_await link_.call<SendData>(data);
    if (taken) {
      note_state(taken->state);
      co_return Result<>{};
    }
    const bool again = taken.error().status == status::busy || taken.error().code == Errc::timeout;
    if (!again || tries == most_tries) co_return std::move(taken.error());
    co_await sleep(scheduler_, before_another_try);
  }
}

// The radio itself is opened by a parameter, and does not hear its own broadcast.
Task<Result<>> Driver::permit_join(ZdoRequest request) {
  zdo::PermitJoinRequest wanted;
  Reader in(request.payload);
  if (!decode(wanted, in)) co_return Error{Errc::invalid, "a request to permit joining is cut short"};
  const bool ours = request.nwk == coordinator_nwk;
  if (ours || is_broadcast(request.nwk)) CO_TRY_DO(co_await write_number(parameter::permit_join, wanted.seconds));
  if (!ours) co_return co_await zdo_over_the_air(std::move(request));
  tasks_.spawn("permit join response", [](Driver& driver) -> Task<> {
    co_await sleep(driver.scheduler_, {});
    const Bytes success(1);
    driver.events_.on_zdo({coordinator_nwk, ClusterId(zdo::PermitJoinRequest::cluster.raw | zdo::response_bit), success});
  }(*this));
  co_return Result<>{};
}

// The devices are told first; the radio follows when it connects anew.
Task<Result<>> Driver::change_channel(ZdoRequest request) {
  zdo::NwkUpdateRequest wanted;
  Reader in(request.payload);
  if (!decode(wanted, in) || wanted.channels == 0) co_return Error{Errc::invalid, "a request to change the channel names none"};
  CO_TRY(const std::uint64_t update_id, co_await read_number(parameter::update_id));
  const std::uint64_t next = wanted.count_or_update_id.value_or(static_cast<std::uint8_t>(update_id + 1));
  if (is_broadcast(request.nwk)) CO_TRY_DO(co_await zdo_over_the_air(std::move(request)));
  co_await sleep(scheduler_, broadcast_takes);
  struct Changing {
    bool& now;
    explicit Changing(bool& flag) : now(flag) { now = true; }
    Changing(const Changing&) = delete;
    Changing& operator=(const Changing&) = delete;
    ~Changing() { now = false; }
  } changing(changing_);
  log::info(NS, "the radio follows to channel {}", std::countr_zero(wanted.channels));
  CO_TRY_DO(co_await change_state(state::offline));
  CO_TRY_DO(co_await write_number(parameter::channels, wanted.channels));
  CO_TRY_DO(co_await write_number(parameter::update_id, next));
  co_return co_await change_state(state::connected);
}

// Some firmware does not answer when it is asked about itself (found by the authors of zigbee-herdsman). What it would
// say stands in its parameters.
Task<> Driver::answer_for_ourselves(ZdoRequest request) {
  const ClusterId response(request.cluster.raw | zdo::response_bit);
  constexpr std::uint8_t success = 0x00, invalid_endpoint = 0x82;
  constexpr std::size_t places = 2;
  const bool all = request.cluster == zdo::ActiveEndpointsRequest::cluster;
  zdo::SimpleDescriptorRequest wanted;
  Reader in(request.payload);
  if (!all && !decode(wanted, in)) co_return;
  Bytes numbers, descriptor;
  for (std::size_t place = 0; place < places; ++place) {
    const Bytes index(1, static_cast<std::uint8_t>(place));
    const auto entry = co_await read_parameter(parameter::endpoint, index);
    if (!entry || entry->empty()) continue;
    numbers.push_back(entry->front());
    if (entry->front() == wanted.endpoint.raw) descriptor = *entry;
  }
  Writer out;
  out.u8(all || !descriptor.empty() ? success : invalid_endpoint).u16(coordinator_nwk.raw);
  const Bytes& list = all ? numbers : descriptor;
  out.u8(list.size()).bytes(list);
  events_.on_zdo({coordinator_nwk, response, out.view()});
}

}  // namespace waggle::coordinator::deconz
