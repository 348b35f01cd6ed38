// Notification: what a proxy tells of a Green Power device: GP Notification and GP Commissioning
// Notification (Green Power Basic specification, A.3.3.4.1 and A.3.3.4.3) in one structure.
//
// Hand code beside the ZCL table of the cluster: the table follows Zigbee2MQTT and leaves out the payload
// of encrypted frames, so that what comes behind it is read from the wrong place.
#pragma once

#include "core/result.h"
#include "zigbee/green_power/gpdf.h"

namespace waggle::green_power {

struct Notification {
  /// Commands of the cluster, from proxy to sink.
  static constexpr std::uint8_t plain_id = 0x00, commissioning_id = 0x04;

  /// Which of the two: their option bits have different places.
  bool commissioning = false;
  std::uint16_t options = 0;
  SourceId source{};
  std::uint32_t counter = 0;
  std::uint8_t command = 0;
  Bytes payload;
  struct Proxy {
    Nwk nwk;
    std::uint8_t link;  // how well it hears the device: bits 0..5 strength, 6..7 quality
    bool operator==(const Proxy&) const = default;
  };
  std::optional<Proxy> proxy;
  std::optional<std::uint32_t> mic;  // when the proxy could not check it

  Level level() const { return static_cast<Level>(options >> (commissioning ? 4 : 6) & 3); }
  KeyType key_type() const { return static_cast<KeyType>(options >> (commissioning ? 6 : 8) & 7); }
  bool receives() const { return options & (commissioning ? 0x0008 : 0x0800); }
  bool security_failed() const { return commissioning && (options & 0x0200); }
  bool has_proxy() const { return options & (commissioning ? 0x0800 : 0x4000); }
  /// The proxy handed the frame on as it came: encrypted.
  bool is_encrypted() const { return level() == Level::encrypted && (!commissioning || security_failed()); }

  /// Decrypted, and none the wiser about security: what the cluster's table can read.
  void set_plain();
  /// The frame that the device sent.
  Gpdf frame() const;
  void set_content(const Gpdf& frame);

  bool operator==(const Notification&) const = default;
};

/// The payload of the cluster's command `id`. Octets after the last field are ignored.
Result<Notification> decode_notification(std::uint8_t id, ByteView payload);
Bytes encode(const Notification& notification);

}  // namespace waggle::green_power
