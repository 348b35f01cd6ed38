"""Tuya's devices: their base, and the value converters of datapoints as conversions of the block `tuya_table`."""

from datapoints import TYPE_NAMES, follows, points, sent as sent_point, value_of
from formulas import fit
from learned import domain
from missing import Missing, take
from samples import ABSENT


def words(type_=None, **values):
    out = {"as": "words", "values": values}
    if type_ != "enum":
        out["type"] = type_
    return out


def enum(*names, start=0):
    return words("enum", **{name: i + start for i, name in enumerate(names)})


def number(*names):
    return words("number", **{name: i for i, name in enumerate(names)})


def scaled(by):
    return {"as": "scaled", "scale": by}


SIMPLE = {
    "raw": {}, "countdown": {}, "trueFalse0": {"as": "truth", "values": {"true": 0}}, "trueFalse1": {"as": "truth"},
    "trueFalseEnum0": {"as": "truth", "values": {"true": 0}}, "trueFalseEnum1": {"as": "truth"}, "trueFalseInvert": {"as": "negated"},
    "fault": {"as": "any"}, "onOff": words("boolean", ON=True, OFF=False), "onOffEnumOn1": words("enum", ON=1, OFF=0),
    "onOffEnumOn0": words("enum", ON=0, OFF=1), "onOffNotStrict": {"as": "on_off"}, "lockUnlock": {"as": "lock"},
    "powerOnBehavior": number("off", "on", "previous"), "powerOnBehaviorEnum": enum("off", "on", "previous"),
    "switchType": enum("momentary", "toggle", "state"), "switchType2": enum("toggle", "state", "momentary"),
    "switchTypeCurtain": enum("flip-switch", "sync-switch", "button-switch", "button2-switch"),
    "switchTypeButton": enum("release", "press"), "backlightModeOffNormalInverted": enum("off", "normal", "inverted"),
    "backlightModeOffLowMediumHigh": enum("off", "low", "medium", "high"), "lightType": number("led", "incandescent", "halogen"),
    "scale0_254to0_1000": {"as": "range", "ranges": [0, 254, 0, 1000]}, "scale0_1to0_1000": {"as": "range", "ranges": [0, 1, 0, 1000]},
    "temperatureUnit": number("celsius", "fahrenheit"), "temperatureUnitEnum": enum("celsius", "fahrenheit"),
    "batteryState": number("low", "medium", "high"), "divideBy2": scaled(2), "divideBy10": scaled(10), "divideBy100": scaled(100),
    "divideBy1000": scaled(1000), "multiplyBy10": scaled(0.1), "divideBy10FromOnly": {"as": "scaled_down", "scale": 10},
    "switchMode": enum("switch", "scene"), "switchMode2": enum("switch", "curtain"), "lightMode": enum("normal", "on", "off", "flash"),
    "selfTestResult": number("checking", "success", "failure", "others"),
    "level": words("enum", low=1, normal=0, high=2), "pumpMode": words("boolean", supply=True, drainage=False),
    "pumpControl": words("boolean", auto=True, manual=False), "alarmMode": enum("arm", "silent", "disarm"),
    "alarmStatus": enum("normal", "alarm"), "sensitivity": enum("low", "middle", "high"),
    "localTemperatureCalibration": {"as": "wrapped", "scale": 4096, "high": 4000},
    "localTemperatureCalibration_256": {"as": "wrapped", "scale": 256, "high": 200},
    "fertility": enum("normal", "lower", "low", "middle", "high", "higher"),
    "temperature_humidity_alarm": enum("lower_alarm", "upper_alarm", "cancel"), "coverPosition": {"as": "position"},
    "coverPositionInverted": {"as": "position_inverted"}, "coverAction": enum("OPEN", "STOP", "CLOSE", "CONTINUE"),
    "motorState": enum("opening", "closing", "stopped"), "tubularMotorDirection": enum("normal", "reversed"),
    "motorDirectionSide": enum("left", "right"), "coverType": enum("roman_pole", "roller_blind", "canopy_curtain", "roman_blind", "honeycomb_curtain"),
    "coverLimit": enum("set_up", "set_down", "delete_up", "delete_down", "delete_both"), "clickControl": enum("up", "down"),
}


def lookup(args):
    table = args[0]
    if not isinstance(table, dict) or "$fn" in table or not table:
        raise Missing("lookup by a function")
    values, types = {}, set()
    for word, value in table.items():
        if isinstance(value, dict):
            if value.get("$class") not in ("Enum", "Bitmap"):
                raise Missing("lookup " + str(value))
            types.add(value["$class"].lower())
            values[word] = value["value"]
        else:
            types.add("boolean" if isinstance(value, bool) else "number" if isinstance(value, (int, float)) else "text")
            values[word] = value
    if len(types) != 1:
        raise Missing("lookup of several types")
    out = words(types.pop(), **{}) | {"values": values}
    if len(args) > 1 and args[1] is not None:
        out["otherwise"] = args[1]
    return out


def sampled(what):
    """A function without a name that only maps values to words, as its samples show."""
    given = what.get("sampled") or {}
    points = (given.get("from") or {}).get("points") or []
    if set(given) - {"from"} or not points or not all(isinstance(w, str) and isinstance(v, (int, float)) for v, w in points):
        raise Missing("datapoint converter anonymous")
    types = {type(v) for v, _ in points}
    if len(types) != 1 or len({w for _, w in points}) != len(points):
        raise Missing("datapoint converter anonymous")
    return words("boolean" if types == {bool} else "enum", **{w: v for v, w in points})


def formula(from_=None, to=None, type_=None, **more):
    given = {"from": from_, "to": to, "type": type_, **more}
    return {"as": "formula", **{key: value for key, value in given.items() if value}}


def word(at):
    """Two octets, the high one first; what is not there is 0."""
    return f"((value[{at}] ?? 0) << 8 | (value[{at + 1}] ?? 0))"


def phase(voltage, current, power, end=""):
    return formula("{" + f"voltage{end}: {voltage} / 10, current{end}: {current} / 1000, power{end}: {power}" + "}", octets=True)


FORMULAS = {
    "inverse": formula("!value", "!value"), "setLimit": formula("value", "value ? value : none"),
    "refresh": formula("'idle'", "value == 'refresh'"), "power": formula("value > 0x0fffffff ? value - 0x1999999c : value"),
    "errorOrBatteryLow": formula("value == 1", apart="{error: value}"),
    "phaseVariant1": formula("{voltage: " + word(13) + " / 10, current: " + word(11) + " / 1000}", octets=True),
    "phaseVariant2": phase(word(0), word(3), word(6)),
    "phaseVariant3": phase(word(0), "((value[2] ?? 0) << 16 | " + word(3) + ")", "((value[5] ?? 0) << 16 | " + word(6) + ")"),
    "phaseVariant4": phase("u16be(value, 0)", "((value[2] << 16) + u16be(value, 3))", "(value[5] << 16) + u16be(value, 6)"),
    "phaseVariant5": phase(word(2), word(5), word(8)),
}


def learned(definition, shelf, dp, name):
    """A conversion without a rule, from samples with this datapoint alone."""
    if shelf is None:
        raise Missing("datapoint converter anonymous")
    samples, out = shelf.of[definition.fact["id"]], {"as": "formula"}
    heard = []
    for s in samples.received:
        given = points(s)
        if len(given) == 1 and given[0]["dp"] == dp and not s["step"]:
            if follows(s):
                raise Missing(f"what follows datapoint {dp}")
            heard.append((value_of(given[0]), s.get("out") or {}))
    names = list(dict.fromkeys(n for _, o in heard for n in o))
    if names:
        if any(v is ABSENT for v, _ in heard):
            raise Missing(f"octets of datapoint {dp}")
        parts = {n: fit([(v, o.get(n, ABSENT)) for v, o in heard], domain(definition, n)) for n in names}
        if not all(parts.values()):
            raise Missing(f"datapoint {dp}: " + ", ".join(n for n in parts if not parts[n]))
        out["from"] = parts[name] if names == [name] else "{" + ", ".join(f"{n}: {f}" for n, f in parts.items()) + "}"
    told = [s for s in samples.sent if s.get("key") == name and s["type"] == "set" and len(s.get("message") or {}) < 2]
    if told:
        made = [[sent_point(op) for op in s.get("ops") or []] for s in told]
        if any(len(m) != 1 or not m[0] or m[0]["dp"] != dp for m in made) or len({m[0]["datatype"] for m in made}) != 1:
            raise Missing(f"setting {name}")
        sent = [(s["value"], value_of(m[0])) for s, m in zip(told, made)]
        found = fit(sent, domain(definition, name)) if all(r is not ABSENT for _, r in sent) else None
        if not found:
            raise Missing(f"setting {name}")
        out["to"], out["type"] = found, TYPE_NAMES[made[0][0]["datatype"]]
    if len(out) == 1:
        raise Missing(f"datapoint {dp}")
    return out


def conversion(what):
    if not isinstance(what, dict):
        return None
    name, args = what["name"], what.get("args") or []
    if name.startswith("tuya.valueConverter.") and not args and name.split(".")[-1] in FORMULAS:
        return FORMULAS[name.split(".")[-1]]
    if name == "tuya.valueConverter.phaseVariant2WithPhase":
        signed = word(6)
        return phase(word(0), word(3), f"({signed} > 0x7fff ? {signed} - 0x999a : {signed})", "_" + args[0])
    if name in ("tuya.valueConverter.thermostatScheduleDayMultiDP", "tuya.valueConverter.thermostatScheduleDayMultiDPWithTransitionCount"):
        return {"as": "schedule", **({"periods": args[0]} if args else {})}
    if name == "tuya.valueConverter.thermostatScheduleDayMultiDPWithDayNumber":
        return {"as": "schedule", "day": args[0], **({"periods": args[1]} if len(args) > 1 else {})}
    if name == "tuya.valueConverter.thermostatSystemModeAndPreset":
        back = {"preset": "{auto: 0, manual: 1, off: 2, on: 3}", "system_mode": "{auto: 1, off: 2, heat: 3}"}
        words_ = back["preset" if args[0] == "preset" else "system_mode"]
        return formula("{preset: {0: 'auto', 1: 'manual', 2: 'off', 3: 'on'}[value], system_mode: {0: 'auto', 1: 'auto', 2: 'off', 3: 'heat'}[value]}",
                       f"{words_}[value]", "enum")
    if name == "anonymous":
        return sampled(what)
    if name.startswith("tuya.valueConverter.") and not args and name.split(".")[-1] in SIMPLE:
        return SIMPLE[name.split(".")[-1]]
    if name == "tuya.valueConverterBasic.lookup":
        return lookup(args)
    if name == "tuya.valueConverterBasic.raw":
        return {}
    if name == "tuya.valueConverterBasic.divideBy":
        return scaled(args[0])
    if name == "tuya.valueConverterBasic.multiplyBy":
        return scaled(1 / args[0])
    if name == "tuya.valueConverterBasic.divideByFromOnly":
        return {"as": "scaled_down", "scale": args[0]}
    if name == "tuya.valueConverterBasic.divideByWithLimits":
        return {"as": "scaled", "scale": args[0], "low": args[1], "high": args[2]}
    if name == "tuya.valueConverterBasic.scale":
        return {"as": "range", "ranges": args}
    if name == "tuya.valueConverterBasic.trueFalse":
        value = args[0]["value"] if isinstance(args[0], dict) else args[0]
        return {"as": "truth", "values": {"true": value}}
    if name == "tuya.valueConverter.static":
        return {"as": "constant", "otherwise": args[0]}
    raise Missing("datapoint converter " + name)


def table(definition, shelf=None):
    """(the block, if there is anything to be in it; what is missing)"""
    rows, missing = [], []
    for dp, name, what, *options in definition.fact.get("tuyaDatapoints") or []:
        more = options[0] if options and options[0] else {}
        if set(more) - {"optimistic", "skip"} or ("skip" in more and not name.startswith("state")):
            missing.append("datapoint option " + str(sorted(more)))
            continue
        try:
            done = conversion(what)
        except Missing:
            try:
                done = learned(definition, shelf, dp, name)
            except Missing as lack:
                missing.append(str(lack))
                continue
        if done is None or (name is None and "from" not in done):
            continue
        row = {"dp": dp, **({"name": name} if name else {}), **done}
        if "skip" in more:
            row["not_with_brightness"] = True
        if more.get("optimistic") is False:
            row["optimistic"] = False
        rows.append(row)
    if not rows:
        return [], missing or ["datapoints"]
    out = {"list": rows}
    if definition.meta("tuyaSendCommand"):
        out["command"] = definition.meta("tuyaSendCommand")
    return [("tuya_table", out)], missing


def base(args, d):
    given = take(args, {"dp", "queryOnDeviceAnnounce", "queryOnConfigure", "bindBasicOnConfigure", "timeStart",
                        "mcuVersionRequestOnConfigure", "respondToMcuVersionResponse", "forceTimeUpdates", "queryIntervalSeconds"})
    out = {}
    if given.get("timeStart", "off") != "off":
        out["time_start"] = int(given["timeStart"])
    for theirs, ours in (("queryOnConfigure", "query_on_configure"), ("queryOnDeviceAnnounce", "query_on_announce"),
                         ("bindBasicOnConfigure", "bind_basic"), ("mcuVersionRequestOnConfigure", "ask_version")):
        if given.get(theirs):
            out[ours] = True
    if given.get("forceTimeUpdates"):
        out["hourly"] = True
    for lacking in ("queryIntervalSeconds",):
        if given.get(lacking):
            raise Missing(lacking)
    return {"tuya_base": out}


def switch_attribute(name, cluster, attribute, values, **more):
    """An attribute of Tuya's switches: on the endpoint of the topic, under its name where all properties are."""
    return ("attribute", {"cluster": cluster, "attribute": attribute, "name": name, "kind": "enum", "values": values, "set": True,
                          "suffix": True, "direct": True, "configure": False, **more})


def power_on(values, cluster="genOnOff", attribute="moesStartUpOnOff", name="power_on_behavior", **more):
    return switch_attribute(name, cluster, attribute, values, **more)


PREVIOUS = {"off": 0, "on": 1, "previous": 2}
BACKLIGHT = {"low": 0, "medium": 1, "high": 2}


def on_off(args, d):
    given = take(args, {"endpoints", "onOffCountdown", "powerOutageMemory", "powerOnBehavior2", "switchType", "backlightModeOffOn",
                        "backlightModeLowMediumHigh", "backlightModeOffNormalInverted", "indicatorMode", "childLock",
                        "electricalMeasurements", "switchTypeCurtain", "switchTypeButton", "indicatorModeNoneRelayPos"})
    for key, value in given.items():
        if isinstance(value, dict):
            raise Missing(key + " by a function")
    out = [("on_off", {"power_on_behavior": False, "report": False, **({"countdown": True} if given.get("onOffCountdown") else {})})]
    if given.get("powerOnBehavior2"):
        out.append(power_on(PREVIOUS, "manuSpecificTuya3", "powerOnBehavior"))
    if given.get("powerOutageMemory"):
        out.append(power_on({"off": 0, "on": 1, "restore": 2}, name="power_outage_memory"))
        if not given.get("powerOnBehavior2"):
            out.append(power_on(PREVIOUS, silent=True))
    elif not given.get("powerOnBehavior2"):
        out.append(power_on(PREVIOUS))
    plain = {"suffix": False}
    if given.get("switchType"):
        out.append(switch_attribute("switch_type", "manuSpecificTuya3", "switchType", {"toggle": 0, "state": 1, "momentary": 2}, **plain))
    if given.get("backlightModeOffOn"):
        out.append(switch_attribute("backlight_mode", "genOnOff", "tuyaBacklightSwitch", {"OFF": 0, "ON": 1}, **plain))
    if given.get("backlightModeLowMediumHigh"):
        out.append(switch_attribute("backlight_mode", "genOnOff", "tuyaBacklightMode", BACKLIGHT, **plain))
    if given.get("backlightModeOffNormalInverted"):
        out.append(switch_attribute("backlight_mode", "genOnOff", "tuyaBacklightMode", {"off": 0, "normal": 1, "inverted": 2}, **plain))
    if given.get("indicatorMode"):
        out.append(switch_attribute("indicator_mode", "genOnOff", "tuyaBacklightMode", {"off": 0, "off/on": 1, "on/off": 2, "on": 3}, **plain))
    for lacking in ("switchTypeCurtain", "switchTypeButton", "indicatorModeNoneRelayPos"):
        if given.get(lacking):
            raise Missing(lacking)
    if given.get("electricalMeasurements"):
        out.append(("electricity_meter", {"report": False}))
    if given.get("childLock"):
        out.append(switch_attribute("child_lock", "genOnOff", 0x8000, {"UNLOCK": 0, "LOCK": 1}, kind="binary", type="boolean", get=False, optimistic=False, **plain))
    out.append(("configure", {"power_source": "Mains (single phase)"}))
    return out


EXTENSIONS = {
    "tuya.modernExtend.tuyaBase": base,
    "tuya.modernExtend.tuyaOnOff": on_off,
}

SHOWN_BY_FACTS = {"tuya.modernExtend.tuyaOnOff"}
SHOW_NOTHING = {"tuya_table", "tuya_base"}
