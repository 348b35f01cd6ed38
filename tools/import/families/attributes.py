"""Attributes as properties: m.numeric, m.binary, m.enumLookup, those made of them, and the battery."""

from clusters import TYPES
from missing import Missing, take
from yaml_writer import Hex, scalar

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
    if isinstance(given.get("cluster"), int) and given["cluster"] < 0x2000:
        out["silent"] = True  # the peer hears of a standard cluster by its name alone
    options = dict(given.get("zigbeeCommandOptions") or {})
    if options.pop("disableDefaultResponse", None) is False:
        out["answered"] = True
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


def illuminance(args, d):
    """The logarithm of the standard; a sensor whose number is left as it is tells lux."""
    given = take(args, SHAPE | {"scale", "endpointNames"})
    scale = given.pop("scale", None)
    samples = scale.get("samples") or {} if isinstance(scale, dict) else {}
    if scale is not None and not (scale.get("params") == 1 and samples.get("plain") and all(a == b for a, b in samples["plain"])):
        raise Missing("scale by a function")
    made = numeric([given], d, "illuminance")
    if scale is not None:
        made["attribute"]["linear"] = True
    return made


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


EXTENSIONS = {
    "modernExtend.numeric": numeric,
    "modernExtend.binary": binary,
    "modernExtend.enumLookup": enum_lookup,
    "modernExtend.battery": battery,
    "modernExtend.deviceTemperature": device_temperature,
    "modernExtend.pm25": pm25,
    **{name: usual_numeric(name) for name in USUAL},
    "modernExtend.illuminance": illuminance,
}
