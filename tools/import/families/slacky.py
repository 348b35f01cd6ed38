"""Slacky's firmware for thermostats of many makers."""

from families.older import weekly_schedule
from families.formulas import Row, command, read, reads, sets, taken, told, words, write
from yaml_writer import Hex

CLUSTER = "hvacThermostat"


def on_off(key, number, type_="boolean", words_=("Off", "On"), cluster=CLUSTER):
    off, on = words_
    return Row(key, cluster, Hex(number), f"value == 1 ? '{on}' : '{off}'", f"value == '{on}' ? 1 : 0", type=type_)


def degrees(key, number, scale=100, type_="int16", cluster=CLUSTER):
    return Row(key, cluster, Hex(number), f"integer(text(value)) / {scale}", f"round(value) * {scale}", type=type_)


def choice(key, number, *names, **more):
    return Row(key, CLUSTER, Hex(number), dict(enumerate(names)), type="enum8", **more)


# Their converter -> the property.
ROWS = {
    "thermostat_frost_protect": degrees("frost_protect", 0xF001),
    "thermostat_heat_protect": degrees("heat_protect", 0xF002),
    "thermostat_eco_mode": on_off("eco_mode", 0xF003, "enum8"),
    "thermostat_eco_mode_heat_temperature": degrees("eco_mode_heat_temperature", 0xF004),
    "thermostat_frost_protect_onoff": on_off("frost_protect_on_off", 0xF005),
    "thermostat_settings_reset": Row("settings_reset", CLUSTER, Hex(0xF006), None, "value == 'Default' ? 1 : 0", type="boolean"),
    "thermostat_schedule_mode": choice("schedule_mode", 0xF007, "Off", "5+2", "6+1", "7", sent={"off": 0, "Off": 0, "5+2": 1, "6+1": 2, "7": 3}),
    "thermostat_sound": on_off("sound", 0xF008),
    "thermostat_inversion": on_off("relay_type", 0xF00A, words_=("NC", "NO")),
    "thermostat_eco_mode_cool_temperature": degrees("eco_mode_cool_temperature", 0xF00B),
    "thermostat_ext_temperature_calibration": degrees("external_temperature_calibration", 0xF00C, 10, "int8"),
    "thermostat_mode_child_lock": on_off("mode_child_lock", 0xF00D, words_=("partial", "all")),
    "thermostat_manuf_name": Row("manuf_name", CLUSTER, Hex(0xF00E), None, {f"R0{i:X}": i for i in range(14)}, type="enum8"),
    "thermostat_led_indicator": on_off("led_indicator", 0xF010),
    "thermostat_humidity_offset": degrees("humidity_offset", 0xF005, cluster="msRelativeHumidity"),
    "fancontrol_control": on_off("fan_control", 0xF000, cluster="hvacFanCtrl"),
}
SLEEP = choice("screen_sleep_mode", 0xF009, "Off", "Dim", "On")
BRIGHTNESS = choice("brightness_level", 0xF009, "Off", "Low", "Medium", "High")
TIME = choice("screen_sleep_time", 0xF00F, "10s", "20s", "30s", "40s", "50s", "60s")
NOT_OF_THERMOSTATS = {"thermostat_humidity_offset", "fancontrol_control"}


def sensor(d):
    names = ("Inner (IN)", "Outer (OU)") if d.model.endswith("R0B") else ("Inner (IN)", "All (AL)", "Outer (OU)")
    return choice("sensor", 0xF000, *names)


def dead_band(d):
    tenths = d.model[-3:] in ("R06", "R09", "R0B", "R0D")
    key, formula = ("hysteresis_temperature", "value / 10") if tenths else ("deadzone_temperature", "value")
    return Row(key, CLUSTER, "minSetpointDeadBand", formula)


def custom(d):
    rows = [row for name, row in ROWS.items() if name not in NOT_OF_THERMOSTATS]
    rows += [sensor(d), dead_band(d), SLEEP if d.model.endswith("R0B") else BRIGHTNESS] + ([TIME] if d.model.endswith("R0D") else [])
    return told(rows)


def row(name):
    return lambda d: taken(ROWS[name], get=name != "thermostat_settings_reset")


def brightness(d):
    return [sets(["brightness", "brightness_day", "brightness_night"],
                 command("genLevelCtrl.moveToLevel", {"level": "value", "transtime": "0", "optionsMask": "0", "optionsOverride": "0"}),
                 read("genLevelCtrl", "currentLevel"), {"brightness": "value"})]


def brightness_told(d):
    return [reads("genLevelCtrl", {"currentLevel": {f"brightness_{name}": f"endpoint == {number} ? value : none"
                                                    for name, number in d.endpoints().items()}})] if d.endpoints() else \
        [reads("genLevelCtrl", {"currentLevel": {"brightness_1": "endpoint == 1 ? value : none", "brightness_2": "endpoint == 2 ? value : none"}})]


FROM, TO = "slacky_diy:fzLocal.", "slacky_diy:tzLocal."
CONVERTERS = {
    FROM + "thermostat_custom_fw": custom,
    FROM + "thermostat_humidity_offset": lambda d: told([ROWS["thermostat_humidity_offset"]]),
    FROM + "fancontrol_control": lambda d: told([ROWS["fancontrol_control"]]),
    FROM + "thermostat_schedule": weekly_schedule,
    FROM + "display_brightness": brightness_told,
    TO + "display_brightness": brightness,
    TO + "thermostat_sensor_used": lambda d: taken(sensor(d)),
    TO + "thermostat_deadzone": lambda d: [sets("deadzone_temperature", write(CLUSTER, {"minSetpointDeadBand": "round(value)"}),
                                                read(CLUSTER, "minSetpointDeadBand"), {"minSetpointDeadBand": "value"})],
    TO + "thermostat_deadzone_10": lambda d: [sets("hysteresis_temperature", write(CLUSTER, {"minSetpointDeadBand": "value * 10"}),
                                                   read(CLUSTER, "minSetpointDeadBand"))],
    TO + "thermostat_setpoint_raise_lower": lambda d: [sets("setpoint_raise_lower", command(
        "hvacThermostat.setpointRaiseLower", {"mode": "0", "amount": "value * 10"}))],
    TO + "thermostat_screen_sleep_mode": lambda d: taken(SLEEP),
    TO + "thermostat_brightness_level": lambda d: taken(BRIGHTNESS),
    TO + "thermostat_screen_sleep_time": lambda d: taken(TIME),
    **{TO + name: row(name) for name in ROWS},
}
