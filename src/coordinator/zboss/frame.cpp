#include "coordinator/zboss/frame.h"

#include <algorithm>
#include <array>

namespace waggle::coordinator::zboss {
namespace {

// ZBOSS NCP Serial Protocol 1.5, section 3.2.
constexpr std::array<std::uint8_t, 2> signature{0xDE, 0xAD};
constexpr std::uint8_t high_level_type = 0x06;
constexpr std::uint8_t acknowledges_bit = 0x01, again_bit = 0x02, first_bit = 0x40, last_bit = 0x80;
constexpr std::size_t header_size = 7;          // with the signature
constexpr std::uint16_t counted_of_header = 5;  // the length does not count the signature
constexpr std::size_t crc16_size = 2;
/// No firmware sends more; so noise that looks like a header does not hold up what follows for long.
constexpr std::uint16_t most_length = 1024;

std::uint8_t flags_of(const Frame& frame) {
  return static_cast<std::uint8_t>((frame.acknowledges ? acknowledges_bit : 0) | (frame.again ? again_bit : 0) | (frame.number & 3) << 2 |
                                   (frame.acknowledged & 3) << 4 | (frame.first ? first_bit : 0) | (frame.last ? last_bit : 0));
}

Frame frame_of(std::uint8_t flags) {
  Frame out;
  out.acknowledges = flags & acknowledges_bit;
  out.again = flags & again_bit;
  out.number = flags >> 2 & 3;
  out.acknowledged = flags >> 4 & 3;
  out.first = flags & first_bit;
  out.last = flags & last_bit;
  return out;
}

}  // namespace

std::uint8_t crc8(ByteView octets) {
  std::uint8_t crc = 0xFF;
  for (const std::uint8_t octet : octets) {
    crc ^= octet;
    for (int bit = 0; bit < 8; ++bit) crc = static_cast<std::uint8_t>(crc & 1 ? crc >> 1 ^ 0xB2 : crc >> 1);
  }
  return crc ^ 0xFF;
}

std::uint16_t crc16(ByteView octets) {
  std::uint16_t crc = 0;
  for (const std::uint8_t octet : octets) {
    crc ^= octet;
    for (int bit = 0; bit < 8; ++bit) crc = static_cast<std::uint16_t>(crc & 1 ? crc >> 1 ^ 0x8408 : crc >> 1);
  }
  return crc;
}

Bytes encode(const Frame& frame) {
  Writer out;
  out.bytes(signature);
  out.u16(counted_of_header + (frame.body.empty() ? 0 : crc16_size + frame.body.size()));
  out.u8(high_level_type).u8(flags_of(frame));
  out.u8(crc8(out.view().subspan(signature.size())));
  if (!frame.body.empty()) out.u16(crc16(frame.body)).bytes(frame.body);
  return out.take();
}

void FrameParser::drop(std::size_t count) { buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(count)); }

void FrameParser::feed(ByteView octets, const Found& found) {
  buffer_.insert(buffer_.end(), octets.begin(), octets.end());
  for (;;) {
    const Step step = next(found);
    if (step == Step::wait) return;
    if (step == Step::skip_signature && !buffer_.empty()) drop(1);  // whoever was told may have cleared it
  }
}

void FrameParser::give_up(const Found& found) {
  if (buffer_.empty()) return;
  drop(1);
  feed({}, found);
}

FrameParser::Step FrameParser::next(const Found& found) {
  const auto begin = std::search(buffer_.begin(), buffer_.end(), signature.begin(), signature.end());
  // Half a signature may stand at the end.
  const bool half = begin == buffer_.end() && !buffer_.empty() && buffer_.back() == signature[0];
  drop(static_cast<std::size_t>(begin - buffer_.begin()) - (half ? 1 : 0));
  if (buffer_.size() < header_size) return Step::wait;
  Reader in(buffer_);
  (void)in.bytes(signature.size());
  const std::uint16_t length = in.u16();
  const std::uint8_t type = in.u8();
  Frame frame = frame_of(in.u8());
  const std::size_t body = length > counted_of_header ? length - counted_of_header : 0;
  const bool right = in.u8() == crc8(ByteView(buffer_).subspan(signature.size(), header_size - signature.size() - 1));
  if (!right || type != high_level_type || length < counted_of_header || length > most_length || (body > 0 && body <= crc16_size)) {
    return Step::skip_signature;
  }
  if (in.remaining() < body) return Step::wait;
  bool whole = true;
  if (body > 0) {
    const std::uint16_t crc = in.u16();
    const ByteView octets = in.bytes(body - crc16_size);
    whole = crc == crc16(octets);
    if (whole) frame.body.assign(octets.begin(), octets.end());
  }
  // Of a damaged body octets may have been lost: what was taken for its end may be another frame.
  if (whole) drop(header_size + body);
  found(std::move(frame), whole ? Body::whole : Body::damaged);
  return whole ? Step::took : Step::skip_signature;
}

}  // namespace waggle::coordinator::zboss
