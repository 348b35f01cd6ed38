// Commands and answers of ZiGate over a stream: one command at a time, until the radio has said what becomes of it.
// The line has no acknowledgements of its own, so a command that nobody answers is given again.
#pragma once

#include <memory>

#include "coordinator/zigate/commands.h"
#include "coordinator/zigate/frame.h"
#include "core/pending.h"
#include "core/task.h"
#include "io/stream.h"

namespace waggle::coordinator::zigate {

class Link final : io::Stream::Listener {
 public:
  class Owner {
   public:
    /// `awaited`: somebody waited for it and has it.
    virtual void on_message(const Spoken& message, bool awaited) = 0;
    virtual void on_link_lost(const Error& error) = 0;

   protected:
    ~Owner() = default;
  };
  struct Patience {
    std::chrono::nanoseconds limit = std::chrono::seconds(3);
    int tries = 3;
  };
  using Messages = PendingReplies<std::uint16_t, Bytes>;

  Link(Scheduler& scheduler, Owner& owner);
  ~Link();

  void open(std::unique_ptr<io::Stream> stream);
  void close(const Error& why);
  bool is_open() const { return stream_ != nullptr; }
  /// Frames with a wrong check sum.
  std::size_t damaged() const { return parser_.damaged(); }

  /// Ends when the radio has accepted the command.
  template <class C>
  Task<Result<Status>> order(typename C::Request request) {
    Bytes data = to_wire(request);
    const Patience patience;
    co_return co_await order_octets(C::id, std::move(data), patience);
  }
  /// `at_once`: called when the radio has accepted, before anything else is read: what follows may be in the same octets.
  Task<Result<Status>> order_octets(MessageId id, Bytes data, Patience patience, std::function<void(const Status&)> at_once = nullptr);

  /// Ends with the message that answers the command.
  template <class C>
  Task<Result<typename C::Answer>> ask(typename C::Request request, std::chrono::nanoseconds limit = std::chrono::seconds(3)) {
    Bytes data = to_wire(request);
    auto raw = co_await ask_octets(C::id, C::Answer::id, std::move(data), limit);
    if (!raw) co_return std::move(raw.error());
    auto answer = from_wire<typename C::Answer>(*raw);
    if (!answer) co_return Error{Errc::malformed, std::string(C::id.name) + ": the answer is cut short: '" + to_hex(*raw) + "'"};
    co_return *std::move(answer);
  }

  /// A message that will come by itself.
  Messages::Slot expect(MessageId id) { return messages_.expect(id.number); }

 private:
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void hear(const Frame& frame);
  void write(MessageId id, ByteView data);
  Task<Result<Bytes>> ask_octets(MessageId id, MessageId answer, Bytes data, std::chrono::nanoseconds limit);
  static Error refused(std::string_view name, std::uint8_t status);

  Scheduler& scheduler_;
  Owner& owner_;
  std::unique_ptr<io::Stream> stream_;
  FrameParser parser_;
  Turnstile one_at_a_time_;
  PendingReplies<std::uint16_t, Status> statuses_;  // by command
  std::function<void(const Status&)> at_once_;
  Messages messages_;                               // by type
};

}  // namespace waggle::coordinator::zigate
