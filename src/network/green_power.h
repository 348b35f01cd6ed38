// GreenPower: the sink of Green Power devices (Green Power Basic specification, A.3): lets them in, believes
// or disbelieves what proxies tell of them, and lets them go. What they mean is the library's business.
//
// Such a device has no address: its source number stands for one, in the low half of an IEEE address. It is
// spoken to through the proxies, and only right after it has spoken. Frames are as Zigbee2MQTT sends them;
// stricter than there, new devices are taken while the network is open only, a frame is accepted once, and
// nobody who has spoken with security is believed without it (docs/differences.md).
#pragma once

#include <map>

#include "network/requests.h"
#include "zigbee/green_power/commissioning.h"
#include "zigbee/green_power/notification.h"

namespace waggle::network {

class GreenPower {
 public:
  class Owner {
   public:
    virtual DevicePtr find(Ieee ieee) const = 0;
    virtual DevicePtr find(Nwk nwk) const = 0;
    virtual bool joining() const = 0;
    virtual const coordinator::NetworkParameters& parameters() const = 0;
    virtual bool admits(Ieee ieee) = 0;
    /// A device that introduced itself, for the first time or again; `key` as the database keeps it.
    virtual Task<> take_in(Ieee ieee, std::uint8_t kind, Array key) = 0;
    virtual void gone(const DevicePtr& device) = 0;
    /// A message of the device itself, decrypted.
    virtual void hand_on(const DevicePtr& device, const coordinator::Incoming& message) = 0;

   protected:
    ~Owner() = default;
  };

  GreenPower(Scheduler& scheduler, Requests& requests, Owner& owner);

  /// Tells the proxies, or one of them, to listen for new devices; 0 seconds ends it.
  Task<Result<>> open(int seconds, DevicePtr via);
  /// A message of the cluster: true when it was one about a Green Power device.
  bool heard(const coordinator::Incoming& message);
  /// Tells the proxies to forget a device.
  Task<Result<>> unpair(Ieee ieee);
  /// Ends what is under way.
  void cancel() { tasks_.cancel(); }

 private:
  struct Last {
    std::uint32_t counter = 0;
    std::uint8_t command = 0;
    Instant time{};
  };
  /// A message under way, with octets that stay.
  struct Told {
    green_power::Notification what;
    coordinator::Incoming message;
    Bytes octets;
  };

  bool decrypt(green_power::Notification& told, const DevicePtr& device) const;
  bool fresh(const green_power::Notification& told, const DevicePtr& device);
  void hand_on(Told& told);
  Task<> commission(Told told);
  Task<> decommission(Told told, DevicePtr device);
  Task<> tell_channel(Told told);
  Task<Result<>> pair(const Told& told, const green_power::Commissioning& device);
  Task<Result<>> pair_without_security(const Told& told, const green_power::Commissioning& device);
  Task<Result<>> respond(const Told& told, std::uint8_t channel, std::uint8_t command, Bytes payload);
  Task<Result<>> broadcast(std::string_view command, Object parameters);
  Task<Result<>> unicast(DevicePtr proxy, std::string_view command, Object parameters);
  Result<Bytes> frame(std::string_view command, const Object& parameters);

  Scheduler& scheduler_;
  Requests& requests_;
  Owner& owner_;
  std::map<Ieee, Last> last_;
  TaskGroup tasks_;
};

}  // namespace waggle::network
