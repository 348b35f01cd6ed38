#include "network/touchlink.h"

#include <algorithm>

#include "core/log.h"
#include "zigbee/touchlink/inter_pan.h"
#include "zigbee/zcl/frame.h"

namespace waggle::network {
namespace {

constexpr std::string_view NS = "zh:touchlink";

// The primary channels of touchlink first: devices that never had a network listen there.
constexpr int all_channels[] = {11, 15, 20, 25, 12, 13, 14, 16, 17, 18, 19, 21, 22, 23, 24, 26};
constexpr Millis answers_come{500};
constexpr std::chrono::seconds blinking{2};  // so that people see whom they reset
constexpr int as_long_as_it_likes = 0xFFFF;

// Scan request: a router that is always on; touchlink is its priority and it could start a network.
constexpr int zigbee_information = 0x04, touchlink_information = 0x12;

Result<Bytes> frame(std::string_view command, const Object& parameters) {
  const zcl::Command* row = zcl::find_standard(touchlink::cluster)->command(command, false);
  zcl::Header header;
  header.cluster_specific = true;
  header.no_default_response = true;
  header.command = row->id;
  Writer out;
  zcl::encode(header, out);
  TRY_DO(zcl::encode_params(*row, parameters, out));
  return out.take();
}

}  // namespace

Touchlink::Touchlink(Scheduler& scheduler, coordinator::Coordinator& radio) : scheduler_(scheduler), radio_(radio) {}

// Steps ------------------------------------------------------------------------------------------------------

// The one way out of the network and back.
Task<Result<>> Touchlink::tour(std::vector<int> channels, Stop stop) {
  coordinator::InterPan* const inter_pan = radio_.inter_pan();
  if (!inter_pan) co_return Error{Errc::unsupported, "this radio cannot speak outside its network, so there is no touchlink"};
  if (busy_) co_return Error{Errc::busy, "Touchlink operation already in progress"};
  busy_ = true;
  Result<> out;
  for (const int channel : channels) {
    log::debug(NS, "Touchlink on channel {}", channel);
    out = co_await inter_pan->visit_channel(channel);
    if (!out) break;
    auto enough = co_await stop(channel);
    if (!enough) out = std::move(enough.error());
    if (!enough || *enough || stopping_) break;
  }
  transaction_ = 0;
  auto returned = co_await inter_pan->return_to_network();
  if (!returned) log::error(NS, "The radio did not return to its network: {}", returned.error().text);
  busy_ = false;
  if (stopping_) co_return Error{Errc::cancelled, "Waggle is stopping"};
  co_return out;
}

// Asks on each channel who is there, and hands the answers on.
Task<Result<>> Touchlink::visit(std::vector<int> channels, Visit visit) {
  const Stop look_around = [&](int channel) -> Task<Result<bool>> {
    CO_TRY_DO(co_await ask());
    const Answers answers = answers_;
    co_return co_await visit(channel, answers);
  };
  co_return co_await tour(std::move(channels), look_around);
}

Task<Result<>> Touchlink::ask() {
  answers_.clear();
  transaction_ = std::uniform_int_distribution<std::uint32_t>(1)(random_);
  const Object parameters{{"transactionID", transaction_}, {"zigbeeInformation", zigbee_information}, {"touchlinkInformation", touchlink_information}};
  coordinator::InterPanRequest request;
  request.cluster = touchlink::cluster;
  CO_TRY(request.payload, frame("scanRequest", parameters));
  CO_TRY_DO(co_await radio_.inter_pan()->send(std::move(request)));
  co_await sleep(scheduler_, answers_come);
  co_return Result<>{};
}

void Touchlink::heard(const coordinator::InterPanIncoming& message) {
  if (message.cluster != touchlink::cluster || transaction_ == 0) return;
  // No more of it than matters here: what else it says of itself may be outside the table's limits.
  constexpr std::uint8_t scan_response = 0x01;
  zcl::Header header;
  Reader in(message.payload);
  if (!zcl::decode(header, in) || !header.cluster_specific || !header.to_client || header.command != scan_response) return;
  const std::uint32_t transaction = in.u32();
  if (!in.ok() || transaction != transaction_) return;
  if (std::find(answers_.begin(), answers_.end(), message.source) == answers_.end()) answers_.push_back(message.source);
}

// Within the transaction of the scan: devices take nothing else.
Task<Result<>> Touchlink::tell(Ieee whom, std::string_view command, Object parameters) {
  parameters.set("transactionID", transaction_);
  coordinator::InterPanRequest request;
  request.to = whom;
  request.cluster = touchlink::cluster;
  CO_TRY(request.payload, frame(command, parameters));
  co_return co_await radio_.inter_pan()->send(std::move(request));
}

Task<Result<>> Touchlink::make_blink(Ieee whom) {
  log::debug(NS, "Identifying '{}'", to_string(whom));
  Object parameters{{"duration", as_long_as_it_likes}};
  co_return co_await tell(whom, "identifyRequest", std::move(parameters));
}

Task<Result<>> Touchlink::reset(Ieee whom) {
  CO_TRY_DO(co_await make_blink(whom));
  co_await sleep(scheduler_, blinking);
  log::debug(NS, "Reset to factory new '{}'", to_string(whom));
  Object none;
  co_return co_await tell(whom, "resetToFactoryNew", std::move(none));
}

// Conversations ----------------------------------------------------------------------------------------------

namespace {

std::vector<int> everywhere() { return {std::begin(all_channels), std::end(all_channels)}; }

Result<> answered(const std::vector<Ieee>& answers, Touchlink::Found whom) {
  if (std::find(answers.begin(), answers.end(), whom.ieee) != answers.end()) return {};
  return Error{Errc::timeout, "'" + to_string(whom.ieee) + "' did not answer on channel " + std::to_string(whom.channel) +
                                  ": hold it closer to the radio, switch it off and on, and try again at once"};
}

}  // namespace

Task<Result<std::vector<Touchlink::Found>>> Touchlink::scan() {
  std::vector<Found> found;
  const Visit note = [&](int channel, const Answers& answers) -> Task<Result<bool>> {
    for (const Ieee ieee : answers) found.push_back({ieee, channel});
    co_return false;
  };
  CO_TRY_DO(co_await visit(everywhere(), note));
  co_return found;
}

Task<Result<>> Touchlink::identify(Found whom) {
  const Visit blink = [&](int, const Answers& answers) -> Task<Result<bool>> {
    CO_TRY_DO(answered(answers, whom));
    CO_TRY_DO(co_await make_blink(whom.ieee));
    co_return true;
  };
  std::vector<int> channel{whom.channel};
  co_return co_await visit(std::move(channel), blink);
}

Task<Result<>> Touchlink::factory_reset(Found whom) {
  const Visit do_reset = [&](int, const Answers& answers) -> Task<Result<bool>> {
    CO_TRY_DO(answered(answers, whom));
    CO_TRY_DO(co_await reset(whom.ieee));
    co_return true;
  };
  std::vector<int> channel{whom.channel};
  co_return co_await visit(std::move(channel), do_reset);
}

Task<Result<bool>> Touchlink::factory_reset_first() {
  bool done = false;
  const Visit reset_one = [&](int, const Answers& answers) -> Task<Result<bool>> {
    if (answers.empty()) co_return false;
    CO_TRY_DO(co_await reset(answers.front()));
    done = true;
    co_return true;
  };
  CO_TRY_DO(co_await visit(everywhere(), reset_one));
  co_return done;
}

Task<Result<>> Touchlink::say(std::optional<int> channel, coordinator::InterPanRequest request, Millis pause) {
  const Stop say_it = [&](int) -> Task<Result<bool>> {
    coordinator::InterPanRequest copy = request;
    CO_TRY_DO(co_await radio_.inter_pan()->send(std::move(copy)));
    co_await sleep(scheduler_, pause);
    co_return false;
  };
  std::vector<int> channels = everywhere();
  if (channel) channels = {*channel};
  co_return co_await tour(std::move(channels), say_it);
}

Task<> Touchlink::stop() {
  stopping_ = true;
  while (busy_) co_await sleep(scheduler_, answers_come);
}

}  // namespace waggle::network
