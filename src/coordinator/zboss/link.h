// The request/response layer of the ZBOSS NCP protocol over a stream: the line below, several calls under way at once, each
// answered by its number; indications to the driver; restarts, which the firmware tells of and in which a USB stick vanishes.
#pragma once

#include <memory>

#include "coordinator/zboss/commands.h"
#include "coordinator/zboss/line.h"
#include "coordinator/zboss/status.h"
#include "core/pending.h"
#include "core/task.h"
#include "io/stream.h"

namespace waggle::coordinator::zboss {

class Link final : io::Stream::Listener, Line::Owner {
 public:
  class Owner {
   public:
    virtual void on_indication(std::uint16_t call, ByteView parameters) = 0;
    virtual void on_link_lost(const Error& error) = 0;

   protected:
    ~Owner() = default;
  };

  Link(Scheduler& scheduler, io::Opener opener, Owner& owner);
  ~Link();

  /// Opens the port and asks until the firmware answers.
  Task<Result<GetModuleVersion::Response>> open();
  /// Restarts the firmware. What it forgets thereby, `option` says.
  Task<Result<>> restart(NcpReset::Option option);
  void close(const Error& why);
  bool is_open() const { return stream_ != nullptr && line_.is_up(); }
  const LineCounters& counters() const { return line_.counters(); }

  /// The response. A status that is not OK is an error of the code `refused` (`unsupported`, when the firmware does not know
  /// the call) and stands in it as Status::both().
  template <class C>
  Task<Result<typename C::Response>> call(typename C::Request request, std::chrono::nanoseconds limit = usual_limit) {
    Bytes parameters = encode(request);
    auto raw = co_await call_raw(C::id.number, std::move(parameters), limit);
    if (!raw) co_return std::move(raw.error());
    typename C::Response response;
    Reader in(*raw);
    if (!decode(response, in)) {
      co_return Error{Errc::malformed, std::string(C::id.name) + ": the response is cut short: '" + to_hex(*raw) + "'"};
    }
    co_return response;
  }
  Task<Result<Bytes>> call_raw(std::uint16_t call, Bytes parameters, std::chrono::nanoseconds limit = usual_limit);
  /// Sends a request whose answer nobody waits for.
  Result<> tell(std::uint16_t call, ByteView parameters);

 private:
  static constexpr std::chrono::seconds usual_limit{10};
  struct Key {
    std::uint16_t call;
    std::uint8_t sequence;
    bool operator==(const Key&) const = default;
  };
  struct Nothing {};
  /// What happens to the stream meanwhile is no loss.
  class Quiet {
   public:
    explicit Quiet(Link& link) : link_(link) { ++link_.quiet_; }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    ~Quiet() { --link_.quiet_; }

   private:
    Link& link_;
  };

  void on_bytes(ByteView bytes) override;
  void on_closed(const Error& error) override;
  void line_write(ByteView octets) override;
  void on_line_packet(ByteView packet) override;
  void on_line_down(const Error& error) override;
  void lost(const Error& error);
  bool restarting() const;
  void restarted(std::string_view why);
  std::uint8_t next_sequence();
  void send(std::uint16_t call, std::uint8_t sequence, ByteView parameters, Line::Effort effort = Line::Effort::until_acknowledged);
  Task<Result<>> connect();
  Task<Result<GetModuleVersion::Response>> greet();

  Scheduler& scheduler_;
  io::Opener opener_;
  Owner& owner_;
  std::unique_ptr<io::Stream> stream_;
  Line line_;
  PendingReplies<Key, Bytes> responses_;
  PendingReplies<int, Nothing> restarts_;
  std::uint8_t sequence_ = 0;
  int quiet_ = 0;
  bool vanished_ = false;  // the stream, by itself
};

}  // namespace waggle::coordinator::zboss
