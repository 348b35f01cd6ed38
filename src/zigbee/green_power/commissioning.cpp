#include "zigbee/green_power/commissioning.h"

#include <algorithm>

namespace waggle::green_power {
namespace {

constexpr int first_channel = 11;

namespace option {  // the options octet, the extended one, and the application information
constexpr std::uint8_t mac_sequence = 0x01, rx_on = 0x02, application = 0x04, pan_request = 0x10, key_request = 0x20,
                       fixed = 0x40, extended = 0x80;
constexpr std::uint8_t level = 0x03, key_type = 0x1C, key = 0x20, encrypted = 0x40, counter = 0x80;
constexpr std::uint8_t manufacturer = 0x01, model = 0x02, commands = 0x04, clusters = 0x08, contacts = 0x10;
}  // namespace option

}  // namespace

Result<Commissioning> decode_commissioning(ByteView payload) {
  Reader in(payload);
  Commissioning out;
  out.device = in.u8();
  const std::uint8_t options = in.u8();
  out.counts_frames = options & option::mac_sequence;
  out.receives = options & option::rx_on;
  out.fixed = options & option::fixed;
  out.wants_pan = options & option::pan_request;
  out.wants_key = options & option::key_request;
  const std::uint8_t security = options & option::extended ? in.u8() : 0;
  out.level = static_cast<Level>(security & option::level);
  out.key_type = static_cast<KeyType>((security & option::key_type) >> 2);
  if (security & option::key) std::ranges::copy(in.bytes(16), out.key.emplace().begin());
  if (security & option::encrypted) out.mic = in.u32();
  if (security & option::counter) out.counter = in.u32();
  const std::uint8_t more = options & option::application ? in.u8() : 0;
  if (more & option::manufacturer) out.manufacturer = in.u16();
  if (more & option::model) out.model = in.u16();
  if (more & option::commands) {
    const ByteView list = in.bytes(in.u8());
    out.commands.assign(list.begin(), list.end());
  }
  if (more & option::clusters) {
    const std::uint8_t counts = in.u8();
    for (int i = 0; i < (counts & 15); ++i) out.servers.push_back(in.u16());
    for (int i = 0; i < counts >> 4; ++i) out.clients.push_back(in.u16());
  }
  if (more & option::contacts) {
    Reader inner(in.bytes(in.u8()));
    if (inner.remaining() > 0) out.contacts = inner.u8();
    if (inner.remaining() > 0) out.pressed = inner.u8();
  }
  if (!in.ok()) return Error{Errc::malformed, "Green Power: a commissioning is cut short: '" + to_hex(payload) + "'"};
  return out;
}

Bytes encode(const Commissioning& c) {
  auto bit = [](bool is, std::uint8_t mask) { return is ? mask : 0; };
  const int security = static_cast<int>(c.level) | static_cast<int>(c.key_type) << 2 | bit(c.key.has_value(), option::key) |
                       bit(c.mic.has_value(), option::encrypted) | bit(c.counter.has_value(), option::counter);
  const bool clusters = !c.servers.empty() || !c.clients.empty();
  const int more = bit(c.manufacturer.has_value(), option::manufacturer) | bit(c.model.has_value(), option::model) |
                   bit(!c.commands.empty(), option::commands) | bit(clusters, option::clusters) |
                   bit(c.contacts.has_value(), option::contacts);
  Writer out;
  out.u8(c.device);
  out.u8(static_cast<std::uint64_t>(bit(c.counts_frames, option::mac_sequence) | bit(c.receives, option::rx_on) |
                                    bit(more != 0, option::application) | bit(c.wants_pan, option::pan_request) |
                                    bit(c.wants_key, option::key_request) | bit(c.fixed, option::fixed) |
                                    bit(security != 0, option::extended)));
  if (security != 0) out.u8(static_cast<std::uint64_t>(security));
  if (c.key) out.bytes(*c.key);
  if (c.mic) out.u32(*c.mic);
  if (c.counter) out.u32(*c.counter);
  if (more != 0) out.u8(static_cast<std::uint64_t>(more));
  if (c.manufacturer) out.u16(*c.manufacturer);
  if (c.model) out.u16(*c.model);
  if (!c.commands.empty()) out.u8(c.commands.size()).bytes(c.commands);
  if (clusters) {
    out.u8(c.servers.size() | c.clients.size() << 4);
    for (const std::uint16_t id : c.servers) out.u16(id);
    for (const std::uint16_t id : c.clients) out.u16(id);
  }
  if (c.contacts) {
    out.u8(c.pressed ? 2 : 1).u8(*c.contacts);
    if (c.pressed) out.u8(*c.pressed);
  }
  return out.take();
}

Result<ChannelRequest> decode_channel_request(ByteView payload) {
  if (payload.empty()) return Error{Errc::malformed, "Green Power: a channel request names no channel"};
  return ChannelRequest{first_channel + (payload[0] & 15), first_channel + (payload[0] >> 4)};
}

Bytes encode(const ChannelRequest& request) {
  return {static_cast<std::uint8_t>((request.next - first_channel) | (request.after_next - first_channel) << 4)};
}

Bytes channel_configuration(int channel, bool basic) {
  return {static_cast<std::uint8_t>((channel - first_channel) | (basic ? 0x10 : 0))};
}

Bytes commissioning_reply() { return {0x00}; }

}  // namespace waggle::green_power
