// StackConfig: how the stack in the radio is set up, for those who know better than its defaults: the file
// stack_config.json in the data folder, as Zigbee2MQTT has it. Text to values; knows no files and no radio.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waggle::coordinator::ember {

struct StackConfig {
  bool low_ram = false;  // CONCENTRATOR_RAM_TYPE: "low" or "high"
  std::uint16_t concentrator_min_time = 5;
  std::uint16_t concentrator_max_time = 60;
  std::uint16_t route_error_threshold = 3;
  std::uint16_t delivery_failure_threshold = 1;
  std::uint16_t max_hops = 0;
  std::uint16_t max_end_device_children = 32;
  std::uint16_t transient_device_timeout = 10000;
  std::uint16_t end_device_poll_timeout = 8;
  std::uint16_t transient_key_timeout = 300;
  std::optional<std::uint8_t> cca_mode;

  bool operator==(const StackConfig&) const = default;
};

/// What is missing or wrong is left at its default; `complaints` says what is wrong.
StackConfig read_stack_config(std::string_view json, std::vector<std::string>& complaints);

}  // namespace waggle::coordinator::ember
