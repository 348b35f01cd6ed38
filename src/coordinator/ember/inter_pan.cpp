// Speaking outside the network with EmberZNet: the radio changes its channel and passes whole frames through.
#include "coordinator/ember/driver.h"
#include "zigbee/touchlink/inter_pan.h"

namespace waggle::coordinator::ember {
namespace {
constexpr std::chrono::milliseconds return_takes{1500};
}

Result<> Driver::on_network() const {
  if (visiting_) return Error{Errc::busy, "Cannot execute command, in Inter-PAN mode"};
  return {};
}

Task<Result<>> Driver::visit_channel(int channel) {
  const bool first = !visiting_;
  visiting_ = true;
  const SetLogicalAndRadioChannel::Request go{static_cast<std::uint8_t>(channel)};
  auto gone = co_await link_.demand<SetLogicalAndRadioChannel>(go);
  if (gone) co_return Result<>{};
  if (first) visiting_ = false;
  co_return std::move(gone.error());
}

Task<Result<>> Driver::send(InterPanRequest request) {
  touchlink::InterPanFrame frame;  // the stack fills in the sequence number
  frame.to = request.to;
  frame.from = ieee_;
  frame.cluster = request.cluster;
  frame.payload = std::move(request.payload);
  const GetNetworkParameters::Request nothing{};
  CO_TRY(const auto network, co_await link_.demand<GetNetworkParameters>(nothing));
  frame.from_pan = network.pan;
  SendRawMessage::Request out;
  out.frame.bytes = encode(frame);
  out.priority = SendRawMessage::normal_priority;
  out.listen_first = true;
  CO_TRY_DO(co_await link_.demand<SendRawMessage>(out));
  co_return Result<>{};
}

Task<Result<>> Driver::return_to_network() {
  const SetLogicalAndRadioChannel::Request back{channel_};
  auto done = co_await link_.demand<SetLogicalAndRadioChannel>(back);
  co_await sleep(scheduler_, return_takes);
  visiting_ = false;
  if (!done) co_return std::move(done.error());
  co_return Result<>{};
}

void Driver::inter_pan_incoming(const MacFilterMatch::Message& message) {
  const auto frame = touchlink::decode_inter_pan(message.frame.bytes);
  if (!frame || frame->profile != profile_touchlink) return;
  events_.on_inter_pan({frame->from, frame->from_pan, frame->cluster, message.lqi, frame->payload});
}

}  // namespace waggle::coordinator::ember
