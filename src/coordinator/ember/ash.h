// Ash: one end of an ASH connection (UG101): frames numbered and acknowledged, a window, what got lost sent
// again, the reset with which it begins. Octets in, octets out; whoever owns it has the stream. Knows nothing of
// what is in a frame.
//
// An acknowledgement leaves as soon as its frame has been read, before anybody looks into the frame: the firmware
// gives up and restarts when a host is silent for some seconds, however much the host has to do.
#pragma once

#include <array>
#include <deque>

#include "coordinator/ember/ash_frame.h"
#include "core/result.h"
#include "core/scheduler.h"

namespace waggle::coordinator::ember {

/// What happened on the line since the start.
struct AshCounters {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t sent_again = 0;
  std::uint64_t damaged = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t naks = 0;           // received
  std::uint64_t silences = 0;       // no acknowledgement in time
};

/// "software", "watchdog": the codes of RSTACK and ERROR.
std::string reset_name(std::uint8_t code);

class Ash {
 public:
  enum class Side : std::uint8_t { host, radio };
  static constexpr std::uint8_t software_reset = 0x0B, power_on_reset = 0x02, no_acknowledgement = 0x51;

  class Owner {
   public:
    virtual void ash_write(ByteView octets) = 0;
    /// An EZSP frame; in order, each once.
    virtual void on_ash_data(ByteView ezsp) = 0;
    /// Host: the firmware has restarted as asked and listens.
    virtual void on_ash_up() {}
    /// The connection is over; the next begins with start().
    virtual void on_ash_down(const Error& error) = 0;
    /// Radio: the host wants a restart.
    virtual void on_ash_reset() {}

   protected:
    ~Owner() = default;
  };

  Ash(Scheduler& scheduler, Owner& owner, Side side);

  /// Host: asks the firmware to restart. on_ash_up() or on_ash_down() follows.
  void start();
  /// Radio: has restarted.
  void announce(std::uint8_t code);
  /// Radio: gives up; says so to whatever comes.
  void fail(std::uint8_t code);
  void stop();

  bool is_up() const { return state_ == State::up; }
  void feed(ByteView octets);
  /// Queues; false when not connected or when it does not fit into a frame.
  bool send(Bytes ezsp);
  std::size_t backlog() const { return waiting_.size() + unacknowledged_.size(); }
  const AshCounters& counters() const { return counters_; }
  /// For tests of the other side: takes what has just come for damaged; acknowledgements leave this much later.
  void refuse() {
    reject();
    pump();
  }
  std::chrono::nanoseconds acknowledge_after{};

 private:
  enum class State : std::uint8_t { down, starting, up, failed };

  void reset_numbers();
  void ask_for_reset();
  void take(AshFrame&& frame);
  void take_short(const AshFrame& frame);
  void take_data(AshFrame&& frame);
  bool acknowledged(std::uint8_t ack);
  void reject();
  void up();
  void pump();
  void pump_acknowledgement();
  void repeat_all();
  void watch();
  void silence();
  void down(Error error);
  void write(const AshFrame& frame);

  Scheduler& scheduler_;
  Owner& owner_;
  Side side_;
  State state_ = State::down;
  AshParser parser_;
  std::uint8_t next_ = 0;                // the number of the next frame that leaves
  std::uint8_t expected_ = 0;            // and of the next that comes
  std::deque<Bytes> unacknowledged_;     // sent; the last has the number next_ - 1
  std::deque<Bytes> waiting_;            // not sent yet
  std::deque<Bytes> arrived_;            // to be handed on when the octets at hand have been read
  bool acknowledge_ = false;
  bool rejecting_ = false;               // a NAK was sent; further damage is part of the same
  bool reject_ = false;
  bool other_not_ready_ = false;
  int silences_ = 0;
  int resets_ = 0;
  std::uint8_t code_ = 0;
  std::chrono::nanoseconds patience_{};  // for an acknowledgement
  Instant sent_at_{};
  Timer silence_;
  Timer hold_;
  Timer acknowledgement_;
  Timer reset_;
  AshCounters counters_;
};

}  // namespace waggle::coordinator::ember
