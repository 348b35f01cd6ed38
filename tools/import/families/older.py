"""Definitions of the older kind: lists of converters by name, and exposes of their own."""

from missing import Missing

def plain(block, **options):
    return lambda d: {block: options}


def battery(d):
    out = {"percentage": True}
    meta = d.meta("battery") or {}
    if set(meta) - {"dontDividePercentage", "voltageToPercentage"}:
        raise Missing("battery " + str(meta))
    if meta.get("dontDividePercentage"):
        out["halves"] = False
    curve = meta.get("voltageToPercentage")
    if isinstance(curve, dict):
        if set(curve) != {"min", "max"}:
            raise Missing("battery " + str(curve))
        out["voltage_range"] = [curve["min"], curve["max"]]
    elif curve:
        out["from_voltage"] = curve
    out.pop("percentage")
    return {"battery": out}


def alarm(name, attributes=False, bit=0, more=()):
    def rule(d):
        out = {"alarm": name, "silent": ["tamper", "battery_low", *more]}
        if not attributes:
            out["attributes"] = False
        if bit:
            out["alarm_bit"] = bit
        return {"ias_zone": out}
    return rule


def command(cluster, *pairs):
    return lambda d: {"actions": {"commands": {f"{cluster}.{name}": action for name, action in pairs}}}


def cover(d):
    out = {"controls": ["lift", "tilt"], "report": False}
    if d.meta("coverInverted"):
        out["inverted"] = True
    if d.meta("coverStateFromTilt"):
        out["state_from_tilt"] = True
    return {"cover": out}


THERMOSTAT = {"local_temperature", "local_temperature_calibration", "outdoor_temperature", "occupancy", "occupied_heating_setpoint",
              "unoccupied_heating_setpoint", "occupied_cooling_setpoint", "unoccupied_cooling_setpoint", "control_sequence_of_operation",
              "programming_operation_mode", "system_mode", "running_mode", "running_state", "pi_heating_demand",
              "temperature_setpoint_hold", "temperature_setpoint_hold_duration", "min_heat_setpoint_limit",
              "max_heat_setpoint_limit", "keypad_lockout", "temperature_display_mode"}


def thermostat(d):
    names = [name.removeprefix("tz.thermostat_") for name, _ in d.own("toZigbee")]
    out = {}
    settable = [name for name in names if name in THERMOSTAT]
    if settable:
        out["set"] = settable
    if (d.meta("thermostat") or {}).get("dontMapPIHeatingDemand"):
        out["demand_in_percent"] = True
    if set(d.meta("thermostat") or {}) - {"dontMapPIHeatingDemand"}:
        raise Missing("thermostat " + str(d.meta("thermostat")))
    return {"thermostat": out}


ON_OFF = plain("on_off", power_on_behavior=False, report=False)

CONVERTERS = {
    "fz.battery": battery,
    "fz.on_off": ON_OFF,
    "tz.on_off": ON_OFF,
    "fz.temperature": plain("measurement", quantity="temperature"),
    "fz.humidity": plain("measurement", quantity="humidity"),
    "fz.pressure": plain("measurement", quantity="pressure"),
    "fz.ias_contact_alarm_1": alarm("contact"),
    "fz.ias_water_leak_alarm_1": alarm("water_leak"),
    "fz.ias_occupancy_alarm_1": alarm("occupancy"),
    "fz.ias_smoke_alarm_1": alarm("smoke", attributes=True, more=("supervision_reports", "restore_reports", "trouble", "ac_status", "test",
                                                                  "battery_defect")),
    "fz.ias_gas_alarm_1": alarm("gas"),
    "fz.ias_gas_alarm_2": alarm("gas", bit=1),
    "fz.ias_carbon_monoxide_alarm_1": alarm("carbon_monoxide"),
    "fz.ias_vibration_alarm_1": alarm("vibration"),
    "fz.linkquality_from_basic": plain("link_quality"),
    "fz.identify": plain("identify_action"),
    "fz.ignore_iaszone_report": lambda d: {},
    "fz.ignore_occupancy_report": lambda d: {},
    "tz.ignore_transition": lambda d: {},
    "fz.ias_occupancy_alarm_2": alarm("occupancy", bit=1),
    "fz.command_on": command("genOnOff", ("on", "on")),
    "fz.command_off": command("genOnOff", ("off", "off")),
    "fz.command_toggle": command("genOnOff", ("toggle", "toggle")),
    "fz.command_off_with_effect": command("genOnOff", ("offWithEffect", "off")),
    "fz.command_move": plain("level_actions"),
    "fz.command_stop": plain("level_actions"),
    "fz.command_step": plain("level_actions"),
    "fz.command_move_to_level": plain("level_actions"),
    "fz.command_recall": plain("scene_actions"),
    **{f"fz.command_{name}": plain("color_actions") for name in (
        "move_color_temperature", "step_color_temperature", "enhanced_move_to_hue_and_saturation", "move_to_hue_and_saturation",
        "step_hue", "step_saturation", "color_loop_set", "move_to_color_temp", "move_to_color", "move_hue",
        "move_to_saturation", "move_to_hue", "stop_move_step")},
    "fz.command_cover_open": command("closuresWindowCovering", ("upOpen", "open")),
    "fz.command_cover_close": command("closuresWindowCovering", ("downClose", "close")),
    "fz.command_cover_stop": command("closuresWindowCovering", ("stop", "stop")),
    "fz.power_on_behavior": plain("on_off_at_power"),
    "tz.power_on_behavior": plain("on_off_at_power"),
    "fz.thermostat": thermostat,
    "fz.hvac_user_interface": thermostat,
    **{f"tz.thermostat_{name}": thermostat for name in THERMOSTAT},
    "fz.fan": plain("fan"),
    "tz.fan_mode": plain("fan"),
    "fz.occupancy": plain("occupancy"),
    "fz.cover_position_tilt": cover,
    "tz.cover_state": cover,
    "tz.cover_position_tilt": cover,
    "fz.ignore_basic_report": lambda d: {},
    "fz.ignore_onoff_report": lambda d: {},
    "fz.ignore_time_read": lambda d: {},
    "fz.ignore_tuya_set_time": lambda d: {},
    "fz.electrical_measurement": plain("electricity_meter", **{"from": "electrical", "report": False}),
    "fz.metering": plain("electricity_meter", **{"from": "metering", "report": False}),
}
