"""Tuya's datapoints whose converters do more than convert: what is set by several operations, and what is told apart from the value."""

from .formulas import words
from .tuya_values import bits, formula


def plan(*operations, told=None, **more):
    """A row that is set by operations of its own."""
    return {**formula(told, **more), "set": list(operations)}


def send(number, type_, value, when=None, **more):
    return {"datapoint": number, "type": type_, "value": value, **({"if": when} if when else {}), **more}


def when(word):
    return f"value == '{word}'"


WAKE = "option.wake_before_power_transition == true"


def wake(test):
    """Some sleep too deeply to be switched at once."""
    return [send(1, "boolean", "true", test), {"wait": 120, "if": test}]


def modes(table, wakes=False):
    """On or off by one datapoint, then the mode by another."""
    woken = wake(f"{WAKE} && (value == 'off' || state.system_mode == 'off')") if wakes else []
    return [*woken, send(1, "boolean", "value != 'off'"), *[send(2, "enum", str(n), when(word)) for word, n in table.items()]]


FAN_COIL = {"cool": 0, "heat": 1, "fan_only": 2}
HEAT_COOL = {"heat": 0, "cool": 1}


def device_state():
    """Shown and set only where the user has asked for it."""
    wanted = "option.expose_device_state == true"
    return plan(send(1, "boolean", "{on: true, off: false}[lower(value)]", wanted), told=f"{wanted} ? (value == true ? 'ON' : 'OFF') : none")


def heat_cool(otherwise=None):
    told = words({n: word for word, n in HEAT_COOL.items()})
    return plan(*modes(HEAT_COOL), told=f"{told} ?? '{otherwise}'" if otherwise else told)


def fan_coil(wakes=False):
    return plan(*modes(FAN_COIL, wakes), told="['cool', 'heat', 'fan_only'][value]")


BAC_001 = "(remembered.power == false ? 'off' : remembered.mode ?? 'cool')"
PERIOD = ("pad(value[item * 3], 2) + (item * 3 + 1 < length(value) ? ':' + pad(value[item * 3 + 1], 2) : '') + "
          "(item * 3 + 2 < length(value) ? '/' + value[item * 3 + 2] / 2 : '')")
SEGMENTS = "each(split(value, ' '), split(item, '/'))"
WEEK_TEXT = f"flat(each({SEGMENTS}, [integer(split(item[0], ':')[0]), integer(split(item[0], ':')[1]), decimal(item[1]) * 2]))"

# TV02 ----------------------------------------------------------------------------------------------------

MANUAL = "enum", "1"


def or_manual(number, test):
    """On by its own datapoint; off by going back to manual."""
    return [send(number, "boolean", "true", test), send(2, *MANUAL, f"!({test})")]


# Sent only for some words; of what else is wanted nothing comes.
AT_ITS_OWN = {
    "tuya.valueConverter.onOffFingerbot": lambda dp: plan(send(dp, "boolean", "value == 'ON'", "value in ['ON', 'OFF']"), told="value ? 'ON' : 'OFF'",
                                                          apart="{switch_states: 'idle'}"),
    "tuya.valueConverter.switchStates": lambda dp: plan(send(dp, "boolean", "state.state == 'OFF'", "value == 'SWITCH' && state.state in ['ON', 'OFF']"), told="'idle'"),
    "tuya.valueConverter.reset": lambda dp: plan(send(dp, "boolean", "false", when("RESET")), told="'idle'"),
    "tuya.valueConverter.dismiss": lambda dp: plan(send(dp, "enum", "0", when("DISMISS")), told="'idle'"),
}
BY_NAME = {
    "tuya.valueConverter.tv02Preset": formula("{0: 'auto', 1: 'manual'}[value] ?? 'holiday'",
                                              "{auto: 0, manual: 1, holiday: device.maker == '_TZE200_mudxchsu' ? 2 : 3}[value]", "enum"),
    "tuya.valueConverter.TV02FrostProtection": plan(*or_manual(10, "value == 'ON'"), told="{frost_protection: value == false ? 'OFF' : 'ON'}"),
    "tuya.valueConverter.TV02SystemMode": plan(
        *or_manual(107, "message.system_mode ? message.system_mode == 'off' : message.heating_stop == 'ON'"),
        told="{system_mode: value == false ? 'heat' : 'off', heating_stop: value == false ? 'OFF' : 'ON'}"),
    "tuya.valueConverter.onOffWithZeros": formula("value ? 'ON' : 'OFF'", "{ON: true, OFF: false}[value]", apart=(
        "[value ? none : {status: 'off', current: 0, power: 0}, state.state != (value ? 'ON' : 'OFF') ? {countdown: 0} : none]")),
    "tuya.valueConverter.energyBalanceAdd": formula("0", "value * 100"),
    "tuya.valueConverter.autoAdjustment": formula("'idle'", "value == 'START'"),
    "tuya.valueConverter.circuitBreakerStatus": {"as": "words", "values": {"off": 0, "consumption": 1, "production": 2}},
    "tuya.valueConverter.cycleSchedule": formula(
        "{cycle_schedule: each(range(max(0, floor(length(value) / 10) - 1)), {enabled: value[item * 10 + 10] == 1, daysMask: value[item * 10 + 11], "
        "startTime: u16be(value, item * 10 + 12), endTime: u16be(value, item * 10 + 14), onDuration: u16be(value, item * 10 + 16), "
        "offDuration: u16be(value, item * 10 + 18)})}", octets=True),
    "tuya.valueConverter.inchingSwitch2": formula(
        "{inching: {state: value[0] == 1 ? 'ON' : 'OFF', minutes: floor(u16be(value, 1) / 60), seconds: u16be(value, 1) % 60}}",
        "base64(octets(each([max(1, min(65535, (value.minutes ?? state.inching.minutes ?? 1) * 60 + (value.seconds ?? state.inching.seconds ?? 0)))], "
        "[(value.state ?? state.inching.state ?? 'OFF') == 'ON' ? 1 : 0, item >> 8, item & 255])[0]))", octets=True),
}

def workdays_and_weekend():
    """Six periods of workdays and two of the weekend, four octets each."""
    shown, octets = [], []
    for i, name in enumerate([f"workday_%s_{n}" for n in range(1, 7)] + [f"weekend_%s_{n}" for n in range(1, 3)]):
        hour, minute, degrees = (name % part for part in ("hour", "minute", "temp"))
        shown += [f"{hour}: value[{i * 4}]", f"{minute}: value[{i * 4 + 1}]", f"{degrees}: u16be(value, {i * 4 + 2}) / 10"]
        tenths = f"round((value.{degrees} ?? 0) * 10)"
        octets += [f"value.{hour} ?? 0", f"value.{minute} ?? 0", f"{tenths} >> 8", f"{tenths} & 255"]
    return formula("{weekly_schedule: {" + ", ".join(shown) + "}}", "[" + ", ".join(octets) + "]")


PERCENT = formula("round(max(10, min(1000, number(value) || 10)) / 10)", "round(max(1, min(100, number(value) || 1)) * 10)")
SWITCH_ON = "['off', '30 minutes', '60 minutes', '90 minutes', '120 minutes', 'on'][value]"
BY_ROW = {
    ("Nous/E12", 10): formula("value ? true : false", after="value ? 120 : none", later={"warming_up": "false"}),
    ("Tuya/_TZE284_z5jz7wpo", 2): formula("round(value / 3600, 2)", "min(43200, round(value * 3600))"),
    ("Tuya/BLE-YL01", 10): formula("value > 99 ? value / 100 : value / 10"),
    ("Tuya/TS0601_fan_5_levels_and_light_5_levels", 105): formula(
        "value <= 300 ? 51 : value <= 410 ? 102 : value <= 520 ? 153 : value <= 650 ? 203 : 254",
        "value <= 25 ? 300 : value <= 76 ? 410 : value <= 127 ? 520 : value <= 178 ? 650 : 1000"),
    ("Tuya/MG-DIM02Z", 142): plan(
        send(141, "boolean", "false", "value <= 0"), send(141, "boolean", "true", "value > 0 && (message.state == none || message.state == null)"),
        send(142, "number", "round(max(1, min(254, value)) * 1000 / 254)", "value > 0"), told="round(value * 254 / 1000)"),
    ("Nova Digital/TO-DM-W/B", 2): formula("round((max(10, min(1000, number(value) || 10)) - 10) * 254 / 990)", "round(10 + max(0, min(254, number(value) || 0)) * 990 / 254)"),
    ("Nova Digital/TO-DM-W/B", 3): PERCENT, ("Nova Digital/TO-DM-W/B", 5): PERCENT,
    ("AVATTO/ZBS16", 102): formula(SWITCH_ON, "{off: 0, '30 minutes': 1, '60 minutes': 2, '90 minutes': 3, '120 minutes': 4, on: 5}[value]", "enum",
                                   apart="{state: value == 0 ? 'OFF' : 'ON'}"),
    ("Tuya/BAC-001", 1): formula(f"{{system_mode: {BAC_001.replace('remembered.power', 'value')}}}", remember={"power": "value"}),
    ("Tuya/BAC-001", 2): plan(*modes(FAN_COIL), told="remembered.power == false ? 'off' : ['cool', 'heat', 'fan_only'][value] ?? 'cool'",
                              remember={"mode": "['cool', 'heat', 'fan_only'][value]"}),
    ("Tuya/TYBAC-006", 1): device_state(), ("Tuya/TYBAC-006", 2): fan_coil(),
    ("Tuya/BAC-002-ALZB", 1): device_state(), ("Tuya/BAC-002-ALZB", 2): fan_coil(wakes=True),
    ("Tuya/BAC-002-ALZB", 4): plan(send(4, "boolean", "value == 'manual'", counted=True), told="value ? 'manual' : 'auto'"),
    ("Tuya/BAC-002-ALZB", 101): formula(f"type == 'raw' ? trim(join(each(range(12), item * 3 < length(value) ? {PERIOD} : none), ' ')) : none"),
    ("Tuya/BAC-002-ALZB", 202): plan(send(101, "raw", WEEK_TEXT, f"length({WEEK_TEXT}) == 36", counted=True)),
    ("Tuya/L2-T-F-MF", 1): formula("{state: null}"), ("Tuya/L2-T-F-MF", 2): fan_coil(),
    ("ENGO/E40", 1): device_state(), ("ENGO/E40", 2): heat_cool("heat"), ("ENGO/EONE", 1): device_state(), ("ENGO/EONE", 2): heat_cool("heat"),
    ("ENGO/E40", 27): formula("value / 10", "round(value * 10) < 0 ? round(value * 10) + 4294967296 : round(value * 10)"),
    ("AVATTO/ZWT100", 11): formula(f"value == 0 ? 'No faults' : join({bits(('Sensor fault', 'Motor fault', 'Heating fault'))}, ', ')"),
    ("AVATTO/ZWT100", 109): workdays_and_weekend(),
    ("Tuya/ZBN-JT-63", 18): formula("type == 'raw' ? u32be([value[0] ?? 0, value[1] ?? 0, value[2] ?? 0, value[3] ?? 0], 0) : value"),
    ("Tuya/TS0601_smart_temperature_switch", 7): formula(
        "{schedules: each(range(ceil(length(value) / 12)), {enabled: (value[item * 12 + 1] & 128) != 0, work_mode: value[item * 12 + 2] == 2 ? 'cooling' : 'heating', "
        "temperature_f: (u16be(value, item * 12 + 3) - 32768) / 10, "
        + ", ".join(f"{name}: {{hour: floor(u16be(value, item * 12 + {at}) / 60), minute: u16be(value, item * 12 + {at}) % 60}}" for name, at in (("start", 5), ("end", 7)))
        + ", week_days: {" + ", ".join(f"{day}: ((value[item * 12 + 9] ?? 0) & {1 << i}) != 0" for i, day in enumerate(
            ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"))) + "}})}",
        "base64(octets(flat(each(each(value, [0, item.enabled ? 128 : 0, item.work_mode == 'cooling' ? 2 : 0, "
        "round(item.temperature_f * 10) + 32768 >> 8 & 255, round(item.temperature_f * 10) & 255, "
        + ", ".join(f"item.{name}.hour * 60 + item.{name}.minute >> 8 & 255, item.{name}.hour * 60 + item.{name}.minute & 255" for name in ("start", "end"))
        + ", " + " | ".join(f"(item.week_days.{day} ? {1 << i} : 0)" for i, day in enumerate(
            ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"))) + "]), "
        "flat([item, 2, " + " + ".join(f"item[{i}]" for i in range(10)) + " & 255])))))", octets=True),
}
