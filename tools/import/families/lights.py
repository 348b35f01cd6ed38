"""Lamps: what m.light and the makers' versions of it are given."""

from missing import Missing, take
from yaml_writer import Hex

from . import tuya as tuya_switches
from .formulas import command, read, reads, sets, write

LIGHT = {"color", "colorTemp", "effect", "powerOnBehavior", "turnsOffAtBrightness1", "configureReporting", "levelConfig",
         "moveToLevelWithOnOffDisable", "ota", "endpointNames"}


def light(args, d):
    given = take(args, LIGHT)
    out = {}
    temp = given.get("colorTemp")
    if temp is not None:
        if set(temp) - {"range", "startup", "viaColor"}:
            raise Missing("colorTemp " + str(temp))
        out["color_temp"] = True
        if temp.get("range"):
            out["range"] = temp["range"]
        if temp.get("startup") is False:
            out["startup"] = False
        if temp.get("viaColor"):
            out["via_color"] = True
    color = given.get("color")
    if color:
        color = {} if color is True else color
        if set(color) - {"modes", "enhancedHue", "applyRedFix"}:
            raise Missing("color " + str(color))
        modes = color.get("modes", ["xy"])
        out["color"] = modes[0] if len(modes) == 1 else modes
        if "hs" in modes and d.meta("supportsEnhancedHue") is True:
            out["enhanced_hue"] = True
        if d.meta("applyRedFix"):
            out["red_fix"] = True
    for theirs, ours, default in (("effect", "effect", True), ("powerOnBehavior", "power_on_behavior", True),
                                  ("configureReporting", "report", False)):
        if given.get(theirs, default) != default:
            out[ours] = given[theirs]
    for theirs, ours in (("turnsOffAtBrightness1", "off_at_one"), ("moveToLevelWithOnOffDisable", "plain_level"),
                         ("omitOptionalLevelAndColorParams", "omit_options")):
        if d.meta(theirs):
            out[ours] = True
    if "tuya.tz.TS110E_light_onoff_brightness" in d.converters("toZigbee"):
        out["lit_first"] = True
    if given.get("endpointNames"):
        out["endpoints"] = given["endpointNames"]
    level = given.get("levelConfig")
    if level:
        if set(level) - {"features"}:
            raise Missing("levelConfig " + str(level))
        out["level_config"] = level.get("features", "all")
    return {"light": out}


def with_modes(given):
    """Families of lamps whose colors are xy and hs unless they say otherwise."""
    if given.get("color"):
        given["color"] = {"modes": ["xy", "hs"], **(given["color"] if isinstance(given["color"], dict) else {})}
    return given


def hue_light(args, d):
    given = take(args, LIGHT | {"hueEffect", "gradient"})
    effects, gradient = given.pop("hueEffect", True), given.pop("gradient", False)
    if effects or gradient:
        given["effect"] = False
    out = light([with_modes(given)], d)["light"]
    if not effects:
        out["hue_effects"] = False
    if gradient:
        out["gradient"] = True
        if isinstance(gradient, dict):
            out["extra_effects"] = gradient["extraEffects"]
    return {"hue_light": out}


def ledvance_light(args, d):
    given = with_modes(take(args, LIGHT))
    if given.get("colorTemp"):
        given["colorTemp"] = {**given["colorTemp"], "startup": False}
    return {**light([{"powerOnBehavior": False, **given}], d), "ledvance_commands": {}}


def gledopto_light(args, d):
    out = light([with_modes({"powerOnBehavior": False, **take(args, LIGHT)})], d)["light"]
    if d.model in ("GL-S-007ZS", "GL-C-009"):
        out["on_first"] = True
    return {"gledopto_light": out}


def sengled_light(args, d):
    return light([{"effect": False, "powerOnBehavior": False, **take(args, LIGHT)}], d)


FIRST_DIGITS = ("value == text(value) ? integer(slice(value, 0, 2), 16) : value >= 0 ? integer(slice(hex(floor(value)), 0, 2), 16) : "
                "-(-value > 4095 ? -value >> 12 : -value > 255 ? -value >> 8 : -value > 15 ? -value >> 4 : -value)")


def least_brightness(kind):
    """Tuya's: the first two digits, in base 16, of an attribute; or a command."""
    if kind == "attribute":
        at = Hex(0xFC00)
        return [reads("genLevelCtrl", {at: {"min_brightness@": FIRST_DIGITS}}),
                sets("min_brightness", write("genLevelCtrl", {at: "value * 256 + 255"}, type="uint16"), read("genLevelCtrl", at))]
    if kind == "command":
        return [sets("min_brightness", command("lightingColorCtrl.tuyaSetMinimumBrightness", {"minimum": "value"}))]
    return []


def tuya_light(args, d):
    given = take(args, LIGHT | {"minBrightness", "switchType", "doNotDisturb", "colorPowerOnBehavior"})
    more = []
    if given.pop("powerOnBehavior", False):
        more.append(tuya_switches.power_on(tuya_switches.PREVIOUS, "manuSpecificTuya3", "powerOnBehavior"))
    if given.pop("switchType", False):
        more.append(tuya_switches.switch_attribute("switch_type", "manuSpecificTuya3", "switchType", {"toggle": 0, "state": 1, "momentary": 2}, suffix=False))
    more += least_brightness(given.pop("minBrightness", "none"))
    lamp = {}
    if given.pop("doNotDisturb", True) is False:
        lamp["do_not_disturb"] = False
    if given.pop("colorPowerOnBehavior", True) and given.get("color"):
        lamp["color_power_on_behavior"] = True
    if given.get("colorTemp"):
        given["colorTemp"] = {"startup": False, **given["colorTemp"]}
    if given.get("color"):
        given["color"] = {"applyRedFix": True, "enhancedHue": False, **(given["color"] if isinstance(given["color"], dict) else {})}
    return list(light([{**given, "powerOnBehavior": False}], d).items()) + [("tuya_lamp", lamp)] + more


def ikea_light(args, d):
    given = take(args, {"color", "colorTemp", "turnsOffAtBrightness1"})
    temp = given.pop("colorTemp", None)
    if temp is True:
        temp = {"range": [250, 454]}
    out = light([{**given, **({"colorTemp": temp} if temp else {})}], d)["light"]
    out["level_config"] = ["execute_if_off", "current_level_startup"]
    out["no_off_transition_since"] = "1.0.012"
    out["reapply"] = True
    if temp:
        out["color_options"] = True
        out["unfreeze"] = True
    return {"light": out}


EXTENSIONS = {
    "modernExtend.light": light,
    "philips.m.light": hue_light,
    "ledvance.ledvanceLight": ledvance_light,
    "gledopto:gledoptoLight": gledopto_light,
    "tuya.modernExtend.tuyaLight": tuya_light,
    "sengled:sengledLight": sengled_light,
    "ikea.ikeaLight": ikea_light,
}

SHOW_NOTHING = {"ledvance_commands"}
