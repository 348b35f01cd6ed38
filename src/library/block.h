// Block: one feature of devices, in one file: what it exposes, how it reads messages, how it sets and
// gets values, how it is configured.
//
// A block is made once for each definition that names it, reads its options, and builds: it hands its
// steps to a Builder. The steps are functions over values (effects.h); a block keeps no state of a
// device. blocks/all.cpp lists every block there is.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "library/effects.h"
#include "library/expose.h"
#include "library/options.h"
#include "zigbee/zcl/catalogue.h"

namespace waggle::library {

/// A value to set, or a key to get.
struct Request {
  std::string_view key;
  const Value& value;
  Object& message;                 // the whole payload; some keys shape how others are sent
  EndpointId endpoint;
  std::string_view endpoint_name;  // "l1"; empty on devices without names
  bool to_group = false;
};

using Decode = std::function<void(const Message&, Step&)>;
using Encode = std::function<void(const Request&, Step&)>;
using Configure = std::function<void(Step&)>;
/// Exposes that depend on what the device turned out to be; `device` is null for the pages.
using ExposeFunction = std::function<void(const Device* device, const Object& options, std::vector<Expose>& out)>;

enum class Event : std::uint8_t { start, stop, interviewed, announced, address_changed, options_changed };

struct Decoder {
  ClusterId cluster;
  std::uint16_t kinds = 0;
  const zcl::Command* command = nullptr;  // of kind command; nullptr: any
  Decode decode;
};

struct Encoder {
  std::vector<std::string> keys;
  Encode set;                          // none: cannot be set
  Encode get;                          // none: cannot be read
  std::vector<std::string> endpoints;  // none: any
};

struct EventHandler {
  Event event;
  Configure action;
};

/// The names of a device's endpoints, and which properties carry them.
struct EndpointNames {
  std::vector<std::pair<std::string, int>> endpoints;
  bool multi_endpoint = false;
  std::vector<std::string> skip;

  /// "l1" of endpoint 1; empty when it has no name.
  std::string_view name_of(EndpointId id) const;
  std::optional<EndpointId> find(std::string_view name) const;
  /// The property as published from this endpoint: "state" or "state_l1".
  std::string property(std::string_view name, EndpointId endpoint) const;
};

/// A cluster resolved, with its attributes at hand.
struct ClusterRef {
  ClusterId id{};
  const zcl::Cluster* rows = nullptr;
};

class Builder {
 public:
  Builder(const zcl::Catalogue& catalogue, std::shared_ptr<const EndpointNames> names, Problems& problems,
          std::string where)
      : catalogue_(catalogue), names_(std::move(names)), problems_(problems), where_(std::move(where)) {}

  const std::shared_ptr<const EndpointNames>& names() const { return names_; }
  const zcl::Catalogue& catalogue() const { return catalogue_; }
  /// The endpoints by name that the block being built is for; none: it serves the whole device.
  const std::vector<std::string>& only() const { return only_; }
  void set_only(std::vector<std::string> endpoints) { only_ = std::move(endpoints); }

  // Names to rows; an unknown name is a problem of the device file.
  ClusterRef cluster(std::string_view name);
  AttributeRef attribute(std::string_view cluster_name, std::string_view attribute_name);
  CommandRef command(std::string_view cluster_name, std::string_view command_name, bool to_client);
  void problem(std::string text) { problems_.add(where_, std::move(text)); }

  void expose(Expose expose);
  void expose(ExposeFunction function);
  /// Options are listed by what they are for: the definition's own, then those of setting, then
  /// those of reading; one that two blocks share stands once.
  enum class OptionFor : std::uint8_t { definition, set, decode };
  void option(OptionFor what, Expose option);
  void decode(std::string_view cluster_name, std::uint16_t kinds, Decode step);
  /// A cluster command by name, whichever direction it has.
  void decode_command(std::string_view cluster_name, std::string_view command_name, Decode step);
  void encode(std::vector<std::string> keys, Encode set, Encode get = {},
              std::vector<std::string> endpoints = {});
  void configure(Configure step);
  void on(Event event, Configure step);

  // What was built, for the definition.
  struct Parts {
    std::vector<std::variant<Expose, ExposeFunction>> exposes;
    std::vector<std::string> actions;  // what `action` may be; exposed behind all else
    std::vector<Expose> options[3];  // by OptionFor
    std::vector<Decoder> decoders;
    std::vector<Encoder> encoders;
    std::vector<Configure> configure;
    Configure configure_only;  // instead of the others
    std::vector<EventHandler> events;
  };
  Parts parts;

 private:
  const zcl::Catalogue& catalogue_;
  std::shared_ptr<const EndpointNames> names_;
  Problems& problems_;
  std::string where_;
  std::vector<std::string> only_;
};

class Block {
 public:
  virtual ~Block() = default;
  virtual void read(Options&) {}
  /// `this` lives as long as the definition: steps may refer to it.
  virtual void build(Builder& builder) const = 0;
};

struct BlockType {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Block> (*make)();
};

template <class T>
consteval BlockType block(std::string_view name, std::string_view summary) {
  return {name, summary, []() -> std::unique_ptr<Block> { return std::make_unique<T>(); }};
}

/// All blocks, in alphabetical order.
std::span<const BlockType> block_types();
const BlockType* find_block(std::string_view name);

// What blocks have in common when they write operations ----------------------------------------------

Operation read_attributes(EndpointId endpoint, std::initializer_list<AttributeRef> attributes);
Operation write_attribute(EndpointId endpoint, const AttributeRef& attribute, Value value);
Operation send_command(EndpointId endpoint, const CommandRef& command, Object payload);
Operation bind(EndpointId endpoint, ClusterId cluster);
struct Reporting {
  AttributeRef attribute;
  std::uint16_t min;
  std::uint16_t max;
  Value change;
};
Operation configure_reporting(EndpointId endpoint, std::vector<Reporting> rows);

/// The endpoints that serve a cluster, in their order.
std::vector<EndpointId> endpoints_with(const Device& device, ClusterId input);
/// Where a property without an endpoint of its own lives: the endpoint asked for by name, else the first
/// that serves the cluster.
EndpointId serving(const Request& request, const Step& step, ClusterId cluster);
/// Of these, the ones the step is confined to.
std::vector<EndpointId> endpoints_with(const Step& step, ClusterId input);

}  // namespace waggle::library
