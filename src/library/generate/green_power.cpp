// A Green Power device of which nothing is known but what it sends: every command of the specification
// (Green Power, table 49) is an action, whatever the device is.
#include "library/generate/maker.h"

namespace waggle::library::generate_parts {
namespace {

// clang-format off
constexpr std::pair<std::string_view, int> commands[] = {
    {"identify", 0}, {"recall_scene0", 16}, {"recall_scene1", 17}, {"recall_scene2", 18}, {"recall_scene3", 19},
    {"recall_scene4", 20}, {"recall_scene5", 21}, {"recall_scene6", 22}, {"recall_scene7", 23}, {"store_scene0", 24},
    {"store_scene1", 25}, {"store_scene2", 26}, {"store_scene3", 27}, {"store_scene4", 28}, {"store_scene5", 29},
    {"store_scene6", 30}, {"store_scene7", 31}, {"off", 32}, {"on", 33}, {"toggle", 34}, {"release", 35}, {"move_up", 48},
    {"move_down", 49}, {"step_up", 50}, {"step_down", 51}, {"level_control_stop", 52}, {"move_up_with_on_off", 53},
    {"move_down_with_on_off", 54}, {"step_up_with_on_off", 55}, {"step_down_with_on_off", 56}, {"move_hue_stop", 64},
    {"move_hue_up", 65}, {"move_hue_down", 66}, {"step_hue_up", 67}, {"step_huw_down", 68}, {"move_saturation_stop", 69},
    {"move_saturation_up", 70}, {"move_saturation_down", 71}, {"step_saturation_up", 72}, {"step_saturation_down", 73},
    {"move_color", 74}, {"step_color", 75}, {"lock_door", 80}, {"unlock_door", 81}, {"press11", 96}, {"release11", 97},
    {"press12", 98}, {"release12", 99}, {"press22", 100}, {"release22", 101}, {"short_press11", 102}, {"short_press12", 103},
    {"short_press22", 104}, {"press_8bit_vector", 105}, {"release_8bit_vector", 106}, {"attribute_reporting", 160},
    {"manufacture_specific_attr_reporting", 161}, {"multi_cluster_reporting", 162},
    {"manufacturer_specific_mcluster_reporting", 163}, {"request_attributes", 164}, {"read_attributes_response", 165},
    {"zcl_tunneling", 166}, {"compact_attribute_reporting", 168}, {"any_sensor_command_a0_a3", 175}, {"commissioning", 224},
    {"decommissioning", 225}, {"success", 226}, {"channel_request", 227}, {"application_description", 228},
};
// clang-format on

}  // namespace

void add_green_power(Maker& maker) {
  Object actions;
  for (const auto& [action, command] : commands) actions.set(action, command);
  maker.add("green_power", {{"actions", std::move(actions)}, {"others", true}, {"payload", true}});
}

}  // namespace waggle::library::generate_parts
