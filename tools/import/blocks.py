"""Which of our blocks stands for which of the peer's building blocks.

A row is a function from the peer's arguments to {our block: options}, {} when nothing is needed, or Missing with what our blocks
cannot do yet. Arguments that a function does not know are missing, never ignored."""


import re

import exposes
import old
import tuya
from clusters import TYPES
from missing import Missing, take
from yaml_writer import Hex, scalar


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


def tuya_light(args, d):
    given = take(args, LIGHT | {"minBrightness", "switchType", "doNotDisturb", "colorPowerOnBehavior"})
    for lacking in ("switchType", "powerOnBehavior"):
        if given.pop(lacking, False):
            raise Missing(lacking)
    if given.pop("minBrightness", "none") != "none":
        raise Missing("minBrightness")
    lamp = {}
    if given.pop("doNotDisturb", True) is False:
        lamp["do_not_disturb"] = False
    if given.pop("colorPowerOnBehavior", True) and given.get("color"):
        lamp["color_power_on_behavior"] = True
    if given.get("colorTemp"):
        given["colorTemp"] = {"startup": False, **given["colorTemp"]}
    if given.get("color"):
        given["color"] = {"applyRedFix": True, "enhancedHue": False, **(given["color"] if isinstance(given["color"], dict) else {})}
    return {**light([{**given, "powerOnBehavior": False}], d), "tuya_lamp": lamp}


def window_covering(args, d):
    given = take(args, {"controls", "coverInverted", "stateSource", "configureReporting"})
    out = {}
    if given["controls"] != ["lift"]:
        out["controls"] = given["controls"]
    if d.meta("coverInverted"):
        out["inverted"] = True
    if d.meta("coverStateFromTilt"):
        out["state_from_tilt"] = True
    if given.get("configureReporting") is False:
        out["report"] = False
    return {"cover": out}


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


def on_off(args, d):
    given = take(args, {"powerOnBehavior", "configureReporting", "ota", "endpointNames", "description", "skipDuplicateTransaction"})
    if given.get("skipDuplicateTransaction"):
        raise Missing("skipDuplicateTransaction")
    out = {}
    if given.get("endpointNames"):
        out["endpoints"] = given["endpointNames"]
    if given.get("powerOnBehavior") is False:
        out["power_on_behavior"] = False
    if given.get("configureReporting") is False:
        out["report"] = False
    return {"on_off": out}


def identify(args, d):
    given = take(args, {"isSleepy", "endpointNames"})
    return {"identify": {"endpoints": given["endpointNames"]} if given.get("endpointNames") else {}}


def force_power_source(args, d):
    return {"configure": {"power_source": take(args, {"powerSource"})["powerSource"]}}


def electricity_meter(args, d):
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


def ias_zone(args, d):
    given = take(args, {"zoneType", "zoneAttributes", "invertAlarm", "description"})
    attributes = list(given["zoneAttributes"])
    alarms = [a for a in attributes if a.startswith("alarm_")]
    bits = [a for a in attributes if not a.startswith("alarm_")]
    kind = given["zoneType"]
    inverted = (kind == "contact") != bool(given.get("invertAlarm"))
    out = {}
    if kind == "generic" or len(alarms) == 2:
        names = [a if kind == "generic" else f"{kind}_{a}" for a in sorted(alarms)]
        if names:
            out["alarm"] = names[0]
            if alarms == ["alarm_2"]:
                out["alarm_bit"] = 1
        if len(names) == 2:
            out["second"] = names[1]
        if inverted and names:
            out["invert"] = True
    else:
        out["alarm"] = kind
        if alarms == ["alarm_2"]:
            out["alarm_bit"] = 1
        if inverted != (kind == "contact"):
            out["invert"] = True
    if bits:
        out["bits"] = bits
    return {"ias_zone": out}


def nothing(_args, _d):
    return {}


def yale_lock(args, d):
    battery = {"alarm": True}
    if (d.meta("battery") or {}).get("dontDividePercentage"):
        battery = {"halves": False}
    return [("lock", {"pin_codes": d.meta("pinCodeCount"), "auto_relock": True, "sound_volume": True, "report": False}),
            ("battery", {} if battery == {"alarm": True} else battery)]


TIMES = {"MAX": 65000, "4_HOURS": 14400, "1_HOUR": 3600, "30_MINUTES": 1800, "5_MINUTES": 300, "2_MINUTES": 120,
         "1_MINUTE": 60, "10_SECONDS": 10, "5_SECONDS": 5, "1_SECOND": 1, "MIN": 0}


def seconds(time):
    return TIMES[time] if isinstance(time, str) else time


def reporting(config):
    if not isinstance(config, dict) or isinstance(config.get("change"), list):
        raise Missing("reporting " + str(config))
    if isinstance(config.get("change"), dict):
        raise Missing("reportable change " + str(config["change"]))
    return [seconds(config["min"]), seconds(config["max"]), config.get("change")]


SHAPE = {"name", "cluster", "attribute", "description", "zigbeeCommandOptions", "reporting", "access", "entityCategory", "label"}
USUAL = {"modernExtend.temperature": "temperature", "modernExtend.humidity": "humidity", "modernExtend.pressure": "pressure",
         "modernExtend.soilMoisture": "soil_moisture", "modernExtend.co2": "co2", "modernExtend.illuminance": "illuminance"}


def attribute(given, out):
    """What m.numeric, m.binary and m.enumLookup have in common."""
    for theirs in ("cluster", "attribute"):
        if theirs in given:
            value = given[theirs]
            if isinstance(value, dict):
                out["attribute"] = Hex(value["ID"])
                out["type"] = TYPES[value["type"]]
            else:
                out[theirs] = value
    options = dict(given.get("zigbeeCommandOptions") or {})
    options.pop("disableDefaultResponse", None)
    if options.get("manufacturerCode") is not None:
        out["manufacturer"] = Hex(options.pop("manufacturerCode"))
    options.pop("manufacturerCode", None)
    if options:
        raise Missing("command options " + str(options))
    return out


def access_and_report(given, out, usual_access="ALL"):
    access = given.get("access", usual_access)
    if "SET" in access or access == "ALL":
        out["set"] = True
    if not ("GET" in access or access == "ALL"):
        out["get"] = False
    if given.get("label"):
        out["label"] = given["label"]
    if given.get("entityCategory"):
        out["category"] = given["entityCategory"]
    if "reporting" in given:
        out["report"] = reporting(given["reporting"]) if given["reporting"] else False
        if out["report"] is False and "is" not in out:
            del out["report"]
    return out


def plain_number(value, what):
    if isinstance(value, (dict, list)):
        raise Missing(what + " by a function")
    return value


def numeric(args, d, usual=None):
    given = take(args, SHAPE | {"unit", "valueMin", "valueMax", "valueStep", "scale", "precision", "endpointNames"})
    out = {"is": usual} if usual else {}
    if "name" in given and given["name"] != usual:
        out["name"] = given["name"]
    attribute(given, out)
    for theirs, ours in (("unit", "unit"), ("valueMin", "min"), ("valueMax", "max"), ("valueStep", "step"), ("scale", "scale"),
                         ("precision", "precision")):
        if given.get(theirs) is not None:
            out[ours] = plain_number(given[theirs], theirs)
    if given.get("endpointNames"):
        out["endpoints"] = given["endpointNames"]
    return {"attribute": access_and_report(given, out, "STATE_GET" if usual else "ALL")}


def device_temperature(args, d):
    return numeric([{"entityCategory": "diagnostic", "reporting": False, **take(args, SHAPE | {"scale"})}], d, "device_temperature")


def pm25(args, d):
    return numeric([{"name": "pm25", "cluster": "pm25Measurement", "attribute": "measuredValue", "unit": "µg/m³", "access": "STATE_GET",
                     "reporting": {"min": 10, "max": 3600, "change": 1}, **(args[0] if args else {})}], d)


def usual_numeric(name):
    return lambda args, d: numeric(args, d, USUAL[name])


def binary(args, d):
    given = take(args, SHAPE | {"valueOn", "valueOff", "endpointName"})
    out = attribute(given, {"name": given["name"], "kind": "binary"})
    on, off = given["valueOn"], given["valueOff"]
    for word, number in (on, off):
        if isinstance(number, (dict, list)) or isinstance(word, (dict, list)):
            raise Missing("values " + str(on))
    out["values"] = {scalar(on[0]) if isinstance(on[0], bool) else on[0]: on[1], scalar(off[0]) if isinstance(off[0], bool) else off[0]: off[1]}
    if given.get("endpointName"):
        out["endpoints"] = given["endpointName"]
    return {"attribute": access_and_report(given, out)}


def enum_lookup(args, d):
    given = take(args, SHAPE | {"lookup", "endpointName"})
    out = attribute(given, {"name": given["name"], "kind": "enum", "values": given["lookup"]})
    if any(not isinstance(v, (int, float)) for v in given["lookup"].values()):
        raise Missing("values " + str(given["lookup"])[:60])
    if given.get("endpointName"):
        out["endpoints"] = given["endpointName"]
    return {"attribute": access_and_report(given, out)}


def battery(args, d):
    given = take(args, {"percentage", "voltage", "lowStatus", "percentageReporting", "voltageReporting", "dontDividePercentage",
                        "percentageReportingConfig", "voltageReportingConfig", "lowStatusReportingConfig", "voltageToPercentage"})
    out = {"modern": True}
    if given.get("percentage") is False:
        out["percentage"] = False
    if given.get("voltage"):
        out["voltage"] = True
    if given.get("lowStatus"):
        out["low"] = True
    if given.get("dontDividePercentage"):
        out["halves"] = False
    curve = given.get("voltageToPercentage")
    if isinstance(curve, dict):
        out["voltage_range"] = [curve["min"], curve["max"]]
        if curve.get("vOffset"):
            raise Missing("voltage offset")
    elif curve:
        out["from_voltage"] = curve
    usual = {"min": "1_HOUR", "max": "MAX", "change": 10}
    reports = {}
    if given.get("percentageReporting", True) and given.get("percentageReportingConfig", usual):
        reports["percentage"] = reporting(given.get("percentageReportingConfig", usual))
    if given.get("voltageReporting"):
        reports["voltage"] = reporting(given.get("voltageReportingConfig", usual))
    if given.get("lowStatusReportingConfig"):
        reports["low"] = reporting(given["lowStatusReportingConfig"])
    if reports != {"percentage": [3600, 65000, 10]}:
        out["reports"] = reports
    return {"battery": out}


def actions(name, commands, cluster):
    """Blocks of m.commandsX: what is told, and the binding."""
    def rule(args, d):
        given = take(args, {"commands", "bind", "endpointNames"})
        out = {}
        if commands:
            out["commands"] = commands
        if "commands" in given:
            out["values"] = given["commands"]
        names = {"endpoints": given["endpointNames"]} if given.get("endpointNames") else {}
        if d.meta("disableActionGroup"):
            raise Missing("no group of an action")
        blocks = [(name, {**out, **names})]
        if given.get("bind", True):
            blocks.append(("bind", {"cluster": cluster, **names}))
        return blocks
    return rule


def bind_cluster(args, d):
    given = take(args, {"cluster", "clusterType", "endpointNames"})
    out = {"cluster": given["cluster"]}
    if given["clusterType"] == "input":
        out["input"] = True
    if given.get("endpointNames"):
        out["endpoints"] = given["endpointNames"]
    return {"bind": out}


def occupancy(args, d):
    given = take(args, {"reporting", "reportingConfig", "endpointNames"})
    if given.get("endpointNames"):
        raise Missing("endpointNames")
    out = {"readable": True}
    if given.get("reporting", True):
        out["report"] = reporting(given.get("reportingConfig", {"min": "MIN", "max": "1_HOUR", "change": 0}))
    return {"occupancy": out}


def checkin_interval(args, d):
    return {}  # how long a sleeping device may be silent: the network's affair


EXTENSIONS = {
    "modernExtend.light": light,
    "philips.m.light": hue_light,
    "philips.m.onOff": on_off,
    "ledvance.ledvanceLight": ledvance_light,
    "gledopto:gledoptoLight": gledopto_light,
    "tuya.modernExtend.tuyaBase": tuya.base,
    "tuya.modernExtend.tuyaLight": tuya_light,
    "sengled:sengledLight": sengled_light,
    "modernExtend.windowCovering": window_covering,
    "yale:lockExtend": yale_lock,
    "modernExtend.occupancy": occupancy,
    "modernExtend.deviceTemperature": device_temperature,
    "modernExtend.pm25": pm25,
    "modernExtend.battery": battery,
    "modernExtend.numeric": numeric,
    "modernExtend.binary": binary,
    "modernExtend.enumLookup": enum_lookup,
    "modernExtend.deviceEndpoints": nothing,  # the row's own keys
    "modernExtend.deviceAddCustomCluster": nothing,  # likewise
    "tuya.modernExtend.tuyaOnOff": tuya.on_off,
    "modernExtend.bindCluster": bind_cluster,
    "modernExtend.quirkCheckinInterval": checkin_interval,
    "modernExtend.quirkAddEndpointCluster": nothing,  # the mock has them already
    "modernExtend.commandsOnOff": actions("actions", {"genOnOff.on": "on", "genOnOff.off": "off", "genOnOff.offWithEffect": "off",
                                                      "genOnOff.toggle": "toggle"}, "genOnOff"),
    "modernExtend.commandsLevelCtrl": actions("level_actions", None, "genLevelCtrl"),
    "modernExtend.commandsColorCtrl": actions("color_actions", None, "lightingColorCtrl"),
    "modernExtend.commandsScenes": actions("scene_actions", None, "genScenes"),
    "modernExtend.commandsWindowCovering": actions("actions", {"closuresWindowCovering.upOpen": "open", "closuresWindowCovering.downClose": "close",
                                                               "closuresWindowCovering.stop": "stop"}, "closuresWindowCovering"),
    **{name: usual_numeric(name) for name in USUAL},
    "ikea.ikeaLight": ikea_light,
    "modernExtend.onOff": on_off,
    "modernExtend.identify": identify,
    "modernExtend.forcePowerSource": force_power_source,
    "modernExtend.electricityMeter": electricity_meter,
    "modernExtend.iasZoneAlarm": ias_zone,
    "ikea.addCustomClusterManuSpecificIkeaUnknown": nothing,  # a cluster that nothing reads
}


KNOWN_FUNCTIONS = {"disableDefaultResponse", "noOffTransitionWhenOff", "tuyaDatapoints"}


def attribute_key(name):
    return Hex(int(name)) if str(name).isdigit() else name


def plain(value):
    """A value as a device file writes it."""
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        raise Missing("value " + str(value))
    return value


def configure_step(op):
    if "ep" not in op:
        raise Missing("to " + ("a group" if "group" in op else "all"))
    kind, payload, out = op["kind"], op.get("payload"), {}
    if kind == "bind":
        out["bind"] = op["cluster"]
        if op.get("to", "coordinator") not in ("coordinator", None) and not str(op.get("to")).startswith("0x"):
            raise Missing("bind to " + str(op["to"]))
    elif kind == "read":
        out["read"] = op["cluster"]
        out["attributes"] = [attribute_key(name) for name in payload]
        out["may_fail"] = True
    elif kind == "configureReporting":
        out["report"] = op["cluster"]
        rows = {}
        for row in payload:
            name, type_ = attribute_name(row["attr"])
            if type_:
                out["type"] = type_
            rows[name] = [row["min"], row["max"], plain(row.get("change"))]
        out["attributes"] = rows
    elif kind == "write":
        out["write"] = op["cluster"]
        rows = {}
        for name, value in payload.items():
            if isinstance(value, dict) and "type" in value:
                out["type"] = TYPES[value["type"]]
                value = value["value"]
            rows[attribute_key(name)] = plain(value)
        out["attributes"] = rows
    elif kind == "command":
        out["command"] = f"{op['cluster']}.{op['name']}"
        values = {name: plain(value) for name, value in (payload or {}).items()}
        if values:
            out["payload"] = values
        if op.get("disableDefaultResponse"):
            out["quiet"] = True
    else:
        raise Missing(kind)
    out["endpoint"] = op["ep"]
    if op.get("manufacturerCode"):
        out["manufacturer"] = Hex(op["manufacturerCode"])
    return out


def attribute_name(attr):
    if isinstance(attr, dict):
        return Hex(attr["ID"]), TYPES[attr["type"]]
    return attribute_key(attr), None


def configure(definition):
    """What a definition sends by steps of its own: all that was recorded, in place of what its blocks would send."""
    try:
        steps = [configure_step(op) for op in definition.fact.get("configure") or []]
    except (Missing, KeyError, TypeError, AttributeError) as lack:
        raise Missing(f"configure {lack}")
    out = {"only": True}
    if steps:
        out["steps"] = joined_binds(steps)
    return {"configure": out}


def joined_binds(steps):
    """Neighbours that bind on one endpoint become one."""
    out = []
    for step in steps:
        if out and "bind" in step and "bind" in out[-1] and {k: v for k, v in step.items() if k != "bind"} == {
                k: v for k, v in out[-1].items() if k != "bind"}:
            before = out[-1]["bind"]
            out[-1] = {**out[-1], "bind": (before if isinstance(before, list) else [before]) + [step["bind"]]}
        else:
            out.append(dict(step))
    return out


def extension(name, args, definition, calls=()):
    """Blocks of one extension: by its own rule, else by what it calls."""
    rule = EXTENSIONS.get(name)
    if rule:
        try:
            made = rule(args, definition)
            return list(made.items()) if isinstance(made, dict) else made
        except Missing as lack:
            raise Missing(f"{name}: {lack}")
    if ADDS_A_CLUSTER.search(name):
        return []  # the row's own keys
    if not calls or name in MORE_THAN_THEIR_CALLS:
        raise Missing(name)
    out = []
    for inner, inner_args in calls:
        try:
            out += extension(inner, inner_args, definition)
        except Missing as lack:
            raise Missing(f"{name}: {lack}")
    return out


# Extensions whose blocks do, but do not show.
SHOWN_BY_FACTS = {"tuya.modernExtend.tuyaOnOff", "modernExtend.iasZoneAlarm", "yale:lockExtend"}


def shown_by_facts(definition):
    for name, args in definition.extensions():
        light = name.lower().endswith("light") and args and isinstance(args[0], dict)
        if name in SHOWN_BY_FACTS or (light and {"levelConfig", "endpointNames"} & set(args[0])):
            return True
    return definition.has("options")




SHOW_NOTHING = {"tuya_table", "tuya_base", "configure", "bind", "ledvance_commands"}

ADDS_A_CLUSTER = re.compile(r"[.:]add\w*Cluster\w*$")

# Extensions that change what the ones they call have made.
MORE_THAN_THEIR_CALLS = set()


# Definitions whose parts our blocks would show twice.
SHOWN_TWICE = {"Namron/4512752/4512753", "Tervix/_TZE284_6kijc7nd"}


def check_endpoints(blocks, definition):
    for name, options in blocks:
        only = options.get("endpoints") or []
        for endpoint in only if isinstance(only, list) else [only]:
            if endpoint not in definition.endpoints():
                raise Missing(f"endpoint {endpoint} of {name}")


def only_whole(blocks):
    return [(name, options) for name, options in blocks if name not in ("tuya_base", "attribute", "configure") and not options.get("endpoints")]


def translate(definition):
    """(blocks in order, what is missing, further keys of the row)"""
    blocks, missing, extra = [], [], {}
    for index, (name, args) in enumerate(definition.extensions()):
        try:
            blocks += extension(name, args, definition, definition.calls(index))
        except Missing as lack:
            missing.append(str(lack))
    alone = blocks
    own, lacking = old.blocks(definition)
    missing += lacking
    datapoints = definition.fact.get("tuyaDatapoints")
    if own or datapoints or shown_by_facts(definition):
        try:
            if datapoints:
                own.append(next(iter(tuya.table(definition).items())))
            shown = next(iter(exposes.block(definition).items()))
            blocks = own + blocks
            blocks = [(name, options if name in SHOW_NOTHING else {**options, "expose": False}) for name, options in blocks]
            blocks.append(shown)
        except Missing as lack:
            missing.append(str(lack))
    for key in sorted(set(definition.fact.get("metaWithFunctions") or []) - KNOWN_FUNCTIONS):
        missing.append(f"meta {key} by a function")
    if definition.has("configure") or any(name == "yale:lockExtend" for name, _ in definition.extensions()):
        try:
            blocks += configure(definition).items()
        except Missing as lack:
            missing.append(str(lack))
    if definition.has("onEvent"):
        missing.append("own events")
    if definition.has("exposesFn") and (definition.fact.get("exposesDummy") or not own):
        missing.append("own exposes")
    try:
        check_endpoints(blocks, definition)
    except Missing as lack:
        missing.append(str(lack))
    names = definition.properties()
    if len(names) != len(set(names)) or definition.id() in SHOWN_TWICE:
        missing.append("a property exposed twice")
    if missing:
        # What shows and works by itself; a device of which nothing does is known by its name at least.
        blocks = [] if own or lacking or datapoints or definition.id() in SHOWN_TWICE else only_whole(alone)
    return blocks, sorted(set(missing), key=missing.index), extra
