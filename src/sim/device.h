// VirtualDevice: a Zigbee device made of endpoints, attributes and cluster behaviours. Takes
// application messages, answers foundation commands itself (foundation.cpp), hands cluster commands
// to behaviours, and reports what it was asked to report.
//
// It talks to a Medium, which may be the air or a test's list. It knows neither radios nor serial
// protocols.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "coordinator/coordinator.h"
#include "sim/behaviour.h"
#include "sim/frames.h"
#include "sim/reporting.h"

namespace waggle::sim {

/// Tuya's second protocol: a value behind a number (cluster 0xEF00).
struct Datapoint {
  enum class Type : std::uint8_t { raw, boolean, value, string, enumeration, bitmap };
  Type type = Type::value;
  Value value;
};

/// A device as it leaves the factory.
struct DeviceSpec {
  std::string name;  // how people and the control channel call it
  std::string model;
  std::string maker;
  Node node;
  std::vector<std::pair<AttributeKey, Attribute>> attributes;
  std::map<std::uint8_t, Datapoint> datapoints;
  std::string life;    // what it does by itself (life.h)
  std::string parent;  // the router it prefers, by name
  /// Made of its install code: it joins where the trust centre has the same, and nowhere else.
  std::optional<coordinator::Key> install_key;
  bool reports =
      true;  // false: refuses to have its reporting configured, and reports unasked (Xiaomi)
  bool lenient = false;  // takes commands and writes it has no use for (Tuya)
};

/// Faults that scripts order (control.h). Numbers count down.
struct Faults {
  bool dropped = false;  // without power
  int silent = 0;        // messages it gets and does not answer
  int errors = 0;        // requests it answers with `error`
  zcl::Status error = zcl::Status::failure;
  int failures = 0;  // messages to it that end in `failure` (air.h, Delivery)
  std::uint8_t failure = 0;
  int zdo_failures = 0;  // ZDO requests it answers with `zdo_failure`, or not at all
  std::optional<std::uint8_t> zdo_failure;
  std::chrono::nanoseconds latency{};
};

class Medium {
 public:
  virtual void transmit(VirtualDevice& from, Message message) = 0;
  /// The device says that it is there.
  virtual void announce(VirtualDevice& device) = 0;
  /// The short address of a node on the network.
  virtual std::optional<Nwk> address_of(Ieee ieee) const = 0;

 protected:
  ~Medium() = default;
};

class VirtualDevice {
 public:
  VirtualDevice(Scheduler& scheduler, Medium& medium, DeviceSpec spec);
  ~VirtualDevice();
  VirtualDevice(const VirtualDevice&) = delete;
  VirtualDevice& operator=(const VirtualDevice&) = delete;

  const DeviceSpec& spec() const { return spec_; }
  const std::string& name() const { return spec_.name; }
  Scheduler& scheduler() const { return scheduler_; }

  Node node;
  std::optional<coordinator::NetworkParameters> network;  // the one it belongs to
  std::optional<coordinator::Key> link_key;  // its own, shared with the trust centre
  Faults faults;

  /// It is on a network, for the first time or again.
  void joined();
  /// It has been off for a moment, by itself.
  void restarted();
  /// Forgets networks, bindings, reporting, groups, scenes, and all that was written.
  void factory_reset();
  /// The attributes as they were made; what belongs to the network stays (genBasic's reset).
  void reset_attributes();

  // Messages ------------------------------------------------------------------------------------
  void receive(const Message& message);
  std::uint8_t next_tsn() { return ++tsn_; }
  void send(EndpointId from, ClusterId cluster, Bytes zcl, Nwk to, EndpointId to_endpoint);
  void send(Message message) { medium_.transmit(*this, std::move(message)); }
  /// Back to where `message` came from; nothing when it came to many.
  void reply(const Message& message, Bytes zcl);
  /// To all that is bound to the place; false when nothing is.
  bool send_to_bound(const Place& from, const Bytes& zcl);
  /// A report of these attributes' values, asked for or not: to what is bound, else to the
  /// coordinator.
  void report(const std::vector<AttributeKey>& keys);
  /// A report of values that need not be attributes, to the coordinator's endpoint.
  void report(const Place& from, std::uint16_t manufacturer, const Records& records,
              EndpointId to = EndpointId(1));

  // Attributes ----------------------------------------------------------------------------------
  const Attributes& attributes() const { return attributes_; }
  /// Changes a value; behaviours and reporting hear of it. False when there is no such attribute.
  bool set(const AttributeKey& key, Value value);
  const Reporter& reporter() const { return reporter_; }

  // Groups and scenes, which several clusters share, by endpoint ----------------------------------
  struct Scene {
    std::string name;
    std::uint16_t transition = 0;  // seconds
    Bytes fields;                  // extension field sets as they are sent
  };
  using SceneKey = std::pair<std::uint16_t, std::uint8_t>;  // group, scene
  struct Memberships {
    std::set<std::uint16_t> groups;
    std::map<SceneKey, Scene> scenes;
  };
  Memberships& memberships(EndpointId endpoint) { return memberships_[endpoint]; }
  bool in_group(EndpointId endpoint, GroupId group) const;

  Behaviour* behaviour(const Place& place) const;

  // What survives a restart of the simulator.
  Object save() const;
  void restore(const Object& saved);
  /// All of it, for scripts.
  Object snapshot() const;

 private:
  void build();
  // foundation.cpp
  struct Request;
  void foundation(const Request& request);
  void read(const Request& request);
  void write(const Request& request);
  void configure_reporting(const Request& request);
  void read_reporting(const Request& request);
  void discover(const Request& request, bool extended);
  void discover_commands(const Request& request, bool generated);
  void answer_with_error(const Request& request);
  zcl::Status may_write(const AttributeKey* key, const zcl::Record& record,
                        const zcl::Frame& frame) const;
  void write_one(const AttributeKey& key, const zcl::Record& record);

  void cluster_command(const Request& request);
  void default_answer(const Message& message, const zcl::Header& header, zcl::Status status);

  Scheduler& scheduler_;
  Medium& medium_;
  DeviceSpec spec_;
  Attributes attributes_;
  Reporter reporter_;
  std::map<EndpointId, Memberships> memberships_;
  std::map<Place, std::unique_ptr<Behaviour>> behaviours_;
  std::uint8_t tsn_ = 0;
};

/// A message being dealt with.
struct VirtualDevice::Request {
  const Message& message;
  const zcl::Frame& frame;
  Place place;
};

}  // namespace waggle::sim
