// Air: the virtual network between a virtual radio and the virtual devices. Carries messages with
// delay and loss, knows who is on the network and who hears whom, and lets devices join, move and
// leave.
//
// A radio is a Host. The air knows no serial protocol, and what a message means only where the
// network layer itself acts on it (permit join, leave, channel change).
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <random>

#include "coordinator/coordinator.h"
#include "sim/device.h"

namespace waggle::sim {

/// How the delivery of a unicast ended, as the coordinator's radio sees it.
enum class Delivery : std::uint8_t {
  acknowledged,
  no_route,  // nobody knows the way
  no_ack,    // the next hop, or the device itself, does not answer
  expired,   // a sleeping child did not come to fetch it
  channel_access_failure,
  buffer_full,
};

/// What a virtual radio hears from the air.
class Host {
 public:
  virtual void on_message(const Message& message, std::uint8_t lqi) = 0;
  /// Responses and the announcements of devices; the payload has no sequence number.
  virtual void on_zdo(Nwk source, ClusterId cluster, ByteView payload) = 0;
  /// The trust centre has let a device in, or back in.
  virtual void on_joined(const Node& device, Nwk parent) = 0;
  virtual void on_left(Nwk nwk, Ieee ieee, bool rejoin) = 0;
  /// A router was heard under this address, without having announced itself.
  virtual void on_address(const Node& device) = 0;
  /// Whether the trust centre lets this device in with a key made of its install code.
  virtual bool has_install_key(Ieee, const coordinator::Key&) const { return false; }
  /// The key that the trust centre shares with this device alone; none: the one that everybody knows.
  virtual std::optional<coordinator::Key> link_key(Ieee) const { return std::nullopt; }
  /// The network has moved to another channel by itself (a network update request did it).
  virtual void on_network_changed() = 0;
  /// A frame of no network, whole: a device answers touchlink.
  virtual void on_inter_pan(ByteView, std::uint8_t) {}

 protected:
  ~Host() = default;
};

/// How good the air is. The randomness is seeded, so the same story goes the same way again.
struct Conditions {
  std::chrono::nanoseconds latency = 4ms;
  std::chrono::nanoseconds jitter = 4ms;
  double loss = 0;  // of unicasts to a device: no acknowledgement; of messages to the host: gone
  double duplicates = 0;
  std::chrono::nanoseconds ack_timeout = 1s;  // until a router's silence is noticed
  std::chrono::nanoseconds indirect_timeout =
      7s;  // for how long a parent keeps messages for a sleeper
};

/// Where devices without a network listen for touchlink.
inline constexpr int factory_channel = 11;

/// One line of the log of frames, for scripts.
struct Frame {
  std::uint64_t number = 0;
  Instant time{};
  std::string_view
      direction;          // "down": from the host, "up": from a device, "air": joins and the like
  std::string_view kind;  // "zcl", "zdo", "join", "leave", "announce"
  std::string device;     // its name, where one is known
  Nwk nwk{};
  EndpointId endpoint{};  // the device's
  ClusterId cluster{};
  Bytes data;
};

class Air final : public Medium {
 public:
  explicit Air(Scheduler& scheduler, std::uint32_t seed = 1);
  Air(const Air&) = delete;
  Air& operator=(const Air&) = delete;

  Scheduler& scheduler() const { return later_.scheduler(); }
  void set_host(Host* host) { host_ = host; }

  Conditions conditions;
  Node coordinator;  // its endpoints are what the host registered
  std::set<GroupId> coordinator_groups;
  bool coordinator_hears_all_groups = false;  // there is firmware that hands on what is meant for any group
  /// The number on what the host sends now. Devices drop what is below the number they heard last: it may
  /// be an old frame that somebody repeats.
  std::uint32_t host_counter = 0;

  // The network -----------------------------------------------------------------------------------
  /// The coordinator runs this network. Devices that belong to another are out of reach.
  void start(const coordinator::NetworkParameters& network);
  void stop();
  bool running() const { return network_.has_value(); }
  const std::optional<coordinator::NetworkParameters>& network() const { return network_; }

  /// `at`: a router or the coordinator; nullopt: all of them. 0 seconds closes, 255 never closes.
  void permit_joining(std::optional<Nwk> at, std::uint8_t seconds);
  bool joining_permitted() const;
  /// Called whenever permitting may have begun.
  std::function<void()> on_permit;

  // Devices ---------------------------------------------------------------------------------------
  VirtualDevice& add(DeviceSpec spec);
  VirtualDevice* find(std::string_view name_or_ieee) const;
  const std::deque<std::unique_ptr<VirtualDevice>>& devices() const { return devices_; }
  bool reachable(const VirtualDevice& device) const {
    return on_network(device) && !device.faults.dropped;
  }
  bool on_network(const VirtualDevice& device) const;

  /// Enters the network and announces itself. `force`: whether joining is permitted or not.
  Result<> join(VirtualDevice& device, bool force = false);
  /// Comes back with its old address and keys, as after a power cut.
  Result<> rejoin(VirtualDevice& device);
  /// Comes back without the network's key: the trust centre sends it, under the device's own key (4.6.3.4).
  Result<> rejoin_by_trust_center(VirtualDevice& device);
  void announce(VirtualDevice& device) override;
  /// Leaves by itself or as told; forgets everything unless it means to come back.
  void leave(VirtualDevice& device, bool rejoin);
  /// Comes back under another short address. Quietly: its announcement gets lost, and the coordinator
  /// notices only by its next many-to-one route.
  Result<> move(VirtualDevice& device, Nwk to, bool quietly = false);

  // From the host ---------------------------------------------------------------------------------
  void send_unicast(Message message, std::function<void(Delivery)> done);
  void send_group(Message message);
  void send_broadcast(Message message);
  void send_zdo(Nwk to, ClusterId request, Bytes payload);
  /// True when a way to the node was found.
  bool discover_route(Nwk to);

  /// A frame outside the network: whoever is on this channel and knows touchlink hears it.
  void send_inter_pan(int channel, const Bytes& frame);

  // Medium ----------------------------------------------------------------------------------------
  void transmit(VirtualDevice& from, Message message) override;
  std::optional<Nwk> address_of(Ieee ieee) const override;

  // Topology (topology.cpp): routers hear each other and the coordinator; end devices hang below
  // one ---
  const Node* node_by_nwk(Nwk nwk) const;
  const Node& parent_of(const VirtualDevice& device) const;
  std::vector<Nwk> children_of(const Node& node) const;
  std::vector<zdo::Neighbor> neighbors_of(const Node& node) const;
  std::vector<zdo::Route> routes_of(const Node& node) const;
  std::uint8_t lqi_between(const Node& a, const Node& b) const;

  // The log ---------------------------------------------------------------------------------------
  const std::deque<Frame>& history() const { return history_; }
  std::uint64_t frames() const { return frames_; }

 private:
  /// One direction of one device: nothing overtakes in it, whatever the clock does between two
  /// calls.
  struct Way {
    Instant last{};
    std::deque<std::function<void()>> queue;
  };
  struct Link {
    Way up;
    Way down;
    bool route_lost = false;
    bool awake = false;  // its behaviours know that it is on a network
    Nwk parent = coordinator_nwk;
    std::uint32_t heard = 0;  // the highest host_counter
  };
  VirtualDevice* device_by_nwk(Nwk nwk) const;
  Link& link(const VirtualDevice& device) { return links_[device.node.ieee]; }
  std::chrono::nanoseconds delay(Way& way, std::chrono::nanoseconds extra);
  void travel(Way& way, std::chrono::nanoseconds time, std::function<void()> arrive);
  bool chance(double probability);
  Nwk free_address(const VirtualDevice& device) const;
  std::optional<Nwk> choose_parent(const VirtualDevice& device, bool force) const;
  bool permits(Nwk nwk) const;
  void enter(VirtualDevice& device, Nwk nwk, Nwk parent);
  bool accepts_from_host(const VirtualDevice& device);
  void deliver(VirtualDevice& device, const Message& message, std::chrono::nanoseconds time);
  bool hears(const VirtualDevice& device, Nwk broadcast) const;
  void answer(Node& node, VirtualDevice* device, Nwk to, ClusterId request, const Bytes& payload);
  void obey(Node& node, VirtualDevice* device, ClusterId request, const Bytes& payload);
  void record(std::string_view direction, std::string_view kind, const VirtualDevice* device,
              Nwk nwk, EndpointId endpoint = {}, ClusterId cluster = {}, ByteView data = {});
  void to_host(const VirtualDevice& from, const Message& message);
  void touchlink(VirtualDevice& device, Place place, int channel, const Bytes& frame);
  void to_devices(const Message& message, const VirtualDevice* except);

  std::mt19937 random_;
  Host* host_ = nullptr;
  std::optional<coordinator::NetworkParameters> network_;
  std::deque<std::unique_ptr<VirtualDevice>> devices_;
  std::map<Ieee, Link> links_;
  std::map<Nwk, Instant> permitted_until_;
  std::deque<Frame> history_;
  std::uint64_t frames_ = 0;
  Later later_;  // last: what it still has to do uses the rest
};

}  // namespace waggle::sim
