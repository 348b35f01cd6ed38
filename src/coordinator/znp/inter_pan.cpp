// Speaking outside the network with Z-Stack (MT API, AF_INTER_PAN_CTL): the firmware makes and takes apart the
// inter-PAN headers; an endpoint of ours stands for them.
#include "coordinator/znp/driver.h"

namespace waggle::coordinator::znp {
namespace {

constexpr EndpointId touchlink_endpoint{12};
constexpr EndpointId inter_pan_endpoint{0xFE};  // of the other side
constexpr PanId any_pan{0xFFFF};
constexpr std::uint8_t radius = 30;
// Z-Stack crashes when it is used right after its return (found by the authors of zigbee-herdsman).
constexpr std::chrono::seconds return_takes{3};

}  // namespace

Result<> Driver::on_network() const {
  if (visiting_) return Error{Errc::busy, "Cannot execute command, in Inter-PAN mode"};
  return {};
}

Task<Result<>> Driver::visit_channel(int channel) {
  const bool first = !visiting_;
  visiting_ = true;
  AfInterPanControl::Request go{AfInterPanControl::set_channel, {}};
  go.data.bytes = {static_cast<std::uint8_t>(channel)};
  CO_TRY_DO(co_await link_.demand<AfInterPanControl>(go));
  if (!first) co_return Result<>{};
  AfInterPanControl::Request listen{AfInterPanControl::register_endpoint, {}};
  listen.data.bytes = {touchlink_endpoint.raw};
  CO_TRY_DO(co_await link_.demand<AfInterPanControl>(listen));
  co_return Result<>{};
}

Task<Result<>> Driver::send(InterPanRequest request) {
  AfDataRequestExt::Request data;
  data.mode = request.to ? AfDataRequestExt::to_ieee : AfDataRequestExt::to_nwk;
  data.destination = request.to ? request.to->raw : broadcast_all.raw;
  data.endpoint = inter_pan_endpoint;
  data.pan = any_pan;
  data.source_endpoint = touchlink_endpoint;
  data.cluster = request.cluster;
  if (++transaction_ == 0) transaction_ = 1;
  data.transaction = transaction_;
  data.radius = radius;
  data.length = static_cast<std::uint16_t>(request.payload.size());
  data.data.bytes = std::move(request.payload);
  CO_TRY_DO(co_await link_.demand<AfDataRequestExt>(data));
  co_return Result<>{};
}

Task<Result<>> Driver::return_to_network() {
  const AfInterPanControl::Request back{AfInterPanControl::clear, {}};
  auto done = co_await link_.demand<AfInterPanControl>(back);
  co_await sleep(scheduler_, return_takes);
  visiting_ = false;
  if (!done) co_return std::move(done.error());
  co_return Result<>{};
}

void Driver::stray(const AfIncomingExt::Message& m, ByteView payload) {
  events_.on_inter_pan({Ieee(m.source), m.source_pan, m.cluster, m.lqi, payload});
}

}  // namespace waggle::coordinator::znp
