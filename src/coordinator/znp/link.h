// The request/response layer of the MT protocol over a stream: one synchronous request at a time,
// asynchronous messages to whoever waits for them and to the driver.
#pragma once

#include <memory>

#include "coordinator/znp/commands.h"
#include "core/pending.h"
#include "core/task.h"
#include "io/stream.h"

namespace waggle::coordinator::znp {

class Link final : io::Stream::Listener {
 public:
  class Owner {
   public:
    virtual void on_areq(const UnpiFrame& frame) = 0;
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
  io::Stream* stream() { return stream_.get(); }

  /// The response, whatever status it carries.
  template <class C>
  Task<Result<typename C::Response>> call(typename C::Request request,
                                          std::chrono::nanoseconds limit = 6s) {
    const Bytes data = encode(request);
    auto raw = co_await call_raw(C::id, data, limit);
    if (!raw) co_return std::move(raw.error());
    typename C::Response response;
    Reader in(*raw);
    if (!decode(response, in)) {
      co_return Error{Errc::malformed, std::string(C::id.name) + ": the response is cut short: '" +
                                           to_hex(*raw) + "'"};
    }
    co_return response;
  }
  /// The response; a status that is neither success nor `also_good` is an error of code `refused`.
  template <class C>
  Task<Result<typename C::Response>> demand(typename C::Request request, int also_good = -1,
                                            std::chrono::nanoseconds limit = 6s) {
    auto response = co_await call<C>(std::move(request), limit);
    if (response && response->status != 0 && response->status != also_good) {
      co_return Error{Errc::refused,
                      std::string(C::id.name) + ": the radio answers " + status_name(response->status),
                      response->status};
    }
    co_return response;
  }
  Task<Result<Bytes>> call_raw(CommandId id, Bytes data, std::chrono::nanoseconds limit);

  /// Sends an asynchronous message; nothing answers.
  template <class C>
  void tell(const typename C::Message& message) {
    send({Type::areq, C::id.subsystem, C::id.number, {}}, encode(message));
  }
  void send_octet(std::uint8_t octet);

  struct AreqKey {
    Subsystem subsystem;
    std::uint8_t number;
    int detail = -1;  // first octet, where it matters (a state, a transaction)
    bool operator==(const AreqKey&) const = default;
  };
  using Areqs = PendingReplies<AreqKey, Bytes>;
  /// Waits for an asynchronous message; take the slot before causing it.
  Areqs::Slot expect(Subsystem subsystem, std::uint8_t number, int first_octet = -1) {
    return areqs_.expect({subsystem, number, first_octet});
  }

 private:
  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void on_frame(const UnpiFrame& frame);
  void send(UnpiFrame frame, ByteView data);
  void watch_partial();

  struct SrspKey {
    Subsystem subsystem;
    std::uint8_t number;
    bool operator==(const SrspKey&) const = default;
  };

  Scheduler& scheduler_;
  Owner& owner_;
  std::unique_ptr<io::Stream> stream_;
  UnpiParser parser_;
  Timer partial_;
  Turnstile one_at_a_time_;
  PendingReplies<SrspKey, Bytes> srsps_;
  Areqs areqs_;
};

}  // namespace waggle::coordinator::znp
