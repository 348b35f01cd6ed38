#include "coordinator/zboss/link.h"

#include <fmt/core.h>

#include "core/log.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view NS = "zh:zboss:driv";
constexpr std::uint8_t highest_sequence = 0xFE;  // 255 is the firmware's
/// Some sticks restart when their port is opened, and need a while.
constexpr int greetings = 4;
constexpr std::chrono::seconds for_greeting{3};
constexpr std::chrono::seconds for_restart{10};
constexpr std::chrono::milliseconds settling{300};
/// A USB stick is gone for that long.
constexpr std::chrono::seconds between_reopenings{2};
constexpr int reopenings = 6;

std::string_view reset_source(std::uint8_t code) {
  constexpr std::string_view names[] = {"power on", "software", "reset pin", "brown-out", "loss of its clock", "another reason"};
  return code < std::size(names) ? names[code] : names[5];
}

}  // namespace

Link::Link(Scheduler& scheduler, io::Opener opener, Owner& owner)
    : scheduler_(scheduler), opener_(std::move(opener)), owner_(owner), line_(scheduler, *this), responses_(scheduler), restarts_(scheduler) {}

Link::~Link() {
  if (stream_) stream_->listen(nullptr);
}

// Beginning and end ---------------------------------------------------------------------------------

Task<Result<>> Link::connect() {
  auto stream = co_await opener_();
  if (!stream) co_return std::move(stream.error());
  stream_ = std::move(*stream);
  stream_->listen(this);
  line_.start();
  co_return Result<>{};
}

Task<Result<GetModuleVersion::Response>> Link::greet() {
  for (int tries = 1;; ++tries) {
    const GetModuleVersion::Request nothing{};
    auto version = co_await call<GetModuleVersion>(nothing, for_greeting);
    if (version || tries == greetings || version.error().code != Errc::timeout) co_return version;
  }
}

Task<Result<GetModuleVersion::Response>> Link::open() {
  const Quiet quiet(*this);
  CO_TRY_DO(co_await connect());
  co_return co_await greet();
}

Task<Result<>> Link::restart(NcpReset::Option option) {
  const Quiet quiet(*this);
  const Octet parameters{option};
  for (int tries = 1;; ++tries) {
    if (!is_open()) co_return Error{Errc::closed, "the radio is not connected"};
    responses_.fail_all({Errc::closed, "the radio was restarted"});
    vanished_ = false;
    auto notice = restarts_.expect(0);
    send(NcpReset::id.number, next_sequence(), encode(parameters), Line::Effort::once);
    const auto told = co_await notice.wait(for_restart, "restarting the radio");
    if (told) break;
    if (vanished_) {
      Result<> connected = told.error();
      for (int i = 0; i < reopenings && !connected; ++i) {
        co_await sleep(scheduler_, between_reopenings);
        connected = co_await connect();
      }
      CO_TRY_DO(connected);
      break;
    }
    if (tries == 2) co_return told.error();
  }
  co_await sleep(scheduler_, settling);
  CO_TRY_DO(co_await greet());
  co_return Result<>{};
}

void Link::close(const Error& why) {
  if (!stream_) return;
  stream_->listen(nullptr);
  // It may be the stream that is calling: it goes when it has returned.
  scheduler_.post([dying = std::shared_ptr<io::Stream>(std::move(stream_))] {});
  line_.stop();
  restarts_.fail_all(why);
  responses_.fail_all(why);
}

// Whoever opens or restarts hears of it, and nobody else.
void Link::lost(const Error& error) {
  const Error why = error;
  close(why);
  vanished_ = true;
  if (quiet_ == 0) owner_.on_link_lost(why);
}

void Link::on_closed(const Error& error) { lost(error); }
void Link::on_line_down(const Error& error) { lost(error); }

bool Link::restarting() const {
  return restarts_.expects([](int) { return true; });
}

void Link::restarted(std::string_view why) {
  if (restarting()) {
    line_.start();
    restarts_.complete(0, Nothing{});
  } else if (quiet_ == 0) {
    lost({Errc::closed, fmt::format("the radio has restarted by itself ({})", why)});
  }
}

// Calls ---------------------------------------------------------------------------------------------

std::uint8_t Link::next_sequence() {
  do {
    sequence_ = sequence_ >= highest_sequence ? 1 : static_cast<std::uint8_t>(sequence_ + 1);
  } while (responses_.size() < highest_sequence && responses_.expects([&](const Key& key) { return key.sequence == sequence_; }));
  return sequence_;
}

void Link::send(std::uint16_t call, std::uint8_t sequence, ByteView parameters, Line::Effort effort) {
  Message message;
  message.call = call;
  message.sequence = sequence;
  message.parameters = parameters;
  if (log::enabled(log::Level::debug, NS)) log::debug(NS, "===> {}", describe(message));
  line_.send(encode(message), effort);
}

Task<Result<Bytes>> Link::call_raw(std::uint16_t call, Bytes parameters, std::chrono::nanoseconds limit) {
  if (!is_open()) co_return Error{Errc::closed, call_name(call) + ": the radio is not connected"};
  const std::uint8_t sequence = next_sequence();
  auto response = responses_.expect(Key{call, sequence});
  send(call, sequence, parameters);
  co_return co_await response.wait(limit, call_name(call));
}

Result<> Link::tell(std::uint16_t call, ByteView parameters) {
  if (!is_open()) return Error{Errc::closed, call_name(call) + ": the radio is not connected"};
  send(call, next_sequence(), parameters);
  return {};
}

void Link::on_bytes(ByteView bytes) { line_.feed(bytes); }

void Link::line_write(ByteView octets) {
  if (stream_) stream_->write(octets);
}

void Link::on_line_packet(ByteView packet) {
  const auto message = decode_message(packet);
  if (!message || message->kind == Message::Kind::request) {
    log::warning(NS, "the radio sent what is no message: '{}'", to_hex(packet));
    return;
  }
  if (log::enabled(log::Level::debug, NS)) log::debug(NS, "<=== {}", describe(*message));
  const bool answers_reset = message->call == NcpReset::id.number && message->kind == Message::Kind::response;
  if (answers_reset && (restarting() || message->sequence == NcpReset::no_sequence)) {
    restarted("it does not say why");
    return;
  }
  if (message->kind == Message::Kind::indication) {
    if (message->call == ResetIndication::id.number) {
      restarted(reset_source(message->parameters.empty() ? std::uint8_t{ResetIndication::other} : message->parameters[0]));
    } else {
      owner_.on_indication(message->call, message->parameters);
    }
    return;
  }
  Result<Bytes> answer = Bytes(message->parameters.begin(), message->parameters.end());
  const Status status{static_cast<Category>(message->category), message->status};
  if (!status.ok()) {
    const Errc code = status == status::not_implemented ? Errc::unsupported : Errc::refused;
    answer = Error{code, fmt::format("{}: the radio answers {}", call_name(message->call), status_name(status)), status.both()};
  }
  if (!responses_.complete(Key{message->call, message->sequence}, std::move(answer))) log::debug(NS, "nobody waits for this response");
}

}  // namespace waggle::coordinator::zboss
