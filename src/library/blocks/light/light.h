// A lamp, in parts: what its options are, and one file a part. light.cpp puts them together.
//
// Behaviour as lamps' users know it from Zigbee2MQTT: brightness turns a lamp on, off fades out when a
// transition is wanted and the old level comes back, colour forms are kept in step.
#pragma once

#include "library/blocks/common.h"
#include "library/blocks/on_off.h"
#include "library/color/color.h"

namespace waggle::library::light {

struct LightOptions {
  bool color_temp = false;
  std::vector<int> temp_range;           // mireds; none: the lamp is asked
  bool startup = true;                   // color temperature after power-on
  bool via_color = false;                // color temperature is sent as a color
  std::vector<std::string> modes;        // "xy", "hs": what colors the lamp takes
  bool enhanced_hue = false;
  bool red_fix = false;                  // this lamp's red is not quite at the corner
  bool effect = true;
  bool power_on_behavior = true;
  bool report = false;
  bool color_options = false;            // expose execute_if_off of colors
  std::vector<std::string> level_config; // parts of level_config to expose
  bool on_first = false;
  bool moves_only = false;
  bool off_at_one = false;               // brightness 1 is off on this lamp
  bool plain_level = false;              // moveToLevel with on/off is broken
  bool omit_options = false;             // the lamp refuses options mask and override
  bool unfreeze = false;                 // IKEA: deaf during a color transition
  double time_factor = 1;                // the lamp's seconds are shorter than others'
  bool reapply = false;                  // IKEA: forgets reporting and options when it loses power
  std::string no_off_transition_since;   // firmware after this must not fade when it is off already

  bool color() const { return !modes.empty(); }
  bool has_mode(std::string_view mode) const;
};

/// Rows resolved once for all parts.
struct LightRefs {
  OnOffRefs on_off;
  ClusterId level_cluster{};
  ClusterId color_cluster{};
  AttributeRef level, on_level, on_off_time, on_time, off_time, start_up_level, level_options;
  AttributeRef color_mode, temperature, start_up_temperature, x, y, hue, saturation, enhanced_hue,
      color_options, temp_min, temp_max, capabilities;
  CommandRef move_to_level, move_to_level_on_off, move, move_on_off, step, step_on_off, stop;
  CommandRef to_color, to_temp, to_hue_saturation, to_hue, to_saturation, enhanced_to_hue,
      enhanced_to_hue_saturation, step_temp, move_temp, step_hue, step_saturation, move_hue,
      move_saturation;

  explicit LightRefs(Builder& b);
};

/// What every part is given.
struct Parts {
  LightOptions options;
  LightRefs refs;
};
using Shared = std::shared_ptr<const Parts>;

void add_level(Builder& b, const Shared& parts);          // level.cpp: state, brightness
void add_level_moves(Builder& b, const Shared& parts);    // level.cpp: steps and moves
void add_level_config(Builder& b, const Shared& parts);   // level_config.cpp
void add_color(Builder& b, const Shared& parts);          // color.cpp: color, color_temp
void add_color_moves(Builder& b, const Shared& parts);    // color_moves.cpp
void add_effect(Builder& b, const Shared& parts);         // effect.cpp

Expose expose_light(const LightOptions& options, const Device* device);
Expose expose_level_config(const std::vector<std::string>& parts);
std::vector<std::string> all_level_config();

/// Tenths of a second, and whether anybody asked for it.
struct Transition {
  double time = 0;
  bool specified = false;
};
Transition transition_of(const Request& request, Step& step);

/// The optional fields at the end of level and color commands.
void add_option_fields(Object& payload, const LightOptions& options);

/// The range the lamp reported.
/// What the lamp says it can do; of a group: what all of its members can.
color::TemperatureRange temperature_range(const Step& step, EndpointId endpoint, const AttributeRef& min, const AttributeRef& max);
inline color::TemperatureRange temperature_range(const Step& step, EndpointId endpoint, const LightRefs& refs) {
  return temperature_range(step, endpoint, refs.temp_min, refs.temp_max);
}

/// Lets colour commands through to lamps that are deaf during a transition (IKEA).
Encode through_ice(const Shared& parts, Encode set);

void hue_move(const Shared& parts, const Request& request, Step& step, bool hue, const Value& value);

/// The block `light`, also as a part of vendors' own lamps.
class LightBlock final : public Block {
 public:
  void read(Options& o) override;
  void build(Builder& b) const override;
  const LightOptions& options() const { return options_; }

 private:
  LightOptions options_;
};

}  // namespace waggle::library::light
