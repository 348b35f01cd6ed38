"""VSmart: wall switches whose lights and vibration are set by commands."""

from families.formulas import command, sets
from yaml_writer import Hex

CLUSTER = "vsmartSwitchControl"


def sent(key, name, *payloads, state=None):
    operations = []
    for payload in payloads:
        operations += [{"wait": 100}] if operations else []
        operations.append(command(f"{CLUSTER}.{name}", {"data": payload}, manufacturer=Hex(0x1379), quiet=True))
    return sets(key, operations, state=state)


def percent(value):
    return f"round({value} * 255 / 100)"


MORNING, EVENING, NIGHT = (f"number(value.{part}_start_hour)" for part in ("morning", "evening", "night"))
LOW, MEDIUM, HIGH = (f"number(value.{part}_brightness_percent)" for part in ("low", "medium", "high"))


def vibration(args, d):
    return [sent("vibration_intensity", "setVibrationIntensity", "value >= 0 && value <= 100 ? [round(number(value) / 100 * 255)] : none",
                 state={"vibration_intensity": "number(value)"})]


def intensity(args, d):
    return [sent(f"{part}_led_intensity", "setLedIntensity", f"value >= 0 && value <= 100 ? [{percent('number(value)')}, {i}, 0] : none",
                 state={f"{part}_led_intensity": "number(value)"}) for i, part in enumerate(("morning", "evening", "night"))]


def periods(args, d):
    return [sent("time_periods", "setTimePeriod", f"{MORNING} < {EVENING} && {EVENING} < {NIGHT} ? [{MORNING} * 4, {EVENING} * 4, {NIGHT} * 4] : none")]


def levels(args, d):
    ordered = f"{LOW} < {MEDIUM} && {MEDIUM} < {HIGH}"
    return [sent("led_brightness_levels", "setLedBrightnessLevel",
                 *(f"{ordered} ? [{i}, {percent(part)}] : none" for i, part in enumerate((HIGH, MEDIUM, LOW))))]


EXTENSIONS = {
    "vsmart:mLocal.vibrationIntensityControl": vibration,
    "vsmart:mLocal.ledIntensityControl": intensity,
    "vsmart:mLocal.timePeriodControl": periods,
    "vsmart:mLocal.ledBrightnessLevelsControl": levels,
}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
