// Requests and answers over a stream: one command at a time, found again by its number, and what the firmware says
// unasked to the owner. A command that may be repeated is, when no answer comes: the line has no acknowledgements.
#pragma once

#include <memory>

#include "coordinator/deconz/commands.h"
#include "core/pending.h"
#include "core/task.h"
#include "io/stream.h"

namespace waggle::coordinator::deconz {

class Link final : io::Stream::Listener {
 public:
  class Owner {
   public:
    virtual void on_unasked(const Frame& frame) = 0;
    virtual void on_link_lost(const Error& error) = 0;

   protected:
    ~Owner() = default;
  };

  Link(Scheduler& scheduler, Owner& owner);
  ~Link();

  void open(std::unique_ptr<io::Stream> stream);
  void close(const Error& why);
  bool is_open() const { return stream_ != nullptr; }
  /// Frames with a wrong check sum.
  std::size_t damaged() const { return parser_.damaged(); }

  /// A status that is not success is an error of code `refused`, or `unsupported`.
  template <class C>
  Task<Result<typename C::Response>> call(typename C::Request request) {
    Bytes octets = content<C>(request);
    auto raw = co_await call_raw(C::id, std::move(octets));
    if (!raw) co_return std::move(raw.error());
    typename C::Response response;
    if (!read_content<C>(response, *raw)) {
      co_return Error{Errc::malformed, std::string(C::id.name) + ": the answer is cut short: '" + to_hex(*raw) + "'"};
    }
    co_return response;
  }

 private:
  Task<Result<Bytes>> call_raw(CommandId id, Bytes content);
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void hear(const Frame& frame);

  struct Question {
    std::uint8_t command;
    std::uint8_t sequence;
    bool operator==(const Question&) const = default;
  };
  Scheduler& scheduler_;
  Owner& owner_;
  std::unique_ptr<io::Stream> stream_;
  FrameParser parser_;
  Turnstile one_at_a_time_;
  PendingReplies<Question, Bytes> answers_;
  std::uint8_t sequence_ = 0;
};

}  // namespace waggle::coordinator::deconz
