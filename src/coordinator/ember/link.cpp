#include "coordinator/ember/link.h"

#include <fmt/core.h>

#include "core/log.h"

namespace waggle::coordinator::ember {
namespace {
constexpr std::string_view NS = "zh:ember:ezsp";
constexpr std::chrono::seconds reset_limit{40};  // ASH gives up before
}  // namespace

Link::Link(Scheduler& scheduler, Owner& owner)
    : scheduler_(scheduler), owner_(owner), ash_(scheduler, *this, Ash::Side::host), one_at_a_time_(scheduler, 1),
      responses_(scheduler), ups_(scheduler) {}

Link::~Link() {
  if (stream_) stream_->listen(nullptr);
}

Task<Result<Version::Response>> Link::open(std::unique_ptr<io::Stream> stream) {
  stream_ = std::move(stream);
  stream_->listen(this);
  co_return co_await restart();
}

Task<Result<Version::Response>> Link::restart() {
  const Error restarted{Errc::closed, "the radio was restarted"};
  responses_.fail_all(restarted);
  auto up = ups_.expect(0);
  if (!stream_) co_return Error{Errc::closed, "the radio is not connected"};
  ash_.start();
  CO_TRY_DO(co_await up.wait(reset_limit, "restarting the radio"));
  co_return co_await negotiate();
}

// The first command has the oldest form, which firmware of every version understands; the firmware tells its
// version, and expects to be told the same.
Task<Result<Version::Response>> Link::negotiate() {
  form_ = FrameForm::legacy;
  version_ = newest_version;
  const Version::Request newest{newest_version};
  CO_TRY(auto firmware, co_await call<Version>(newest));
  const int version = firmware.version;
  if (version < oldest_version) {
    co_return Error{Errc::unsupported, fmt::format("the radio's firmware speaks version {} of EZSP, and {} is the oldest that works. Update "
                                                   "it to EmberZNet 7.4 or newer", version, oldest_version)};
  }
  if (version > newest_version) {
    co_return Error{Errc::unsupported, fmt::format("the radio's firmware speaks version {} of EZSP, and {} is the newest that is known. Update "
                                                   "this program, or give the radio older firmware", version, newest_version)};
  }
  form_ = FrameForm::extended;
  version_ = version;
  if (version != newest_version) {
    const Version::Request agreed{static_cast<std::uint8_t>(version)};
    CO_TRY(firmware, co_await call<Version>(agreed));
  }
  if (firmware.stack != Version::mesh) {
    co_return Error{Errc::unsupported, fmt::format("the radio's firmware is of kind {}, which is no Zigbee coordinator's", firmware.stack)};
  }
  co_return firmware;
}

void Link::close(const Error& why) {
  if (!stream_) return;
  stream_->listen(nullptr);
  // It may be the stream that is calling: it goes when it has returned.
  scheduler_.post([dying = std::shared_ptr<io::Stream>(std::move(stream_))] {});
  ash_.stop();
  ups_.fail_all(why);
  responses_.fail_all(why);
}

Error Link::refused(CommandId id, std::uint32_t status) {
  return {Errc::refused, fmt::format("{}: the radio answers {}", id.name, status_name(status)), static_cast<int>(status)};
}

Task<Result<Bytes>> Link::call_raw(CommandId id, Bytes parameters, std::chrono::nanoseconds limit) {
  auto turn = co_await one_at_a_time_.enter();
  if (!is_open()) co_return Error{Errc::closed, std::string(id.name) + ": the radio is not connected"};
  EzspFrame frame;
  frame.sequence = ++sequence_;
  frame.number = id.number;
  frame.parameters = parameters;
  auto response = responses_.expect(frame.sequence);
  if (log::enabled(log::Level::debug, NS)) log::debug(NS, "===> {} {}", frame.sequence, describe(id.number, parameters, false, version_));
  if (!ash_.send(encode(frame, form_))) {
    co_return Error{Errc::invalid, fmt::format("{}: {} octets are too many", id.name, parameters.size())};
  }
  co_return co_await response.wait(limit, std::string(id.name));
}

void Link::on_bytes(ByteView bytes) { ash_.feed(bytes); }

void Link::on_closed(const Error& error) {
  const Error why = error;
  close(why);
  owner_.on_link_lost(why);
}

void Link::ash_write(ByteView octets) {
  if (stream_) stream_->write(octets);
}

void Link::on_ash_up() { ups_.complete(0, Nothing{}); }

// While it is being opened, whoever opens hears of it and nobody else.
void Link::on_ash_down(const Error& error) {
  const Error why = error;
  const bool opening = ups_.expects([](int) { return true; });
  close(why);
  if (!opening) owner_.on_link_lost(why);
}

void Link::on_ash_data(ByteView ezsp) {
  const auto frame = decode_ezsp(ezsp, form_);
  if (!frame || !frame->response()) {
    log::warning(NS, "the radio sent what is no EZSP frame: '{}'", to_hex(ezsp));
    return;
  }
  hear(*frame);
}

void Link::hear(const EzspFrame& frame) {
  if (log::enabled(log::Level::debug, NS)) {
    log::debug(NS, "<=== {} {}", frame.sequence, describe(frame.number, frame.parameters, true, version_));
  }
  const bool overflow = frame.control & EzspFrame::overflow;
  if (overflow && !short_of_buffers_) {
    log::warning(NS, "the radio is running out of memory: it was asked to do too much at once, or the network is very busy");
  }
  short_of_buffers_ = overflow;
  if (frame.callback()) {
    owner_.on_callback(frame.number, frame.parameters);
    return;
  }
  Result<Bytes> answer = Bytes(frame.parameters.begin(), frame.parameters.end());
  if (frame.number == InvalidCommand::id.number) {
    const std::uint8_t reason = frame.parameters.empty() ? 0 : frame.parameters[0];
    answer = Error{Errc::unsupported, "the radio's firmware refuses the command: " + refusal_name(reason), reason};
  } else if (frame.control & EzspFrame::truncated) {
    answer = Error{Errc::malformed, "the radio cut its answer short"};
  }
  if (!responses_.complete(frame.sequence, std::move(answer))) log::debug(NS, "nobody waits for this response");
}

}  // namespace waggle::coordinator::ember
