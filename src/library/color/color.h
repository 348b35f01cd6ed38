// Colour: between xy (CIE 1931), hue and saturation, RGB, and mireds; and keeping the forms of a lamp's
// colour in step with each other.
//
// The matrices are Philips' wide gamut ones, which Zigbee2MQTT uses for every lamp.
#pragma once

#include <optional>

#include "core/result.h"
#include "core/value.h"

namespace waggle::library::color {

struct Xy {
  double x = 0;
  double y = 0;
};
struct Rgb {  // 0..1
  double red = 0;
  double green = 0;
  double blue = 0;
};
struct Hsv {  // degrees, percent, percent; what is absent was not said
  std::optional<double> hue;
  std::optional<double> saturation;
  std::optional<double> value;
};

double mireds_of(Xy color);
Xy xy_of_mireds(double mireds);
Xy xy_of_kelvin(double kelvin);

Rgb gamma_corrected(Rgb color);
Xy xy_of(Rgb color);
Rgb rgb_of(Xy color);
Hsv hsv_of(Rgb color);
Rgb rgb_of(Hsv color);  // absent: hue 0, saturation 100, value 100

Xy rounded(Xy color, int digits);
Hsv rounded(Hsv color, int digits);

/// What a user asked for, in the form in which it was written.
struct Wish {
  std::optional<Xy> xy;
  std::optional<Rgb> rgb;
  std::optional<Hsv> hsv;
};
/// {x,y}, {r,g,b}, {rgb:"r,g,b"}, {hex:"#…"}, "#…", {h,s,l}, {hsl:"…"}, {h,s,b}, {hsb}, {h,s,v}, {hsv},
/// {h,s}, {h}, {s}, {hue,saturation,value}.
Result<Wish> parse(const Value& value);

/// A table of {in, out} hues from the user's options.
double corrected_hue(double hue, const Value* correction);

/// The lamp's range of colour temperature, where it told.
struct TemperatureRange {
  std::optional<double> min;
  std::optional<double> max;
  double clamp(double mireds) const;
};

/// Given what is new and what was known, gives the color, color_mode and color_temp to publish, so
/// that all forms the lamp has shown agree. `suffix` goes behind the property names.
Object synchronise(const Object& fresh, const Object& known, const TemperatureRange& range, bool enabled,
                   std::string_view suffix);

}  // namespace waggle::library::color
