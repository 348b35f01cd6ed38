// InterPanFrame: a frame between devices of different networks or of none, as touchlink uses it: MAC
// header, the stub of a network header, the stub of an APS header (IEEE 802.15.4; ZCL 8, chapter 13 on
// touchlink, which takes them from the Smart Energy profile's inter-PAN annex).
//
// Some radios want these octets whole, others (Z-Stack) make them themselves; the virtual air carries them.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "zigbee/ids.h"

namespace waggle::touchlink {

inline constexpr ClusterId cluster{0x1000};
inline constexpr PanId any_pan{0xFFFF};

struct InterPanFrame {
  std::uint8_t sequence = 0;
  PanId to_pan = any_pan;
  std::optional<Ieee> to;  // none: everybody on the channel
  PanId from_pan = any_pan;
  Ieee from{};
  std::optional<GroupId> group;  // a broadcast to the members of a group
  ClusterId cluster = touchlink::cluster;
  ProfileId profile = profile_touchlink;
  Bytes payload;  // ZCL

  bool operator==(const InterPanFrame&) const = default;
};

/// Without the frame check sequence, which radios add and take off.
Bytes encode(const InterPanFrame& frame);
/// nullopt for frames of a network, and for what is cut short.
std::optional<InterPanFrame> decode_inter_pan(ByteView octets);

}  // namespace waggle::touchlink
