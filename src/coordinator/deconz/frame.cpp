#include "coordinator/deconz/frame.h"

#include <utility>

namespace waggle::coordinator::deconz {
namespace {

constexpr std::uint8_t end_octet = 0xC0, escape = 0xDB, escaped_end = 0xDC, escaped_escape = 0xDD;
constexpr std::size_t checksum_size = 2;
constexpr std::size_t longest = 1024;  // the firmware's frames are far shorter

void write_escaped(ByteView octets, Bytes& out) {
  for (const std::uint8_t octet : octets) {
    if (octet == end_octet || octet == escape) {
      out.push_back(escape);
      out.push_back(octet == end_octet ? escaped_end : escaped_escape);
    } else {
      out.push_back(octet);
    }
  }
}

}  // namespace

std::uint16_t checksum(ByteView plain) {
  std::uint16_t sum = 0;
  for (const std::uint8_t octet : plain) sum = static_cast<std::uint16_t>(sum + octet);
  return static_cast<std::uint16_t>(-sum);
}

Bytes plain(const Frame& frame) {
  Writer out;
  out.u8(frame.command).u8(frame.sequence).u8(frame.status).u16(Frame::header + frame.content.size()).bytes(frame.content);
  return out.take();
}

std::optional<Frame> decode_plain(ByteView octets) {
  Reader in(octets);
  Frame out;
  out.command = in.u8();
  out.sequence = in.u8();
  out.status = in.u8();
  const std::size_t length = in.u16();
  if (!in.ok() || length != octets.size()) return std::nullopt;
  out.content = in.rest();
  return out;
}

Bytes encode(const Frame& frame) {
  const Bytes octets = plain(frame);
  Writer check;
  check.u16(checksum(octets));
  Bytes out{end_octet};
  write_escaped(octets, out);
  write_escaped(check.view(), out);
  out.push_back(end_octet);
  return out;
}

void FrameParser::reset() {
  buffer_.clear();
  escaped_ = spoiled_ = false;
}

void FrameParser::feed(ByteView octets, const std::function<void(const Frame&)>& hear) {
  for (const std::uint8_t octet : octets) {
    if (octet == end_octet) {
      end(hear);
    } else if (octet == escape) {
      spoiled_ |= escaped_;
      escaped_ = true;
    } else if (buffer_.size() >= longest) {
      spoiled_ = true;
    } else if (std::exchange(escaped_, false)) {
      spoiled_ |= octet != escaped_end && octet != escaped_escape;
      buffer_.push_back(octet == escaped_end ? end_octet : escape);
    } else {
      buffer_.push_back(octet);
    }
  }
}

void FrameParser::end(const std::function<void(const Frame&)>& hear) {
  const Bytes octets = std::exchange(buffer_, {});
  const bool whole = !spoiled_ && !escaped_ && octets.size() >= Frame::header + checksum_size;
  reset();
  if (octets.empty()) return;
  const ByteView all(octets);
  if (whole) {
    const ByteView covered = all.first(all.size() - checksum_size);
    const std::optional<Frame> frame = decode_plain(covered);
    if (frame && Reader(all.last(checksum_size)).u16() == checksum(covered)) {
      hear(*frame);
      return;
    }
  }
  ++damaged_;
}

}  // namespace waggle::coordinator::deconz
