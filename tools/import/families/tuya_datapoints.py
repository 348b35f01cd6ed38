"""Tuya's extensions of one datapoint each: what it tells, and how it is set."""

from missing import Missing
from datapoints import TYPE_NAMES

from .formulas import literal, sets, words
from .tuya_rows import mapped, table, tells

FROM = ["dataResponse", "dataReport", "activeStatusReport", "activeStatusReportAlt"]
KNOWN = {"name", "dp", "type", "lookup", "description", "readOnly", "endpoint", "expose", "skip", "valueOn", "valueOff", "unit", "valueMin", "valueMax",
         "valueStep", "scale", "entityCategory", "label"}
# A lamp that is told again to be on jumps to full brightness: its state is left out beside a brightness.
BESIDE_BRIGHTNESS = "message.brightness != none && message.brightness != null && message.state == state[endpoint_name == none ? 'state' : 'state_' + endpoint_name]"


def row(d, given, told, sent):
    unknown = set(given) - KNOWN
    if unknown:
        raise Missing(f"a datapoint's {sorted(unknown)}")
    place = given.get("endpoint")
    name = f"{given['name']}_{place}" if place else given["name"]
    out = [table(tells(given["dp"], **{name: told}), **{"from": FROM})]
    if given.get("readOnly"):
        return out
    step = {"datapoint": given["dp"], "type": TYPE_NAMES[given["type"]], "value": sent}
    if d.meta("tuyaSendCommand"):
        step["command"] = "manuSpecificTuya." + d.meta("tuyaSendCommand")
    state = None
    if given.get("skip"):
        step["if"] = f"!({BESIDE_BRIGHTNESS})"
        state = {given["name"]: f"{BESIDE_BRIGHTNESS} ? none : value"}
    # Without multiEndpoint the end of a name is a part of it.
    block, options = sets(given["name"], step, state=state)
    return out + [(block, {**options, "endpoints": [place]} if place else options)]


def binary(args, d):
    given = args[0]
    (on, raw_on), (off, raw_off) = given["valueOn"], given["valueOff"]
    return row(d, given, f"value == {literal(raw_on)} ? {literal(on)} : {literal(off)}", f"value == {literal(on)} ? {literal(raw_on)} : {literal(raw_off)}")


def lookup(args, d):
    given = args[0]
    raw = {str(n).lower() if isinstance(n, bool) else n: word for word, n in given["lookup"].items()}
    table_ = words(given["lookup"])
    other = [words(given["lookup"], f"{change}(value)") for change in ("lower", "upper") if any(word != getattr(word, change)() for word in given["lookup"]) or change == "lower"]
    return row(d, given, words(raw), " ?? ".join([table_, *other]))


def number(args, d):
    given = args[0]
    scale = given.get("scale")
    if isinstance(scale, list):
        a, b, c, e = scale
        return row(d, given, mapped("value", c, e, a, b), mapped("value", a, b, c, e))
    return row(d, given, f"value / {scale}" if scale else "value", f"value * {scale}" if scale else "value")


def light(args, d):
    given = args[0]
    place = {"endpoint": given["endpoint"]} if given.get("endpoint") else {}
    out = binary([{"name": "state", **given["state"], **place}], d)
    for key, name in (("brightness", "brightness"), ("min", "min_brightness"), ("max", "max_brightness"), ("colorTemp", "color_temp")):
        if given.get(key):
            out += number([{"name": name, **{k: v for k, v in given[key].items() if k in ("dp", "type", "scale")}, **place}], d)
    return out


def action(args, d):
    return lookup([{"name": "action", "type": 2, "readOnly": True, **args[0]}], d)


def actions(args, d):
    out = []
    for part in args[0]:
        if not str(part.get("$ref", "")).endswith(".dpAction"):
            raise Missing("actions of " + str(part))
        out += action(part["args"], d)
    return out


def scenes(dp, word):
    return lambda args, d: lookup([{"name": "action", "dp": dp, "type": 4, "readOnly": True, "lookup": {word: 0}}], d)


def settings(args, d):
    """When a plug with a sensor switches itself; nothing of it counts while it is in manual mode."""
    octets = "(type == 'raw' ? value : from_hex(text(value)))"
    told = ("{enabled: u16(OCTETS, 0) == 128, temp_greater_value: i32(OCTETS, 2) / 10, temp_greater_then: OCTETS[6] ? 'ON' : 'OFF', "
            "temp_lower_value: i32(OCTETS, 8) / 10, temp_lower_then: OCTETS[12] ? 'ON' : 'OFF'}").replace("OCTETS", octets)

    def four(what):
        return ", ".join(f"round(value.{what} * 10, 6) >> {by} & 255" for by in (0, 8, 16, 24))
    sent = ("hex(octets([value.enabled ? 128 : 0, 0, " + four("temp_greater_value") + ", value.temp_greater_then == 'ON' ? 1 : 0, 1, " + four("temp_lower_value")
            + ", value.temp_lower_then == 'ON' ? 1 : 0]))")
    steps = [{"datapoint": 101, "type": "enum", "value": "0", "command": "manuSpecificTuya.sendData"}, {"datapoint": 119, "type": "text", "value": sent,
              **({"command": "manuSpecificTuya." + d.meta("tuyaSendCommand")} if d.meta("tuyaSendCommand") else {})}]
    return [table(tells(119, auto_settings=f"length({octets}) > 0 ? {told} : none"), **{"from": FROM}), sets("auto_settings", steps)]


TUYA = "tuya.modernExtend."
NOTHING = ("tuyaMagicPacket",)
EXTENSIONS = {
    TUYA + "dpBinary": binary, TUYA + "dpEnumLookup": lookup, TUYA + "dpNumeric": number, TUYA + "dpLight": light, TUYA + "dpAction": action,
    TUYA + "combineActions": actions, TUYA + "dpTHZBSettings": settings, **{TUYA + name: lambda args, d: [] for name in NOTHING},
    **{f"tuya.valueConverterBasic.{name}": lambda args, d: [] for name in ("raw", "divideBy", "scale")},
    **{f"box:sceneAction[{i}]": scenes(i + 1, f"scene_{i + 1}") for i in range(10)},
    **{f"tuya:convLocal.sceneCubeAction[{i}]": scenes(i + 1, word) for i, word in enumerate(("side_1", "side_2", "side_3", "side_4", "knock", "shake"))},
}
SHOWN_BY_FACTS = {*EXTENSIONS, *(TUYA + name for name in ("dpTemperature", "dpHumidity", "dpBattery", "dpOnOff", "dpChildLock", "dpPowerOnBehavior", "dpBacklightMode"))}
RECORDED = {TUYA + name for name in NOTHING}
