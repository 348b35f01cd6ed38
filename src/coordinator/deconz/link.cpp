#include "coordinator/deconz/link.h"

#include <fmt/core.h>

#include "coordinator/deconz/status.h"
#include "core/log.h"

namespace waggle::coordinator::deconz {
namespace {

constexpr std::string_view NS = "zh:deconz";
constexpr std::chrono::seconds answer_limit{2};
constexpr int tries_of_repeatable = 3;

/// Asked for all the time; only what is in it is worth a line.
bool worth_a_line(const Frame& frame) { return frame.command != GetDeviceState::id.number; }

}  // namespace

Link::Link(Scheduler& scheduler, Owner& owner) : scheduler_(scheduler), owner_(owner), one_at_a_time_(scheduler, 1), answers_(scheduler) {}

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
  answers_.fail_all(why);
}

Task<Result<Bytes>> Link::call_raw(CommandId id, Bytes content) {
  auto turn = co_await one_at_a_time_.enter();
  for (int tries = 1;; ++tries) {
    if (!is_open()) co_return Error{Errc::closed, std::string(id.name) + ": the radio is not connected"};
    sequence_ = static_cast<std::uint8_t>(sequence_ % 254 + 1);
    const Frame frame{id.number, sequence_, 0, content};
    const Question question{id.number, sequence_};
    auto answer = answers_.expect(question);
    if (worth_a_line(frame) && log::enabled(log::Level::debug, NS)) log::debug(NS, "===> {}", describe(frame, false));
    stream_->write(encode(frame));
    auto raw = co_await answer.wait(answer_limit, std::string(id.name));
    if (raw || raw.error().code != Errc::timeout || !id.repeatable || tries == tries_of_repeatable) co_return raw;
    log::debug(NS, "{}: no answer in time, asking again", id.name);
  }
}

void Link::on_bytes(ByteView bytes) {
  parser_.feed(bytes, [this](const Frame& frame) { hear(frame); });
}

void Link::on_closed(const Error& error) {
  const Error why = error;
  close(why);
  owner_.on_link_lost(why);
}

void Link::hear(const Frame& frame) {
  if (!stream_) return;  // closed by what was heard before it
  if (worth_a_line(frame) && log::enabled(log::Level::debug, NS)) log::debug(NS, "<=== {}", describe(frame, true));
  const Question question{frame.command, frame.sequence};
  if (answers_.expects([&](const Question& q) { return q == question; })) {
    Result<Bytes> answer = Bytes(frame.content.begin(), frame.content.end());
    if (frame.status != status::success) {
      const Row* row = find_row(frame.command);
      answer = Error{frame.status == status::unsupported ? Errc::unsupported : Errc::refused,
                     fmt::format("{}: the radio answers '{}'", row ? row->id.name : "command", status_name(frame.status)), frame.status};
    }
    answers_.complete(question, std::move(answer));
    return;
  }
  owner_.on_unasked(frame);
}

}  // namespace waggle::coordinator::deconz
