"""Tuya's thermostats of the older kind: a table of datapoints for each family."""

from .formulas import sets, together, turned, words
from .tuya_rows import (HALVES_AS_TEXT, LOCK, ON, TENTHS, TENTHS_AS_TEXT, WANTS_LOCK, WANTS_ON, WEEK, datapoint, first, made_by, name, table,
                        takes, tells, within)

RUNNING = "value ? 'heat' : 'idle'"
TIMES_10 = "round(value * 10)"


def complement(number):
    """Negative numbers as their complement."""
    return f"{number} < 0 ? {number} + 4294967296 : {number}"


CALIBRATION = complement(TIMES_10)
FAN_MODES = {0: "low", 1: "medium", 2: "high", 3: "auto"}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def clock(hour, minute, temperature):
    return "{hour: " + hour + ", minute: " + minute + ", temperature: " + temperature + "}"


def numbers(meta):
    return {int(k): v for k, v in (meta or {}).items()}


# A schedule for each day of the week -------------------------------------------------------------------------

def plan(d):
    return d.meta("thermostat") or {}


def schedule_told(d):
    """Four octets for each change: minutes since midnight, tenths of degrees."""
    first_day, count = plan(d).get("weeklyScheduleFirstDayDpId"), plan(d).get("weeklyScheduleMaxTransitions")
    if first_day is None:
        return []
    def two(at):
        return f"((value[item * 4 + {at}] ?? 0) * 256 + number(value[item * 4 + {at + 1}] ?? 'none'))"
    changes = f"each(range({count}), {{time: {two(0)}, heating_setpoint: fixed({two(2)} / 10, 1)}})"
    names = (*DAYS[:6], "away_or_vacation")  # as the peer has it
    return [first(*[tells(first_day + i, weekly_schedule="{days: ['" + day + "'], transitions: " + changes + "}") for i, day in enumerate(names)])]


def schedule_set(d):
    """What is wanted is a list of days; each is sent on its own."""
    first_day, count, saswell = plan(d).get("weeklyScheduleFirstDayDpId"), plan(d)["weeklyScheduleMaxTransitions"], plan(d).get("weeklyScheduleConversion") == "saswell"
    steps = []
    for day in range(1, 8):
        found = f"each(value, integer(item.dayofweek) == {day} && integer(item.mode) in {plan(d)['weeklyScheduleSupportedModes']} ? item : none)[0]"
        change = f"{found}.transitions[min(item, length({found}.transitions) - 1)]"
        tenths = f"floor({change}.heatSetpoint * 10)"
        octets = f"flat(each(range({count}), [{change}.transitionTime >> 8 & 255, {change}.transitionTime & 255, {tenths} >> 8 & 255, {tenths} & 255]))"
        number, head = (109, f"[{1 << day - 1}, 4, {octets}]") if saswell else (first_day - 1 + day, octets)
        steps.append(datapoint(number, "raw", f"flat({head})" if saswell else head, **{"if": found}))
    return [sets("weekly_schedule", steps, state={})]


# ETOP ------------------------------------------------------------------------------------------------------

def etop(d):
    errors = ("high_temperature", "low_temperature", "internal_sensor_error", "external_sensor_error", "battery_low", "device_offline")
    told = {error: f"(value & {1 << i}) > 0" + ("" if error == "battery_low" else " ? 'ON' : 'OFF'") for i, error in enumerate(errors)}
    return [first(tells(1, system_mode="value ? none : 'off'"), tells(13, **told), tells(7, child_lock=LOCK), tells(2, current_heating_setpoint=TENTHS_AS_TEXT),
                  tells(3, local_temperature=TENTHS_AS_TEXT), tells(14, running_state=RUNNING),
                  tells(4, system_mode={0: "heat", 1: "heat", 2: "auto"}, away_mode={0: "OFF", 1: "ON", 2: "OFF"}, preset={0: "none", 1: "away", 2: "none"}))]


def on_then(mode, when):
    """Switched on first; it takes half a second."""
    return [datapoint(1, "boolean", "true", **{"if": when}), {"wait": 500, "if": when}, datapoint(4, "enum", mode, **{"if": when})]


def etop_mode(d):
    off = "value == 'off'"
    return [sets("system_mode", [datapoint(1, "boolean", "false", **{"if": off}), *on_then("0", "value == 'heat'"), *on_then("2", "value == 'auto'")], state={})]


def etop_away(d):
    return [sets("away_mode", [*on_then("1", WANTS_ON), datapoint(4, "enum", "0", **{"if": "value == 'OFF'"})], state={})]


# Siterwell and its kin ---------------------------------------------------------------------------------------

def six(at):
    hour = f"((value[item * 3] ?? 0) & 63)"
    items = "each(range(6), {hour: " + hour + ", minute: value[item * 3 + 1], temperature: value[item * 3 + 2], current: (value[item * 3] ?? 0) & 64 ? true : none})"
    text = f"join(each(range(6), pad({hour}, 2) + ':' + pad(value[item * 3 + 1], 2) + '/' + (value[item * 3 + 2] ?? 'undefined') + '°C'), ' ')"
    return {at: items, at + "_schedule": text}


FORCE = {0: "normal", 1: "open", 2: "close"}


def siterwell(d):
    presets = numbers(d.meta("tuyaThermostatPreset"))
    mode = {"preset": presets, "away_mode": {n: "ON" if preset == "away" else "OFF" for n, preset in presets.items()}}
    if d.meta("tuyaThermostatPresetToSystemMode"):
        mode["system_mode"] = {n: m for n, m in numbers(d.meta("tuyaThermostatPresetToSystemMode")).items() if n in presets}
    plain = {110: "battery_low", 115: "window_open", 21: "battery", 102: "min_temperature", 103: "max_temperature", 105: "boost_time", 107: "comfort_temperature",
             108: "eco_temperature", 114: "away_preset_temperature", 117: "away_preset_days"}
    tenths = {2: "current_heating_setpoint", 3: "local_temperature", 44: "local_temperature_calibration"}
    return [first(*[tells(dp, **{key: "value"}) for dp, key in plain.items()], *[tells(dp, **{key: TENTHS}) for dp, key in tenths.items()],
                  tells(104, window_detection="value[0] ? 'ON' : 'OFF'", window_detection_params="{temperature: value[1], minutes: value[2]}"),
                  tells(112, **six("workdays")), tells(113, **six("holidays")), tells(7, child_lock=LOCK), tells(18, window_detection=ON), tells(20, valve_detection=ON),
                  tells(116, auto_lock="value ? 'AUTO' : 'MANUAL'"), tells(109, position="value", running_state=RUNNING), tells(4, **mode),
                  tells(5, fan_mode=FAN_MODES), tells(106, system_mode={0: "auto", 1: "heat", 2: "off"}, force=FORCE), tells(111, week=WEEK))]


def by_meta(key, number, meta):
    return lambda d: [takes(key, number, "enum", turned(numbers(d.meta(meta))))]


def siterwell_away(d):
    presets = turned(numbers(d.meta("tuyaThermostatPreset")))
    away, schedule = presets.get("away"), presets.get("schedule")
    steps = [] if away is None else [datapoint(4, "enum", str(away), **{"if": WANTS_ON})]
    if steps and schedule is not None:
        steps.append(datapoint(4, "enum", str(schedule), **{"if": "value != 'ON'"}))
    return [sets("away_mode", steps or datapoint(4, "enum", "none"), state={})]


def siterwell_schedule(d):
    limits = (("hour", 0, 24), ("minute", 0, 60), ("temperature", 5, 35))
    parts = ", ".join(f"item.{part} >= {low} && item.{part} < {high} ? item.{part} : 0" for part, low, high in limits)
    return [sets("schedule", [datapoint(dp, "raw", f"flat(each(slice(value.{key}, 0, 6), [{parts}]))", **{"if": f"keys(value)[0] == '{key}'"})
                              for dp, key in ((112, "workdays"), (113, "holidays"))], state={})]


def siterwell_program(d):
    """Six changes such as 06:00/20°C; what is no number is sent as 0."""
    hour, minute = (f"integer(split(split(item, '/')[0], ':')[{i}] ?? '')" for i in range(2))
    degrees = "integer(split(item, '/')[1] ?? '')"
    wrong = f"{hour} < 0 || {hour} >= 24 || {minute} < 0 || {minute} >= 60 || {degrees} < 5 || {degrees} >= 35"
    octets = f"flat(each(slice(split(value, ' '), 0, 6), {wrong} ? none : [{hour}, {minute}, {degrees}]))"
    return [together(*[takes(key, dp, "raw", f"length({octets}) == 18 ? {octets} : none") for dp, key in ((112, "workdays_schedule"), (113, "holidays_schedule"))])]


def one(key, number, type_, value="value", state=None):
    return lambda d: [takes(key, number, type_, value, state)]


SITERWELL = {
    "child_lock": one("child_lock", 7, "boolean", WANTS_LOCK), "window_detection": one("window_detection", 104, "raw", "[value == 'ON' ? 1 : 0]"),
    "valve_detection": one("valve_detection", 20, "boolean", WANTS_ON), "current_heating_setpoint": one("current_heating_setpoint", 2, "number", TIMES_10),
    "system_mode": by_meta("system_mode", 4, "tuyaThermostatSystemMode"), "preset": by_meta("preset", 4, "tuyaThermostatPreset"), "away_mode": siterwell_away,
    "fan_mode": one("fan_mode", 5, "enum", turned(FAN_MODES)), "bac_fan_mode": one("fan_mode", 28, "enum", turned(FAN_MODES)),
    "auto_lock": one("auto_lock", 116, "boolean", "value == 'AUTO'"), "calibration": one("local_temperature_calibration", 44, "number", CALIBRATION),
    "min_temp": one("min_temperature", 102, "number"), "max_temp": one("max_temperature", 103, "number"), "boost_time": one("boost_time", 105, "number"),
    "comfort_temp": one("comfort_temperature", 107, "number"), "eco_temp": one("eco_temperature", 108, "number"), "force": one("force", 106, "enum", turned(FORCE)),
    "force_to_mode": by_meta("system_mode", 106, "tuyaThermostatSystemMode"),
    "away_preset": lambda d: [together(takes("away_preset_temperature", 114, "number"), takes("away_preset_days", 117, "number"))],
    "window_detect": one("window_detect", 104, "raw", "[upper(value.detect) == 'ON' ? 1 : 0, value.temperature, value.minutes]"),
    "schedule": siterwell_schedule, "schedule_programming_mode": siterwell_program, "week": one("week", 111, "enum", f"{words(turned(WEEK))} ?? 0", {"week": "value"}),
    "weekly_schedule": schedule_set,
}

# Saswell -----------------------------------------------------------------------------------------------------


def saswell(d):
    return [first(tells(3, heating=ON, running_state=RUNNING), tells(8, window_detection=ON), tells(10, frost_detection=ON),
                  tells(27, local_temperature_calibration="value > 6 ? 4294967295 - value : value"), tells(40, child_lock=LOCK),
                  tells(101, system_mode="value ? 'heat' : 'off'"), tells(102, local_temperature=TENTHS), tells(103, current_heating_setpoint=TENTHS),
                  tells(105, battery_low="!!value"), tells(106, away_mode=ON, preset_mode="value ? 'away' : 'none'"),
                  tells(107, schedule_mode={1: "single", 2: "weekday/weekend", 3: "weekday/sat/sun", 4: "7day"}),
                  tells(108, system_mode="value ? 'auto' : none"), tells(130, anti_scaling=ON))]


def saswell_mode(d):
    return [sets("system_mode", [datapoint(101, "boolean", "value != 'off'"), {"wait": 3000}, datapoint(108, "boolean", "value == 'auto'")], state={})]


SASWELL = {"current_heating_setpoint": one("current_heating_setpoint", 103, "number", TIMES_10), "mode": saswell_mode, "away": one("away_mode", 106, "boolean", WANTS_ON),
           "child_lock": one("child_lock", 40, "boolean", WANTS_LOCK), "window_detection": one("window_detection", 8, "boolean", WANTS_ON),
           "frost_detection": one("frost_detection", 10, "boolean", WANTS_ON), "anti_scaling": one("anti_scaling", 130, "boolean", WANTS_ON),
           "calibration": one("local_temperature_calibration", 27, "number", complement("value"))}

# Moes --------------------------------------------------------------------------------------------------------

IN_TENTHS = made_by("_TZE200_5toc8efa", "_TZE204_5toc8efa")
IN_DEGREES = made_by("_TZE200_ztvwu4nk", "_TZE200_ye5jkfsb", "_TZE284_ye5jkfsb")
MOES = {"current_heating_setpoint": 16, "min_temperature_limit": 26, "max_temperature_limit": 18, "deadzone_temperature": 20}
SENSORS = {"in": 0, "al": 1, "ou": 2}
PERIODS = [f"{days}_p{n}" for days in ("weekdays", "saturday", "sunday") for n in range(1, 5)]


def moes(d):
    warm = "(value & 32768 ? value - 65535 : value)"
    at = f"decimal(fixed({IN_TENTHS} ? value / 10 : {IN_DEGREES} ? {warm} : {warm} / 10, 1))"
    program = {}
    for i, period in enumerate(PERIODS):
        program.update({f"{period}_hour": f"value[{i * 3}]", f"{period}_minute": f"value[{i * 3 + 1}]",
                        f"{period}_temperature": f"number(value[{i * 3 + 2}] ?? 'none') / 2"})
    shown = "{" + ", ".join(f"{name(k)}: {v}" for k, v in program.items()) + "}"
    return [first(tells(101, program=shown), tells(1, system_mode="value ? 'heat' : 'off'"),
                  tells(2, preset_mode="value ? 'program' : 'hold'", preset="value ? 'program' : 'hold'"),
                  tells(3, preset_mode="value ? 'hold' : 'program'", preset="value ? 'hold' : 'program'"), tells(40, child_lock=LOCK),
                  *[tells(dp, **{key: f"{IN_TENTHS} ? value / 10 : value"}) for key, dp in {**MOES, "max_temperature": 19}.items()],
                  tells(24, local_temperature=f"{at} < 100 ? {at} : none"), tells(27, local_temperature_calibration="value > 4000 ? value - 4096 : value"),
                  tells(36, heat="value ? 'OFF' : 'ON'", running_state="value ? 'idle' : 'heat'"),
                  tells(43, sensor="{0: 'IN', 1: 'AL', 2: 'OU'}[value] ?? 'not_supported'"), tells(28, fan_mode=FAN_MODES))]


def moes_program(d):
    """What is wanted goes into the program that the device has told."""
    period = "[" + ", ".join(repr(p) for p in PERIODS) + "][item]"
    new = "merge(state.program, value)"
    octets = f"flat(each(range(12), [floor({new}[{period} + '_hour']), floor({new}[{period} + '_minute']), round({new}[{period} + '_temperature'] * 2)]))"
    return [sets("program", datapoint(101, "raw", octets, **{"if": "state.program"}), state={})]


def moes_preset(d):
    return [sets("preset", [datapoint(2, "enum", "value == 'hold' ? 0 : 1"), datapoint(3, "enum", "value == 'program' ? 0 : 1")], state={})]


def moes_number(key):
    return one(key, MOES[key], "number", f"{IN_TENTHS} ? value * 10 : value")


MOES_SETS = {**{key: moes_number(key) for key in MOES}, "child_lock": one("child_lock", 40, "boolean", WANTS_LOCK), "mode": moes_preset,
             "standby": one("system_mode", 1, "boolean", "value == 'heat'"), "program_schedule": moes_program,
             "calibration": one("local_temperature_calibration", 27, "number", "value < 0 ? 4096 + value : value"),
             "sensor": one("sensor", 43, "enum", f"{words(SENSORS, 'lower(value)')} ?? (value >= 0 && value <= 2 ? value : none)")}

# Woox --------------------------------------------------------------------------------------------------------

HALVES = "value / 2"
TIMES_2 = "round(value * 2)"


def woox(d):
    days = {109 + i: f"{day}_schedule" for i, day in enumerate(DAYS)}
    days[103] = "holidays_schedule"
    return [table(tells(2, system_mode="{0: 'auto', 1: 'heat', 2: 'auto'}[value] ?? 'off'", away_mode="value == 2 ? 'ON' : 'OFF'"),
                  tells(16, current_heating_setpoint=HALVES, manual_heating_setpoint=HALVES), tells(105, current_heating_setpoint=HALVES, auto_heating_setpoint=HALVES),
                  tells(24, local_temperature=TENTHS), tells(104, local_temperature_calibration=TENTHS), tells(107, window_detection="value[0] ? 'OPEN' : 'CLOSED'"),
                  tells(116, window_detection_temperature=HALVES), tells(117, window_detection_time="value"), tells(30, child_lock=LOCK),
                  tells(34, battery="value", battery_low="value < 30 ? 1 : 0"), tells(118, boost_time="value"), tells(102, eco_temperature=HALVES),
                  tells(101, comfort_temperature=HALVES), tells(106, boost_heating=ON), tells(45, error_status="value"),
                  *[tells(dp, **{key: "join(each(value, item), ',')"}) for dp, key in days.items()])]


def woox_turn(mode, tenths, test):
    return [datapoint(2, "enum", str(mode), **{"if": test}), datapoint(119, "number", str(tenths), **{"if": test})]


def woox_mode(d):
    return [sets("system_mode", woox_turn(0, 220, "value == 'auto'") + woox_turn(1, 170, "value == 'heat'"),
                 state={"current_heating_setpoint": "{auto: 22, heat: 17}[value]"})]


def woox_away(d):
    return [sets("away_mode", [datapoint(2, "enum", "2", **{"if": WANTS_ON}), *woox_turn(0, 220, "value != 'ON'")],
                 state={"current_heating_setpoint": "value == 'ON' ? 0 : 22"})]


def unheard(key):
    """Taken and passed over."""
    return lambda d: [("sets", {"key": key, "set": [{"wait": 0}], "state": {}})]


WOOX = {"thermostat_child_lock": one("child_lock", 30, "boolean", WANTS_LOCK), "thermostat_current_heating_setpoint": one("current_heating_setpoint", 119, "number", TIMES_10),
        "thermostat_system_mode": woox_mode, "away_mode": woox_away, "comfort_temperature": one("comfort_temperature", 101, "number", TIMES_2),
        "eco_temperature": one("eco_temperature", 102, "number", TIMES_2),
        "local_temperature_calibration": one("local_temperature_calibration", 104, "number", "round((value < 0 ? value + 4096 : value) * 10)"),
        "window_detection_temperature": one("window_detection_temperature", 116, "number", TIMES_2), "window_detection_time": one("window_detection_time", 117, "number"),
        "boost_heating": one("boost_heating", 106, "boolean", WANTS_ON), **{f"{day}_schedule": unheard(f"{day}_schedule") for day in (*DAYS, "holidays")}}

# HY08 --------------------------------------------------------------------------------------------------------

HY = {"max_temperature_protection": (106, "boolean"), "min_temperature_protection": (107, "boolean"), "state": (125, "boolean"), "child_lock": (129, "boolean"),
      "away_preset_days": (104, "number"), "away_preset_temperature": (105, "number"), "hysteresis_for_protection": (111, "number"),
      "max_temperature_for_protection": (112, "number"), "min_temperature_for_protection": (113, "number"), "max_temperature": (114, "number"),
      "min_temperature": (115, "number"), "local_temperature_calibration": (109, "tenths"), "hysteresis": (110, "tenths"), "current_heating_setpoint": (126, "tenths")}
HY_WORDS = {"sensor_type": (116, {0: "internal", 1: "external", 2: "both"}, {}), "week": (118, WEEK, {}),
            "power_on_behavior": (117, {0: "restore", 1: "off", 2: "on"}, {}), "system_mode": (128, {0: "manual", 1: "auto", 2: "away"}, {})}


def hy(d):
    def half(range_, key):
        three = "each(range(3), " + clock("value[item * 3]", "value[item * 3 + 1]", "value[item * 3 + 2]") + ")"
        return {key: three, "range": f"'{range_}'"}
    told = {"boolean": ON, "number": "value", "tenths": TENTHS_AS_TEXT}
    return [first(tells(119, **half("am", "workdays")), tells(120, **half("pm", "workdays")), tells(121, **half("am", "holidays")), tells(122, **half("pm", "holidays")),
                  tells(102, heating=ON), tells(103, external_temperature=TENTHS_AS_TEXT), tells(127, local_temperature=TENTHS_AS_TEXT), tells(130, alarm="value > 0"),
                  *[tells(dp, **{key: LOCK if key == "child_lock" else told[kind]}) for key, (dp, kind) in HY.items()],
                  *[tells(dp, **{key: table_}) for key, (dp, table_, _) in HY_WORDS.items()])]


def hy_sets(d):
    sent = {"boolean": ("boolean", WANTS_ON), "number": ("number", "value"), "tenths": ("number", TIMES_10)}
    special = {"child_lock": WANTS_LOCK, "local_temperature_calibration": CALIBRATION}
    rows = [takes(key, dp, sent[kind][0], special.get(key, sent[kind][1])) for key, (dp, kind) in HY.items()]
    return [together(*rows, *[takes(key, dp, "enum", f"{words(turned(table_))} ?? 0") for key, (dp, table_, _) in HY_WORDS.items()])]


# X5H -----------------------------------------------------------------------------------------------------------

LEVELS = {0: "off", 1: "low", 2: "medium", 3: "high"}


def x5h(d):
    warm = "(value & 32768 ? value - 65535 : value)"
    period = "pad(value[item * 4], 2) + ':' + pad(value[item * 4 + 1], 2) + '/' + u16be(value, item * 4 + 2) / 10"
    return [first(tells(1, system_mode="value ? 'heat' : 'off'"), tells(3, running_state=RUNNING), tells(7, sound=ON), tells(10, frost_protection=ON), tells(31, week=WEEK),
                  tells(39, {"after": "value ? 60 : none", "later": {"factory_reset": "'OFF'"}}, factory_reset=ON), tells(101, deadzone_temperature=TENTHS),
                  tells(102, heating_temp_limit="value"),
                  tells(104, {"remember": {"brightness": "value >= 0 && value <= 3 ? value : none"}},
                        brightness_state=f"{words(LEVELS)} ?? {words(LEVELS, '(remembered.brightness || 1)')}"),
                  tells(30, schedule=f"join(each(range(8), {period}), ' ')"), tells(40, child_lock=LOCK),
                  tells(16, {"remember": {"setpoint": TENTHS}}, current_heating_setpoint=TENTHS), tells(19, upper_temp="value"),
                  tells(24, local_temperature=f"{warm} / 10"), tells(27, local_temperature_calibration=TENTHS), tells(2, preset={0: "manual", 1: "program"}),
                  tells(43, sensor={0: "internal", 1: "external", 2: "both"}), tells(103, output_reverse="value"))]


def x5h_sets(d):
    def inside(key, dp, low, high, what="value"):
        return takes(key, dp, "number", within(low, high, what))
    upper = [datapoint(19, "number", within(35, 95, "value")), {"wait": 500}, datapoint(16, "number", "round((remembered.setpoint ?? 20) * 10)")]
    hour, minute = ("integer(split(split(item, '/')[0], ':')[%d])" % i for i in range(2))
    tenths = "round(decimal(split(item, '/')[1]) * 10)"
    fine = f"{hour} >= 0 && {hour} < 24 && {minute} >= 0 && {minute} < 60 && {tenths} >= 50 && {tenths} <= 600"
    octets = f"flat(each(slice(split(value, ' '), 0, 8), {fine} ? [{hour}, {minute}, {tenths} >> 8, {tenths} & 255] : none))"
    return [together(takes("system_mode", 1, "boolean", "value == 'heat'"), takes("preset", 2, "enum", "{manual: 0, program: 1}[lower(value)]"),
                     sets("upper_temp", upper, state={}), inside("deadzone_temperature", 101, 0.5, 9.5, TIMES_10), inside("heating_temp_limit", 102, 5, 60),
                     inside("local_temperature_calibration", 27, -9.9, 9.9, f"({CALIBRATION})"), takes("factory_reset", 39, "boolean", WANTS_ON),
                     takes("week", 31, "enum", f"{words(turned(WEEK))} ?? value"), takes("frost_protection", 10, "boolean", WANTS_ON), takes("sound", 7, "boolean", WANTS_ON),
                     takes("brightness_state", 104, "enum", words(turned(LEVELS), "lower(value)")),
                     takes("sensor", 43, "enum", "{internal: 0, external: 1, both: 2}[lower(value)]"), inside("current_heating_setpoint", 16, 5, 60, TIMES_10),
                     takes("child_lock", 40, "boolean", WANTS_LOCK), takes("schedule", 30, "raw", f"length({octets}) == 32 ? {octets} : none"))]


# Lidl's Silvercrest radiator valve ---------------------------------------------------------------------------

KEPT = "(remembered.setpoint ? round(remembered.setpoint * 2) : 43)"
HALF_DEGREES = "max(1, min(59, round(value * 2)))"
AWAY = (("year", 17, 99, 17), ("month", 1, 12, 1), ("day", 1, 1e9, 1), ("hour", 0, 23, 0), ("minute", 0, 59, 0))


def zs(d):
    halves = {105: "current_heating_setpoint_auto", 116: "detectwindow_temperature", 101: "comfort_temperature", 102: "eco_temperature"}
    day = "({" + ", ".join(f"{i + 1}: '{day}'" for i, day in enumerate(DAYS)) + "}[value[0]] ?? 'undefined')"

    def at(place):
        return f"number(value[item * 2 + {place}] ?? 'none')"
    rows = (f"[{day} + '_temp_' + (item + 1), fixed({at(1)} / 2, 1)], [{day} + '_hour_' + (item + 1), item == 8 ? none : pad(floor({at(2)} / 4), 2)], "
            f"[{day} + '_minute_' + (item + 1), item == 8 ? none : pad({at(2)} % 4 * 15, 2)]")
    week = f"object(flat(each(range(9), [{rows}])))"
    away = {f"away_preset_{name_}": f"value[{i}]" for i, (name_, *_) in enumerate(AWAY)}
    return [first(tells(40, child_lock=LOCK), tells(24, local_temperature=TENTHS_AS_TEXT), tells(35, voltage="round(value * 10)"), tells(117, detectwindow_timeminute="value"),
                  tells(16, {"remember": {"setpoint": f"value > 0 && value < 60 ? {HALVES_AS_TEXT} : none"}},
                        system_mode="value == 0 ? 'off' : value == 60 ? 'heat' : none", preset="value == 60 ? 'boost' : none", current_heating_setpoint=HALVES_AS_TEXT),
                  *[tells(dp, **{key: HALVES_AS_TEXT}) for dp, key in halves.items()], tells(106, binary_one=ON), tells(107, binary_two=ON),
                  tells(104, local_temperature_calibration="fixed((value > 55 ? value - 4294967296 : value) / 10, 1)"),
                  tells(2, system_mode={0: "auto", 1: "heat", 2: "auto"}, away_mode={0: "OFF", 1: "OFF", 2: "ON"}, preset={0: "schedule", 1: "manual", 2: "holiday"}),
                  *[{"dp": 109 + i, "as": "formula", "from": week} for i in range(7)],
                  tells(103, **away, away_preset_temperature="fixed(number(value[5] ?? 'none') / 2, 1)",
                        away_preset_days="(value[6] ?? 0) * 256 + number(value[7] ?? 'none')"))]


def zs_preset(d):
    boost, manual = "value == 'boost'", "value == 'manual'"
    return [sets("preset", [datapoint(2, "enum", f"{boost} ? 1 : ({words({'schedule': 0, 'manual': 1, 'holiday': 2})} ?? 0)"), datapoint(16, "number", "60", **{"if": boost}),
                            datapoint(16, "number", KEPT, **{"if": manual})], state={})]


def zs_mode(d):
    known = "value in ['off', 'auto', 'heat']"
    return [sets("system_mode", [datapoint(2, "enum", "value == 'auto' ? 0 : 1", **{"if": known}),
                                 datapoint(16, "number", f"value == 'off' ? 0 : {KEPT}", **{"if": "value in ['off', 'heat']"})], state={})]


def zs_away(d):
    def wanted(key):
        return f"(value.away_preset_{key} ?? state.away_preset_{key} ?? 0)"

    def inside(key, low, high, otherwise, what):
        return f"({wanted(key)} < {low} || {wanted(key)} > {high} ? {otherwise} : {what})"
    octets = [inside(key, low, high, otherwise, f"round({wanted(key)})") for key, low, high, otherwise in AWAY]
    days = inside("days", 1, 9999, 1, f"number({wanted('days')})")
    octets += [inside("temperature", 0.5, 29.5, 34, f"round({wanted('temperature')} * 2)"), f"{days} >> 8 & 255", f"{days} & 255"]
    return [takes("away_setting", 103, "raw", "[" + ", ".join(octets) + "]")]


def zs_schedule(d):
    def wanted(what, otherwise):
        at = f"[key + '_{what}_' + (item + 1)]"
        return f"(value{at} ?? state{at} ?? {otherwise})"
    temperature = wanted("temp", 17)
    degrees = f"({temperature} < 0.5 || {temperature} > 29.5 ? 34 : round({temperature} * 2))"
    quarter = f"round(max(1, min(96, {wanted('hour', 0)} * 4 + {wanted('minute', 0)} / 15)))"
    rest = f"each(range(9), [{degrees}, item == 8 ? none : {quarter}])"
    return [together(*[takes(day, 109 + i, "raw", f"flat([[{i + 1}], flat({rest})])") for i, day in enumerate(DAYS)])]


ZS = {"child_lock": one("child_lock", 40, "boolean", WANTS_LOCK), "binary_one": one("binary_one", 106, "boolean", WANTS_ON),
      "binary_two": one("binary_two", 107, "boolean", WANTS_ON), "current_heating_setpoint": one("current_heating_setpoint", 16, "number", HALF_DEGREES),
      "current_heating_setpoint_auto": one("current_heating_setpoint_auto", 105, "number", HALF_DEGREES), "comfort_temp": one("comfort_temperature", 101, "number", TIMES_2),
      "openwindow_temp": one("detectwindow_temperature", 116, "number", HALF_DEGREES), "openwindow_time": one("detectwindow_timeminute", 117, "number"),
      "eco_temp": one("eco_temperature", 102, "number", TIMES_2), "preset_mode": zs_preset, "system_mode": zs_mode,
      "local_temperature_calibration": one("local_temperature_calibration", 104, "number", complement("value * 10")), "away_setting": zs_away, "local_schedule": zs_schedule}

CONVERTERS = {
    "legacy.fz.tuya_thermostat_weekly_schedule_2": schedule_told,
    "legacy.fz.etop_thermostat": etop, "legacy.tz.etop_thermostat_system_mode": etop_mode, "legacy.tz.etop_thermostat_away_mode": etop_away,
    "legacy.fz.tuya_thermostat": siterwell, "legacy.tz.siterwell_thermostat_window_detection": one("window_detection", 18, "boolean", WANTS_ON),
    "legacy.fz.saswell_thermostat": saswell, "legacy.fz.moes_thermostat": moes, "legacy.fz.woox_thermostat": woox,
    "legacy.fz.hy_thermostat": hy, "legacy.tz.hy_thermostat": hy_sets, "legacy.fz.x5h_thermostat": x5h, "legacy.tz.x5h_thermostat": x5h_sets,
    "legacy.fz.zs_thermostat": zs,
    **{f"legacy.tz.tuya_thermostat_{key}": rule for key, rule in SITERWELL.items()}, **{f"legacy.tz.saswell_thermostat_{key}": rule for key, rule in SASWELL.items()},
    **{f"legacy.tz.moes_thermostat_{key}": rule for key, rule in MOES_SETS.items()}, **{f"legacy.tz.woox_{key}": rule for key, rule in WOOX.items()},
    **{f"legacy.tz.zs_thermostat_{key}": rule for key, rule in ZS.items()},
}
