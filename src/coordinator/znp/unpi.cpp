#include "coordinator/znp/unpi.h"

namespace waggle::coordinator::znp {
namespace {

constexpr std::uint8_t start_of_frame = 0xFE;
constexpr std::size_t overhead = 5;

std::uint8_t check(ByteView covered) {
  std::uint8_t sum = 0;
  for (std::uint8_t byte : covered) sum ^= byte;
  return sum;
}

}  // namespace

Bytes encode(const UnpiFrame& frame) {
  Writer out;
  out.u8(start_of_frame).u8(frame.data.size());
  out.u8(static_cast<unsigned>(frame.type) << 5 | static_cast<unsigned>(frame.subsystem));
  out.u8(frame.command).bytes(frame.data);
  out.u8(check(out.view().subspan(1)));
  return out.take();
}

void UnpiParser::feed(ByteView bytes, const std::function<void(const UnpiFrame&)>& hear) {
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  std::size_t at = 0;
  const ByteView all(buffer_);
  while (at < all.size()) {
    if (all[at] != start_of_frame) {
      ++at;
      ++skipped_;
      continue;
    }
    if (all.size() - at < 2) break;
    const std::size_t length = all[at + 1];
    if (length > max_data) {
      ++at;
      ++skipped_;
      continue;
    }
    if (all.size() - at < length + overhead) break;
    const ByteView frame = all.subspan(at, length + overhead);
    if (check(frame.subspan(1, length + 3)) != frame.back()) {
      ++damaged_;
      ++at;
      ++skipped_;
      continue;
    }
    at += frame.size();
    hear({static_cast<Type>(frame[2] >> 5), static_cast<Subsystem>(frame[2] & 31), frame[3],
          frame.subspan(4, length)});
  }
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
}

void UnpiParser::give_up_waiting(const std::function<void(const UnpiFrame&)>& hear) {
  while (!buffer_.empty()) {
    const std::size_t before = buffer_.size();
    buffer_.erase(buffer_.begin());
    ++skipped_;
    feed({}, hear);
    if (buffer_.size() + 1 < before) return;  // found something: what is left may still grow
  }
}

}  // namespace waggle::coordinator::znp
