"""Which of our blocks stands for which of the peer's building blocks.

A row is a function from the peer's arguments to {our block: options}, {} when nothing is needed, or Missing with what our blocks
cannot do yet. Arguments that a function does not know are missing, never ignored."""


class Missing(Exception):
    pass


def take(args, known):
    """The one object of arguments, with nothing in it that is not in `known`."""
    if len(args) > 1:
        raise Missing("arguments " + str(args)[:80])
    given = dict(args[0]) if args else {}
    for key in given:
        if key not in known:
            raise Missing(key)
    return given


def light(args):
    given = take(args, {"color", "colorTemp", "effect", "powerOnBehavior", "turnsOffAtBrightness1", "configureReporting",
                        "levelConfig", "moveToLevelWithOnOffDisable", "ota"})
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
        if "hs" in modes and color.get("enhancedHue", True):
            out["enhanced_hue"] = True
        if color.get("applyRedFix"):
            out["red_fix"] = True
    for theirs, ours, default in (("effect", "effect", True), ("powerOnBehavior", "power_on_behavior", True),
                                  ("turnsOffAtBrightness1", "off_at_one", False), ("configureReporting", "report", False),
                                  ("moveToLevelWithOnOffDisable", "plain_level", False)):
        if given.get(theirs, default) != default:
            out[ours] = given[theirs]
    level = given.get("levelConfig")
    if level:
        if set(level) - {"features"}:
            raise Missing("levelConfig " + str(level))
        out["level_config"] = level.get("features", "all")
    return {"light": out}


def ikea_light(args):
    given = take(args, {"color", "colorTemp", "turnsOffAtBrightness1"})
    temp = given.pop("colorTemp", None)
    if temp is True:
        temp = {"range": [250, 454]}
    out = light([{**given, **({"colorTemp": temp} if temp else {})}])["light"]
    out["level_config"] = ["execute_if_off", "current_level_startup"]
    out["no_off_transition_since"] = "1.0.012"
    out["reapply"] = True
    if temp:
        out["color_options"] = True
        out["unfreeze"] = True
    return {"light": out}


def on_off(args):
    given = take(args, {"powerOnBehavior", "configureReporting", "ota"})
    out = {}
    if given.get("powerOnBehavior") is False:
        out["power_on_behavior"] = False
    if given.get("configureReporting") is False:
        out["report"] = False
    return {"on_off": out}


def identify(args):
    take(args, set())
    return {"identify": {}}


def force_power_source(args):
    return {"configure": {"power_source": take(args, {"powerSource"})["powerSource"]}}


def electricity_meter(args):
    given = take(args, {"cluster", "power", "voltage", "current", "energy", "configureReporting"})
    out = {}
    if given.get("cluster", "both") != "both":
        out["from"] = given["cluster"]
    for quantity in ("power", "voltage", "current", "energy"):
        if given.get(quantity) is False:
            out[quantity] = False
        elif given.get(quantity) not in (None, True):
            raise Missing(f"{quantity} {given[quantity]}")
    if given.get("configureReporting") is False:
        out["report"] = False
    return {"electricity_meter": out}


def ias_zone(args):
    given = take(args, {"zoneType", "zoneAttributes", "invertAlarm"})
    attributes = list(given["zoneAttributes"])
    if "alarm_2" in attributes and "alarm_1" in attributes or not {"alarm_1", "alarm_2"} & set(attributes):
        raise Missing("alarms " + str(attributes))
    out = {"alarm": given["zoneType"]}
    if given["zoneType"] == "generic":
        raise Missing("generic alarms")
    if "alarm_2" in attributes:
        out["alarm_bit"] = 1
    bits = [a for a in attributes if not a.startswith("alarm_")]
    if bits:
        out["bits"] = bits
    if given.get("invertAlarm"):
        out["invert"] = True
    return {"ias_zone": out}


def nothing(_):
    return {}


EXTENSIONS = {
    "modernExtend.light": light,
    "ikea.ikeaLight": ikea_light,
    "modernExtend.onOff": on_off,
    "modernExtend.identify": identify,
    "modernExtend.forcePowerSource": force_power_source,
    "modernExtend.electricityMeter": electricity_meter,
    "modernExtend.iasZoneAlarm": ias_zone,
    "ikea.addCustomClusterManuSpecificIkeaUnknown": nothing,  # a cluster that nothing reads
}


def translate(definition):
    """(blocks in order, what is missing)"""
    blocks, missing = [], []
    for name, args in definition.extensions():
        rule = EXTENSIONS.get(name)
        if not rule:
            missing.append(name)
            continue
        try:
            blocks += rule(args).items()
        except Missing as lack:
            missing.append(f"{name}: {lack}")
    missing += sorted(set(definition.own_converters()))
    for what, word in (("configure", "own configure"), ("onEvent", "own events"), ("exposesFn", "own exposes")):
        if definition.has(what):
            missing.append(word)
    return blocks, missing
