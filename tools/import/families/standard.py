"""What the standard's clusters do: switches, covers, meters, alarms, actions, bindings."""

from families.attributes import reporting
from families import older
from families.formulas import read, reads, sets, write
from families.older import COVER_MODE, manners
from missing import Missing, take

def nothing(_args, _d):
    return {}


def window_covering(args, d):
    if args[0].get("endpointNames"):
        d.listed = True
        return older.cover(d)
    given = take(args, {"controls", "coverInverted", "stateSource", "configureReporting", "coverMode"})
    out = {}
    if given["controls"] != ["lift"]:
        out["controls"] = given["controls"]
    if d.meta("coverInverted"):
        out["inverted"] = True
    if d.meta("coverStateFromTilt"):
        out["state_from_tilt"] = True
    if given.get("configureReporting") is False:
        out["report"] = False
    if given.get("coverMode"):
        d.listed = True
        return [("cover", out), COVER_MODE]
    return {"cover": out}


def on_off(args, d):
    given = take(args, {"powerOnBehavior", "configureReporting", "ota", "endpointNames", "description", "skipDuplicateTransaction"})
    out = {"once": True} if given.get("skipDuplicateTransaction") else {}
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


def ias_zone(args, d):
    given = take(args, {"zoneType", "zoneAttributes", "invertAlarm", "description", "alarmTimeout", "manufacturerZoneAttributes", "zoneStatusReporting"})
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
    if given.get("zoneStatusReporting"):
        d.listed = True
    if given.get("alarmTimeout"):
        out["clears"] = kind + "_timeout"
    own = given.get("manufacturerZoneAttributes")
    if own:
        d.listed = True
        formulas = {a["name"]: f"({{0}} >> {a['bit']} & 1) == 1" for a in own}
        return [("ias_zone", out), reads("ssIasZone", {"zoneStatus": {k: f.format("value") for k, f in formulas.items()}},
                                         {"statusChangeNotification": {k: f.format("data.zonestatus") for k, f in formulas.items()}})]
    return {"ias_zone": out}


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
        out.update(manners(d))
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
    given = take(args, {"reporting", "reportingConfig", "endpointNames", "pirConfig", "ultrasonicConfig", "contactConfig"})
    more = [b for kind, stem in SENSES.items() for part in given.get(kind + "Config") or [] for b in sense(kind, stem, part)]
    if given.get("endpointNames"):
        d.listed = True
        names = {name: d.endpoints().get(name, name) for name in given["endpointNames"]}
        rows = {f"occupancy_{name}": f"endpoint == {number} ? (value & 1) == 1 : none" for name, number in names.items()}
        return [reads("msOccupancySensing", {"occupancy": rows}, absence=True),
                sets("occupancy", None, read("msOccupancySensing", "occupancy"))] + more
    if more:
        d.listed = True
        return [("occupancy", {"readable": True}), *more]
    out = {"readable": True}
    if given.get("reporting", True):
        out["report"] = reporting(given.get("reportingConfig", {"min": "MIN", "max": "1_HOUR", "change": 0}))
    return {"occupancy": out}


SENSES = {"pir": "pir", "ultrasonic": "ultrasonic", "contact": "contact"}
PARTS = {"otu_delay": "OToUDelay", "uto_delay": "UToODelay", "uto_threshold": "UToOThreshold"}


def sense(kind, stem, part):
    """How long and how often somebody must be sensed, by each kind of sensor."""
    key = "occupancy_timeout" if (kind, part) == ("pir", "otu_delay") else f"{kind}_{part}"
    attribute = stem + PARTS[part]
    return [reads("msOccupancySensing", {attribute: {key: "value"}}),
            sets(key, write("msOccupancySensing", {attribute: "number(value)"}), read("msOccupancySensing", attribute))]


def checkin_interval(args, d):
    return {}  # how long a sleeping device may be silent: the network's affair


EXTENSIONS = {
    "modernExtend.onOff": on_off,
    "philips.m.onOff": on_off,
    "modernExtend.identify": identify,
    "modernExtend.forcePowerSource": force_power_source,
    "modernExtend.iasZoneAlarm": ias_zone,
    "modernExtend.occupancy": occupancy,
    "modernExtend.windowCovering": window_covering,
    "modernExtend.bindCluster": bind_cluster,
    "modernExtend.deviceEndpoints": nothing,  # the row's own keys
    "modernExtend.deviceAddCustomCluster": nothing,  # likewise
    "modernExtend.quirkCheckinInterval": checkin_interval,
    "modernExtend.quirkAddEndpointCluster": nothing,  # the mock has them already
    "ikea.addCustomClusterManuSpecificIkeaUnknown": nothing,  # a cluster that nothing reads
    "modernExtend.commandsOnOff": actions("actions", {"genOnOff.on": "on", "genOnOff.off": "off", "genOnOff.offWithEffect": "off",
                                                      "genOnOff.toggle": "toggle"}, "genOnOff"),
    "modernExtend.commandsLevelCtrl": actions("level_actions", None, "genLevelCtrl"),
    "modernExtend.commandsColorCtrl": actions("color_actions", None, "lightingColorCtrl"),
    "modernExtend.commandsScenes": actions("scene_actions", None, "genScenes"),
    "modernExtend.commandsWindowCovering": actions("actions", {"closuresWindowCovering.upOpen": "open", "closuresWindowCovering.downClose": "close",
                                                               "closuresWindowCovering.stop": "stop"}, "closuresWindowCovering"),
}

SHOWN_BY_FACTS = {"modernExtend.iasZoneAlarm"}
SHOW_NOTHING = {"configure", "bind"}
