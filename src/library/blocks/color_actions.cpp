// Color and scene actions: what remotes tell by commands of lightingColorCtrl and genScenes, a row each.
#include <algorithm>
#include <cmath>

#include "core/number.h"
#include "library/blocks/common.h"

namespace waggle::library {
namespace {

// NaN for "no value", as Zigbee2MQTT reads it.
double number(const Message& m, std::string_view name) {
  const zcl::Datum* datum = m.frame.param(name);
  return datum && datum->is_invalid() ? NAN : static_cast<double>(m.frame.uint_or(name, 0));
}

std::string up_or_down(const Message& m) { return number(m, "stepmode") == 1 ? "up" : "down"; }

// What goes along with an action: a parameter of the command, as it is or in tenths.
void tell(const Message& m, Step& step, std::string_view property, std::string_view param, double divisor = 1) {
  if (m.frame.param(param)) step.publish(property, number(m, param) / divisor);
}

using Tell = std::string (*)(const Message&, Step&);  // publishes what goes along, gives the action
struct Row {
  std::string_view cluster;
  std::string_view command;
  Tell tell;
};

constexpr std::string_view color = "lightingColorCtrl";
constexpr Row color_rows[] = {
    {color, "moveColorTemp", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_rate", "rate");
       tell(m, step, "action_minimum", "minimum");
       tell(m, step, "action_maximum", "maximum");
       const double mode = number(m, "movemode");
       return std::string("color_temperature_move_") + (mode == 1 ? "up" : mode == 3 ? "down" : "stop");
     }},
    {color, "stepColorTemp", [](const Message& m, Step& step) -> std::string {
       const std::string way = up_or_down(m);
       tell(m, step, "action_step_size", "stepsize");
       step.publish("action_color_temperature_delta", way == "up" ? number(m, "stepsize") : -number(m, "stepsize"));
       tell(m, step, "action_transition_time", "transtime", 10);
       return "color_temperature_step_" + way;
     }},
    {color, "enhancedMoveToHueAndSaturation", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_enhanced_hue", "enhancehue");
       step.publish("action_hue", scale(number(m, "enhancehue"), 0, 65535, 0, 360, 1));
       tell(m, step, "action_saturation", "saturation");
       tell(m, step, "action_transition_time", "transtime");
       return "enhanced_move_to_hue_and_saturation";
     }},
    {color, "moveToHueAndSaturation", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_hue", "hue");
       tell(m, step, "action_saturation", "saturation");
       tell(m, step, "action_transition_time", "transtime");
       return "move_to_hue_and_saturation";
     }},
    {color, "stepHue", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_step_size", "stepsize");
       tell(m, step, "action_transition_time", "transtime", 10);
       return "color_hue_step_" + up_or_down(m);
     }},
    {color, "stepSaturation", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_step_size", "stepsize");
       tell(m, step, "action_transition_time", "transtime", 10);
       return "color_saturation_step_" + up_or_down(m);
     }},
    {color, "colorLoopSet", [](const Message& m, Step& step) -> std::string {
       const auto flags = m.frame.uint_or("updateflags", 0);
       step.publish("action_update_flags", Object{{"action", (flags & 1) != 0}, {"direction", (flags & 2) != 0},
                                                  {"time", (flags & 4) != 0}, {"start_hue", (flags & 8) != 0}});
       static constexpr std::string_view words[] = {"deactivate", "activate_from_color_loop_start_enhanced_hue",
                                                    "activate_from_enhanced_current_hue"};
       if (const auto action = m.frame.uint_or("action", 9); action < 3) step.publish("action_action", words[action]);
       step.publish("action_direction", number(m, "direction") == 0 ? "decrement" : "increment");
       tell(m, step, "action_time", "time");
       tell(m, step, "action_start_hue", "starthue");
       return "color_loop_set";
     }},
    {color, "moveToColorTemp", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_color_temperature", "colortemp");
       tell(m, step, "action_transition_time", "transtime");
       return "color_temperature_move";
     }},
    {color, "moveToColor", [](const Message& m, Step& step) -> std::string {
       step.publish("action_color", Object{{"x", js::precision_round(number(m, "colorx") / 65535, 3)},
                                           {"y", js::precision_round(number(m, "colory") / 65535, 3)}});
       tell(m, step, "action_transition_time", "transtime");
       return "color_move";
     }},
    {color, "moveHue", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_rate", "rate");
       const double mode = number(m, "movemode");
       return std::string("hue_") + (mode == 1 ? "move" : mode == 3 ? "down" : "stop");
     }},
    {color, "moveToSaturation", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_saturation", "saturation");
       tell(m, step, "action_transition_time", "transtime");
       return "move_to_saturation";
     }},
    {color, "moveToHue", [](const Message& m, Step& step) -> std::string {
       tell(m, step, "action_hue", "hue");
       tell(m, step, "action_transition_time", "transtime", 10);
       step.publish("action_direction", number(m, "direction") == 0 ? "decrement" : "increment");
       return "move_to_hue";
     }},
    {color, "stopMoveStep", [](const Message&, Step&) -> std::string { return "stop_move_step"; }},
};

std::string with_scene(std::string_view word, const Message& m) {
  return std::string(word) + "_" + js::to_string(number(m, "sceneid"));
}
constexpr std::string_view scenes = "genScenes";
constexpr Row scene_rows[] = {
    {scenes, "recall", [](const Message& m, Step&) { return with_scene("recall", m); }},
    {scenes, "store", [](const Message& m, Step&) { return with_scene("store", m); }},
    {scenes, "add", [](const Message&, Step&) -> std::string { return "add"; }},
    {scenes, "remove", [](const Message&, Step&) -> std::string { return "remove"; }},
    {scenes, "removeAll", [](const Message&, Step&) -> std::string { return "remove_all"; }},
};

// Values are the actions to expose; the rows say what is published.
class TableOfActions : public Block {
  std::span<const Row> rows_;
  std::vector<std::string> values_;
  bool once_ = true;
  bool group_ = true;

 public:
  TableOfActions(std::span<const Row> rows, std::vector<std::string> values) : rows_(rows), values_(std::move(values)) {}
  void read(Options& o) override {
    o.read("values", values_, "which actions to expose, when the device cannot do all");
    o.read("once", once_, "a repeated transaction counts once");
    o.read("group", group_, "tell the group to which a command went");
  }
  void build(Builder& b) const override {
    add_actions(b, values_);
    for (const Row& row : rows_) {
      b.decode_command(row.cluster, row.command, [this, &row, names = b.names()](const Message& m, Step& step) {
        if (once_ && already_seen(m, step)) return;
        const std::string action = row.tell(m, step);
        step.publish("action", names->property(action, m.endpoint));
        if (group_) add_action_group(m, step);
      });
    }
  }
};

class ColorActions final : public TableOfActions {
 public:
  ColorActions()
      : TableOfActions(color_rows, {"color_temperature_move_stop", "color_temperature_move_up", "color_temperature_move_down",
                                    "color_temperature_step_up", "color_temperature_step_down", "enhanced_move_to_hue_and_saturation",
                                    "move_to_hue_and_saturation", "color_hue_step_up", "color_hue_step_down",
                                    "color_saturation_step_up", "color_saturation_step_down", "color_loop_set",
                                    "color_temperature_move", "color_move", "hue_move", "hue_stop", "move_to_saturation",
                                    "move_to_hue", "stop_move_step"}) {}
};
class SceneActions final : public TableOfActions {
 public:
  SceneActions() : TableOfActions(scene_rows, {"recall", "store", "add", "remove", "remove_all"}) {}
};

// A cluster of every endpoint, or of those that the block is for, bound to the coordinator.
class Bind final : public Block {
  std::string cluster_;
  bool input_ = false;

 public:
  void read(Options& o) override {
    o.read("cluster", cluster_, "by name");
    o.read("input", input_, "of the endpoints that serve it; else of those that send its commands");
    o.require("cluster");
  }
  void build(Builder& b) const override {
    const ClusterId id = b.cluster(cluster_).id;
    b.configure([id, input = input_](Step& step) {
      for (std::size_t i = 0; i < step.device().endpoint_count(); ++i) {
        const EndpointInfo& e = step.device().endpoint(i);
        const auto& only = step.confined();
        const bool wanted = only.empty() ? (input ? e.has_input(id) : e.has_output(id))
                                         : std::find(only.begin(), only.end(), e.id) != only.end();
        if (wanted) step.send(bind(e.id, id));
      }
    });
  }
};

}  // namespace

extern const BlockType color_actions_block = block<ColorActions>("color_actions", "Actions of a remote for colors (lightingColorCtrl)");
extern const BlockType scene_actions_block = block<SceneActions>("scene_actions", "Actions of a remote for scenes (genScenes)");
extern const BlockType bind_block = block<Bind>("bind", "Binds a cluster to the coordinator once the device has joined");

}  // namespace waggle::library
