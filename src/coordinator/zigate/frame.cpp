#include "coordinator/zigate/frame.h"

namespace waggle::coordinator::zigate {
namespace {

constexpr std::uint8_t escape_below = 0x10, escape_bit = 0x10;
constexpr std::size_t header = 5;  // type, length, check sum
constexpr std::size_t sum_at = 4;

// XOR of all but the sum itself.
std::uint8_t sum_of(ByteView plain) {
  std::uint8_t sum = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (i != sum_at) sum ^= plain[i];
  }
  return sum;
}

}  // namespace

Bytes encode_plain(const Frame& frame) {
  Writer out;
  out.u16_be(frame.type).u16_be(frame.payload.size()).u8(0).bytes(frame.payload);
  out.set_u8(sum_at, sum_of(out.view()));
  return out.take();
}

bool decode_plain(ByteView octets, Frame& frame) {
  Reader in(octets);
  frame.type = in.u16_be();
  const std::size_t length = in.u16_be();
  const std::uint8_t sum = in.u8();
  frame.payload = in.rest();
  return in.ok() && length == frame.payload.size() && sum == sum_of(octets);
}

Bytes encode(const Frame& frame, Escaping escaping) {
  Bytes out{start_octet};
  for (const std::uint8_t octet : encode_plain(frame)) {
    const bool escaped = octet < escape_below || (octet == escape_below && escaping == Escaping::one_more);
    if (escaped) out.push_back(escape_octet);
    out.push_back(escaped ? static_cast<std::uint8_t>(octet ^ escape_bit) : octet);
  }
  out.push_back(end_octet);
  return out;
}

void FrameParser::clear() {
  content_.clear();
  inside_ = escaped_ = false;
}

void FrameParser::feed(ByteView octets, const Listener& listener) {
  for (const std::uint8_t octet : octets) {
    if (octet == start_octet) {
      if (inside_) ++damaged_;  // the one before never ended
      clear();
      inside_ = true;
    } else if (!inside_) {
      continue;
    } else if (octet == escape_octet) {
      escaped_ = true;
    } else if (octet == end_octet) {
      end(listener);
    } else if (content_.size() == header + longest_payload) {
      ++damaged_;
      clear();
    } else {
      content_.push_back(escaped_ ? static_cast<std::uint8_t>(octet ^ escape_bit) : octet);
      escaped_ = false;
    }
  }
}

void FrameParser::end(const Listener& listener) {
  inside_ = escaped_ = false;
  Frame frame;
  if (decode_plain(content_, frame)) {
    listener(frame);
  } else {
    ++damaged_;
  }
}

Spoken spoken(const Frame& frame) {
  if (frame.type == log_type || frame.payload.empty()) return {frame.type, frame.payload, 0};
  return {frame.type, frame.payload.first(frame.payload.size() - 1), frame.payload.back()};
}

Bytes encode_spoken(std::uint16_t type, ByteView data, std::uint8_t lqi) {
  Bytes payload(data.begin(), data.end());
  if (type != log_type) payload.push_back(lqi);
  return encode({type, payload});
}

}  // namespace waggle::coordinator::zigate
