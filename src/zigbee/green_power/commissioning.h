// What Green Power devices and sinks say to each other while a device is taken in: the payloads of the
// device's commissioning and channel request, and of the answers (Green Power Basic specification,
// A.4.2.1).
#pragma once

#include <vector>

#include "core/result.h"
#include "zigbee/green_power/gpdf.h"

namespace waggle::green_power {

/// GPD command 0xE0: the device introduces itself.
struct Commissioning {
  std::uint8_t device = 0;  // what it is: 0x02 an on/off switch, 0x07 a generic switch
  bool counts_frames = false;  // its MAC sequence numbers go up
  bool receives = false;       // in operation, too
  bool fixed = false;          // it does not move
  bool wants_pan = false;
  bool wants_key = false;
  Level level = Level::none;
  KeyType key_type = KeyType::none;
  std::optional<Key> key;             // as sent
  std::optional<std::uint32_t> mic;   // then the key is encrypted (transport())
  std::optional<std::uint32_t> counter;
  std::optional<std::uint16_t> manufacturer;
  std::optional<std::uint16_t> model;
  std::vector<std::uint8_t> commands;
  std::vector<std::uint16_t> servers;
  std::vector<std::uint16_t> clients;
  std::optional<std::uint8_t> contacts;  // of a generic switch
  std::optional<std::uint8_t> pressed;

  bool operator==(const Commissioning&) const = default;
};
/// Octets after the last field are ignored: devices add texts of their own.
Result<Commissioning> decode_commissioning(ByteView payload);
Bytes encode(const Commissioning& commissioning);

/// GPD command 0xE3: on which channels the device listens next.
struct ChannelRequest {
  int next = 11;
  int after_next = 11;
  bool operator==(const ChannelRequest&) const = default;
};
Result<ChannelRequest> decode_channel_request(ByteView payload);
Bytes encode(const ChannelRequest& request);

/// GPD command 0xF3: the channel of the network. `basic`: whoever answers cannot do more.
Bytes channel_configuration(int channel, bool basic = true);
/// GPD command 0xF0 for a device that is taken in without security.
Bytes commissioning_reply();

}  // namespace waggle::green_power
