// Maker: a row while it grows, and what its parts may know of the device. The parts are functions from
// the endpoints that have a cluster to blocks.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "library/generate/generate.h"

namespace waggle::library::generate_parts {

using Endpoints = std::vector<const EndpointInfo*>;

class Maker {
 public:
  Maker(const Device& device, For whom) : device_(device), whom_(whom) {}

  const Device& device() const { return device_; }
  bool is_for_editing() const { return whom_ == For::editing; }
  bool has_several_endpoints() const;
  /// Those that serve the cluster, in the device's order.
  Endpoints serving(std::string_view cluster) const;
  /// What concerns the device's first endpoint alone needs no endpoint in its properties' names.
  bool is_first_alone(const Endpoints& endpoints) const;

  /// The device's answer if it has been asked already; else notes the question.
  const Value* ask(const EndpointInfo& endpoint, std::string_view cluster, std::string_view attribute);
  std::optional<double> ask_number(const EndpointInfo& endpoint, std::string_view cluster, std::string_view attribute);

  Object& add(std::string_view block, Object options = {});
  /// With the names of these endpoints, where they are needed.
  Object& add_for(const Endpoints& endpoints, std::string_view block, Object options = {});
  /// The options of a block that stands in the row once, whatever asks for it.
  Object& once(std::string_view block);
  /// Properties whose names carry no endpoint on a device with several.
  void skip(std::initializer_list<std::string_view> properties) { skip_.insert(skip_.end(), properties.begin(), properties.end()); }
  void take_updates() { takes_updates_ = true; }
  void use_clusters(std::initializer_list<std::string_view> labels) { clusters_.assign(labels.begin(), labels.end()); }

  Generated finish();

 private:
  struct Block {
    std::string name;
    std::unique_ptr<Value> options;
  };
  const Device& device_;
  For whom_;
  std::vector<Block> blocks_;
  std::vector<std::string> skip_;
  std::vector<std::string> clusters_;
  bool takes_updates_ = false;
  std::vector<Question> questions_;
};

Array names_of(const Endpoints& endpoints);
bool serves(const EndpointInfo& endpoint, std::string_view cluster);

/// Steps of the block `configure` that have an attribute reported: bind, configure, read.
void add_reporting(Array& steps, const Endpoints& endpoints, std::string_view cluster, std::string_view attribute, Array min_max_change);
void add_binding(Array& steps, const Endpoints& endpoints, std::string_view cluster);

using Part = void (*)(Maker& maker, const Endpoints& endpoints);

void add_switches_and_lamps(Maker& maker, const Endpoints& endpoints);
void add_meter(Maker& maker, const Endpoints& endpoints);
void add_ballast(Maker& maker, const Endpoints& endpoints);
void add_lock(Maker& maker, const Endpoints& endpoints);
void add_thermostats(Maker& maker, const Endpoints& endpoints);
void add_fans(Maker& maker, const Endpoints& endpoints);
void add_screens(Maker& maker, const Endpoints& endpoints);
void add_analog_inputs(Maker& maker, const Endpoints& endpoints);
void add_analog_outputs(Maker& maker, const Endpoints& endpoints);
void add_binary_inputs(Maker& maker, const Endpoints& endpoints);
void add_binary_outputs(Maker& maker, const Endpoints& endpoints);

void add_green_power(Maker& maker);

/// The unit of a BACnet engineering unit, and of the type in a ZCL application type (ZCL 8, 3.14.11);
/// empty when there is none.
std::string_view unit_of_bacnet(double engineering_unit);
std::string_view unit_of_application(double application_type);

}  // namespace waggle::library::generate_parts
