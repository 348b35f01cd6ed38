#include "sim/lookup.h"

#include <cmath>

#include "core/number.h"
#include "sim/clusters.h"

namespace waggle::sim {

Result<Place> find_place(const VirtualDevice& device, std::string_view cluster,
                         std::optional<EndpointId> endpoint, bool client) {
  const auto number = cluster_number(cluster);
  if (!number) return Error{Errc::not_found, "there is no cluster '" + std::string(cluster) + "'"};
  for (const Endpoint& e : device.node.endpoints) {
    if (endpoint ? e.number == *endpoint : e.has(*number, client))
      return Place{e.number, *number, client};
  }
  return Error{Errc::not_found,
               "no endpoint of " + device.name() + " has cluster '" + std::string(cluster) + "'"};
}

Result<AttributeKey> find_attribute(const Place& place, std::string_view attribute,
                                    std::uint16_t manufacturer) {
  const zcl::Cluster* cluster = catalogue().find(place.cluster, manufacturer);
  if (const zcl::Attribute* row = cluster ? cluster->attribute(attribute) : nullptr) {
    return AttributeKey{place, AttributeId(row->id), manufacturer};
  }
  const auto number = js::to_number(attribute);
  if (attribute.empty() || !number || *number < 0 || *number > 0xFFFF ||
      std::floor(*number) != *number) {
    return Error{Errc::not_found, "cluster " + zcl::cluster_label(catalogue(), place.cluster) +
                                      " has no attribute '" + std::string(attribute) + "'"};
  }
  return AttributeKey{place, AttributeId(static_cast<std::uint16_t>(*number)), manufacturer};
}

Result<> change(VirtualDevice& device, std::string_view cluster, std::string_view attribute,
                Value value, std::optional<EndpointId> endpoint) {
  TRY(const Place place, find_place(device, cluster, endpoint));
  TRY(const AttributeKey key, find_attribute(place, attribute));
  const Attribute* known = device.attributes().find(key);
  if (!known) {
    return Error{Errc::not_found, device.name() + " has no attribute " + std::string(cluster) +
                                      "/" + std::string(attribute)};
  }
  Writer probe;
  TRY_DO(zcl::encode(known->type, value, probe));
  device.set(key, std::move(value));
  return {};
}

double number_of(const VirtualDevice& device, std::string_view cluster, std::string_view attribute,
                 double fallback) {
  const auto place = find_place(device, cluster);
  if (!place) return fallback;
  const auto key = find_attribute(*place, attribute);
  const Attribute* known = key ? device.attributes().find(*key) : nullptr;
  return known ? as_number(known->value, fallback) : fallback;
}

Result<> send_command(VirtualDevice& device, const CommandSpec& spec) {
  // A client sends from its output cluster; a server's notifications come from the input.
  TRY(const Place place, find_place(device, spec.cluster, spec.endpoint, !spec.to_client));
  const CommandOptions options{spec.to_client, spec.no_default_response, spec.manufacturer,
                               device.next_tsn()};
  TRY(const Bytes frame, command_frame(place.cluster, spec.command, spec.params, options));
  if (!device.send_to_bound(place, frame)) {
    device.send(place.endpoint, place.cluster, frame, coordinator_nwk, EndpointId(1));
  }
  return {};
}

}  // namespace waggle::sim
