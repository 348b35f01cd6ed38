#include "coordinator/ember/ash.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/log.h"

namespace waggle::coordinator::ember {
namespace {

constexpr std::string_view NS = "zh:ember:uart:ash";
constexpr std::uint8_t ash_version = 2;
constexpr std::size_t window = 3;
constexpr int most_silences = 6;
constexpr int most_resets = 5;
// UG101, 5.2, as hosts are configured by their makers.
constexpr std::chrono::milliseconds first_patience{800}, least_patience{400}, most_patience{2400};
constexpr std::chrono::milliseconds reset_takes{5000};
/// After a restart for another reason there comes, with some firmware, the one that was asked for.
constexpr std::chrono::milliseconds second_reset{1500};
/// For how long the other side may have no room before it is asked again.
constexpr std::chrono::milliseconds most_hold{1000};
/// The loop was busy: what has come meanwhile is read before silence is believed.
constexpr std::chrono::milliseconds late{20};

constexpr std::uint8_t after(std::uint8_t number, std::size_t by = 1) { return static_cast<std::uint8_t>((number + by) & 7); }

std::string describe(const AshFrame& frame) {
  using Kind = AshFrame::Kind;
  switch (frame.kind) {
    case Kind::data: return fmt::format("DATA {}{} ack {}: {}", frame.number, frame.again ? " again" : "", frame.ack, to_hex(frame.data));
    case Kind::ack: return fmt::format("ACK {}{}", frame.ack, frame.not_ready ? " not ready" : "");
    case Kind::nak: return fmt::format("NAK {}{}", frame.ack, frame.not_ready ? " not ready" : "");
    case Kind::rst: return "RST";
    case Kind::rstack: return fmt::format("RSTACK version {} {}", frame.version, reset_name(frame.code));
    case Kind::error: return fmt::format("ERROR version {} {}", frame.version, reset_name(frame.code));
    case Kind::damaged: break;
  }
  return "damaged";
}

}  // namespace

std::string reset_name(std::uint8_t code) {
  switch (code) {
    case 0x00: return "unknown reason";
    case 0x01: return "reset pin";
    case 0x02: return "power on";
    case 0x03: return "watchdog";
    case 0x06: return "assertion";
    case 0x09: return "bootloader";
    case 0x0B: return "software";
    case 0x51: return "too many missing acknowledgements";
    case 0x80: return "fault of the chip";
    default: return fmt::format("code {:#04x}", code);
  }
}

Ash::Ash(Scheduler& scheduler, Owner& owner, Side side)
    : scheduler_(scheduler), owner_(owner), side_(side), silence_(scheduler), hold_(scheduler), acknowledgement_(scheduler),
      reset_(scheduler) {}

void Ash::reset_numbers() {
  next_ = expected_ = 0;
  unacknowledged_.clear();
  waiting_.clear();
  arrived_.clear();
  acknowledge_ = rejecting_ = reject_ = other_not_ready_ = false;
  silences_ = 0;
  patience_ = first_patience;
  silence_.stop();
  hold_.stop();
  acknowledgement_.stop();
  reset_.stop();
}

// Beginning and end ---------------------------------------------------------------------------------

void Ash::start() {
  parser_.reset();
  reset_numbers();
  state_ = State::starting;
  resets_ = 0;
  ask_for_reset();
}

void Ash::ask_for_reset() {
  if (++resets_ > most_resets) {
    down({Errc::timeout, "no EmberZNet firmware answers: the radio was asked 5 times to restart and never did. Check the port, the "
                         "speed (serial.baudrate) and the flow control (serial.rtscts), and that no other program uses the radio"});
    return;
  }
  owner_.ash_write({&ash_cancel, 1});  // whatever the firmware has read so far is no part of it
  write({AshFrame::Kind::rst});
  reset_.start(reset_takes, [this] { ask_for_reset(); });
}

void Ash::announce(std::uint8_t code) {
  reset_numbers();
  state_ = State::up;
  AshFrame frame{AshFrame::Kind::rstack};
  frame.version = ash_version;
  frame.code = code;
  owner_.ash_write({&ash_cancel, 1});
  write(frame);
}

void Ash::fail(std::uint8_t code) {
  reset_numbers();
  state_ = State::failed;
  code_ = code;
  AshFrame frame{AshFrame::Kind::error};
  frame.version = ash_version;
  frame.code = code;
  write(frame);
}

void Ash::stop() {
  reset_numbers();
  parser_.reset();
  state_ = State::down;
}

void Ash::down(Error error) {
  stop();
  owner_.on_ash_down(error);
}

void Ash::up() {
  reset_numbers();
  state_ = State::up;
  acknowledge_ = true;
  owner_.on_ash_up();
}

// Reading -------------------------------------------------------------------------------------------

void Ash::feed(ByteView octets) {
  parser_.feed(octets, [this](AshFrame&& frame) { take(std::move(frame)); });
  if (parser_.held() && !hold_.running()) {
    hold_.start(most_hold, [this] {
      parser_.release();
      pump();
    });
  }
  pump();
  while (!arrived_.empty() && state_ == State::up) {
    const Bytes data = std::move(arrived_.front());
    arrived_.pop_front();
    owner_.on_ash_data(data);
  }
}

void Ash::take(AshFrame&& frame) {
  if (log::enabled(log::Level::debug, NS) && side_ == Side::host) log::debug(NS, "<--- {}", describe(frame));
  using Kind = AshFrame::Kind;
  if (side_ == Side::radio && frame.kind == Kind::rst) {
    stop();
    owner_.on_ash_reset();
    return;
  }
  if (state_ == State::failed) {
    fail(code_);
    return;
  }
  if (state_ == State::starting) {
    if (frame.kind != Kind::rstack) return;  // left over from before
    if (frame.version != ash_version) {
      down({Errc::unsupported, fmt::format("the radio's firmware speaks version {} of ASH, and only 2 is known", frame.version)});
    } else if (frame.code == software_reset) {
      up();
    } else {
      reset_.start(second_reset, [this] {
        up();
        pump();
      });
    }
    return;
  }
  if (state_ != State::up) return;
  switch (frame.kind) {
    case Kind::data:
    case Kind::ack:
    case Kind::nak:
      if (!acknowledged(frame.ack)) {
        reject();
        return;
      }
      if (frame.kind == Kind::data) {
        take_data(std::move(frame));
      } else {
        take_short(frame);
      }
      return;
    case Kind::rstack:
      if (side_ == Side::radio) return;
      down({Errc::closed, fmt::format("the radio restarted by itself ({})", reset_name(frame.code)), frame.code});
      return;
    case Kind::error:
      if (side_ == Side::radio) return;
      down({Errc::closed, fmt::format("the radio's firmware has given up ({})", reset_name(frame.code)), frame.code});
      return;
    case Kind::damaged:
      ++counters_.damaged;
      reject();
      return;
    case Kind::rst: return;
  }
}

/// False when the other side acknowledges what was never sent.
bool Ash::acknowledged(std::uint8_t ack) {
  const std::uint8_t oldest = after(next_, 8 - unacknowledged_.size());
  const std::size_t count = (ack - oldest) & 7;
  if (count > unacknowledged_.size()) return false;
  if (count == 0) return true;
  // UG101, 5.2.2: an eighth of what is new and seven of what was known. What was sent twice tells nothing.
  if (silences_ == 0) {
    const auto took = scheduler_.now().since_start - sent_at_.since_start;
    patience_ = std::clamp<std::chrono::nanoseconds>(patience_ * 7 / 8 + took / 2, least_patience, most_patience);
  }
  silences_ = 0;
  unacknowledged_.erase(unacknowledged_.begin(), unacknowledged_.begin() + static_cast<std::ptrdiff_t>(count));
  watch();
  return true;
}

void Ash::take_short(const AshFrame& frame) {
  other_not_ready_ = frame.not_ready;
  if (other_not_ready_) {
    hold_.start(most_hold, [this] {
      other_not_ready_ = false;
      pump();
    });
  }
  if (frame.kind != AshFrame::Kind::nak) return;
  ++counters_.naks;
  repeat_all();
}

void Ash::take_data(AshFrame&& frame) {
  if (frame.number == expected_) {
    expected_ = after(expected_);
    rejecting_ = reject_ = false;
    acknowledge_ = true;
    ++counters_.received;
    arrived_.push_back(std::move(frame.data));
  } else if (frame.again) {
    ++counters_.duplicates;
    acknowledge_ = true;  // ours got lost
  } else {
    ++counters_.out_of_order;
    reject();
  }
}

void Ash::reject() {
  if (rejecting_) return;
  rejecting_ = reject_ = true;
}

// Writing -------------------------------------------------------------------------------------------

bool Ash::send(Bytes ezsp) {
  if (state_ != State::up || ezsp.size() < least_ash_data || ezsp.size() > most_ash_data) return false;
  waiting_.push_back(std::move(ezsp));
  pump();
  return true;
}

void Ash::pump() {
  if (state_ != State::up || parser_.held()) return;
  if (std::exchange(reject_, false)) {
    acknowledge_ = false;
    AshFrame frame{AshFrame::Kind::nak};
    frame.ack = expected_;
    write(frame);
  }
  while (!waiting_.empty() && unacknowledged_.size() < window && !other_not_ready_) {
    AshFrame frame{AshFrame::Kind::data};
    frame.number = next_;
    frame.ack = expected_;
    frame.data = waiting_.front();
    if (unacknowledged_.empty()) sent_at_ = scheduler_.now();
    unacknowledged_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    next_ = after(next_);
    acknowledge_ = false;
    ++counters_.sent;
    write(frame);
    if (!silence_.running()) watch();
  }
  pump_acknowledgement();
}

void Ash::pump_acknowledgement() {
  if (!std::exchange(acknowledge_, false)) return;
  const auto acknowledge = [this] {
    AshFrame frame{AshFrame::Kind::ack};
    frame.ack = expected_;
    write(frame);
  };
  if (acknowledge_after == std::chrono::nanoseconds{}) {
    acknowledge();
  } else if (!acknowledgement_.running()) {
    acknowledgement_.start(acknowledge_after, acknowledge);
  }
}

void Ash::repeat_all() {
  std::uint8_t number = after(next_, 8 - unacknowledged_.size());
  for (const Bytes& data : unacknowledged_) {
    AshFrame frame{AshFrame::Kind::data};
    frame.number = number;
    frame.ack = expected_;
    frame.again = true;
    frame.data = data;
    ++counters_.sent_again;
    write(frame);
    number = after(number);
  }
  if (!unacknowledged_.empty()) acknowledge_ = false;
  watch();
}

void Ash::watch() {
  silence_.stop();
  if (unacknowledged_.empty()) return;
  const Instant due = scheduler_.now() + patience_;
  silence_.start(patience_, [this, due] {
    if (scheduler_.now() > due + late) {
      silence_.start(late, [this] { silence(); });
    } else {
      silence();
    }
  });
}

void Ash::silence() {
  ++counters_.silences;
  patience_ = std::min<std::chrono::nanoseconds>(patience_ * 2, most_patience);
  if (++silences_ < most_silences) {
    repeat_all();
  } else if (side_ == Side::radio) {
    fail(no_acknowledgement);
  } else {
    down({Errc::timeout, "the radio does not answer any more: what was sent to it was repeated 5 times and never acknowledged"});
  }
}

void Ash::write(const AshFrame& frame) {
  if (log::enabled(log::Level::debug, NS) && side_ == Side::host) log::debug(NS, "---> {}", describe(frame));
  owner_.ash_write(encode(frame));
}

}  // namespace waggle::coordinator::ember
