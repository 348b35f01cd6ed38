#include "zigbee/touchlink/inter_pan.h"

namespace waggle::touchlink {
namespace {

// MAC frame control: a data frame, both PANs named, the source by its long address.
constexpr std::uint16_t mac_broadcast = 0xC801, mac_unicast = 0xCC21;  // the latter is acknowledged
constexpr std::uint16_t mac_meaning = 0xCC47;  // type, PAN compression, kinds of addresses
constexpr std::uint16_t everybody = 0xFFFF;
constexpr std::uint16_t nwk_stub = 0x000B;  // inter-PAN, protocol version 2
constexpr std::uint8_t aps_unicast = 0x03, aps_broadcast = 0x0B, aps_group = 0x0F, aps_meaning = 0x0F;

}  // namespace

Bytes encode(const InterPanFrame& frame) {
  Writer out;
  out.u16(frame.to ? mac_unicast : mac_broadcast).u8(frame.sequence).u16(frame.to_pan.raw);
  if (frame.to) {
    out.u64(frame.to->raw);
  } else {
    out.u16(everybody);
  }
  out.u16(frame.from_pan.raw).u64(frame.from.raw).u16(nwk_stub);
  out.u8(frame.group ? aps_group : frame.to ? aps_unicast : aps_broadcast);
  if (frame.group) out.u16(frame.group->raw);
  out.u16(frame.cluster.raw).u16(frame.profile.raw).bytes(frame.payload);
  return out.take();
}

std::optional<InterPanFrame> decode_inter_pan(ByteView octets) {
  Reader in(octets);
  const std::uint16_t control = in.u16() & mac_meaning;
  const bool to_one = control == (mac_unicast & mac_meaning);
  if (!to_one && control != (mac_broadcast & mac_meaning)) return std::nullopt;
  InterPanFrame out;
  out.sequence = in.u8();
  out.to_pan = PanId(in.u16());
  if (to_one) {
    out.to = Ieee(in.u64());
  } else if (in.u16() != everybody) {
    return std::nullopt;
  }
  out.from_pan = PanId(in.u16());
  out.from = Ieee(in.u64());
  if (in.u16() != nwk_stub) return std::nullopt;
  const std::uint8_t aps = in.u8() & aps_meaning;
  if (aps == aps_group) {
    out.group = GroupId(in.u16());
  } else if (aps != (to_one ? aps_unicast : aps_broadcast)) {
    return std::nullopt;
  }
  out.cluster = ClusterId(in.u16());
  out.profile = ProfileId(in.u16());
  if (!in.ok()) return std::nullopt;
  const ByteView payload = in.rest();
  out.payload.assign(payload.begin(), payload.end());
  return out;
}

}  // namespace waggle::touchlink
