// Devices of home files (sim/home.h) that several tests put into their houses.
#pragma once

#include <fmt/core.h>

namespace waggle::house {

inline std::string hue_lamp(std::string_view name, std::string_view ieee) {
  return fmt::format(R"(
- name: {}
  model: LWB010
  manufacturer: Philips
  manufacturer_code: 0x100b
  ieee: {}
  endpoints:
    11: {{device: 0x0100, inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl], outputs: [genOta]}}
)", name, ieee);
}

inline constexpr std::string_view hue_dimmer = R"(
- name: dimmer
  model: RWL021
  manufacturer: Philips
  manufacturer_code: 0x100b
  ieee: 0x001788010b3a0001
  type: end_device
  power: battery
  endpoints:
    1: {profile: 0xc05e, device: 0x0830, inputs: [genBasic], outputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl]}
    2: {device: 0x000c, inputs: [genBasic, genPowerCfg, genIdentify, genBinaryInput, manuSpecificPhilips], outputs: [genOta]}
)";

}  // namespace waggle::house
