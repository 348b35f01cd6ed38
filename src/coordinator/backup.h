// Backup: all that a radio must know to go on as the coordinator of a network: what the network is, who the
// coordinator was, the counters that must never go back, and the devices with their keys. No radio's own
// layout and no file format; network/backup.h writes it as the open coordinator backup.
#pragma once

#include <optional>
#include <vector>

#include "coordinator/parameters.h"
#include "core/time.h"

namespace waggle::coordinator {

/// A key between the trust centre and one device. Receivers drop what is not above the counter they know.
struct LinkKey {
  Key key{};
  std::uint32_t sent = 0;
  std::uint32_t received = 0;
  bool operator==(const LinkKey&) const = default;
};

struct BackedUpDevice {
  Ieee ieee{};
  std::optional<Nwk> nwk;
  bool child = false;  // an end device that the coordinator itself looks after
  std::optional<LinkKey> link_key;
  bool operator==(const BackedUpDevice&) const = default;
};

struct Backup {
  Ieee ieee{};  // the coordinator's: devices know their trust centre by it
  NetworkParameters network;
  std::uint32_t channels = 0;  // a bit for each channel the network may move to
  std::uint8_t security_level = 5;
  std::uint32_t frame_counter = 0;  // of what is encrypted with the network key
  std::vector<BackedUpDevice> devices;

  // What only some radios have.
  std::optional<Key> zstack_seed;            // Z-Stack derives link keys from it
  std::optional<std::uint8_t> zstack_product;  // the Z-Stack it was read from
  std::optional<Key> ember_link_key;           // EmberZNet derives link keys from it
  std::optional<std::uint8_t> ezsp_version;    // of the EmberZNet it was read from

  std::optional<WallTime> made;

  const BackedUpDevice* find(Ieee device_ieee) const {
    for (const BackedUpDevice& device : devices) {
      if (device.ieee == device_ieee) return &device;
    }
    return nullptr;
  }
};

}  // namespace waggle::coordinator
