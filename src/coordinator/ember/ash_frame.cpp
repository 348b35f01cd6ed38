#include "coordinator/ember/ash_frame.h"

#include <utility>

namespace waggle::coordinator::ember {
namespace {

// UG101, 2: the control octets.
constexpr std::uint8_t ack_bits = 0x80, nak_bits = 0xA0, rst_octet = 0xC0, rstack_octet = 0xC1, error_octet = 0xC2;
constexpr std::uint8_t short_mask = 0xE0, again_bit = 0x08, not_ready_bit = 0x08, flip = 0x20, wake = 0xFF;
constexpr std::size_t crc_octets = 2, longest = 1 + most_ash_data + crc_octets;

bool reserved(std::uint8_t octet) {
  switch (octet) {
    case ash_flag:
    case ash_escape:
    case ash_xon:
    case ash_xoff:
    case ash_substitute:
    case ash_cancel: return true;
    default: return false;
  }
}

std::uint8_t control(const AshFrame& frame) {
  using Kind = AshFrame::Kind;
  const std::uint8_t ack = frame.ack & 7;
  const std::uint8_t not_ready = frame.not_ready ? not_ready_bit : 0;
  switch (frame.kind) {
    case Kind::data: return static_cast<std::uint8_t>((frame.number & 7) << 4 | (frame.again ? again_bit : 0) | ack);
    case Kind::ack: return ack_bits | not_ready | ack;
    case Kind::nak: return nak_bits | not_ready | ack;
    case Kind::rst: return rst_octet;
    case Kind::rstack: return rstack_octet;
    case Kind::error: return error_octet;
    case Kind::damaged: break;
  }
  return wake;
}

}  // namespace

void randomise(Bytes& data) {
  std::uint8_t mask = 0x42;
  for (std::uint8_t& octet : data) {
    octet ^= mask;
    mask = static_cast<std::uint8_t>(mask & 1 ? mask >> 1 ^ 0xB8 : mask >> 1);
  }
}

// CRC-CCITT, most significant bit first, from 0xFFFF.
std::uint16_t ash_crc(ByteView octets) {
  std::uint32_t crc = 0xFFFF;
  for (const std::uint8_t octet : octets) {
    crc ^= static_cast<std::uint32_t>(octet) << 8;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1;
  }
  return static_cast<std::uint16_t>(crc);
}

Bytes encode(const AshFrame& frame) {
  Writer clear;
  clear.u8(control(frame));
  if (frame.kind == AshFrame::Kind::data) {
    Bytes data = frame.data;
    randomise(data);
    clear.bytes(data);
  } else if (frame.kind == AshFrame::Kind::rstack || frame.kind == AshFrame::Kind::error) {
    clear.u8(frame.version).u8(frame.code);
  }
  const std::uint16_t crc = ash_crc(clear.view());
  clear.u16_be(crc);
  Writer out;
  for (const std::uint8_t octet : clear.view()) {
    if (reserved(octet)) {
      out.u8(ash_escape).u8(octet ^ flip);
    } else {
      out.u8(octet);
    }
  }
  return out.u8(ash_flag).take();
}

AshFrame decode_ash(ByteView octets) {
  using Kind = AshFrame::Kind;
  AshFrame out;
  if (octets.size() <= crc_octets || octets.size() > longest) return out;
  Reader tail(octets.last(crc_octets));
  const ByteView content = octets.first(octets.size() - crc_octets);
  if (ash_crc(content) != tail.u16_be()) return out;
  const std::uint8_t first = content[0];
  const ByteView data = content.subspan(1);
  out.ack = first & 7;
  if (!(first & 0x80)) {
    if (data.size() < least_ash_data) return {};
    out.kind = Kind::data;
    out.number = first >> 4;
    out.again = first & again_bit;
    out.data.assign(data.begin(), data.end());
    randomise(out.data);
    return out;
  }
  if ((first & short_mask) == ack_bits || (first & short_mask) == nak_bits) {
    if (!data.empty()) return {};
    out.kind = (first & short_mask) == ack_bits ? Kind::ack : Kind::nak;
    out.not_ready = first & not_ready_bit;
    return out;
  }
  out.ack = 0;
  if (first == rst_octet && data.empty()) {
    out.kind = Kind::rst;
  } else if ((first == rstack_octet || first == error_octet) && data.size() == 2) {
    out.kind = first == rstack_octet ? Kind::rstack : Kind::error;
    out.version = data[0];
    out.code = data[1];
  }
  return out;
}

void AshParser::reset() {
  octets_.clear();
  escaped_ = spoilt_ = held_ = false;
}

void AshParser::feed(ByteView octets, const Hear& hear) {
  for (std::uint8_t octet : octets) {
    switch (octet) {
      case ash_xon: held_ = false; continue;
      case ash_xoff: held_ = true; continue;
      case ash_escape: escaped_ = true; continue;
      case ash_substitute: spoilt_ = true; continue;
      case ash_cancel:
        octets_.clear();
        escaped_ = spoilt_ = false;
        continue;
      case ash_flag: {
        const bool nothing = octets_.empty() && !spoilt_;
        AshFrame frame = spoilt_ ? AshFrame{} : decode_ash(octets_);
        octets_.clear();
        escaped_ = spoilt_ = false;
        if (!nothing) hear(std::move(frame));
        continue;
      }
      default: break;
    }
    if (std::exchange(escaped_, false)) octet ^= flip;
    if (octets_.empty() && octet == wake) continue;  // between frames: the firmware is awake
    if (octets_.size() < longest) {
      octets_.push_back(octet);
    } else {
      spoilt_ = true;
    }
  }
}

}  // namespace waggle::coordinator::ember
