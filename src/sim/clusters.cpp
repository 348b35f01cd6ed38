#include "sim/clusters.h"

#include <cmath>

#include "core/number.h"

namespace waggle::sim {
namespace {

struct Row {
  bool to_client;
  std::uint8_t id;
  std::string_view name;
  std::string_view signature;
};

std::shared_ptr<const zcl::OwnedCluster> cluster(ClusterId id, std::string_view name,
                                                 std::uint16_t manufacturer,
                                                 const zcl::Cluster* base,
                                                 std::initializer_list<Row> rows) {
  auto out = std::make_shared<zcl::OwnedCluster>(id, name, manufacturer, base);
  for (const Row& row : rows) {
    // A wrong signature here is a fault of this table; the tests walk it.
    (void)out->add_command(row.to_client, row.id, row.name, row.signature, -1, manufacturer);
  }
  return out;
}

zcl::Catalogue make() {
  constexpr std::uint16_t philips = 0x100B;
  auto overlay = std::make_shared<zcl::Overlay>();
  overlay->push_back(cluster(ClusterId(0xFC00), "manuSpecificPhilips", philips, nullptr,
                             {{true, 0x00, "hueNotification",
                               "button:uint8 unknown1:uint24 type:uint8 unknown2:uint8 time:uint8 "
                               "unknown3:uint8"}}));
  overlay->push_back(cluster(ClusterId(0x0005), "genScenes", 0,
                             zcl::find_standard(ClusterId(0x0005)),
                             {{false, 0x07, "tradfriArrowSingle", "value:uint16 value2:uint16"},
                              {false, 0x08, "tradfriArrowHold", "value:uint16"},
                              {false, 0x09, "tradfriArrowRelease", "value:uint16"}}));
  return zcl::Catalogue(std::move(overlay));
}

}  // namespace

const zcl::Catalogue& catalogue() {
  static const zcl::Catalogue clusters = make();
  return clusters;
}

const zcl::Cluster* find_cluster(std::string_view name_or_number) {
  if (const zcl::Cluster* named = catalogue().find(name_or_number)) return named;
  const auto number = cluster_number(name_or_number);
  return number ? catalogue().find(*number) : nullptr;
}

std::optional<ClusterId> cluster_number(std::string_view name_or_number) {
  if (const zcl::Cluster* named = catalogue().find(name_or_number)) return named->id;
  const auto number = js::to_number(name_or_number);
  if (name_or_number.empty() || !number || *number < 0 || *number > 0xFFFF ||
      std::floor(*number) != *number) {
    return std::nullopt;
  }
  return ClusterId(static_cast<std::uint16_t>(*number));
}

}  // namespace waggle::sim
