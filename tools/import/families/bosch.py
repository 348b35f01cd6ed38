"""Bosch Smart Home: relays that tell of their switches, sensors that can be tested."""

from families.formulas import command, read, reads, sets, words, write
from yaml_writer import Hex

ENERGY, CONTACT, ZONE = "boschEnergyDevice", "boschDoorWindowContactCluster", "ssIasZone"


def switch_action(args, d):
    """What is done with the switch behind a relay, in messages of its own."""
    ours = "(value[4] == 3 || value[4] == 4)"
    state = f"(value[5] == 1 ? (value[6] == 0 ? 'hold_released' : 'hold') : {words({0: 'press_released', 2: 'closed', 3: 'opened'}, 'value[5]')})"
    if args[0].get("hasDualSwitchInputs"):
        state = f"({state} ?? 'undefined') + (value[4] == 3 ? '_left' : '_right')"
    return [reads(ENERGY, raw={"action": f"{ours} ? {state} : none", "action_duration": f"{ours} ? number(value[6] ?? '?') / 10 : none"})]


def test_mode(args, d):
    given = args[0]
    on = f"({{}} >> {given.get('zoneStatusBit', 8)} & 1) == 1 ? 'ON' : 'OFF'"
    out = [reads(ZONE, {"zoneStatus": {"test_mode": on.format("value")}}, {"statusChangeNotification": {"test_mode": on.format("data.zonestatus")}}),
           sets("test_mode", [command(f"{ZONE}.initTestMode", {
               "testModeDuration": f"state.test_mode_timeout ?? {given.get('defaultTimeout', 0)}",
               "currentZoneSensitivityLevel": str(given["sensitivityLevelToUse"])}, **{"if": "value == 'ON'"}),
               command(f"{ZONE}.initNormalOpMode", **{"if": "value != 'ON'"})], read(ZONE, "zoneStatus"), {})]
    return out + ([sets("test_mode_timeout", [{"wait": 0}], [{"wait": 0}])] if given.get("variableTimeoutSupported") else [])


MAKER = Hex(0x1209)


def siren_control(args, d):
    def sends(number):
        return [command("ssIasWd.alarmControl", {"data": str(number)}, manufacturer=MAKER)]
    return [sets("trigger_alarm", sends(7), None, {}), sets("stop_alarm", sends(0), None, {})]


def siren_zone(args, d):
    """What is told of tampering and outages is acknowledged."""
    def acknowledged(bit, number):
        return command(f"{ZONE}.acknowledgeStatusChange", {"data": str(number)}, manufacturer=MAKER, **{"if": f"(data.zonestatus >> {bit} & 1) == 1"})
    bits = {"external_trigger": 0, "tamper": 2, "power_outage": 1}
    shown = {key: f"(data.zonestatus >> {bit} & 1) == 1" for key, bit in bits.items()}
    shown["power_outage"] += " ? 'outage_detected' : 'power_ok'"
    return [reads(ZONE, None, {"statusChangeNotification": shown}, answer=[acknowledged(2, 2), acknowledged(1, 4)], once=True)]


def solar_voltage(args, d):
    return [reads("genPowerCfg", {"solarPanelVoltage": {"solar_panel_voltage": "value / 10"}}, once=True)]


OCCUPIED_FOR = 184


def motion(args, d):
    """After a motion is told the sensor is blind for a while: until then nothing more is told of it."""
    free = "(remembered.blind_until ?? 0) <= now"
    def bits(status):
        return {"tamper": f"({status} & 4) != 0", "occupancy": f"{free} ? ({status} & 1) != 0 : none"}
    return [reads(ZONE, {"zoneStatus": bits("value")}),
            reads(ZONE, None, {"statusChangeNotification": bits("data.zonestatus")},
                  after=f"{free} && (data.zonestatus & 1) != 0 ? {OCCUPIED_FOR} : 0", later={"occupancy": "false"},
                  remember={"blind_until": f"{free} && (data.zonestatus & 1) != 0 ? now + {OCCUPIED_FOR * 1000} : none"})]


EXTENSIONS = {
    "bosch.boschBsirExtend.alarmControl": siren_control,
    "bosch.boschBsirExtend.iasZoneStatus": siren_zone,
    "bosch.boschBsirExtend.solarPanelVoltage": solar_voltage,
    "bosch.boschBsenExtend.tamperAndOccupancyAlarm": motion,
    "bosch.boschBmctExtend.reportSwitchAction": switch_action,
    "bosch.boschGeneralSensorDeviceExtend.testMode": test_mode,
    "bosch.boschGeneralExtend.handleRenamedCustomCluster": lambda args, d: [],
    "bosch.boschWaterAlarmExtend.changedSensitivityLevel": lambda args, d: [],
    "bosch.boschBsenExtend.changedCheckinInterval": lambda args, d: [],
}
def zone_word(bits, **others):
    """Of the zone's status, told as an attribute and by a command."""
    def of(status):
        return {**{key: f"{status} >> {bit} & 1 ? {on} : {off}" for key, (bit, on, off) in bits.items()},
                **{key: formula.format(status) for key, formula in others.items()}}
    return {"zoneStatus": of("value"), "commandStatusChangeNotification": of("data.zonestatus")}


def pressed(*more):
    return zone_word({}, action="{{0: 'none', 1: 'single_press', 2: 'long_press'" + "".join(more) + "}}[{} >> 11]")


ON = ("'ON'", "'OFF'")
TESTED = {"test_mode": (8, *ON)}
BREAK = "ext:bosch.boschDoorWindowContactExtend.breakFunctionality"
MEANINGS = {"Bosch/BSEN-W": zone_word(TESTED), "Bosch/BSEN-M": zone_word(TESTED),
            "Bosch/BSD-2": zone_word({"smoke_alarm_silenced": (11, "true", "false"), "button_pushed": (8, "true", "false"), "test_mode": (10, *ON),
                                      "manual_smoke_alarm": (1, *ON), "manual_burglar_alarm": (7, *ON)}),
            **{f"Bosch/{model}": pressed() for model in ("BSEN-C2", "BSEN-CV")}, "Bosch/BSEN-C2D": pressed(", 8: 'double_press'"),
            BREAK: {"breakFunctionTimeout": {"break_function_timeout": "value == 255 ? null : value"}}}
OPERATIONS = {BREAK: {"break_function_timeout": {
    "set": [write(CONTACT, {"breakFunctionTimeout": "value == null ? 255 : number(value)"})], "get": [read(CONTACT, "breakFunctionTimeout")]}}}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
