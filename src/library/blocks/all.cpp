// Every block there is. A new one is a file beside this and a row here.
#include "library/block.h"

namespace waggle::library {

extern const BlockType actions_block, alarm_panel_block, attribute_block, battery_block, bind_block, color_actions_block, configure_block, cover_block,
    described_inputs_block, electricity_meter_block, etop_thermostat_block, expose_block, fan_block, gledopto_light_block, green_power_block, hue_dimmer_block,
    hue_light_block, ias_zone_block, identify_action_block, identify_block, ikea_arrows_block,
    ikea_poll_control_block, ikea_remote_bind_block, ledvance_commands_block, level_actions_block, light_block,
    link_quality_block, lock_block, lumi_contact_block, lumi_report_block, measurement_block, occupancy_block,
    on_off_at_power_block, on_off_block, reads_block, scene_actions_block, sets_block, thermostat_block, tuya_base_block,
    tuya_datapoints_block, tuya_inching_block, tuya_lamp_block, tuya_table_block, weekly_schedule_block;

std::span<const BlockType> block_types() {
  static const BlockType all[] = {
      actions_block, alarm_panel_block, attribute_block, battery_block, bind_block, color_actions_block, configure_block, cover_block,
      described_inputs_block, electricity_meter_block, etop_thermostat_block, expose_block, fan_block, gledopto_light_block, green_power_block,
      hue_dimmer_block, hue_light_block, ias_zone_block, identify_action_block, identify_block, ikea_arrows_block,
      ikea_poll_control_block, ikea_remote_bind_block, ledvance_commands_block, level_actions_block, light_block,
      link_quality_block, lock_block, lumi_contact_block, lumi_report_block, measurement_block, occupancy_block,
      on_off_at_power_block, on_off_block, reads_block, scene_actions_block, sets_block, thermostat_block, tuya_base_block,
      tuya_datapoints_block, tuya_inching_block, tuya_lamp_block, tuya_table_block, weekly_schedule_block,
  };
  return all;
}

const BlockType* find_block(std::string_view name) {
  for (const BlockType& type : block_types()) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace waggle::library
