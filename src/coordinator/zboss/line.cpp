#include "coordinator/zboss/line.h"

#include <algorithm>

#include "core/log.h"

namespace waggle::coordinator::zboss {
namespace {

constexpr std::string_view NS = "zh:zboss:uart";
/// For an acknowledgement: what is in between (USB, a network) takes most of it.
constexpr std::chrono::milliseconds patience{1000};
constexpr int most_tries = 6;
/// Between octets of one frame.
constexpr std::chrono::milliseconds longest_pause{300};
constexpr std::size_t most_packet = 4096;

std::uint8_t after(std::uint8_t number) { return static_cast<std::uint8_t>(number % 3 + 1); }

}  // namespace

Line::Line(Scheduler& scheduler, Owner& owner)
    : scheduler_(scheduler), owner_(owner), silence_(scheduler), unfinished_(scheduler), lateness_(scheduler) {}

void Line::start() {
  stop();
  next_ = 0;
  heard_.reset();
  up_ = true;
}

void Line::stop() {
  up_ = under_way_ = packet_begun_ = false;
  parser_.clear();
  waiting_.clear();
  packet_.clear();
  late_.clear();
  silence_.stop();
  unfinished_.stop();
  lateness_.stop();
}

// What leaves ---------------------------------------------------------------------------------------

// The first part is the one that is not full, as the firmware's makers do it.
void Line::send(Bytes packet, Effort effort) {
  if (!up_ || packet.empty()) return;
  const ByteView all(packet);
  std::size_t size = all.size() % most_body;
  if (size == 0) size = most_body;
  for (std::size_t at = 0; at < all.size(); at += std::exchange(size, most_body)) {
    Frame frame;
    frame.first = at == 0;
    frame.last = at + size == all.size();
    const ByteView part = all.subspan(at, size);
    frame.body.assign(part.begin(), part.end());
    waiting_.push_back({std::move(frame), effort});
  }
  pump();
}

void Line::pump() {
  if (under_way_ || waiting_.empty()) return;
  under_way_ = true;
  tries_ = 0;
  waiting_.front().frame.number = next_;
  transmit();
}

void Line::transmit() {
  Frame& frame = waiting_.front().frame;
  frame.again = tries_ > 0;
  ++tries_;
  ++(frame.again ? counters_.sent_again : counters_.sent);
  silence_.start(patience, [this] { silence(); });
  owner_.line_write(encode(frame));
}

void Line::silence() {
  if (waiting_.front().effort == Effort::once) {
    done();
  } else if (tries_ < most_tries) {
    log::debug(NS, "no acknowledgement of frame {}: sending it again", next_);
    transmit();
  } else {
    stop();
    owner_.on_line_down({Errc::closed, "the radio does not acknowledge what it is sent"});
  }
}

void Line::done() {
  silence_.stop();
  waiting_.pop_front();
  under_way_ = false;
  next_ = after(next_);
  pump();
}

void Line::acknowledged(const Frame& frame) {
  if (!under_way_ || frame.acknowledged != next_) return;  // of one that was sent twice
  if (!frame.again) {
    done();
  } else if (tries_ < most_tries) {
    transmit();  // it arrived damaged
  }
}

// What comes ----------------------------------------------------------------------------------------

void Line::feed(ByteView octets) {
  if (!up_) return;
  const auto found = [this](Frame&& frame, FrameParser::Body body) {
    if (up_) take(std::move(frame), body);
  };
  parser_.feed(octets, found);
  if (!up_ || !parser_.unfinished()) {
    unfinished_.stop();
    return;
  }
  unfinished_.start(longest_pause, [this, found] {
    while (up_ && parser_.unfinished()) parser_.give_up(found);
  });
}

void Line::take(Frame&& frame, FrameParser::Body body) {
  if (frame.acknowledges) {
    acknowledged(frame);
    return;
  }
  if (body == FrameParser::Body::damaged || (to_refuse_ > 0 && !frame.body.empty())) {
    if (body != FrameParser::Body::damaged) --to_refuse_;
    ++counters_.damaged;
    log::debug(NS, "frame {} is damaged", frame.number);
    acknowledge(frame.number, true);
    return;
  }
  if (frame.body.empty()) return;
  acknowledge(frame.number, false);
  // Some firmware counts its acknowledgements as well: only a frame with the same content is the same.
  const std::pair heard(frame.number, crc16(frame.body));
  if (heard_ == heard && (frame.again || frame.number != 0)) {
    ++counters_.duplicates;
    return;
  }
  heard_ = heard;
  ++counters_.received;
  take_part(std::move(frame));
}

void Line::take_part(Frame&& frame) {
  if (frame.first) {
    packet_.clear();
    packet_begun_ = true;
  }
  if (!packet_begun_ || packet_.size() + frame.body.size() > most_packet) {
    packet_begun_ = false;  // its beginning was lost
    return;
  }
  packet_.insert(packet_.end(), frame.body.begin(), frame.body.end());
  if (!frame.last) return;
  packet_begun_ = false;
  owner_.on_line_packet(std::exchange(packet_, {}));
}

void Line::acknowledge(std::uint8_t number, bool again) {
  Frame frame;
  frame.acknowledges = true;
  frame.again = again;
  frame.acknowledged = number;
  Bytes octets = encode(frame);
  if (acknowledge_after.count() == 0 && late_.empty()) {
    owner_.line_write(octets);
    return;
  }
  late_.emplace_back(scheduler_.now() + acknowledge_after, std::move(octets));
  if (!lateness_.running()) lateness_.start(acknowledge_after, [this] { write_due(); });
}

void Line::write_due() {
  while (!late_.empty() && late_.front().first <= scheduler_.now()) {
    owner_.line_write(late_.front().second);
    late_.pop_front();
  }
  if (!late_.empty()) lateness_.start(late_.front().first - scheduler_.now(), [this] { write_due(); });
}

}  // namespace waggle::coordinator::zboss
