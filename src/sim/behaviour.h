// Behaviour: what one cluster of a virtual device does with commands, beyond holding attributes. A
// device is the sum of its clusters' behaviours; each lives in a file of its own in behaviours/.
//
// A behaviour owns its timers and its little state, and dies with a factory reset. It knows its
// device and its place on it, never the air or a radio.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/attributes.h"
#include "sim/later.h"
#include "sim/node.h"
#include "zigbee/zcl/frame.h"

namespace waggle::sim {

class VirtualDevice;

/// A cluster command that arrived.
struct Call {
  const zcl::Frame& frame;
  const Message& message;

  std::uint64_t uint(std::string_view param, std::uint64_t fallback = 0) const {
    return frame.uint_or(param, fallback);
  }
  std::int64_t sint(std::string_view param) const;
  bool has(std::string_view param) const { return frame.param(param) != nullptr; }
  /// The octets of a string or list parameter.
  ByteView raw(std::string_view param) const;
};

/// What became of a command: answered with one of its own, or to be answered with this status.
struct Reaction {
  zcl::Status status = zcl::Status::success;
  bool answered = false;
};

class Behaviour {
 public:
  Behaviour(VirtualDevice& device, Place place);
  virtual ~Behaviour() = default;
  Behaviour(const Behaviour&) = delete;
  Behaviour& operator=(const Behaviour&) = delete;

  virtual Reaction command(const Call& call) = 0;
  /// Names of the commands it takes, for discovery.
  virtual std::vector<std::string_view> commands() const = 0;
  /// A foundation command that answers a question of ours (the time client's read).
  virtual void answered(const zcl::Frame&) {}
  /// An attribute of the cluster has a new value, from wherever.
  virtual void changed(const AttributeKey&) {}
  /// Somebody wrote an attribute over the air, with or without changing it.
  virtual void written(const AttributeKey&) {}
  /// The device is on a network: has joined, or come back.
  virtual void joined() {}
  /// A scene wants this attribute to get there within this time.
  virtual void approach(AttributeId id, double value, std::chrono::nanoseconds time);
  /// What the control channel shows of it.
  virtual void describe(Object&) const {}

  const Place& place() const { return place_; }

 protected:
  VirtualDevice& device() const { return device_; }
  Scheduler& scheduler() const { return later_.scheduler(); }
  Later& later() { return later_; }

  // Attributes by name, of this cluster or, on the same endpoint, of another.
  double number(std::string_view attribute, double fallback = 0) const;
  double number(std::string_view cluster, std::string_view attribute, double fallback) const;
  bool has(std::string_view attribute) const;
  bool has(std::string_view cluster, std::string_view attribute) const;
  void set(std::string_view attribute, Value value);
  void set(std::string_view cluster, std::string_view attribute, Value value);
  bool is(const AttributeKey& key, std::string_view attribute) const;

  /// Answers with a command of the cluster.
  Reaction respond(const Call& call, std::string_view response, const Object& params);
  /// A command of the cluster's own accord, to everything bound to it; to the coordinator when
  /// nothing is.
  void notify(std::string_view command, const Object& params);
  /// The same to one endpoint of the coordinator, whatever is bound.
  void tell_coordinator(std::string_view command, const Object& params,
                        EndpointId endpoint = EndpointId(1));

 private:
  AttributeKey key(std::string_view attribute) const;
  AttributeKey key(std::string_view cluster, std::string_view attribute) const;

  VirtualDevice& device_;
  Place place_;
  Later later_;
};

/// A behaviour whose commands are rows: {"toggle", &OnOff::toggle}.
template <class Self>
class CommandTable : public Behaviour {
 public:
  using Behaviour::Behaviour;
  struct Row {
    std::string_view name;
    Reaction (Self::*run)(const Call&);
  };
  Reaction command(const Call& call) final {
    for (const Row& row : Self::rows()) {
      if (call.frame.is_command(row.name)) return (static_cast<Self&>(*this).*row.run)(call);
    }
    return {zcl::Status::unsupported_cluster_command};
  }
  std::vector<std::string_view> commands() const final {
    std::vector<std::string_view> out;
    for (const Row& row : Self::rows()) out.push_back(row.name);
    return out;
  }
};

/// The behaviour of a cluster; nullptr for those that are attributes and nothing else.
std::unique_ptr<Behaviour> make_behaviour(VirtualDevice& device, Place place);

}  // namespace waggle::sim
