// Radio: what every virtual stick can do, whatever it speaks: take a host, lose it, restart, misbehave. Who starts
// and stops simulated homes, and scripts, know no more of it.
#pragma once

#include <functional>
#include <memory>
#include <set>

#include "io/stream.h"
#include "zigbee/ids.h"

namespace waggle::sim {

struct RadioFaults {
  bool mute = false;            // takes everything and says nothing: stuck firmware
  int buffer_full = 0;          // data requests refused for want of room
  double drop = 0;              // probability that an octet to the host is lost
  double duplicate = 0;         // … or comes twice
  double damage = 0;            // … or is another
  int refused_frames = 0;       // frames of the host's that are taken for damaged (where the protocol can say so)
  std::chrono::nanoseconds acknowledge_after{};  // acknowledgements are that late (where there are any)
  std::set<PanId> pans_nearby;  // PAN identifiers that other networks use: forming avoids them
};

class Radio {
 public:
  virtual ~Radio() = default;
  Radio(const Radio&) = delete;
  Radio& operator=(const Radio&) = delete;

  /// A host connects; the one before is cut off.
  virtual void attach(std::unique_ptr<io::Stream> stream) = 0;
  virtual bool attached() const = 0;
  /// The cable is pulled: the host's connection ends, the radio goes on.
  virtual void unplug() = 0;
  /// The firmware restarts, and says so with its own code for the reason.
  enum class Reason : std::uint8_t { power_up, pin, watchdog };
  virtual void restart(Reason reason) = 0;
  /// As delivered: another stick of the same make is plugged in, blank. `ieee`: its address.
  virtual void replace(Ieee ieee) = 0;
  /// Octets that belong to no frame.
  virtual void garbage(ByteView octets) = 0;
  /// On its network.
  virtual bool running() const = 0;
  /// Called when a host has gone.
  std::function<void()> on_detached;

  RadioFaults faults;

 protected:
  Radio() = default;
  /// What is left of octets to the host on a bad line. `dice` gives a number from 0 to 1.
  Bytes on_the_line(ByteView octets, const std::function<double()>& dice) const;
};

}  // namespace waggle::sim
