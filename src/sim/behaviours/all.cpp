#include "sim/behaviours/all.h"

namespace waggle::sim {
namespace {

struct Row {
  std::uint16_t cluster;
  bool client;
  MakeBehaviour* make;
};

// Clusters without a row (power configuration, measurements, metering, …) are attributes and
// nothing else.
// clang-format off
constexpr Row rows[] = {
    {0x0000, false, make_basic},
    {0x0003, false, make_identify},
    {0x0004, false, make_groups},
    {0x0005, false, make_scenes},
    {0x0006, false, make_on_off},
    {0x0008, false, make_level},
    {0x000A, true,  make_time_client},
    {0x0019, true,  make_ota_client},
    {0x0020, false, make_poll_control},
    {0x0021, true,  make_green_power_proxy},
    {0x0101, false, make_door_lock},
    {0x0102, false, make_window_covering},
    {0x0201, false, make_thermostat},
    {0x0300, false, make_color},
    {0x0500, false, make_ias_zone},
    {0x0502, false, make_ias_wd},
    {0x1000, false, make_touchlink},
    {0xEF00, false, make_tuya},
};
// clang-format on

}  // namespace

std::unique_ptr<Behaviour> make_behaviour(VirtualDevice& device, Place place) {
  for (const Row& row : rows) {
    if (row.cluster == place.cluster.raw && row.client == place.client)
      return row.make(device, place);
  }
  return nullptr;
}

}  // namespace waggle::sim
