// What a bridge needs to be told at least, for those who run one in memory: tests and measurements.
#pragma once

#include <string_view>

namespace waggle::house {

inline constexpr std::string_view configuration = R"(version: 5
mqtt:
  base_topic: zigbee2mqtt
  server: mqtt://localhost
serial:
  port: /dev/null
  adapter: zstack
advanced:
  network_key: [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]
  pan_id: 6754
  ext_pan_id: [1, 2, 3, 4, 5, 6, 7, 8]
  channel: 15
)";

}  // namespace waggle::house
