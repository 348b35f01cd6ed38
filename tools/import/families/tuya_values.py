"""Tuya's datapoints whose converters are functions: by the function's name, else by definition and datapoint.

Each is a conversion of the block `tuya_table`; formulas say what the function does."""

from .formulas import words


def formula(from_=None, to=None, type_=None, **more):
    given = {"from": from_, "to": to, "type": type_, **more}
    return {"as": "formula", **{key: value for key, value in given.items() if value}}


def enum(*names):
    return {"as": "words", "values": {name: i for i, name in enumerate(names)}}


def turned_over(plain, inverted, word="value"):
    """Words that mean something else on a cover that is mounted the other way round."""
    def tables(from_value):
        both = [words({v: k for k, v in t.items()} if from_value else t, "value" if from_value else word) for t in (inverted, plain)]
        return f"option.invert_cover ? {both[0]} : {both[1]}"
    return formula(tables(True), tables(False), "enum")


def of_maker(maker, theirs, others):
    """Words that one maker counts in another way."""
    def tables(of):
        return f"device.maker == '{maker}' ? {of(theirs)} : {of(others)}"
    return formula(tables(lambda t: words({v: k for k, v in t.items()})), tables(words), "enum")


# Circuit breakers --------------------------------------------------------------------------------------

FAULTS = ("short_circuit", "surge", "overload", "leakage_current", "temperature", "fire", "high_power", "self_test", "over_current", "unbalance",
          "over_voltage", "under_voltage", "miss_phase", "outage", "magnetism", "credit", "no_balance")


def bits(names):
    return "[" + ", ".join(f"value & {1 << i} ? '{name}' : none" for i, name in enumerate(names)) + "]"


def word(at):
    return f"((value[{at}] ?? 0) << 8 | (value[{at + 1}] ?? 0))"


def limits(alarms, groups=6):
    """Groups of four octets, one for each alarm that the breaker knows; the last one of a kind counts."""
    out = []
    for number, alarm in alarms.items():
        def latest(what):
            found = "none"
            for at in range(0, groups * 4, 4):
                found = f"(value[{at}] == {number} ? {what(at)} : {found})"
            return found
        out.append(f"{alarm}_breaker: {latest(lambda at: '{0: ' + repr('OFF') + ', 1: ' + repr('ON') + '}[value[' + str(at + 1) + '] ?? 9]')}")
        out.append(f"{alarm}_threshold: {latest(lambda at: word(at + 2))}")
    return formula("{" + ", ".join(out) + "}", octets=True)


ON_OFF = "{on: 1, off: 0}"


def limit(number, place, key, short=False):
    """Setting one of an alarm's two keys tells the other one again, from the state."""
    alarm = key.rsplit("_", 1)[0]
    threshold, breaker = (("value", f"state.{alarm}_breaker") if key.endswith("_threshold") else (f"state.{alarm}_threshold", "value"))
    head = ", ".join(["0"] * place + [str(number), f"{ON_OFF}[lower({breaker})]"])
    size = f"0, {threshold}" if short else f"{threshold} >> 8 & 0xff, {threshold} & 0xff"
    return formula(None, f"[{head}, {size}]", "raw")


PLACES = {"overload": (3, 0, True), "leakage": (4, 4), "high_temperature": (5, 8), "over_current": (1, 0, True), "over_voltage": (3, 4),
          "under_voltage": (4, 8), "insufficient_balance": (8, 12)}


def threshold(alarms):
    def made(name):
        if name is None:
            return limits(alarms)
        number, place, *short = PLACES[name.rsplit("_", 1)[0]]
        return {**limits(alarms), **limit(number, place, name, bool(short))}
    return made


TWO_LIMITS = formula("{" + ", ".join(
    f"threshold_{n}_protection: {{0: 'OFF', 1: 'ON'}}[value[{at + 1}] ?? 9], "
    f"threshold_{n}: {{0: 'not_set', 1: 'over_current_threshold', 3: 'over_voltage_threshold'}}[value[{at}] ?? 9], "
    f"threshold_{n}_value: {word(at + 2)}" for n, at in ((1, 0), (2, 4))) + "}", octets=True)

# Meters ------------------------------------------------------------------------------------------------

METER_FAULTS = ("battery_alarm", "magnetism_alarm", "cover_alarm", "credit_alarm", "switch_gaps_alarm", "meter_body_alarm", "abnormal_water_alarm",
                "arrearage_alarm", "overflow_alarm", "revflow_alarm", "over_pre_alarm")


def meter_faults(fine, between, *last):
    return formula(f"value == 0 ? '{fine}' : join({bits(METER_FAULTS + last)}, '{between}')")


def in_octets(least, at, divisor=1, otherwise="0"):
    number = f"u32be(value, {at})" + (f" / {divisor}" if divisor > 1 else "")
    return formula(f"length(value) >= {least} ? {number} : {otherwise}")


FROM_THE_END = "length(value) - 4"


def report_duration(before, least=30, times=1):
    duration = f"max({least}, min(3600, round(value)))" + (f" * {times}" if times > 1 else "")
    return formula(None, f"[{before}, {duration} >> 8 & 0xff, {duration} & 0xff, 9, 0, 0, 0]", "raw")


SHORT = "1, 1, 0, 60, 3, 1, 0, 253, 4, 0, 0, 180, 7, 1, 0, 0, 8, 1"
LONG = "1, 1, 0, 60, 2, 0, 0, 10, 3, 1, 0, 253, 4, 0, 0, 180, 5, 1, 0, 0, 7, 1, 0, 0, 8, 1"

# Names on displays ---------------------------------------------------------------------------------------

COLORS = ("red", "blue", "green", "white", "yellow", "magenta", "cyan", "warmwhite", "warmyellow")
NAME = {"as": "name", "high": 12}

BY_NAME = {
    "tuya.valueConverter.circuitBreakerFaults": formula(bits(FAULTS)),
    "tuya.valueConverter.circuitBreakerFaults1": formula(bits(["negative_power" if f == "magnetism" else f for f in FAULTS])),
    "tuya.valueConverter.threshold": TWO_LIMITS,
    "tuya.valueConverter.threshold_2": threshold({3: "overload", 4: "leakage", 5: "high_temperature"}),
    "tuya.valueConverter.threshold_3": threshold({1: "over_current", 3: "over_voltage", 4: "under_voltage", 8: "insufficient_balance"}),
    "tuya.valueConverter.waterConsumption": formula("length(value) >= 8 ? (u32be(value, 4) | 0) / 1000 : 0"),
    "tuya.valueConverter.plus1": formula("value + 1", "value - 1"),
    "zemismart:valueConverterLocal.delayOffSchedule": enum(*COLORS), "zemismart:valueConverterLocal.switchColor": enum(*COLORS),
    "zemismart:valueConverterLocal.relayStatus": enum("power_off", "power_on", "restart_memory"),
    "zemismart:valueConverterLocal.radarConfig": enum("none", "10s", "20s", "30s", "45s", "60s"),
    "zemismart:valueConverterLocal.radarDistance": enum("short", "medium_short", "medium", "medium_long", "long"),
    "zemismart:valueConverterLocal.screenOffTime": enum("none", "10", "20", "30", "45", "60"),
    "zemismart:valueConverterLocal.name": NAME,
    "zemismart:valueConverterLocal.cycleSchedule": formula(
        "type == 'raw' ? characters(value) : type == 'text' ? characters(octets(each(octets(value), item >= 48 && item <= 57 ? item - 48 : 0))) : ''",
        "slice(octets(value), 0, 12)", "raw"),
}

def or_null(name, plain, inverted):
    """Null for what is no word."""
    both = turned_over(plain, inverted)
    return {**both, "from": f"{{{name}: ({both['from']}) ?? null}}"}


OPEN_STOP_CLOSE = turned_over({"OPEN": 0, "STOP": 1, "CLOSE": 2}, {"OPEN": 2, "STOP": 1, "CLOSE": 0}, "upper(value)")
OPENING_CLOSING = turned_over({"opening": 0, "closing": 1}, {"opening": 1, "closing": 0})
OPEN_WORDS = "value in [1, true, 'open']"
NOT_NOTHING = formula("value == 0 ? none : value", "value")
SHOWN = "(option.invert_cover ? 100 - value : value)"

BY_ROW = {
    ("Beok/BOT-R9V-ZB", 36): formula("{" + f"valve_state: {OPEN_WORDS} ? 'open' : 'close', running_state: {OPEN_WORDS} ? 'heat' : 'idle'" + "}"),
    ("ACMELEC/AE-720K", 24): formula("value > 60 ? value / 10 : value", "value"),
    ("Merrytek/MSA201Z", 103): formula("{0: 'end', 4: 'learning'}[value]", "1"),
    ("Merrytek/MSA201Z", 125): formula("{0: 'normal', 1: 'slight', 2: 'strong', 3: 'severe'}[value] ?? 'unknown'",
                                       "{normal: 0, slight: 1, strong: 2, severe: 3}[value] ?? 0"),
    ("Moes/FWJZCEH18A001", 13): formula("u32be(value, 0)", octets=True),
    ("Moes/ZS-SR-EUC", 2): formula("value > 150 ? 0 : value > 100 ? 100 : value", SHOWN),
    ("NEO/NAS-PS10B2", 12): formula("value >= 3 && value <= 600 ? value : none", "value"),
    ("Saswell/SAS936RHB-7-Z03", 101): formula("value == true ? 'heat' : 'off'", "value == 'heat'"),
    ("THALEOS/THAH202001", 2, None): formula("value == 4 ? {system_mode: 'off'} : {system_mode: 'heat', preset: "
                                             "{0: 'manual', 1: 'eco', 2: 'away', 3: 'holiday'}[value] ?? 'manual'}"),
    ("Tuya/HY607W-3A", 128): formula("{0: 'manual', 1: 'auto', 3: 'temp_override'}[value[0] ?? value]", "[{manual: 0, auto: 1, temp_override: 3}[value]]"),
    ("Tuya/ZY-M100-24GV3", 2): NOT_NOTHING, ("Tuya/ZY-M100-24GV3", 102): NOT_NOTHING,
    ("Tuya/TS0601_cover_5", 1): of_maker("_TZE284_waa352qv", {"STOP": 0, "CLOSE": 1, "OPEN": 2}, {"OPEN": 0, "STOP": 1, "CLOSE": 2}),
    ("Tuya/ZWT198/ZWT100-BH", 104): of_maker("_TZE200_viy9ihs7", {"disabled": 0, "6-1": 1, "5-2": 2, "7": 3}, {"disabled": 0, "6-1": 2, "5-2": 1, "7": 3}),
    ("Tuya/_TZE204_q9xty0ad", 1): OPEN_STOP_CLOSE, ("Tuya/_TZE204_q9xty0ad", 3): OPENING_CLOSING,
    ("Tuya/_TZE204_q9xty0ad", 8): formula("{position: " + SHOWN + "}", apart="{state: " + SHOWN + " == 0 ? 'CLOSE' : 'OPEN'}"),
    ("Zemismart/ZMP1", 1): OPEN_STOP_CLOSE, ("Zemismart/ZMP1", 7): OPENING_CLOSING,
    ("Zemismart/ZM25RX-08/30", 1): OPEN_STOP_CLOSE, ("Zemismart/ZM25RX-08/30", 7): OPENING_CLOSING,
    ("Zemismart/ZM25RX-08/30", 101, "program"): or_null("program", {"set_bottom": 1, "set_upper": 0, "reset": 4}, {"set_bottom": 0, "set_upper": 1, "reset": 4}),
    ("Zemismart/ZM25RX-08/30", 101, "click_control"): turned_over(
        {"lower": 3, "upper": 2, "lower_micro": 6, "upper_micro": 5}, {"lower": 2, "upper": 3, "lower_micro": 5, "upper_micro": 6}),
    ("Tuya/_TZE284_z5jz7wpo", 3): formula("(value + 1) * 51", "max(0, min(4, round(value / 51) - 1))", "enum"),
    ("Tuya/TS0601_heat_meter", 5): meter_faults("OK", ", ", "empty_pip_alarm", "transduce_alarm"),
    ("Tuya/TS0601_heat_meter", 19): in_octets(4, 0, 1000),
    ("Tuya/TS0601_water_meter", 2): in_octets(8, FROM_THE_END, 1000, "null"), ("Tuya/TS0601_water_meter", 3): in_octets(8, FROM_THE_END, 1000, "null"),
    ("Tuya/TS0601_water_meter", 21): in_octets(4, FROM_THE_END, 1000, "null"), ("Tuya/TS0601_water_meter", 18): in_octets(4, 0, 1000, "null"),
    ("Tuya/TS0601_water_meter", 5): meter_faults("no_alarm", ",", "empty_pipe_alarm", "transducer_alarm"),
    ("Tuya/TS0601_water_valve", 2): formula("length(value) >= 8 ? u32be(value, 4) | 0 : 0"),
    ("Tuya/TS0601_water_valve", 3): formula("length(value) >= 8 ? u32be(value, 4) | 0 : 0"),
    ("Tuya/TS0601_water_valve", 5): meter_faults("no_alarm", ",", "empty_pipe_alarm", "transducer_alarm"),
    ("Tuya/TS0601_water_valve", 18): in_octets(4, 0, 1000, "none"), ("Tuya/TS0601_water_valve", 21): in_octets(4, 0),
    ("Tuya/SDM01", 18): report_duration(LONG, times=2), ("Tuya/SPM02V2.5", 18): report_duration(LONG),
    ("Tuya/SPM01V2", 18): report_duration(SHORT), ("Tuya/SPM01V2.5", 18): report_duration(SHORT, least=5),
}


def modes(maps):
    """System mode and preset in one datapoint."""
    told = maps.get("fromMap")
    if told:
        parts = {"running_mode": "deviceMode", "system_mode": "systemMode", "preset": "preset"}
        return formula("{" + ", ".join(f"{name}: {words({int(v): row[key] for v, row in told.items() if key in row})}" for name, key in parts.items()) + "}")
    return {"as": "words", "values": {word_: v["value"] for word_, v in maps["toMap"].items()}}


def conversion(definition, dp, name, what):
    """Of a row of datapoints; None when nothing is known of it here."""
    from . import tuya_modes, tuya_schedules  # they are written in these words
    for table in (BY_ROW, tuya_modes.BY_ROW):
        found = table.get((definition.id(), dp, name)) or table.get((definition.id(), dp))
        if found:
            return found
    if what["name"] == "tuya.valueConverter.thermostatSystemModeAndPresetMap":
        return modes(what["args"][0])
    if what["name"] in tuya_schedules.WITH_ARGUMENTS:
        return tuya_schedules.WITH_ARGUMENTS[what["name"]](*what.get("args") or [])
    if what["name"] in tuya_modes.AT_ITS_OWN:
        return tuya_modes.AT_ITS_OWN[what["name"]](dp)
    found = BY_NAME.get(what["name"]) or tuya_schedules.BY_NAME.get(what["name"]) or tuya_modes.BY_NAME.get(what["name"])
    return found(name) if callable(found) else found
