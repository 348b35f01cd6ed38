"""Sinopé: thermostats and switches that report in a cluster of their own."""

from families.formulas import Row, read, reads, told
from yaml_writer import Hex

OWN = "manuSpecificSinope"
THERMOSTAT = "hvacThermostat"
CYCLES = {15: "15_sec", 300: "5_min", 600: "10_min", 900: "15_min", 1200: "20_min", 1800: "30_min", 65535: "off"}
LIMIT = "value == -32768 ? 'off' : value / 100"
CLICKS = {base + i: f"{side}_{click}" for base, side in ((1, "up"), (17, "down")) for i, click in enumerate(("clickdown", "single", "hold", "double"))}

OF_OWN = [
    Row("gfci_status", OWN, "GFCiStatus", {0: "off", 1: "on"}), Row("floor_limit_status", OWN, "floorLimitStatus", {0: "off", 1: "on"}),
    Row("second_display_mode", OWN, "secondScreenBehavior", {0: "auto", 1: "setpoint", 2: "outdoor temp"}),
    Row("outdoor_temperature_timeout", OWN, "outdoorTempToDisplayTimeout"),
    Row("enable_outdoor_temperature", OWN, "outdoorTempToDisplayTimeout", "value == 12 ? 'OFF' : 'ON'"),
    Row("thermostat_outdoor_temperature", OWN, "outdoorTempToDisplay", "value / 100"), Row("current_time_to_display", OWN, "currentTimeToDisplay"),
    Row("floor_control_mode", OWN, "floorControlMode", {1: "ambiant", 2: "floor"}),
    Row("ambiant_max_heat_setpoint", OWN, "ambiantMaxHeatSetpointLimit", LIMIT), Row("floor_min_heat_setpoint", OWN, "floorMinHeatSetpointLimit", LIMIT),
    Row("floor_max_heat_setpoint", OWN, "floorMaxHeatSetpointLimit", LIMIT),
    Row("floor_temperature_sensor", OWN, "temperatureSensor", {0: "10k", 1: "12k"}), Row("floor_temperature", OWN, "floorTemperature", "value / 100"),
    Row("room_temperature", OWN, "roomTemperature", "value / 100"), Row("time_format", OWN, "timeFormatToDisplay", {0: "24h", 1: "12h"}),
    Row("connected_load", OWN, "connectedLoad"), Row("aux_connected_load", OWN, "auxConnectedLoad", "value == 65535 ? 'disabled' : value"),
    Row("pump_protection", OWN, "pumpProtection", "value == 1 ? 'ON' : 'OFF'"), Row("timer_seconds", OWN, "dimmerTimmer"),
    Row("led_intensity_on", OWN, "ledIntensityOn"), Row("led_intensity_off", OWN, "ledIntensityOff"),
    Row("minimum_brightness", OWN, "minimumBrightness"), Row("action", OWN, "actionReport", CLICKS),
    Row("keypad_lockout", OWN, "keypadLockout", {0: "unlock", 1: "lock"}), Row("low_water_temp_protection", OWN, "drConfigWaterTempMin"),
    Row("eco_mode", OWN, "ecoMode", "value / 10"),
]


def known(d, attribute):
    """Whether the definition describes an attribute of the maker's; of two names for a number, the later is heard."""
    for cluster in (d.fact.get("customClusters") or {}).values():
        rows = cluster.get("attributes") or {}
        if attribute in rows and [name for name, row in rows.items() if row["ID"] == rows[attribute]["ID"]][-1] == attribute:
            return True
    return False


def of_own(d):
    return told([row for row in OF_OWN if known(d, row.attribute)])


HUNDREDTHS = [("local_temperature", "localTemp"), ("outdoor_temperature", "outdoorTemp"), ("occupied_heating_setpoint", "occupiedHeatingSetpoint"),
              ("unoccupied_heating_setpoint", "unoccupiedHeatingSetpoint"), ("occupied_cooling_setpoint", "occupiedCoolingSetpoint"),
              ("unoccupied_cooling_setpoint", "unoccupiedCoolingSetpoint"), ("min_heat_setpoint_limit", "minHeatSetpointLimit"),
              ("max_heat_setpoint_limit", "maxHeatSetpointLimit"), ("abs_min_heat_setpoint_limit", "absMinHeatSetpointLimit"),
              ("abs_max_heat_setpoint_limit", "absMaxHeatSetpointLimit")]
SEQUENCES = dict(enumerate(["cooling_only", "cooling_with_reheat", "heating_only", "heating_with_reheat", "cooling_and_heating_4-pipes",
                            "cooling_and_heating_4-pipes_with_reheat"]))
MODES = {0: "off", 1: "auto", 3: "cool", 4: "heat", 5: "emergency_heating", 6: "precooling", 7: "fan_only", 8: "dry", 9: "sleep"}


def thermostat(d):
    dimming = ["on_demand", "off", "sensing"] if d.meta("sinopeAlternateBacklightAutoDim") else ["on_demand", "sensing", "off"]
    rows = [Row(key, THERMOSTAT, attribute, "value / 100") for key, attribute in HUNDREDTHS]
    rows += [Row("local_temperature_calibration", THERMOSTAT, "localTemperatureCalibration", "value / 10"),
             Row("control_sequence_of_operation", THERMOSTAT, "ctrlSeqeOfOper", SEQUENCES), Row("system_mode", THERMOSTAT, "systemMode", MODES),
             Row("pi_heating_demand", THERMOSTAT, "pIHeatingDemand"), Row("running_state", THERMOSTAT, "pIHeatingDemand", "value >= 10 ? 'heat' : 'idle'")]
    own = [("thermostat_occupancy", "sinopeOccupancy", 0x400, {0: "unoccupied", 1: "occupied"}),
           ("main_cycle_output", "sinopeMainCycleOutput", 0x401, CYCLES), ("backlight_auto_dim", "sinopeBacklight", 0x402, dict(enumerate(dimming)))]
    rows += [Row(key, THERMOSTAT, name if known(d, name) else number, table) for key, name, number, table in own]
    out = told(rows + [Row("aux_cycle_output", THERMOSTAT, 0x404, CYCLES)])
    if d.model == "TH1300ZB":  # what it does not report by itself
        asks = read(OWN, ["floorTemperature", "roomTemperature"], manufacturer=Hex(0x119C), **{"if": "data.localTemp != none"})
        out.append(reads(THERMOSTAT, {"localTemp": {}}, answer=[asks]))
    return out


CONVERTERS = {"sinope:fzLocal.sinope": of_own, "sinope:fzLocal.thermostat": thermostat}
