#include "sim/attributes.h"

#include <cassert>

#include "sim/clusters.h"

namespace waggle::sim {
namespace {

constexpr std::uint16_t first_manufacturer_cluster = 0xFC00;  // ZCL 8, table 2-1

}  // namespace

const Attribute* Attributes::find(const AttributeKey& key) const {
  const auto at = rows_.find(key);
  return at == rows_.end() ? nullptr : &at->second;
}
Attribute* Attributes::find(const AttributeKey& key) {
  const auto at = rows_.find(key);
  return at == rows_.end() ? nullptr : &at->second;
}

std::optional<AttributeKey> Attributes::locate(Place place, AttributeId id,
                                               std::uint16_t manufacturer) const {
  const AttributeKey exact{place, id, manufacturer};
  if (rows_.contains(exact)) return exact;
  if (place.cluster.raw < first_manufacturer_cluster) return std::nullopt;
  const auto at = rows_.lower_bound({place, id, 0});
  if (at == rows_.end() || at->first.place != place || at->first.id != id) return std::nullopt;
  return at->first;
}

std::vector<AttributeKey> Attributes::of(Place place, std::uint16_t manufacturer) const {
  std::vector<AttributeKey> out;
  for (auto at = rows_.lower_bound({place, AttributeId(0), 0}); at != rows_.end(); ++at) {
    if (at->first.place != place) break;
    if (at->first.manufacturer == manufacturer) out.push_back(at->first);
  }
  return out;
}

bool Attributes::any(Place place) const {
  const auto at = rows_.lower_bound({place, AttributeId(0), 0});
  return at != rows_.end() && at->first.place == place;
}

AttributeId attribute_id(ClusterId cluster, std::string_view name) {
  const zcl::Cluster* rows = catalogue().find(cluster);
  const zcl::Attribute* row = rows ? rows->attribute(name) : nullptr;
  assert(row && "the cluster tables have no attribute of this name");
  return AttributeId(row ? row->id : std::uint16_t{0xFFFF});
}

double as_number(const Value& value, double fallback) {
  return value.is_bool() ? (value.boolean() ? 1 : 0) : value.number_or(fallback);
}

}  // namespace waggle::sim
