"""Tuya's devices: their base, and the value converters of datapoints as conversions of the block `tuya_table`."""

from datapoints import TYPE_NAMES, follows, points, sent as sent_point, value_of
from formulas import fit
from learned import domain
from missing import Missing, take
from samples import ABSENT
from yaml_writer import Hex

from . import tuya_values
from .formulas import command, read, reads, sets, together, turned, words as words_of, write
from .tuya_values import formula, word


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
    "onOffEnumOn0": words("enum", ON=0, OFF=1), "onOffNotStrict": formula("value ? 'ON' : 'OFF'", "value == 'ON'"), "lockUnlock": {"as": "lock"},
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
            done = (tuya_values.conversion(definition, dp, name, what) if isinstance(what, dict) else None) or conversion(what)
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
    if given.get("queryIntervalSeconds"):
        out["query_every"] = given["queryIntervalSeconds"]
    return {"tuya_base": out}


def switch_attribute(name, cluster, attribute, values, **more):
    """An attribute of Tuya's switches: on the endpoint of the topic, under its name where all properties are."""
    return ("attribute", {"cluster": cluster, "attribute": attribute, "name": name, "kind": "enum", "values": values, "set": True,
                          "suffix": True, "direct": True, "configure": False, **more})


def power_on(values, cluster="genOnOff", attribute="moesStartUpOnOff", name="power_on_behavior", **more):
    return switch_attribute(name, cluster, attribute, values, **more)


PREVIOUS = {"off": 0, "on": 1, "previous": 2}
AROUND = {"none": 0, "relay": 1, "pos": 2}
BACKLIGHT = {"low": 0, "medium": 1, "high": 2}


def power_on_words(d):
    """Blocks of the attribute that says what happens when power returns; it has two names in some rows."""
    heard = d.converters("fromZigbee")
    out = []
    if "tuya.fz.power_outage_memory" in heard:
        out.append(power_on({"off": 0, "on": 1, "restore": 2}, name="power_outage_memory"))
    if "tuya.tz.power_on_behavior_2" not in d.converters("toZigbee"):
        out.append(power_on(PREVIOUS, **({} if "tuya.fz.power_on_behavior_1" in heard else {"silent": True})))
    return out


PLAIN = {"suffix": False}


def button(d):
    """Devices of one button say nothing of which."""
    if d.fact["mock"]["modelID"] in ("TS0041", "TS0041A"):
        return "''"
    named = "(endpoint <= 8 ? endpoint : 'undefined') + '_'"
    return named if len(d.fact["mock"]["endpoints"]) > 1 else f"(endpoint == 1 ? '' : {named})"


def clicks(d):
    return [reads("genOnOff", commands={"tuyaAction": {"action": button(d) + " + ({0: 'single', 1: 'double', 2: 'hold'}[data.value] ?? 'undefined')"}}, once=True)]


def scene_buttons(d):
    return [reads("genOnOff", commands={"tuyaAction": {"action": "'scene_' + endpoint"}})]


def operation_mode(d):
    table = {"command": 0, "event": 1}
    return [reads("genOnOff", {"tuyaOperationMode": {"operation_mode": words_of(turned(table))}}),
            sets("operation_mode", write("genOnOff", {"tuyaOperationMode": words_of(table, "lower(value)")}, endpoint="1"),
                 read("genOnOff", "tuyaOperationMode", endpoint="1"), {"operation_mode": "lower(value)"})]


def backlight_on_off(d):
    return [switch_attribute("backlight_mode", "genOnOff", "tuyaBacklightSwitch", {"OFF": 0, "ON": 1}, **PLAIN)]


def indicator(d):
    return [switch_attribute("indicator_mode", "genOnOff", "tuyaBacklightMode", {"off": 0, "off/on": 1, "on/off": 2, "on": 3}, **PLAIN)]


LIMITS = {"min_brightness": Hex(64515), "max_brightness": Hex(64516)}


def dimmer_reports(d):
    told = {at: {name: "round(1 + value * 254 / 1000)"} for name, at in LIMITS.items()}
    return [reads("genLevelCtrl", {**told, Hex(61440): {"brightness@": "round(value * 255 / 1000)"}})]


def dimmer_words(key, table, end=""):
    return lambda d: [reads("genLevelCtrl", {Hex(64514): {key + end: words_of(turned(table))}})]


def dimmer_level(d):
    """What is dimmed to where it was is switched on, else a level does nothing to it while it is off."""
    def kept(what):
        return f"(state['{what}_l' + endpoint] == none ? state.{what} : state['{what}_l' + endpoint])"
    switched = "message.state == 'OFF' || (message.state != none && message.state != null && (message.brightness == none || message.brightness == null))"
    word = "lower(message.state)"
    wanted = "number(message.brightness)"
    same = f"{kept('state')} == 'OFF' && abs(round({wanted}) - number({kept('brightness')})) <= 1"
    steps = [*[command(f"genOnOff.{action}", **{"if": f"({switched}) && {word} == '{action}'"}) for action in ("on", "off", "toggle")],
             command("genOnOff.on", **{"if": f"!({switched}) && {same}"}),
             command("genLevelCtrl.moveToLevelTuya", {"level": f"{kept('brightness')} == none ? none : round({wanted} * 1000 / 254)", "transtime": 100},
                     **{"if": f"!({switched}) && !({same})"})]
    state = {"state": f"({switched}) ? ({word} == 'toggle' ? {{ON: 'OFF', OFF: 'ON'}}[{kept('state')}] : upper(message.state)) : 'ON'",
             "brightness": f"({switched}) ? none : {wanted}"}
    return [together(sets("state", steps, read("genOnOff", "onOff"), state), sets("brightness", steps, read("genLevelCtrl", Hex(61440)), state))]


LIGHT_TYPES = {"led": 0, "incandescent": 1, "halogen": 2}
SWITCH_TYPES = {"momentary": 0, "toggle": 1, "state": 2}


def dimmer_options(d):
    level = "genLevelCtrl"
    out = [sets(key, write(level, {at: "round((value - 1) * 1000 / 254)"}, type="uint16"), read(level, at)) for key, at in LIMITS.items()]
    return out + [sets(key, write(level, {Hex(64514): words_of(table)}, type="uint8"), read(level, Hex(64514)))
                  for key, table in (("light_type", LIGHT_TYPES), ("switch_type", SWITCH_TYPES))]


def on_off(args, d):
    given = take(args, {"endpoints", "onOffCountdown", "powerOutageMemory", "powerOnBehavior2", "powerOnBehavior3", "switchType", "backlightModeOffOn",
                        "backlightModeLowMediumHigh", "backlightModeOffNormalInverted", "indicatorMode", "childLock", "switchMode", "inchingSwitch",
                        "electricalMeasurements", "electricalMeasurementsFzConverter", "switchTypeCurtain", "switchTypeButton", "indicatorModeNoneRelayPos"})
    out = [("on_off", {"power_on_behavior": False, "report": False, **({"countdown": True} if given.get("onOffCountdown") else {})})]
    if given.get("powerOnBehavior2"):
        out.append(power_on(PREVIOUS, "manuSpecificTuya3", "powerOnBehavior"))
    if given.get("powerOutageMemory"):
        out.append(power_on({"off": 0, "on": 1, "restore": 2}, name="power_outage_memory"))
        if not given.get("powerOnBehavior2"):
            out.append(power_on(PREVIOUS, silent=True))
    elif given.get("powerOnBehavior3"):
        out += [("attribute", {"cluster": "manuSpecificTuya", "attribute": Hex(0x4002), "type": "enum8", "name": "power_on_behavior", "kind": "enum",
                               "values": PREVIOUS, "set": True, "configure": False, **where}) for where in each_endpoint(given)]
    elif not given.get("powerOnBehavior2"):
        out.append(power_on(PREVIOUS))
    switches = {"switchType": ("switch_type", {"toggle": 0, "state": 1, "momentary": 2}),
                "switchTypeCurtain": ("switch_type_curtain", {"flip-switch": 0, "sync-switch": 1, "button-switch": 2, "button2-switch": 3}),
                "switchTypeButton": ("switch_type_button", {"release": 0, "press": 1})}
    for key, (name, table) in switches.items():
        if given.get(key):
            out.append(switch_attribute(name, "manuSpecificTuya3", "switchType", table, **PLAIN))
    if given.get("backlightModeOffOn"):
        out += backlight_on_off(d)
    if given.get("backlightModeLowMediumHigh"):
        out.append(switch_attribute("backlight_mode", "genOnOff", "tuyaBacklightMode", BACKLIGHT, **PLAIN))
    if given.get("backlightModeOffNormalInverted"):
        out.append(switch_attribute("backlight_mode", "genOnOff", "tuyaBacklightMode", {"off": 0, "normal": 1, "inverted": 2}, **PLAIN))
    if given.get("indicatorMode"):
        out += indicator(d)
    if given.get("indicatorModeNoneRelayPos"):
        out += [reads("genOnOff", {"tuyaBacklightMode": {"indicator_mode": words_of(turned(AROUND))}}),
                together(sets("backlight_mode", write("genOnOff", {"tuyaBacklightSwitch": "{off: 0, on: 1}[lower(value)]"}), read("genOnOff", "tuyaBacklightSwitch")),
                         sets("indicator_mode", write("genOnOff", {"tuyaBacklightMode": words_of(AROUND, "lower(value)")}), read("genOnOff", "tuyaBacklightMode")))]
    if given.get("electricalMeasurements"):
        if given.get("electricalMeasurementsFzConverter"):
            raise Missing("electricalMeasurementsFzConverter")
        out.append(("electricity_meter", {"report": False}))
    if given.get("childLock"):
        out.append(switch_attribute("child_lock", "genOnOff", 0x8000, {"UNLOCK": 0, "LOCK": 1}, kind="binary", type="boolean", get=False, optimistic=False, **PLAIN))
    if given.get("switchMode"):
        out += [("attribute", {"cluster": "manuSpecificTuya3", "attribute": "switchMode", "name": "switch_mode", "kind": "enum",
                               "values": {"switch": 0, "scene": 1}, "set": True, "configure": False, **where}) for where in each_endpoint(given)]
    if given.get("inchingSwitch"):
        out.append(("tuya_inching", {}))
    out.append(("configure", {"power_source": "Mains (single phase)"}))
    return there(out, d)


def there(blocks, d):
    """Without what stands in clusters that this definition does not add: the peer cannot send it either."""
    added = d.fact.get("customClusters") or {}
    out = []
    for name, options in blocks:
        cluster, attribute = options.get("cluster", "manuSpecificTuya4" if name == "tuya_inching" else ""), options.get("attribute")
        lacking = cluster in ("manuSpecificTuya3", "manuSpecificTuya4") and cluster not in added
        own = isinstance(attribute, str) and attribute.startswith(("moes", "tuya"))
        if not lacking and not (own and attribute not in (added.get(cluster, {}).get("attributes") or {})):
            out.append((name, options))
    return out


def each_endpoint(given):
    return [{"endpoints": [name]} for name in given.get("endpoints") or []] or [{}]


def if_there(rule):
    return lambda d: there(rule(d), d)


CONVERTERS = {
    "tuya.fz.power_on_behavior_1": power_on_words, "tuya.tz.power_on_behavior_1": power_on_words, "tuya.fz.power_outage_memory": power_on_words,
    "tuya.fz.power_on_behavior_2": lambda d: [power_on(PREVIOUS, "manuSpecificTuya3", "powerOnBehavior")],
    "tuya.tz.power_on_behavior_2": lambda d: [power_on(PREVIOUS, "manuSpecificTuya3", "powerOnBehavior")],
    "tuya.fz.on_off_action": clicks,
    "tuya:fzLocal.TS0726_action": scene_buttons,
    "tuya.fz.operation_mode": operation_mode, "tuya.tz.operation_mode": operation_mode,
    "tuya.fz.backlight_mode_off_on": backlight_on_off, "tuya.tz.backlight_indicator_mode_2": backlight_on_off,
    "tuya.fz.indicator_mode": indicator, "tuya.tz.backlight_indicator_mode_1": indicator,
    "tuya.fz.TS110E": dimmer_reports, "tuya.fz.TS110E_light_type": dimmer_words("light_type", LIGHT_TYPES),
    "tuya.fz.TS110E_switch_type": dimmer_words("switch_type", SWITCH_TYPES, "@"), "tuya.tz.TS110E_options": dimmer_options, "tuya.tz.TS110E_onoff_brightness": dimmer_level,
    "tuya.tz.TS110E_light_onoff_brightness": lambda d: [],  # the lamp's own option
}
CONVERTERS = {name: if_there(rule) for name, rule in CONVERTERS.items()}

EXTENSIONS = {
    "tuya.modernExtend.tuyaBase": base,
    "tuya.modernExtend.tuyaOnOff": on_off,
    "tuya.modernExtend.tuyaLedIndicator": lambda args, d: [
        switch_attribute("backlight_mode", "genOnOff", "tuyaBacklightMode", {"off": 0, "normal": 1, "inverted": 2}, **PLAIN)],
}

SHOWN_BY_FACTS = {"tuya.modernExtend.tuyaOnOff", "tuya.modernExtend.tuyaLedIndicator"}
SHOW_NOTHING = {"tuya_table", "tuya_base"}
