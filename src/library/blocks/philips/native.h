// Philips Hue's own description of a lamp's state: one structure of optional parts, behind a word of flags.
// Format as measured by the Bifrost project (doc/hue-zigbee-format.md). Knows octets and names alone.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "library/color/color.h"

namespace waggle::library::philips {

struct Gradient {
  int style = 0;
  std::vector<color::Xy> colors;
};

/// What is absent stays as it is.
struct NativeState {
  std::optional<bool> on;
  std::optional<double> brightness;    // 1..254
  std::optional<double> mireds;
  std::optional<color::Xy> xy;
  std::optional<double> fade;          // tenths of a second
  std::optional<int> effect;
  std::optional<Gradient> gradient;
  std::optional<double> effect_speed;  // 0..1
  std::optional<double> scale;         // of the gradient; with offset
  std::optional<double> offset;

  bool empty() const;
};

/// nullopt when the octets end too early.
std::optional<NativeState> decode(ByteView octets);
Bytes encode(const NativeState& state);

/// The command that shows a gradient of these colors ("#rrggbb"), a segment each.
Bytes encode_gradient(const std::vector<color::Rgb>& colors, int style);

std::optional<int> effect_number(std::string_view name);
std::string_view effect_name(int number);  // empty: unknown
std::optional<int> style_number(std::string_view name);
std::string_view style_name(int number);

/// Gradients that Philips named: the command's octets, empty when there is none of the name.
Bytes gradient_scene(std::string_view name);
std::vector<std::string> gradient_scenes();

}  // namespace waggle::library::philips
