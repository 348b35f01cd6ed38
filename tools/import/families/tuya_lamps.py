"""Tuya's lamps whose color is a datapoint: hue, saturation and brightness as a text in base 16."""

from .formulas import sets, together
from .tuya_rows import ON, datapoint, first, mapped, table, tells, within

WHITE, COLOR, EFFECT = "0", "1", "2"  # what the lamp does: datapoint 2


def mode(number):
    return datapoint(2, "enum", number)


def part(at):
    return f"integer(slice(value, {at * 4}, {at * 4 + 4}), 16)"


def digits(value):
    return f"pad(hex({value}), 4)"


# Skydance WZ5 --------------------------------------------------------------------------------------------

WARMEST, COOLEST = 454, 250


def wz5(d):
    level = mapped("value", 0, 1000, 0, 255)
    color = {"color_mode": "'hs'", "color": "{hue: " + part(0) + ", saturation: " + mapped(part(1), 0, 1000, 0, 100) + "}",
             "brightness": mapped(part(2), 0, 1000, 0, 255)}
    return [table(tells(1, state=ON), tells(3, **{"white_brightness" if d.meta("separateWhite") else "brightness": level}), tells(5, **color),
                  tells(4, color_temp=mapped("value", 0, 1000, WARMEST, COOLEST)))]


def wz5_sets(d):
    def white(key):
        return sets(key, [mode(WHITE), datapoint(3, "number", within(0, 255, mapped("value", 0, 255, 0, 1000)), joined=True)])
    clamped = f"max(min(number(value), {WARMEST}), {COOLEST})"
    hue = f"((value.h || value.hue) ? {digits('((value.h || value.hue) >= 360 ? 359 : (value.h || value.hue))')} : state.color.hue ? {digits('state.color.hue')} : '0168')"
    saturation = "value.s || value.saturation"
    saturation = (f"(({saturation}) ? {digits(mapped(f'({saturation})', 0, 100, 0, 1000))} : state.color.saturation ? "
                  f"{digits(mapped('state.color.saturation', 0, 100, 0, 1000))} : '03e8')")
    kept = f"(state.brightness == none || state.brightness == null ? '03e8' : {digits(mapped('state.brightness', 0, 255, 0, 1000))})"
    # A brightness beside a color is no number to the lamp's makers.
    brightness = f"(key == 'brightness' ? {digits(mapped('value', 0, 255, 0, 1000))} : (value.b || value.brightness) ? '0NaN' : {kept})"
    color = [mode(COLOR), datapoint(5, "text", f"{hue} + {saturation} + {brightness}", joined=True)]
    apart = d.meta("separateWhite")
    return [together(white("white_brightness"), sets("brightness", color) if apart else white("brightness"),
            sets("color_temp", [mode(WHITE), datapoint(4, "number", mapped(clamped, WARMEST, COOLEST, 0, 1000), joined=True)], state={"color_temp": clamped}),
            sets("color", color, state={"color": "value", "color_mode": "'hs'"}))]


# Silvercrest's string of lights ----------------------------------------------------------------------------

EFFECTS = ("steady", "snow", "rainbow", "snake", "twinkle", "firework", "horizontal_flag", "waves", "updown", "vintage", "fading", "collide", "strobe",
           "sparkles", "carnaval", "glow")


def led_string(d):
    names = "{" + ", ".join(f"'{i:02x}': '{name}'" for i, name in enumerate(EFFECTS)) + "}[slice(value, 0, 2)] ?? ''"
    colors = ("each(range(floor((length(value) - 4) / 6)), {" + ", ".join(
        f"{c}: integer(slice(value, 4 + item * 6 + {i * 2}, 6 + item * 6 + {i * 2}), 16)" for i, c in enumerate("rgb")) + "})")
    effect = "{effect: " + names + ", speed: " + mapped("integer(slice(value, 2, 4))", 0, 64, 0, 100) + ", colors: " + colors + "}"
    brightness = mapped(part(2), 0, 1000, 0, 255)
    color = "{b: " + brightness + ", h: " + part(0) + ", s: " + mapped(part(1), 0, 1000, 0, 100) + "}"
    return [first(tells(2, effect=f"value == {EFFECT} ? none : null"), tells(3, brightness=mapped("value", 0, 1000, 0, 255)),
                  tells(5, color_mode="'hs'", color=color, brightness=brightness), tells(6, effect=effect))]


def led_string_sets(d):
    def channel(name):
        return f"(item.{name} ? pad(hex(item.{name}), 2) : '00')"

    def wanted(place, short, long):
        return f"(value.hsb ? integer(split(value.hsb, ',')[{place}]) : (value.{short} || value.{long}))"
    hue, saturation, level = wanted(0, "h", "hue"), wanted(1, "s", "saturation"), wanted(2, "b", "brightness")

    def turned(value):
        return digits(f"max(0, min(359, round({value})))")
    text = (f"({hue} ? {turned(hue)} : state.color.h ? {turned('state.color.h')} : '0168')"
            f" + ({saturation} ? {digits(mapped(saturation, 0, 100, 0, 1000))} : state.color.s ? {digits(mapped('state.color.s', 0, 100, 0, 1000))} : '03e8')"
            f" + ({level} ? {digits(mapped(level, 0, 255, 0, 1000))} : state.brightness ? {digits(mapped('state.brightness', 0, 255, 0, 1000))} : '03e8')")
    names = "{" + ", ".join(f"{name}: '{i:02x}'" for i, name in enumerate(EFFECTS)) + "}[value.effect]"
    colors = "join(each(value.colors || state.effect.colors || [], " + " + ".join(channel(c) for c in "rgb") + "), '')"
    effect = f"{names} + pad(min(64, {mapped('value.speed', 0, 100, 0, 64)}), 2) + {colors}"
    return [together(sets("effect", [mode(EFFECT), datapoint(6, "text", effect)], state={}),
            sets("brightness", [mode(WHITE), datapoint(3, "number", mapped("value", 0, 255, 0, 1000))], state={}),
            sets("color", [mode(COLOR), datapoint(5, "text", text)], state={}))]


CONVERTERS = {
    "legacy.fz.tuya_light_wz5": wz5, "legacy.tz.tuya_light_wz5": wz5_sets,
    "legacy.fz.silvercrest_smart_led_string": led_string, "legacy.tz.silvercrest_smart_led_string": led_string_sets,
}
