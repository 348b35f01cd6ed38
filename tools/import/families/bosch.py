"""Bosch Smart Home: relays that tell of their switches, sensors that can be tested."""

from families.formulas import command, read, reads, sets, words, write

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
    return out + ([sets("test_mode_timeout", [{"wait": 0}])] if given.get("variableTimeoutSupported") else [])


EXTENSIONS = {
    "bosch.boschBmctExtend.reportSwitchAction": switch_action,
    "bosch.boschGeneralSensorDeviceExtend.testMode": test_mode,
    "bosch.boschGeneralExtend.handleRenamedCustomCluster": lambda args, d: [],
    "bosch.boschWaterAlarmExtend.changedSensitivityLevel": lambda args, d: [],
    "bosch.boschBsenExtend.changedCheckinInterval": lambda args, d: [],
}
BREAK = "ext:bosch.boschDoorWindowContactExtend.breakFunctionality"
MEANINGS = {BREAK: {"breakFunctionTimeout": {"break_function_timeout": "value == 255 ? null : value"}}}
OPERATIONS = {BREAK: {"break_function_timeout": {
    "set": [write(CONTACT, {"breakFunctionTimeout": "value == null ? 255 : number(value)"})], "get": [read(CONTACT, "breakFunctionTimeout")]}}}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
