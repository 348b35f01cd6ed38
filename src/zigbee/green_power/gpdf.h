// Gpdf: a frame as a Green Power device sends it, and its security (Green Power Basic specification
// 14-0563-19, A.1.4 and A.1.5). Such a device harvests the energy for a press of a button: it joins
// nothing, has a source number instead of an address, and says everything in one frame.
//
// Pure: octets and keys. Who is believed is decided in network/green_power.h. Devices named by an IEEE
// address (application 0b010) are not known here; nobody has met one.
#pragma once

#include <array>
#include <optional>

#include "core/bytes.h"
#include "zigbee/ids.h"

namespace waggle::green_power {

inline constexpr ClusterId cluster{0x0021};
inline constexpr EndpointId endpoint{242};
inline constexpr GroupId sink_group{0x0B84};

using SourceId = StrongId<struct GreenPowerSourceTag, std::uint32_t>;
using Key = std::array<std::uint8_t, 16>;

/// Commands below 0xE0 are the application's; these are about belonging to a network (A.4.1).
namespace command {
inline constexpr std::uint8_t commissioning = 0xE0, decommissioning = 0xE1, success = 0xE2, channel_request = 0xE3;
inline constexpr std::uint8_t commissioning_reply = 0xF0, channel_configuration = 0xF3;
inline constexpr std::uint8_t first_of_network = 0xE0;
}  // namespace command

enum class Level : std::uint8_t { none = 0, reserved = 1, authenticated = 2, encrypted = 3 };
enum class KeyType : std::uint8_t { none = 0, network = 1, group = 2, derived_group = 3, individual = 4, derived = 7 };
constexpr bool is_individual(KeyType type) { return type == KeyType::individual || type == KeyType::derived; }

struct Gpdf {
  SourceId source{};
  Level level = Level::none;
  bool individual_key = false;  // else, with security, one that all devices share
  bool receives = false;        // listens for a moment after this frame
  std::uint32_t counter = 0;   // goes up with every frame; present with security
  std::uint8_t command = 0;
  Bytes payload;
  std::optional<std::uint32_t> mic;

  bool operator==(const Gpdf&) const = default;
};

/// The network layer's part of the frame: what follows the MAC header. Decoding takes data frames from a
/// device with a source number; nullopt for all others and for what is cut short.
Bytes encode(const Gpdf& frame);
std::optional<Gpdf> decode_gpdf(ByteView octets);

/// Encrypts command and payload where the level says so, and writes the MIC.
void seal(Gpdf& frame, const Key& key);
/// Decrypts. False, and the frame is unchanged, when the MIC is wrong or missing.
bool open(Gpdf& frame, const Key& key);
/// Decrypts what has lost its MIC on the way: nothing tells whether the key was right.
void decrypt(Gpdf& frame, const Key& key);

/// Devices bring their key encrypted with a key that everybody knows (A.3.7.1.2.3). The same function
/// leads there and back.
Key transport(SourceId source, const Key& key);
/// The MIC over a key in transport; `key` is the plain one.
std::uint32_t transport_mic(SourceId source, const Key& key);

}  // namespace waggle::green_power
