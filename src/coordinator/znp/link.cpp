#include "coordinator/znp/link.h"

#include <fmt/core.h>

#include "core/log.h"

namespace waggle::coordinator::znp {
namespace {
constexpr std::string_view NS = "zh:zstack:znp";
}

Link::Link(Scheduler& scheduler, Owner& owner)
    : scheduler_(scheduler), owner_(owner), partial_(scheduler), one_at_a_time_(scheduler, 1),
      srsps_(scheduler), areqs_(scheduler) {}

Link::~Link() {
  if (stream_) stream_->listen(nullptr);
}

void Link::open(std::unique_ptr<io::Stream> stream) {
  parser_.reset();
  stream_ = std::move(stream);
  stream_->listen(this);
}

void Link::close(const Error& why) {
  if (!stream_) return;
  stream_->listen(nullptr);
  // It may be the stream that is calling: it goes when it has returned.
  scheduler_.post([dying = std::shared_ptr<io::Stream>(std::move(stream_))] {});
  partial_.stop();
  srsps_.fail_all(why);
  areqs_.fail_all(why);
}

void Link::send(UnpiFrame frame, ByteView data) {
  if (!stream_) return;
  frame.data = data;
  log::debug(NS, "--> {}", describe(frame));
  stream_->write(encode(frame));
}

void Link::send_octet(std::uint8_t octet) {
  if (stream_) stream_->write({&octet, 1});
}

Task<Result<Bytes>> Link::call_raw(CommandId id, Bytes data, std::chrono::nanoseconds limit) {
  auto turn = co_await one_at_a_time_.enter();
  if (!stream_) co_return Error{Errc::closed, std::string(id.name) + ": the radio is not connected"};
  if (data.size() > max_data) {
    co_return Error{Errc::invalid, fmt::format("{}: {} octets are too many", id.name, data.size())};
  }
  auto slot = srsps_.expect({id.subsystem, id.number});
  send({Type::sreq, id.subsystem, id.number, {}}, data);
  co_return co_await slot.wait(limit, std::string(id.name));
}

void Link::on_bytes(ByteView bytes) {
  parser_.feed(bytes, [this](const UnpiFrame& frame) { on_frame(frame); });
  watch_partial();
}

// Noise can look like the beginning of a long frame and swallow the good ones behind it.
void Link::watch_partial() {
  partial_.stop();
  if (!parser_.waiting()) return;
  partial_.start(300ms, [this] {
    log::debug(NS, "noise on the line: {} octets skipped, {} damaged frames so far", parser_.skipped(),
               parser_.damaged());
    parser_.give_up_waiting([this](const UnpiFrame& frame) { on_frame(frame); });
    watch_partial();
  });
}

void Link::on_closed(const Error& error) {
  const Error why = error;
  close(why);
  owner_.on_link_lost(why);
}

void Link::on_frame(const UnpiFrame& frame) {
  log::debug(NS, "<-- {}", describe(frame));
  Bytes data(frame.data.begin(), frame.data.end());
  if (frame.type == Type::srsp) {
    // An RPC error names the request it refuses: error code, then type and subsystem, then number.
    if (frame.subsystem == Subsystem::rpc_error && data.size() >= 3) {
      const SrspKey refused{static_cast<Subsystem>(data[1] & 31), data[2]};
      srsps_.complete(refused, Error{Errc::unsupported,
                                     fmt::format("the radio's firmware does not know command {}.{:#04x}",
                                                 static_cast<int>(refused.subsystem), refused.number),
                                     data[0]});
      return;
    }
    if (!srsps_.complete({frame.subsystem, frame.command}, std::move(data))) {
      log::debug(NS, "nobody waits for this response");
    }
    return;
  }
  if (frame.type != Type::areq) return;
  const int first = data.empty() ? -1 : data[0];
  areqs_.complete_if(
      [&](const AreqKey& key) {
        return key.subsystem == frame.subsystem && key.number == frame.command &&
               (key.detail < 0 || key.detail == first);
      },
      std::move(data));
  owner_.on_areq(frame);
}

}  // namespace waggle::coordinator::znp
