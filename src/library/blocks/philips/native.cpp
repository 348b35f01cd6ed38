#include "library/blocks/philips/native.h"

#include <algorithm>
#include <cmath>

#include "core/number.h"

namespace waggle::library::philips {
namespace {

enum Flag : std::uint16_t {
  on_flag = 1, brightness_flag = 2, mireds_flag = 4, xy_flag = 8, fade_flag = 16, effect_flag = 32,
  params_flag = 64, speed_flag = 128, gradient_flag = 256,
};

// A gradient's colors are fractions of these, the borders of what people see.
constexpr double widest_x = 0.7347;
constexpr double widest_y = 0.8264;
constexpr std::size_t most_colors = 9;

constexpr std::pair<std::string_view, int> effects[] = {
    {"none", 0},   {"candle", 1}, {"fireplace", 2}, {"colorloop", 3},   {"sunrise", 9}, {"sparkle", 10},
    {"opal", 11},  {"glisten", 12}, {"sunset", 13}, {"underwater", 14}, {"cosmos", 15}, {"sunbeam", 16},
    {"enchant", 17}};
constexpr std::pair<std::string_view, int> styles[] = {{"linear", 0}, {"scattered", 2}, {"mirrored", 4}};

double within(double value, double low, double high) {
  return std::isnan(value) ? value : std::min(std::max(low, value), high);
}
std::uint64_t fraction(double value, int bits) {
  const double most = static_cast<double>((1 << bits) - 1);
  return js::whole<std::uint64_t>(within(value, 0, 1) * most);
}
double fraction_of(std::uint64_t value, int bits) { return static_cast<double>(value) / static_cast<double>((1 << bits) - 1); }

void pack(Writer& out, std::uint64_t x, std::uint64_t y) {  // 12 bits each in three octets
  out.u8(x & 0xFF);
  out.u8((y & 0xF) << 4 | x >> 8);
  out.u8(y >> 4 & 0xFF);
}

}  // namespace

bool NativeState::empty() const {
  return !on && !brightness && !mireds && !xy && !fade && !effect && !gradient && !effect_speed && !scale && !offset;
}

std::optional<NativeState> decode(ByteView octets) {
  Reader in(octets);
  NativeState out;
  const auto flags = in.u16();
  if (flags & on_flag) out.on = in.u8() != 0;
  if (flags & brightness_flag) out.brightness = in.u8();
  if (flags & mireds_flag) out.mireds = in.u16();
  if (flags & xy_flag) {
    const double x = fraction_of(in.u16(), 16);
    out.xy = color::Xy{x, fraction_of(in.u16(), 16)};
  }
  if (flags & fade_flag) out.fade = in.u16();
  if (flags & effect_flag) out.effect = in.u8();
  if (flags & gradient_flag) {
    Reader part(in.bytes(in.u8()));
    Gradient gradient;
    const std::size_t count = part.u8() >> 4;
    const int style = part.u8();
    gradient.style = style_name(style).empty() ? 0 : style;
    part.u16();
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t a = part.u8();
      const std::uint64_t b = part.u8();
      const std::uint64_t c = part.u8();
      gradient.colors.push_back({fraction_of((b & 0xF) << 8 | a, 12) * widest_x, fraction_of(c << 4 | b >> 4, 12) * widest_y});
    }
    if (!part.ok()) return std::nullopt;
    out.gradient = std::move(gradient);
  }
  if (flags & speed_flag) out.effect_speed = fraction_of(in.u8(), 8);
  if (flags & params_flag) {
    out.scale = in.u8() / 8.0;
    out.offset = in.u8() / 8.0;
  }
  if (!in.ok()) return std::nullopt;
  return out;
}

Bytes encode(const NativeState& s) {
  std::uint16_t flags = 0;
  Writer body;
  auto part = [&](bool there, Flag flag) {
    if (there) flags = static_cast<std::uint16_t>(flags | flag);
    return there;
  };
  if (part(s.on.has_value(), on_flag)) body.u8(*s.on);
  if (part(s.brightness.has_value(), brightness_flag)) body.u8(js::whole<std::uint8_t>(within(*s.brightness, 1, 254)));
  if (part(s.mireds.has_value(), mireds_flag)) body.u16(js::whole<std::uint16_t>(*s.mireds));
  if (part(s.xy.has_value(), xy_flag)) {
    body.u16(fraction(s.xy->x, 16));
    body.u16(fraction(s.xy->y, 16));
  }
  if (part(s.fade.has_value(), fade_flag)) body.u16(js::whole<std::uint16_t>(*s.fade));
  if (part(s.effect.has_value(), effect_flag)) body.u8(static_cast<std::uint8_t>(*s.effect));
  if (part(s.gradient.has_value(), gradient_flag)) {
    const std::size_t count = std::min(s.gradient->colors.size(), most_colors);
    body.u8(4 + count * 3);
    body.u8(count << 4);
    body.u8(static_cast<std::uint8_t>(s.gradient->style));
    body.u16(0);
    for (std::size_t i = 0; i < count; ++i) {
      pack(body, fraction(s.gradient->colors[i].x / widest_x, 12), fraction(s.gradient->colors[i].y / widest_y, 12));
    }
  }
  if (part(s.effect_speed.has_value(), speed_flag)) body.u8(fraction(*s.effect_speed, 8));
  if (part(s.scale.has_value() || s.offset.has_value(), params_flag)) {
    body.u8(js::whole<std::uint8_t>(js::round(within(s.scale.value_or(1) * 8, 0, 255))));
    body.u8(js::whole<std::uint8_t>(js::round(within(s.offset.value_or(0) * 8, 0, 255))));
  }
  Writer out;
  out.u16(flags);
  out.bytes(body.view());
  return out.take();
}

Bytes encode_gradient(const std::vector<color::Rgb>& colors, int style) {
  Writer out;
  const std::size_t count = colors.size();
  out.u16(gradient_flag | params_flag | fade_flag);
  out.u16(4);  // a fade of 0.4 s
  out.u8(1 + 3 * (count + 1));
  out.u8(count << 4);
  out.u8(static_cast<std::uint8_t>(style));
  out.u16(0);
  for (const color::Rgb& rgb : colors) {
    const color::Xy xy = color::xy_of(rgb);
    pack(out, js::whole<std::uint64_t>(js::round(xy.x * 4095 / widest_x)), js::whole<std::uint64_t>(js::round(xy.y * 4095 / widest_y)));
  }
  out.u8(count << 3);  // a segment for each color
  out.u8(0);
  return out.take();
}

std::optional<int> effect_number(std::string_view name) {
  for (const auto& [known, number] : effects) {
    if (known == name && number != 0) return number;
  }
  return std::nullopt;
}
std::string_view effect_name(int number) {
  for (const auto& [name, known] : effects) {
    if (known == number) return name;
  }
  return {};
}
std::optional<int> style_number(std::string_view name) {
  for (const auto& [known, number] : styles) {
    if (known == name) return number;
  }
  return std::nullopt;
}
std::string_view style_name(int number) {
  for (const auto& [name, known] : styles) {
    if (known == number) return name;
  }
  return {};
}

}  // namespace waggle::library::philips
