#include "library/color/color.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/number.h"

namespace waggle::library::color {
namespace {

std::optional<double> member(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  if (!found || found->is_null()) return std::nullopt;
  if (found->is_number()) return found->number();
  if (found->is_string()) return js::to_number(found->string());
  return std::nullopt;
}

// "10,20,30", each as JavaScript's parseInt reads it.
std::optional<std::vector<double>> triple(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  if (!found || !found->is_string()) return std::nullopt;
  std::vector<double> out;
  std::string_view text = found->string();
  while (out.size() < 3) {
    const auto comma = text.find(',');
    const auto number = js::parse_float(text.substr(0, comma));
    if (!number) return std::nullopt;
    out.push_back(std::trunc(*number));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  if (out.size() != 3) return std::nullopt;
  return out;
}

Rgb rgb_of_hex(std::string_view text) {
  if (!text.empty() && text[0] == '#') text.remove_prefix(1);
  const auto number = js::to_number("0x" + std::string(text));
  const auto bits = static_cast<std::uint32_t>(number.value_or(0));
  return {(bits >> 16 & 255) / 255.0, (bits >> 8 & 255) / 255.0, (bits & 255) / 255.0};
}

Hsv hsv_of_hsl(double hue, double saturation, double lightness) {
  const double value = saturation * std::min(lightness, 100 - lightness) / 100 + lightness;
  return {std::fmod(hue, 360), value != 0 ? 200 * (1 - lightness / value) : 0, value};
}

Wish wish(Hsv hsv) {
  if (hsv.hue) hsv.hue = std::fmod(*hsv.hue, 360);
  Wish out;
  out.hsv = hsv;
  return out;
}

}  // namespace

double mireds_of(Xy c) {
  // McCamy's approximation, in the form the peer uses.
  const double n = (c.x - 0.332) / (0.1858 - c.y);
  return 1'000'000 / std::fabs(437 * std::pow(n, 3) + 3601 * std::pow(n, 2) + 6861 * n + 5517);
}

Xy xy_of_mireds(double mireds) { return xy_of_kelvin(js::round(1'000'000 / mireds)); }

Rgb gamma_corrected(Rgb c) {
  auto transform = [](double v) { return v > 0.04045 ? std::pow((v + 0.055) / 1.055, 2.4) : v / 12.92; };
  return {transform(c.red), transform(c.green), transform(c.blue)};
}

Xy xy_of(Rgb c) {
  const double X = c.red * 0.664511 + c.green * 0.154324 + c.blue * 0.162028;
  const double Y = c.red * 0.283881 + c.green * 0.668433 + c.blue * 0.047685;
  const double Z = c.red * 0.000088 + c.green * 0.07231 + c.blue * 0.986039;
  const double sum = X + Y + Z;
  return sum == 0 ? Xy{} : Xy{X / sum, Y / sum};
}

Rgb rgb_of(Xy c) {
  const double X = c.x / c.y;
  const double Z = (1.0 - c.x - c.y) / c.y;
  double red = X * 1.656492 - 0.354851 - Z * 0.255038;
  double green = -X * 0.707196 + 1.655397 + Z * 0.036152;
  double blue = X * 0.051713 - 0.121364 + Z * 1.01153;
  // Scale the strongest down to full.
  double strongest = 0;
  if (red > blue && red > green) strongest = red;
  if (green > blue && green > red) strongest = green;
  if (blue > red && blue > green) strongest = blue;
  if (strongest > 1.0) {
    red = red == strongest ? 1.0 : red / strongest;
    green = green == strongest ? 1.0 : green / strongest;
    blue = blue == strongest ? 1.0 : blue / strongest;
  }
  auto clean = [](double v) { return std::isnan(v) || v < 0 ? 0 : v; };
  return {clean(red), clean(green), clean(blue)};
}

Hsv hsv_of(Rgb c) {
  const double most = std::max({c.red, c.green, c.blue});
  const double least = std::min({c.red, c.green, c.blue});
  const double spread = most - least;
  double hue = 0;
  if (spread != 0) {
    if (most == c.red) {
      hue = c.green - c.blue + spread * (c.green < c.blue ? 6 : 0);
    } else if (most == c.green) {
      hue = c.blue - c.red + spread * 2;
    } else {
      hue = c.red - c.green + spread * 4;
    }
    hue /= 6 * spread;
  }
  return {std::fmod(hue * 360, 360), most == 0 ? 0 : spread / most * 100, most * 100};
}

Rgb rgb_of(Hsv c) {
  const double h = std::fmod(c.hue.value_or(0), 360) / 360;
  const double s = c.saturation.value_or(100) / 100;
  const double v = c.value.value_or(100) / 100;
  const double sector = std::floor(h * 6);
  const double f = h * 6 - sector;
  const double p = v * (1 - s);
  const double q = v * (1 - f * s);
  const double t = v * (1 - (1 - f) * s);
  switch (static_cast<int>(sector) % 6) {
    case 0: return {v, t, p};
    case 1: return {q, v, p};
    case 2: return {p, v, t};
    case 3: return {p, q, v};
    case 4: return {t, p, v};
    default: return {v, p, q};
  }
}

Xy rounded(Xy c, int digits) {
  return {js::precision_round(c.x, digits), js::precision_round(c.y, digits)};
}

Hsv rounded(Hsv c, int digits) {
  for (auto* part : {&c.hue, &c.saturation, &c.value}) {
    if (*part) *part = js::precision_round(**part, digits);
  }
  if (c.hue) c.hue = std::fmod(*c.hue, 360);
  return c;
}

Result<Wish> parse(const Value& value) {
  auto has = [&](std::string_view key) { return member(value, key).has_value(); };
  auto get = [&](std::string_view key) { return member(value, key).value_or(0); };
  Wish out;
  if (has("x") && has("y")) {
    out.xy = Xy{get("x"), get("y")};
    return out;
  }
  if (has("r") && has("g") && has("b")) {
    out.rgb = Rgb{get("r") / 255, get("g") / 255, get("b") / 255};
    return out;
  }
  if (const auto rgb = triple(value, "rgb")) {
    out.rgb = Rgb{(*rgb)[0] / 255, (*rgb)[1] / 255, (*rgb)[2] / 255};
    return out;
  }
  if (const Value* hex = value.find("hex"); hex && hex->is_string()) {
    out.rgb = rgb_of_hex(hex->string());
    return out;
  }
  if (value.is_string() && value.string().starts_with('#')) {
    out.rgb = rgb_of_hex(value.string());
    return out;
  }
  if (has("h") && has("s") && has("l")) return wish(hsv_of_hsl(get("h"), get("s"), get("l")));
  if (const auto hsl = triple(value, "hsl")) return wish(hsv_of_hsl((*hsl)[0], (*hsl)[1], (*hsl)[2]));
  if (has("h") && has("s") && has("b")) return wish({get("h"), get("s"), get("b")});
  if (const auto hsb = triple(value, "hsb")) return wish({(*hsb)[0], (*hsb)[1], (*hsb)[2]});
  if (has("h") && has("s") && has("v")) return wish({get("h"), get("s"), get("v")});
  if (const auto hsv = triple(value, "hsv")) return wish({(*hsv)[0], (*hsv)[1], (*hsv)[2]});
  if (has("h") || has("s")) return wish({member(value, "h"), member(value, "s"), std::nullopt});
  if (has("hue") || has("saturation")) {
    return wish({member(value, "hue"), member(value, "saturation"), member(value, "value")});
  }
  return Error{Errc::invalid, "Value does not contain valid color definition"};
}

double corrected_hue(double hue, const Value* correction) {
  if (!correction || !correction->is_array() || correction->array().size() < 2) return hue;
  std::vector<std::pair<double, double>> table;
  for (const Value& row : correction->array()) {
    table.emplace_back(member(row, "in").value_or(0), member(row, "out").value_or(0));
  }
  std::sort(table.begin(), table.end());
  std::pair<double, double> left{0, 0};
  std::pair<double, double> right{359, 359};
  for (const auto& row : table) {
    if (row.first <= hue) left = row;
  }
  for (auto it = table.rbegin(); it != table.rend(); ++it) {
    if (it->first > hue) right = *it;
  }
  const double ratio = 1 - (right.first - hue) / (right.first - left.first);
  return js::round(left.second + ratio * (right.second - left.second));
}

double TemperatureRange::clamp(double mireds) const {
  if (min && mireds < *min) return *min;
  if (max && mireds > *max) return *max;
  return mireds;
}

Object synchronise(const Object& fresh, const Object& known, const TemperatureRange& range, bool enabled,
                   std::string_view suffix) {
  const std::string color_key = "color" + std::string(suffix);
  const std::string mode_key = "color_mode" + std::string(suffix);
  const std::string temp_key = "color_temp" + std::string(suffix);
  Object out;
  auto copy = [&](const std::string& key) {
    if (const Value* value = fresh.find(key)) out.set(key, *value);
  };
  if (!enabled) {
    copy(mode_key);
    copy(color_key);
    copy(temp_key);
    return out;
  }
  const Value* new_color = fresh.find(color_key);
  const Value* old_color = known.find(color_key);
  auto part = [](const Value* color, std::string_view name) { return color ? color->find(name) : nullptr; };
  auto has_both = [&](std::string_view a, std::string_view b) {
    return (part(old_color, a) && part(old_color, b)) || (part(new_color, a) && part(new_color, b));
  };
  auto newest = [&](std::string_view name) {
    const Value* value = part(new_color, name);
    return value ? value : part(old_color, name);
  };

  std::string mode;
  if (const Value* m = fresh.find(mode_key)) {
    out.set(mode_key, *m);
  } else if (const Value* m2 = known.find(mode_key)) {
    out.set(mode_key, *m2);
  } else {
    if (fresh.contains(temp_key)) out.set(mode_key, "color_temp");
    if (new_color) out.set(mode_key, part(new_color, "hue") ? "hs" : "xy");
  }
  if (const Value* m = out.find(mode_key)) mode = m->string_or("");
  const bool wants_temp = known.contains(temp_key) || fresh.contains(temp_key);
  const bool wants_hs = has_both("hue", "saturation");
  const bool wants_xy = has_both("x", "y");

  Object color;
  auto add_xy = [&](Xy xy) {
    xy = rounded(xy, 4);
    color.set("x", xy.x);
    color.set("y", xy.y);
  };
  auto add_hs = [&](Rgb rgb) {
    const Hsv hs = rounded(hsv_of(rgb), 0);
    color.set("hue", *hs.hue);
    color.set("saturation", *hs.saturation);
  };
  auto take = [&](std::string_view name) {
    if (const Value* value = newest(name)) color.set(name, *value);
  };
  auto number = [&](std::string_view name) { return color.find(name)->number_or(0); };
  if (mode == "hs") {
    take("hue");
    take("saturation");
    if (color.contains("hue") && color.contains("saturation")) {
      const Rgb rgb = rgb_of(Hsv{number("hue"), number("saturation"), std::nullopt});
      if (wants_temp) out.set(temp_key, range.clamp(js::precision_round(mireds_of(xy_of(rgb)), 0)));
      if (wants_xy) add_xy(xy_of(rgb));
    }
  } else if (mode == "xy") {
    take("x");
    take("y");
    if (color.contains("x") && color.contains("y")) {
      const Xy xy{number("x"), number("y")};
      if (wants_temp) out.set(temp_key, range.clamp(js::precision_round(mireds_of(xy), 0)));
      if (wants_hs) add_hs(rgb_of(xy));
    }
  } else if (mode == "color_temp") {
    const Value* temp = fresh.find(temp_key) ? fresh.find(temp_key) : known.find(temp_key);
    if (temp) {
      out.set(temp_key, *temp);
      const Xy xy = xy_of_mireds(temp->number_or(0));
      if (wants_xy) add_xy(xy);
      if (wants_hs) add_hs(rgb_of(xy));
    }
  }
  if (!color.empty()) out.set(color_key, std::move(color));
  return out;
}

}  // namespace waggle::library::color
