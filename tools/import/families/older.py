"""Definitions of the older kind: lists of converters by name, and exposes of their own."""

from families.formulas import command as send, read, reads, sets, words, write
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


def manners(d):
    """What a definition says of all its actions."""
    return {**({"once": False} if d.meta("publishDuplicateTransaction") else {}), **({"group": False} if d.meta("disableActionGroup") else {})}


def command(cluster, *pairs):
    return lambda d: {"actions": {"commands": {f"{cluster}.{name}": action for name, action in pairs}, **manners(d)}}


def remote(block):
    return lambda d: {block: manners(d)}


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
              "max_heat_setpoint_limit", "min_cool_setpoint_limit", "max_cool_setpoint_limit", "ac_louver_position", "keypad_lockout",
              "temperature_display_mode"}


def thermostat(d):
    names = [name.removeprefix("tz.thermostat_") for name in d.converters("toZigbee")]
    out = {}
    settable = [name for name in names if name in THERMOSTAT]
    if settable:
        out["set"] = list(dict.fromkeys(settable))
    told = d.converters("fromZigbee")
    if "fz.thermostat" not in told:
        out["tells"] = False
    if "fz.hvac_user_interface" not in told:
        out["screen"] = False
    if (d.meta("thermostat") or {}).get("dontMapPIHeatingDemand"):
        out["demand_in_percent"] = True
    if set(d.meta("thermostat") or {}) - {"dontMapPIHeatingDemand"}:
        raise Missing("thermostat " + str(d.meta("thermostat")))
    return {"thermostat": out}


def weekly_schedule(d):
    names = d.converters("toZigbee")
    out = {}
    if "tz.thermostat_weekly_schedule" not in names:
        out["settable"] = False
    if "tz.thermostat_clear_weekly_schedule" not in names:
        out["clearable"] = False
    if "slacky_diy:fzLocal.thermostat_schedule" in d.converters("fromZigbee"):
        out["by_day"] = True
    return {"weekly_schedule": out}


# Words for what a lamp of the older kind lists one by one.
LAMP = {"fz.brightness", "fz.level_config", "tz.light_onoff_brightness", "tz.light_brightness_move", "tz.light_brightness_step", "tz.level_config",
        "tz.ignore_rate"}
COLOR = {"fz.color_colortemp", "tz.light_color", "tz.light_colortemp", "tz.light_color_colortemp", "tz.light_color_mode", "tz.light_color_options",
         "tz.light_colortemp_move", "tz.light_colortemp_step", "tz.light_colortemp_startup", "tz.light_hue_saturation_move",
         "tz.light_hue_saturation_step"}


def is_lamp(d):
    return "tz.light_onoff_brightness" in [name for name, _ in d.own("toZigbee")]


def transition_time(attribute):
    return f"data.{attribute} == 65535 ? 'disabled' : data.{attribute} / 10"


LEVEL_CONFIG = {"on_off_transition_time": "data.onOffTransitionTime / 10", "on_transition_time": transition_time("onTransitionTime"),
                "off_transition_time": transition_time("offTransitionTime"),
                "current_level_startup": "{255: 'previous', 0: 'minimum'}[data.startUpCurrentLevel] ?? data.startUpCurrentLevel",
                "on_level": "data.onLevel == 255 ? 'previous' : data.onLevel",
                "execute_if_off": "data.options == none ? none : (data.options & 1) == 1"}
LEVEL_TOLD = " && ".join(f"data.{a} == none" for a in ("onOffTransitionTime", "onTransitionTime", "offTransitionTime", "startUpCurrentLevel",
                                                        "onLevel", "options"))
TOLD = {"fz.brightness": reads("genLevelCtrl", {"currentLevel": {"brightness@": "value"}}),
        "fz.level_config": reads("genLevelCtrl", {"any": {"level_config@": LEVEL_TOLD + " ? none : {" + ", ".join(
            f"{key}: {formula}" for key, formula in LEVEL_CONFIG.items()) + "}"}})}


def lamp_told(name):
    """Of a lamp that is switched in a way of its own."""
    return lambda d: lamp(d) if is_lamp(d) or any(fn.lower().endswith("light") for fn, _ in d.extensions()) else [TOLD[name]]


def lamp(d):
    takes = d.converters("toZigbee")
    if any(name.lower().endswith("light") for name, _ in d.extensions()):
        return {}
    if not is_lamp(d):
        if not LAMP & set(takes) - {"tz.light_brightness_move"} and not COLOR & set(takes):
            return {"light": {"moves_only": True, "configure": False}}
        raise Missing("a lamp that cannot be switched")
    out = {"effect": "tz.effect" in takes, "power_on_behavior": "tz.power_on_behavior" in takes, "configure": False}
    if COLOR & set(takes):
        out["color_temp"] = any(name.startswith("tz.light_colortemp") or name == "tz.light_color_colortemp" for name in takes)
        out["color"] = ["xy", "hs"] if d.meta("supportsHueAndSaturation") else ["xy"]
    for theirs, ours in (("turnsOffAtBrightness1", "off_at_one"), ("moveToLevelWithOnOffDisable", "plain_level"),
                         ("omitOptionalLevelAndColorParams", "omit_options"), ("supportsEnhancedHue", "enhanced_hue"), ("applyRedFix", "red_fix")):
        if d.meta(theirs) is True:
            out[ours] = True
    return {"light": out}


def on_off(d):
    if is_lamp(d) and "tz.on_off" not in d.converters("toZigbee"):
        return {}
    if "tz.on_off" not in d.converters("toZigbee") and "tuya.tz.TS110E_onoff_brightness" in d.converters("toZigbee"):
        return dict([reads("genOnOff", {"onOff": {"state@": "value == 1 ? 'ON' : 'OFF'", "action": "option.state_action ? (value == 1 ? 'on' : 'off') : none"}})])
    once = "fz.on_off_skip_duplicate_transaction" in d.converters("fromZigbee")
    told_apart = {"tells": False} if "lumi.fromZigbee.lumi_on_off" in d.converters("fromZigbee") else {}
    return {"on_off": {**({"once": True} if once else {}), **told_apart, "power_on_behavior": False, "report": False}}


def power_on(d):
    return {} if is_lamp(d) and "tz.power_on_behavior" in d.converters("toZigbee") else {"on_off_at_power": {}}


def formulas(*blocks):
    return lambda d: list(blocks)


BALLAST = {"ballastStatus": {"ballast_status_non_operational": "(value & 1) == 1", "ballast_status_lamp_failure": "(value & 2) == 2"},
           "lampAlarmMode": {"ballast_lamp_alarm_lamp_burn_hours": "(value & 1) == 1"}}
BALLAST.update({attribute: {"ballast_" + key: "value"} for attribute, key in (
    ("minLevel", "minimum_level"), ("maxLevel", "maximum_level"), ("powerOnLevel", "power_on_level"), ("powerOnFadeTime", "power_on_fade_time"),
    ("intrinsicBallastFactor", "intrinsic_ballast_factor"), ("ballastFactorAdjustment", "ballast_factor_adjustment"),
    ("lampQuantity", "lamp_quantity"), ("lampType", "lamp_type"), ("lampManufacturer", "lamp_manufacturer"),
    ("lampRatedHours", "lamp_rated_hours"), ("lampBurnHours", "lamp_burn_hours"), ("lampBurnHoursTripPoint", "lamp_burn_hours_trip_point"))})
BALLAST_PARTS = ["ballastStatus", "minLevel", "maxLevel", "powerOnLevel", "powerOnFadeTime", "intrinsicBallastFactor", "ballastFactorAdjustment",
                 "lampQuantity", "lampType", "lampManufacturer", "lampRatedHours", "lampBurnHours", "lampAlarmMode", "lampBurnHoursTripPoint"]


def ballast(d):
    cluster = "lightingBallastCfg"
    asks = [read(cluster, part) for part in BALLAST_PARTS]
    out = [sets(key, write(cluster, {attribute: "value"}), asks) for key, attribute in (
        ("ballast_minimum_level", "minLevel"), ("ballast_maximum_level", "maxLevel"), ("ballast_power_on_level", "powerOnLevel"))]
    rows = {"".join("_" + c.lower() if c.isupper() else c for c in part): part for part in BALLAST_PARTS}
    return out + [sets("ballast_config", [write(cluster, {part: f"value.{key}"}, **{"if": f"value.{key} != none"}) for key, part in rows.items()], asks)]


def zone(kind, attributes=True, commands=True, **bits):
    """A zone's status as properties, by bits; `not_` before a name turns it."""
    def properties(of):
        return {name.removeprefix("not_"): f"({of} >> {bit} & 1) == {0 if name.startswith('not_') else 1}" for name, bit in bits.items()}
    return formulas(reads("ssIasZone", {"zoneStatus": properties("value")} if attributes else None,
                          {"statusChangeNotification": properties("data.zonestatus")} if commands else None,
                          **({"kinds": ["report"]} if kind == "report" else {})))


USUAL = {"tamper": 2, "battery_low": 3}
POWER_SOURCES = {0: "unknown", 1: "mains_single_phase", 2: "mains_three_phase", 3: "battery", 4: "dc_source",
                 5: "emergency_mains_constantly_powered", 6: "emergency_mains_and_transfer_switch"}


def power_source(d):
    more = {"R7051": {"ac_connected": "value == 2"}, "ZNCLBL01LM": {"charging": "value == 4"}}.get(d.model, {})
    return [reads("genBasic", {"powerSource": {"power_source": words(POWER_SOURCES), **more}})]


def every_endpoint(d):
    """State by endpoint, on devices whose other properties do not carry it."""
    return [reads("genOnOff", {"onOff": {**{f"state_{name}": f"endpoint == {number} ? (value == 1 ? 'ON' : 'OFF') : none" for name, number in
                                            d.endpoints().items()}, "action": "option.state_action ? (value == 1 ? 'on_' : 'off_') + endpoint_name : none"}})]


INVERTED = "option.invert_cover ? 100 - {0} : {0}"


def cover_by_level(d):
    position, opened = "round(value / 255 * 100)", "(option.invert_cover ? 100 - round(value / 255 * 100) : round(value / 255 * 100)) > 0"
    return [reads("genLevelCtrl", {"currentLevel": {
        "state": f"({opened}) != (option.invert_cover ? true : false) ? 'OPEN' : 'CLOSE'", "position": INVERTED.format(position)}})]


def cover_to_level(d):
    wanted = "({'open': 100, 'close': 0}[lower(text(value))] ?? number(value))"
    turned_ = "option.invert_cover ? 100 - " + wanted + " : " + wanted
    if d.meta("coverInverted"):
        turned_ = "option.invert_cover ? " + wanted + " : 100 - " + wanted
    stop = "lower(text(value)) == 'stop'"
    return [sets(["state", "position"], [
        send("genLevelCtrl.stop", {"optionsMask": "0", "optionsOverride": "0"}, **{"if": stop}),
        send("genLevelCtrl.moveToLevelWithOnOff", {"level": f"round(({turned_}) * 255 / 100)", "transtime": "0", "optionsMask": "0",
                                                      "optionsOverride": "0"}, **{"if": f"!({stop})"})],
        read("genLevelCtrl", "currentLevel"), {"position": f"{stop} ? none : {wanted}"})]


MODE_BITS = " + ".join(f"(value.{name} ? {1 << bit} : 0)" for bit, name in enumerate(("reversed", "calibration", "maintenance", "led")))
COVER_MODE = sets("cover_mode", write("closuresWindowCovering", {"windowCoveringMode": MODE_BITS}), read("closuresWindowCovering", "windowCoveringMode"))

# What converters with a rule publish, which no other block need be found for.
PUBLISHED = {
    "fz.thermostat": {"local_temperature", "local_temperature_calibration", "outdoor_temperature", "occupancy", "occupied_heating_setpoint",
                      "unoccupied_heating_setpoint", "occupied_cooling_setpoint", "unoccupied_cooling_setpoint", "setpoint_change_amount",
                      "setpoint_change_source", "setpoint_change_source_timestamp", "remote_sensing", "control_sequence_of_operation",
                      "programming_operation_mode", "system_mode", "running_mode", "running_state", "pi_heating_demand", "pi_cooling_demand",
                      "temperature_setpoint_hold", "temperature_setpoint_hold_duration", "min_heat_setpoint_limit", "max_heat_setpoint_limit",
                      "abs_min_heat_setpoint_limit", "abs_max_heat_setpoint_limit", "abs_min_cool_setpoint_limit",
                      "abs_max_cool_setpoint_limit", "min_setpoint_dead_band", "ac_louver_position"},
    "fz.hvac_user_interface": {"keypad_lockout", "temperature_display_mode"},
    "fz.battery": {"battery", "voltage", "battery_low"},
    "fz.brightness": {"brightness"},
    "fz.on_off": {"state"},
    "fz.power_on_behavior": {"power_on_behavior"},
    "fz.metering": {"power", "energy", "produced_energy", *(f"{way}energy_tier_{n}" for way in ("", "produced_") for n in range(1, 5))},
    "fz.cover_position_tilt": {"position", "tilt", "state", "cover_mode"},
    "fz.ias_enroll": {"enrolled", "ias_cie_address", "zone_id"},
    "fz.occupancy": {"occupancy"},
    "fz.electrical_measurement": {q + p for q in ("power", "power_apparent", "power_reactive", "current", "voltage", "power_factor")
                                  for p in ("", "_phase_b", "_phase_c")} | {"ac_frequency", "current_neutral"},
}
CONVERTERS = {
    "fz.battery": battery,
    "fz.on_off": on_off,
    "fz.on_off_skip_duplicate_transaction": on_off,
    "fz.on_off_force_multiendpoint": every_endpoint,
    "tz.on_off": on_off,
    **{name: lamp for name in LAMP | COLOR},
    "tz.effect": lamp,
    **{name: lamp_told(name) for name in TOLD},
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
    "fz.command_move": remote("level_actions"),
    "fz.command_stop": remote("level_actions"),
    "fz.command_step": remote("level_actions"),
    "fz.command_move_to_level": remote("level_actions"),
    "fz.command_recall": remote("scene_actions"),
    **{f"fz.command_{name}": remote("color_actions") for name in (
        "move_color_temperature", "step_color_temperature", "enhanced_move_to_hue_and_saturation", "move_to_hue_and_saturation",
        "step_hue", "step_saturation", "color_loop_set", "move_to_color_temp", "move_to_color", "move_hue",
        "move_to_saturation", "move_to_hue", "stop_move_step")},
    "fz.command_cover_open": command("closuresWindowCovering", ("upOpen", "open")),
    "fz.command_cover_close": command("closuresWindowCovering", ("downClose", "close")),
    "fz.command_cover_stop": command("closuresWindowCovering", ("stop", "stop")),
    "fz.power_on_behavior": power_on,
    "tz.power_on_behavior": power_on,
    "fz.thermostat": thermostat,
    "fz.hvac_user_interface": thermostat,
    **{f"tz.thermostat_{name}": thermostat for name in THERMOSTAT},
    "fz.thermostat_weekly_schedule": weekly_schedule,
    "tz.thermostat_weekly_schedule": weekly_schedule,
    "tz.thermostat_clear_weekly_schedule": weekly_schedule,
    "tz.thermostat_setpoint_raise_lower": formulas(sets("setpoint_raise_lower", send(
        "hvacThermostat.setpointRaiseLower", {"mode": "value.mode", "amount": "round(value.amount) * 100"}), None, {})),
    "tz.thermostat_remote_sensing": formulas(sets("remote_sensing", write("hvacThermostat", {"remoteSensing": "value"}),
                                                  read("hvacThermostat", "remoteSensing"), {})),
    "tz.thermostat_relay_status_log": formulas(sets("relay_status_log", None, send("hvacThermostat.getRelayStatusLog"))),
    "fz.lighting_ballast_configuration": formulas(reads("lightingBallastCfg", BALLAST)),
    "tz.ballast_config": ballast,
    "fz.ias_contact_alarm_1_report": zone("any", commands=False, not_contact=0, **USUAL),
    "fz.ias_occupancy_alarm_1_report": zone("any", commands=False, occupancy=0, **USUAL),
    "fz.ias_water_leak_alarm_1_report": zone("report", commands=False, water_leak=0, **USUAL),
    "fz.ias_no_alarm": zone("report", **USUAL),
    "fz.ias_alarm_only_alarm_1": zone("report", commands=False, alarm=0),
    "fz.ias_occupancy_only_alarm_2": zone("any", attributes=False, occupancy=1),
    "fz.ias_sos_alarm_2": zone("any", attributes=False, sos=1, **USUAL),
    "fz.ias_carbon_monoxide_alarm_1_gas_alarm_2": zone("any", attributes=False, carbon_monoxide=0, gas=1, **USUAL, trouble=6, not_ac_connected=7,
                                                       test=8, battery_defect=9),
    "fz.power_source": power_source,
    "tz.power_source": formulas(sets(["power_source", "charging"], None, read("genBasic", "powerSource"))),
    "fz.hw_version": formulas(reads("genBasic", {"hwVersion": {"hw_version": "value"}})),
    "fz.soil_moisture": formulas(reads("msSoilMoisture", {"measuredValue": {"soil_moisture": "value / 100"}})),
    "fz.co2": formulas(reads("msCO2", {"measuredValue": {"co2": "floor(value * 1000000)"}})),
    "fz.pm25": formulas(reads("pm25Measurement", {"measuredValue": {"pm25": "value"}})),
    "fz.flow": formulas(reads("msFlowMeasurement", {"measuredValue": {"flow@": "value / 10"}})),
    "fz.device_temperature": formulas(reads("genDeviceTempCfg", {"currentTemperature": {"device_temperature": "value"}})),
    "fz.occupancy_timeout": formulas(reads("msOccupancySensing", {"pirOToUDelay": {"occupancy_timeout": "value"}})),
    "tz.occupancy_timeout": formulas(sets("occupancy_timeout", write("msOccupancySensing", {"pirOToUDelay": "value"}),
                                          read("msOccupancySensing", "pirOToUDelay"))),
    "tz.temperature": formulas(sets("temperature", None, read("msTemperatureMeasurement", "measuredValue"))),
    "tz.humidity": formulas(sets("humidity", None, read("msRelativeHumidity", "measuredValue"))),
    "fz.fan_speed": formulas(reads("genLevelCtrl", {"currentLevel": {"speed@": "value"}})),
    "tz.fan_speed": formulas(sets("speed", send("genLevelCtrl.moveToLevel", {"level": "value", "transtime": "0", "optionsMask": "0", "optionsOverride": "0"}),
                                  read("genLevelCtrl", "currentLevel"))),
    "fz.command_on_state": formulas(reads("genOnOff", None, {"on": {"state@": "'ON'"}}, once=True)),
    "fz.command_off_state": formulas(reads("genOnOff", None, {"off": {"state@": "'OFF'"}}, once=True)),
    "fz.command_status_change_notification_action": formulas(reads("ssIasZone", None, {"statusChangeNotification": {
        "action": "{0: 'off', 1: 'single', 2: 'double', 3: 'hold'}[data.zonestatus]"}})),
    "fz.ewelink_action": formulas(reads("genOnOff", None, {"toggle": {"action": "'single'"}, "on": {"action": "'double'"}, "off": {"action": "'long'"}})),
    "fz.checkin_presence": formulas(reads("genPollCtrl", None, {"checkin": {"presence": "true"}}, after="max(option.presence_timeout ?? 100, 0.001)",
                                          later={"presence": "false"})),
    "fz.cover_position_via_brightness": cover_by_level,
    "tz.cover_via_brightness": cover_to_level,
    "fz.cover_state_via_onoff": formulas(reads("genOnOff", {"onOff": {"state": "value == 1 ? 'OPEN' : 'CLOSE'"}})),
    "fz.curtain_position_analog_output": formulas(reads("genAnalogOutput", {"presentValue": {"position": INVERTED.format("round(value, 2)")}})),
    "tz.cover_mode": formulas(COVER_MODE),
    "fz.meter_identification": formulas(reads("seMeterIdentification", {a: {k: "value ? value : none"} for a, k in (
        ("softwareRevision", "software_revision"), ("availablePower", "available_power"), ("powerThreshold", "power_threshold"))}, kinds=["response"])),
    **{name: lambda d: {} for name in (
        "fz.ignore_haDiagnostic", "fz.ignore_genLevelCtrl_report", "fz.ignore_command_stop", "fz.ignore_command_step",
        "fz.ignore_command_off_with_effect", "fz.ignore_command_off", "fz.ignore_command_on", "fz.ignore_genIdentify",
        "fz.ignore_iasace_commandgetpanelstatus", "fz.ignore_iaszone_statuschange", "fz.ignore_iaszone_attreport", "fz.ignore_thermostat_report",
        "fz.ignore_closuresWindowCovering_report", "fz.ignore_light_color_colortemp_report", "fz.ignore_light_brightness_report",
        "fz.ignore_power_report", "fz.ignore_analog_report", "fz.ignore_pressure_report",
        "fz.ignore_humidity_report", "fz.ignore_temperature_report", "fz.ignore_electrical_measurement",
        "fz.ignore_metering", "fz.ignore_tuya_raw")},
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
}
