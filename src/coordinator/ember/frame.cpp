#include "coordinator/ember/frame.h"

namespace waggle::coordinator::ember {
namespace {
constexpr std::uint8_t longer_header = 0xFF;
constexpr std::uint16_t format_version = 0x0100;  // in the high octet of `control`: what a host sends
}  // namespace

Bytes encode(const EzspFrame& frame, FrameForm form) {
  Writer out;
  out.u8(frame.sequence).u8(frame.control & 0xFF);
  switch (form) {
    case FrameForm::legacy: out.u8(frame.number); break;
    case FrameForm::middle: out.u8(longer_header).u8(0).u8(frame.number); break;
    case FrameForm::extended: out.u8(frame.control >> 8 ? frame.control >> 8 : format_version >> 8).u16(frame.number); break;
  }
  return out.bytes(frame.parameters).take();
}

std::optional<EzspFrame> decode_ezsp(ByteView octets, FrameForm form) {
  Reader in(octets);
  EzspFrame out;
  out.sequence = in.u8();
  out.control = in.u8();
  switch (form) {
    case FrameForm::legacy: out.number = in.u8(); break;
    case FrameForm::middle:
      if (in.u8() != longer_header || in.u8() != 0) return std::nullopt;
      out.number = in.u8();
      break;
    case FrameForm::extended:
      out.control = static_cast<std::uint16_t>(out.control | in.u8() << 8);
      out.number = in.u16();
      break;
  }
  if (!in.ok()) return std::nullopt;
  out.parameters = in.rest();
  return out;
}

}  // namespace waggle::coordinator::ember
