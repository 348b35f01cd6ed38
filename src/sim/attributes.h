// The attributes of a virtual device: typed values by endpoint, cluster, side, number and
// manufacturer. Knows nothing of messages; who changes a value decides whether anybody is told.
#pragma once

#include <compare>
#include <map>
#include <optional>

#include "zigbee/zcl/catalogue.h"

namespace waggle::sim {

/// One side of one cluster on one endpoint.
struct Place {
  EndpointId endpoint{1};
  ClusterId cluster{};
  bool client = false;  // the output side: OTA keeps its attributes there

  auto operator<=>(const Place&) const = default;
};

struct AttributeKey {
  Place place;
  AttributeId id{};
  std::uint16_t manufacturer = 0;

  auto operator<=>(const AttributeKey&) const = default;
};

struct Attribute {
  zcl::Type type = zcl::Type::no_data;
  Value value;
  bool read_only = false;
};

class Attributes {
 public:
  const Attribute* find(const AttributeKey& key) const;
  Attribute* find(const AttributeKey& key);
  /// As a frame addresses it: attributes of a manufacturer's own cluster (0xFC00 and up) answer
  /// with and without the manufacturer's code, as real ones do.
  std::optional<AttributeKey> locate(Place place, AttributeId id, std::uint16_t manufacturer) const;
  void put(const AttributeKey& key, Attribute attribute) { rows_[key] = std::move(attribute); }

  /// Those of one place and manufacturer, by number.
  std::vector<AttributeKey> of(Place place, std::uint16_t manufacturer) const;
  bool any(Place place) const;
  void clear() { rows_.clear(); }

  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }

 private:
  std::map<AttributeKey, Attribute> rows_;
};

/// The number of an attribute of a described cluster, by its name. Asking for one that is not in
/// the table is a programming fault.
AttributeId attribute_id(ClusterId cluster, std::string_view name);

/// Numbers of either kind and booleans, for arithmetic.
double as_number(const Value& value, double fallback = 0);

}  // namespace waggle::sim
