#include "coordinator/ember/driver.h"

#include <fmt/core.h>

#include "core/log.h"
#include "zigbee/install_code.h"

namespace waggle::coordinator::ember {
namespace {

constexpr std::string_view NS = "zh:ember";
constexpr std::chrono::hours between_counts{1};

template <class C>
std::optional<typename C::Message> read(std::uint16_t number, ByteView parameters, int version) {
  if (number != C::id.number) return std::nullopt;
  typename C::Message message;
  Reader in(parameters);
  if (!decode(message, in, version)) {
    log::warning(NS, "the radio sent a malformed {}: '{}'", C::id.name, to_hex(parameters));
    return std::nullopt;
  }
  return message;
}

StackConfig stack_config(const Options& options) {
  if (options.stack_config.empty()) return {};
  std::vector<std::string> complaints;
  const StackConfig out = read_stack_config(options.stack_config, complaints);
  for (const std::string& complaint : complaints) log::error(NS, "{}", complaint);
  return out;
}

}  // namespace

Driver::Driver(Scheduler& scheduler, io::Opener opener, Options options, Events& events)
    : scheduler_(scheduler), opener_(std::move(opener)), options_(std::move(options)), events_(events),
      stack_(stack_config(options_)), link_(scheduler, *this), confirms_(scheduler), statuses_(scheduler), counters_(scheduler) {}

Driver::~Driver() = default;

void Driver::close() {
  const Error closed{Errc::closed, "the radio was closed"};
  tasks_.cancel();
  counters_.stop();
  visiting_ = up_ = false;
  link_.close(closed);
  confirms_.fail_all(closed);
  statuses_.fail_all(closed);
}

void Driver::on_link_lost(const Error& error) {
  counters_.stop();
  visiting_ = up_ = false;
  confirms_.fail_all(error);
  statuses_.fail_all(error);
  events_.on_lost(error);
}

Task<Result<>> Driver::ping() {
  const GetIeee::Request nothing{};
  auto answer = co_await link_.call<GetIeee>(nothing);
  if (!answer) co_return std::move(answer.error());
  co_return Result<>{};
}

Task<Result<NetworkParameters>> Driver::network_parameters() { co_return co_await current_network(); }

Task<Result<>> Driver::add_install_code(Ieee ieee, Bytes code, bool derived) {
  ImportTransientKey::Request request;
  request.ieee = ieee;
  if (!derived) {
    request.key = aes_mmo_hash(code);
  } else if (code.size() == request.key.size()) {
    std::copy(code.begin(), code.end(), request.key.begin());
  } else {
    co_return Error{Errc::invalid, fmt::format("a key has {} octets, not {}", request.key.size(), code.size())};
  }
  CO_TRY_DO(co_await link_.demand<ImportTransientKey>(request));
  co_return Result<>{};
}

// What the firmware says unasked --------------------------------------------------------------------

void Driver::on_callback(std::uint16_t number, ByteView parameters) {
  const int version = link_.version();
  if (auto message = read<IncomingMessage>(number, parameters, version)) {
    incoming(*message);
  } else if (auto sent = read<MessageSent>(number, parameters, version)) {
    if (!confirms_.complete(sent->tag, sent->status) && sent->status != status::ok) {
      log::debug(NS, "a message to {} was not delivered: {}", hex16(sent->destination.raw), status_name(sent->status));
    }
  } else if (auto device = read<TrustCenterJoin>(number, parameters, version)) {
    device_update(*device);
  } else if (auto record = read<RouteRecord>(number, parameters, version)) {
    // Routers that changed their address while we were away tell it only this way.
    if (record->ieee != unknown_ieee && record->ieee.raw != 0) events_.on_address(record->source, record->ieee);
  } else if (auto stray = read<MacFilterMatch>(number, parameters, version)) {
    inter_pan_incoming(*stray);
  } else if (auto gpd = read<GreenPowerIncoming>(number, parameters, version)) {
    green_power(*gpd);
  } else if (auto now = read<StackStatus>(number, parameters, version)) {
    stack_status(now->status);
  } else if (auto lost = read<RouteError>(number, parameters, version)) {
    log::debug(NS, "no route to {}: {}", hex16(lost->target.raw), status_name(lost->status));
  } else if (auto trouble = read<NetworkStatus>(number, parameters, version)) {
    log::debug(NS, "the network has trouble with {}: code {:#04x}", hex16(trouble->target.raw), trouble->code);
  } else if (auto conflict = read<IdConflict>(number, parameters, version)) {
    log::warning(NS, "two devices have the address {}: both choose another", hex16(conflict->nwk.raw));
  }
}

void Driver::stack_status(std::uint32_t now) {
  switch (now) {
    case status::network_up: up_ = true; break;
    case status::network_down:
      up_ = false;
      if (!std::exchange(expecting_down_, false)) log::error(NS, "the radio says that its network is down");
      break;
    case status::network_closed: tasks_.spawn("manufacturer code", report_as(own_manufacturer, std::nullopt)); break;
    case status::channel_changed: tasks_.spawn("channel", look_at_the_channel()); break;
    default: break;
  }
  log::debug(NS, "the stack's status is {}", status_name(now));
  statuses_.complete(now, now);
}

// Where to come back to after a visit to another channel.
Task<> Driver::look_at_the_channel() {
  const GetNetworkParameters::Request nothing{};
  const auto now = co_await link_.demand<GetNetworkParameters>(nothing);
  if (now) channel_ = now->channel;
}

// Once an hour what the firmware has counted goes to the log: who looks for interference finds it there.
void Driver::count_regularly() {
  counters_.start(between_counts, [this] {
    tasks_.spawn("counters", read_counters());
    count_regularly();
  });
}

Task<> Driver::read_counters() {
  const ReadAndClearCounters::Request nothing{};
  const auto answer = co_await link_.call<ReadAndClearCounters>(nothing);
  if (!answer) co_return;
  Reader in(answer->values.bytes);
  std::string text;
  const auto names = counter_names();
  counted_.resize(names.size());
  for (std::size_t i = 0; i < names.size() && in.remaining() >= 2; ++i) {
    const std::uint16_t count = in.u16();
    counted_[i] += count;
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", names[i], count);
  }
  log::info(NS, "the radio counted in the last hour: {}", text.empty() ? "nothing" : text);
  const AshCounters& line = link_.counters();
  log::info(NS, "on the line since the start: {} frames sent, {} received, {} sent again, {} damaged, {} silences", line.sent,
            line.received, line.sent_again, line.damaged, line.silences);
}

std::vector<RadioCount> Driver::counts() const {
  const AshCounters& line = link_.counters();
  std::vector<RadioCount> out{
      {"frames_sent", line.sent},           {"frames_received", line.received},   {"frames_sent_again", line.sent_again},
      {"damaged_frames", line.damaged},     {"duplicate_frames", line.duplicates}, {"frames_out_of_order", line.out_of_order},
      {"refused_frames", line.naks},        {"silences", line.silences},
  };
  const auto names = counter_names();  // of the firmware, which is asked once an hour
  for (std::size_t i = 0; i < counted_.size(); ++i) out.push_back({names[i], counted_[i]});
  return out;
}

}  // namespace waggle::coordinator::ember
