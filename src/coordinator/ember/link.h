// The request/response layer of EZSP over a stream: ASH below, one command at a time, the version agreed on,
// callbacks to the driver.
#pragma once

#include <memory>

#include "coordinator/ember/ash.h"
#include "coordinator/ember/commands.h"
#include "coordinator/ember/frame.h"
#include "core/pending.h"
#include "core/task.h"
#include "io/stream.h"

namespace waggle::coordinator::ember {

class Link final : io::Stream::Listener, Ash::Owner {
 public:
  class Owner {
   public:
    virtual void on_callback(std::uint16_t number, ByteView parameters) = 0;
    virtual void on_link_lost(const Error& error) = 0;

   protected:
    ~Owner() = default;
  };

  Link(Scheduler& scheduler, Owner& owner);
  ~Link();

  /// Takes the stream, restarts the firmware, and agrees on a version.
  Task<Result<Version::Response>> open(std::unique_ptr<io::Stream> stream);
  /// Restarts the firmware again.
  Task<Result<Version::Response>> restart();
  void close(const Error& why);
  bool is_open() const { return stream_ != nullptr && ash_.is_up(); }
  int version() const { return version_; }
  const AshCounters& counters() const { return ash_.counters(); }

  /// The response, whatever status it carries.
  template <class C>
  Task<Result<typename C::Response>> call(typename C::Request request, std::chrono::nanoseconds limit = 10s) {
    Bytes parameters = encode(request, version_);
    auto raw = co_await call_raw(C::id, std::move(parameters), limit);
    if (!raw) co_return std::move(raw.error());
    typename C::Response response;
    Reader in(*raw);
    if (!decode(response, in, version_)) {
      co_return Error{Errc::malformed, std::string(C::id.name) + ": the response is cut short: '" + to_hex(*raw) + "'"};
    }
    co_return response;
  }
  /// The response; a status (or outcome) that is not OK is an error of code `refused`.
  template <class C>
  Task<Result<typename C::Response>> demand(typename C::Request request, std::chrono::nanoseconds limit = 10s) {
    auto response = co_await call<C>(std::move(request), limit);
    if (!response) co_return response;
    std::uint32_t outcome = 0;
    if constexpr (requires { response->status; }) {
      outcome = response->status;
    } else {
      outcome = response->outcome;
    }
    if (outcome != status::ok) co_return refused(C::id, outcome);
    co_return response;
  }
  Task<Result<Bytes>> call_raw(CommandId id, Bytes parameters, std::chrono::nanoseconds limit);

  static Error refused(CommandId id, std::uint32_t status);

 private:
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void ash_write(ByteView octets) override;
  void on_ash_data(ByteView ezsp) override;
  void on_ash_up() override;
  void on_ash_down(const Error& error) override;
  void hear(const EzspFrame& frame);
  Task<Result<Version::Response>> negotiate();

  struct Nothing {};
  Scheduler& scheduler_;
  Owner& owner_;
  std::unique_ptr<io::Stream> stream_;
  Ash ash_;
  Turnstile one_at_a_time_;
  PendingReplies<std::uint8_t, Bytes> responses_;  // by sequence number
  PendingReplies<int, Nothing> ups_;
  FrameForm form_ = FrameForm::legacy;
  int version_ = newest_version;
  std::uint8_t sequence_ = 0;
  bool short_of_buffers_ = false;
};

}  // namespace waggle::coordinator::ember
