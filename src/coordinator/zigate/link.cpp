#include "coordinator/zigate/link.h"

#include <fmt/core.h>

#include "coordinator/zigate/status.h"
#include "core/log.h"

namespace waggle::coordinator::zigate {
namespace {

constexpr std::string_view NS = "zh:zigate:link";

/// The octets without key material.
std::string for_the_log(std::uint16_t number, ByteView data) {
  const bool secret = number == NetworkKey::id.number || number == RecoveryData::id.number || number == RecoveryAllData::id.number ||
                      number == RestoreRecovery::id.number || number == SetSecurity::id.number;
  const Row* row = secret ? find_row(number) : nullptr;
  return row ? fmt::format("{} ({} octets)", row->id.name, data.size()) : describe(number, data);
}

}  // namespace

Link::Link(Scheduler& scheduler, Owner& owner)
    : scheduler_(scheduler), owner_(owner), one_at_a_time_(scheduler, 1), statuses_(scheduler), messages_(scheduler) {}

Link::~Link() {
  if (stream_) stream_->listen(nullptr);
}

void Link::open(std::unique_ptr<io::Stream> stream) {
  parser_.clear();
  stream_ = std::move(stream);
  stream_->listen(this);
}

void Link::close(const Error& why) {
  if (!stream_) return;
  stream_->listen(nullptr);
  // It may be the stream that is calling: it goes when it has returned.
  scheduler_.post([dying = std::shared_ptr<io::Stream>(std::move(stream_))] {});
  statuses_.fail_all(why);
  messages_.fail_all(why);
}

Error Link::refused(std::string_view name, std::uint8_t status) {
  const bool unknown = status == status::unhandled_command;
  return {unknown ? Errc::unsupported : Errc::refused,
          fmt::format("{}: {}", name, unknown ? "the radio's firmware has no such command" : "the radio answers " + status_name(status)),
          status};
}

void Link::write(MessageId id, ByteView data) {
  if (log::enabled(log::Level::debug, NS)) log::debug(NS, "===> {}", for_the_log(id.number, data));
  stream_->write(encode({id.number, data}));
}

Task<Result<Status>> Link::order_octets(MessageId id, Bytes data, Patience patience, std::function<void(const Status&)> at_once) {
  auto turn = co_await one_at_a_time_.enter();
  for (int tries = 1;; ++tries) {
    if (!stream_) co_return Error{Errc::closed, std::string(id.name) + ": the radio is not connected"};
    auto slot = statuses_.expect(id.number);
    at_once_ = at_once;
    write(id, data);
    auto answer = co_await slot.wait(patience.limit, std::string(id.name));
    at_once_ = {};
    if (answer && answer->status != status::ok) co_return refused(id.name, answer->status);
    if (answer || answer.error().code != Errc::timeout || tries == patience.tries) co_return answer;
    log::debug(NS, "no answer to {}, try {}", id.name, tries);
  }
}

Task<Result<Bytes>> Link::ask_octets(MessageId id, MessageId wanted, Bytes data, std::chrono::nanoseconds limit) {
  constexpr int most_tries = 3;
  auto turn = co_await one_at_a_time_.enter();
  for (int tries = 1;; ++tries) {
    if (!stream_) co_return Error{Errc::closed, std::string(id.name) + ": the radio is not connected"};
    auto slot = messages_.expect(wanted.number);
    write(id, data);
    auto answer = co_await slot.wait(limit, std::string(id.name));
    if (answer || answer.error().code != Errc::timeout || tries == most_tries) co_return answer;
    log::debug(NS, "no answer to {}, try {}", id.name, tries);
  }
}

void Link::on_bytes(ByteView bytes) {
  parser_.feed(bytes, [this](const Frame& frame) {
    if (stream_) hear(frame);
  });
}

void Link::on_closed(const Error& error) {
  const Error why = error;
  close(why);
  owner_.on_link_lost(why);
}

void Link::hear(const Frame& frame) {
  const Spoken message = spoken(frame);
  if (log::enabled(log::Level::debug, NS)) log::debug(NS, "<=== {}", for_the_log(message.type, message.data));
  if (message.type != Status::id.number) {
    const bool awaited = messages_.complete(message.type, Bytes(message.data.begin(), message.data.end()));
    owner_.on_message(message, awaited);
    return;
  }
  const auto status = from_wire<Status>(message.data);
  if (!status) {
    log::warning(NS, "the radio sent a status that is cut short: '{}'", to_hex(message.data));
    return;
  }
  const bool awaited = statuses_.complete(status->command, *status);
  if (awaited && at_once_ && status->status == status::ok) at_once_(*status);
  // Who waits for more than the status must not wait for what will not come.
  if (status->status == status::ok) return;
  const Row* row = find_row(status->command);
  if (row && row->answer != 0) messages_.complete(row->answer, refused(row->id.name, status->status));
}

}  // namespace waggle::coordinator::zigate
