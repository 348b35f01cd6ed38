// Line: one end of a connection of the ZBOSS NCP protocol's low level: packets cut into frames, frames numbered and
// acknowledged one at a time, what got lost sent again. Octets in, octets out; whoever owns it has the stream. Knows
// nothing of what is in a packet.
//
// Frames are numbered 0, 1, 2, 3, 1, 2, 3 …: the 0 begins, after a restart of the firmware or of the host.
#pragma once

#include <deque>
#include <optional>

#include "coordinator/zboss/frame.h"
#include "core/result.h"
#include "core/scheduler.h"

namespace waggle::coordinator::zboss {

/// What happened on the line since the start.
struct LineCounters {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t sent_again = 0;
  std::uint64_t damaged = 0;
  std::uint64_t duplicates = 0;
};

class Line {
 public:
  class Owner {
   public:
    virtual void line_write(ByteView octets) = 0;
    /// In order, each once.
    virtual void on_line_packet(ByteView packet) = 0;
    /// The other side acknowledges nothing any more.
    virtual void on_line_down(const Error& error) = 0;

   protected:
    ~Owner() = default;
  };

  Line(Scheduler& scheduler, Owner& owner);

  /// From the first number again; what was under way is forgotten.
  void start();
  void stop();
  bool is_up() const { return up_; }

  void feed(ByteView octets);
  enum class Effort : std::uint8_t {
    until_acknowledged,
    once,  // for what makes the other side restart: it may do so before it acknowledges
  };
  void send(Bytes packet, Effort effort = Effort::until_acknowledged);
  const LineCounters& counters() const { return counters_; }

  /// For tests of the other side: takes the next packet for damaged; acknowledgements leave this much later.
  void refuse_next() { ++to_refuse_; }
  std::chrono::nanoseconds acknowledge_after{};

 private:
  struct Part {
    Frame frame;
    Effort effort;
  };
  void take(Frame&& frame, FrameParser::Body body);
  void take_part(Frame&& frame);
  void acknowledge(std::uint8_t number, bool again);
  void acknowledged(const Frame& frame);
  void done();
  void pump();
  void transmit();
  void silence();
  void write_due();

  Scheduler& scheduler_;
  Owner& owner_;
  bool up_ = false;
  FrameParser parser_;
  std::deque<Part> waiting_;  // the first is under way
  bool under_way_ = false;
  int tries_ = 0;
  std::uint8_t next_ = 0;
  std::optional<std::pair<std::uint8_t, std::uint16_t>> heard_;  // the last frame: number and check sum
  Bytes packet_;                                                 // as much of it as has come
  bool packet_begun_ = false;
  int to_refuse_ = 0;
  std::deque<std::pair<Instant, Bytes>> late_;  // acknowledgements that are held back
  Timer silence_;
  Timer unfinished_;
  Timer lateness_;
  LineCounters counters_;
};

}  // namespace waggle::coordinator::zboss
