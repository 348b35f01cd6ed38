// Two ends of a ZBOSS line on which anything may come, in pieces of any size: frames are written as they are read, however
// they are cut, and no packet is handed on that was not heard.
#include <algorithm>

#include "coordinator/zboss/greeting.h"
#include "coordinator/zboss/line.h"
#include "fuzz/fuzz.h"

using namespace waggle;                      // NOLINT: one file, one function
using namespace waggle::coordinator::zboss;  // NOLINT

namespace {

struct End final : Line::Owner {
  explicit End(VirtualTime& time) : line(time, *this) { line.start(); }
  void line_write(ByteView octets) override { said += octets.size(); }
  void on_line_packet(ByteView packet) override {
    fuzz::require(!packet.empty(), "a packet holds something");
    ++heard;
  }
  void on_line_down(const Error&) override {}
  Line line;
  std::size_t said = 0;
  std::size_t heard = 0;
};

std::vector<Frame> frames_of(ByteView octets, std::size_t piece) {
  std::vector<Frame> out;
  FrameParser parser;
  const auto keep = [&](Frame&& frame, FrameParser::Body body) {
    if (body == FrameParser::Body::whole) out.push_back(std::move(frame));
  };
  for (std::size_t at = 0; at < octets.size(); at += piece) parser.feed(octets.subspan(at, std::min(piece, octets.size() - at)), keep);
  while (parser.unfinished()) parser.give_up(keep);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t piece = size > 0 ? 1 + data[0] % 64u : 1;
  const std::vector<Frame> frames = frames_of(input, piece);
  fuzz::require(frames == frames_of(input, size + 1), "how it is cut does not matter");
  for (const Frame& frame : frames) {
    const auto again = frames_of(encode(frame), piece);
    fuzz::require(again.size() == 1 && again[0] == frame, "what is read is written");
  }
  (void)recognises(input);
  VirtualTime time;
  End end(time);
  end.line.send({1, 2, 3});
  for (std::size_t at = 0; at < size; at += piece) {
    end.line.feed(input.subspan(at, std::min(piece, size - at)));
    time.advance(std::chrono::milliseconds(data[at]));
  }
  time.advance(1s);
  fuzz::require(end.heard <= frames.size(), "no packet comes of nothing");
  return 0;
}
