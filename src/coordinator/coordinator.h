// Coordinator: what the network needs of a radio, whoever made it.
//
// A driver speaks its firmware's protocol and translates; it decides nothing about the network. ZDO
// and ZCL are built above, once. Ten drivers or one, everything above sees this and nothing else.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "coordinator/backup.h"
#include "coordinator/parameters.h"
#include "core/bytes.h"
#include "core/result.h"
#include "core/task.h"
#include "core/value.h"
#include "zigbee/ids.h"

namespace waggle::coordinator {

struct RadioInfo {
  std::string type;  // "ZStack3x0": what bridge/info shows
  Object meta;       // the firmware's own numbers
  Ieee ieee{};
  std::optional<NetworkParameters> network;  // none: the radio is blank
  /// The extended PAN ID goes on the air with its first octet first: read as a number, it is the setting backwards.
  bool extended_pan_backwards = false;
  /// The firmware makes up PAN ID and key: which network the radio holds, its extended PAN ID tells alone.
  bool known_by_extended_pan = false;

  /// The radio holds, or would hold, the network that the settings describe.
  bool is_wanted(const NetworkParameters& held, const NetworkParameters& wanted) const {
    return known_by_extended_pan ? held.extended_pan == wanted.extended_pan : held.same_network(wanted);
  }
};

struct ApsRequest {
  enum class Kind : std::uint8_t { unicast, group, broadcast };
  Kind kind = Kind::unicast;
  Nwk nwk{};    // unicast and broadcast
  Ieee ieee{};  // unicast: for the driver's recoveries
  GroupId group{};
  EndpointId endpoint{};
  EndpointId source_endpoint{1};
  ProfileId profile = profile_home_automation;
  ClusterId cluster{};
  Bytes payload;
  bool recover = true;  // retry and look for new routes when delivery fails
};

struct ZdoRequest {
  Nwk nwk{};
  Ieee ieee{};
  ClusterId cluster{};
  Bytes payload;  // without transaction sequence number
};

/// A message that arrived. The payload is the driver's buffer: copy what must stay.
struct Incoming {
  Nwk source{};
  EndpointId source_endpoint{};
  EndpointId endpoint{};  // ours
  ClusterId cluster{};
  GroupId group{};
  bool broadcast = false;
  std::uint8_t lqi = 0;
  ByteView payload;
};

struct ZdoIncoming {
  Nwk source{};  // unknown_nwk where the firmware does not tell
  ClusterId cluster{};
  ByteView payload;
};

/// A frame of no network, for touchlink.
struct InterPanRequest {
  std::optional<Ieee> to;  // none: everybody on the channel
  ClusterId cluster{};
  Bytes payload;
};
struct InterPanIncoming {
  Ieee source{};
  PanId pan{};
  ClusterId cluster{};
  std::uint8_t lqi = 0;
  ByteView payload;
};

class Events {
 public:
  virtual void on_message(const Incoming& message) = 0;
  virtual void on_inter_pan(const InterPanIncoming&) {}
  virtual void on_zdo(const ZdoIncoming& message) = 0;
  /// The trust centre let a device in (or let it back in).
  virtual void on_joined(Nwk nwk, Ieee ieee) = 0;
  virtual void on_left(Nwk nwk, Ieee ieee) = 0;
  /// A device was heard under this address.
  virtual void on_address(Nwk nwk, Ieee ieee) = 0;
  /// The link or the firmware is gone. The driver does nothing more until inspect() is called again.
  virtual void on_lost(const Error& error) = 0;

 protected:
  ~Events() = default;
};

/// Speaking outside the network, on any channel. Meanwhile the network is not served: requests to it are
/// refused as busy. What visit_channel() began, return_to_network() must end.
class InterPan {
 public:
  /// Goes to a channel (11 to 26); also from one to the next.
  virtual Task<Result<>> visit_channel(int channel) = 0;
  virtual Task<Result<>> send(InterPanRequest request) = 0;
  /// Ends when the network can be used again.
  virtual Task<Result<>> return_to_network() = 0;

 protected:
  ~InterPan() = default;
};

/// What a radio, or the line to it, has counted since the driver was made: for those who look for the cause of trouble.
struct RadioCount {
  std::string_view name;  // "damaged_frames"
  std::uint64_t value = 0;
};

class Coordinator {
 public:
  virtual ~Coordinator() = default;

  /// Opens the port, wakes the firmware, and reads what network it holds. Changes nothing.
  virtual Task<Result<RadioInfo>> inspect() = 0;
  /// Goes on with the network that inspect() found.
  virtual Task<Result<>> resume() = 0;
  /// Forgets the old network and makes a new one.
  virtual Task<Result<>> form(NetworkParameters parameters) = 0;

  /// Reads all that another radio would need to go on with this network. Any time after inspect().
  virtual Task<Result<Backup>> backup() = 0;
  /// Forgets what it holds and writes this instead, exactly as it stands: whoever calls has seen to it that
  /// no counter goes back. Then the radio is as if just plugged in: inspect() and resume() follow.
  virtual Task<Result<>> restore(Backup backup) = 0;

  /// Closes the port. Nothing is heard afterwards.
  virtual void close() = 0;

  /// Ends when the message was delivered (unicast: acknowledged by the next hop or the device, as
  /// far as the firmware tells) or has failed for good; with Errc::timeout when the other side is silent.
  virtual Task<Result<>> send(ApsRequest request) = 0;
  /// Ends when the firmware has taken it; answers come as Events::on_zdo.
  virtual Task<Result<>> send_zdo(ZdoRequest request) = 0;
  /// What the network is on now.
  virtual Task<Result<NetworkParameters>> network_parameters() = 0;

  /// From now on the device joins with a key that only it and the trust centre know. `code`: its install code
  /// with the check sum; or, when `derived`, the key that was made of it.
  virtual Task<Result<>> add_install_code(Ieee, Bytes /*code*/, bool /*derived*/) {
    co_return Error{Errc::unsupported, "This radio takes no install codes"};
  }

  /// Ends well when the firmware answers: it is alive.
  virtual Task<Result<>> ping() = 0;
  /// A device got a message and does not answer: what the radio keeps of the way to it is made anew, as far as it can.
  virtual Task<> renew_way(Ieee, Nwk) { co_return; }

  /// Requests that may be under way at once.
  virtual std::size_t concurrency() const = 0;

  virtual std::vector<RadioCount> counts() const { return {}; }

  /// Null: this radio knows its network and nothing else.
  virtual InterPan* inter_pan() { return nullptr; }
};

/// What a driver needs to exist. `events` must outlive it.
struct Options {
  std::optional<int> transmit_power;  // dBm
  bool disable_led = false;
  std::string stack_config;  // the text of stack_config.json; of Silicon Labs' radios
};

}  // namespace waggle::coordinator
