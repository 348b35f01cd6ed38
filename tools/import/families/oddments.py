"""Makers with a device or two that have something of their own."""

from families import older
from families.formulas import command, read, reads, sets, words, write
from yaml_writer import Hex

THERMOSTAT, ZONE, BASIC = "hvacThermostat", "ssIasZone", "genBasic"

# Texts for what comes as a number; a number that nobody has named is `unknown`.
DOUBLE_CLICKS = words(dict(enumerate(["null", "on", "off", "dimming_up", "dimming_down", "dimming_to_brightest", "dimming_to_darkest"])))
ADURO = {"30464": {"dimmer_switch_mode": words({0: "momentary_switch", 1: "toggle_switch", 2: "roller_blind_switch"}) + " ?? 'unknown'"},
         "30467": {"dimmer_s1_double_click_scene": DOUBLE_CLICKS + " ?? 'unknown'"},
         "30468": {"dimmer_s2_double_click_scene": DOUBLE_CLICKS + " ?? 'unknown'"}}


def bit(of, n):
    return f"(({of}) >> {n} & 1) == 1"


def signed(value):
    """The lower 32 bits, as a number with a sign."""
    return f"(({value} & 0xffffffff) ^ 0x80000000) - 0x80000000"


def bacchus_energy(args, d):
    given = args[0]
    return [reads("seMetering", {given["attribute"]: {given["name"]: f"round(({signed('value')}) / {given['scale']}, {given['precision']})"}}),
            sets(given["name"], None, read("seMetering", given["attribute"]))]


def bacchus_switch(args, d):
    """Switched by commands, and asked whether it was."""
    given = args[0]
    only = given["endpointName"]
    words_ = {given["valueOn"][1]: given["valueOn"][0], given["valueOff"][1]: given["valueOff"][0]}
    asks = read("genOnOff", "onOff")
    shown = [reads("genOnOff", {"onOff": {given["name"] + "@": f"endpoint_name == '{only}' ? {words(words_)} : none"}})]
    switched = [command(f"genOnOff.{name}", **{"if": f"lower(value) == '{name}'"}) for name in ("on", "off", "toggle")] + [asks]
    return shown + [sets(given["name"], switched if given["access"] == "ALL" else None, asks)]


def clock(value):
    return f"pad(floor({value} / 3600) % 24, 2) + ':' + pad(floor({value} / 60) % 60, 2)"


OF_DAY = "(number(slice(text(value), 0, 2)) * 3600 + number(slice(text(value), 3, 5)) * 60)"
SECONDS = f"{OF_DAY} == {OF_DAY} ? {OF_DAY} : 0xffffffff"


def bacchus_clock(args, d):
    given = args[0]
    attribute, key = given["attribute"], given["name"]
    return [reads("genTime", {attribute: {key: clock("value")}}),
            sets(key, write("genTime", {attribute: SECONDS}) if given["access"] == "ALL" else None, read("genTime", attribute))]


def zone_bits(attribute, **bits):
    """Also of messages that do not tell the zone's status: then every bit is off."""
    def of(value):
        return {name: bit(value, n) for name, n in bits.items()}
    return [reads(ZONE, {"any": of("(data.zoneStatus ?? 0)")}, {"statusChangeNotification": of("data.zonestatus")}, kinds=[attribute])]


BITRON = Hex(0x1071)
HYSTERESIS = {"high": "fourNoksHysteresisHigh", "low": "fourNoksHysteresisLow"}
# Booleans that are compared with true, which numbers over the air never are.
NEVER = {"masterPinMode": {"master_pin_mode": "false"}, "rfidEnable": {"rfid_enable": "false"}, "relockEnabled": {"relock_enabled": "false"}}

def rounded(number):
    return f"round(number(data[{number}] ?? '?'), 2)"


SUNSHINE = {"cpu_temperature": rounded(41361), "key_state": words(dict(enumerate(["KEY_SYS", "KEY_UP", "KEY_DOWN", "KEY_NONE"])), "data[41362]"),
            "led_state": words({0: "OFF", 1: "ON"}, "data[41363]")}

BELLS = {"on": "bell1", "off": "bell2"}


def echo_bells(d):
    """A bell rings several times; what comes within 28 seconds is the same ring."""
    fresh = "now - (remembered.rung ?? 0) >= 28000"
    return [reads("genOnOff", None, {name: {"action": f"{fresh} ? '{bell}' : none"} for name, bell in BELLS.items()}, remember={"rung": f"{fresh} ? now : none"})]


def scenes_by_group(d):
    named = words({65517: "button_1", 65516: "button_2", 65515: "button_3", 65514: "button_4"}, "data.groupid")
    return [reads("genScenes", None, {"recall": {"action": f"{named} ?? 'recall_group_' + data.groupid", "action_group": "data.groupid"}})]


ACOVA = {0: "off", 1: "heat", 3: "auto", 4: "away_or_vacation"}


def acova(d):
    """Their own words for what a thermostat does; one model does not tell its temperature."""
    silent = {"any": {"local_temperature": "null"}} if d.model == "ALCANTARA2" else {}
    return older.thermostat(d) | {"reads": {"cluster": THERMOSTAT, "attributes": {**silent, "systemMode": {"system_mode": words(ACOVA)}}}}


def several(cluster, attribute, formulas):
    return lambda d: [reads(cluster, {attribute: formulas})]


def niko_button(d):
    """Each press and hold and release in four bits of a number, for each button; told one after the other."""
    buttons = {"": 4, "_ext": 8} if d.model == "552-721X1" else {"_left": 4, "_left_ext": 8, "_right": 12, "_right_ext": 16}
    each = [f"(data.switchAction >> {shift} & 15) == {number} ? '{action}{button}' : none"
            for button, shift in buttons.items() for action, number in (("single", 4), ("hold", 2), ("release", 3))]
    return [reads("manuSpecificNikoState", {"switchAction": {}}, apart={"action": f"data.switchAction == none ? none : [{', '.join(each)}]"})]


NIKO_TWO = {"ledState": {f"led_state_l{i + 1}": f"(value >> {i} & 1) == 1 ? 'ON' : 'OFF'" for i in (0, 1)},
            "ledSyncMode": {f"led_sync_mode_l{i + 1}": words({0: "Off", 1: "On", 2: "Inverted"}, f"value >> {4 * i} & 15") for i in (0, 1)}}

LOCK_EVENTS = {9: ("error_jammed", "UNLOCK", "not_fully_locked"), 21: ("manual_lock", "LOCK", "locked"), 22: ("manual_unlock", "UNLOCK", "unlocked"),
               24: ("lock", "LOCK", "locked"), 25: ("unlock", "UNLOCK", "unlocked"), 27: ("auto_lock", "LOCK", "locked")}


def yale_event(d):
    """What happened to the lock, in an alarm; when it is one that nobody knows, the lock is asked."""
    ours = "data.clusterid == 64512 ? {} : none"
    parts = {name: ours.format(words({code: row[i] for code, row in LOCK_EVENTS.items()}, "data.alarmcode"))
             for i, name in enumerate(("action", "state", "lock_state"))}
    known = f"data.alarmcode in [{', '.join(map(str, LOCK_EVENTS))}]"
    parts["action"] = f"data.clusterid == 64512 ? {words({c: r[0] for c, r in LOCK_EVENTS.items()}, 'data.alarmcode')} ?? 'unknown' : none"
    return [reads("genAlarms", None, {"alarm": parts}, answer=[read("closuresDoorLock", "lockState", **{"if": f"data.clusterid == 64512 && !({known})"})])]


ALMOND = words({3: "single", 0: "double", 2: "long"}, "data.armmode")
FRESH = "now - (remembered.since ?? 0) > 100"


def almond(d):
    """One click comes as several messages, a tenth of a second apart."""
    told_ = f"{FRESH} ? {ALMOND} : none"
    return [reads("ssIasAce", None, {"arm": {"action": told_}}, remember={"since": f"({told_}) == none ? none : now"})]


def ubisys_setup(d):
    """Inputs and what they do, told one by one and shown together."""
    parts = "{input_configurations: data.inputConfigurations, input_actions: data.inputActions == none ? none : each(data.inputActions, u8(item, 0) == none ? [] : each(item, item))}"
    return [reads("manuSpecificUbisysDeviceSetup", {"any": {"configure_device_setup": f"merge(state.configure_device_setup ?? {{}}, {parts})"}})]


AIR = " : ".join(f"value <= {limit} ? '{name}'" for limit, name in (
    (65, "excellent"), (220, "good"), (660, "moderate"), (2200, "poor"), (5500, "unhealthy"))) + " : value > 5500 ? 'out_of_range' : 'unknown'"
FACTOR = "((cached.acPowerMultiplier ?? 0) == 0 || (cached.acPowerDivisor ?? 0) == 0 ? 1 : cached.acPowerMultiplier / cached.acPowerDivisor)"
LINPTECH = "(number(value[7] ?? '?') * 256 + number(value[6] ?? '?'))"
OUNCES = "value / 28.3495"
DEAD_BAND = {"minSetpointDeadBand": {"min_setpoint_dead_band": "round(value, 2) / 100"}}
YANDEX_SWITCH = {"switchType": {"switch_type@": "!(endpoint_name in ['1', '2']) ? none : " + words({0: "rocker", 1: "button", 2: "decoupled"})}}
YANDEX_MODE = {"switchMode": {"operation_mode@": "!(endpoint_name in ['1', '2']) ? none : " + words({0: "control_relay", 1: "up_decoupled", 2: "decoupled", 3: "down_decoupled"})}}
FALL_STATES = dict(enumerate(["unoccupied", "occupied", "sitting", "on_the_bed", "low_posture", "falling"]))

EXTENSIONS = {
    "bacchus:energy": bacchus_energy,
    "bacchus:binaryWithOnOffCommand": bacchus_switch,
    "bacchus:timeHHMM": bacchus_clock,
}
CONVERTERS = {
    "byun:fzLocal.byun_smoke_true": lambda d: [reads(ZONE, None, {"statusChangeNotification": {"smoke": "endpoint == 1 && data.zonestatus == 33 ? true : none"}})],
    "byun:fzLocal.byun_smoke_false": lambda d: [reads("pHMeasurement", {"measuredValue": {"smoke": "endpoint == 1 && value == 0 ? false : none"}}, kinds=["report"])],
    "byun:fzLocal.byun_gas_true": lambda d: [reads(ZONE, None, {"statusChangeNotification": {"gas": "endpoint == 1 && data.zonestatus == 33 ? true : none"}})],
    "byun:fzLocal.byun_gas_false": lambda d: [reads(1034, raw={"gas": "endpoint == 1 && value[0] == 24 ? false : none"})],
    "bitron:bitron.tz.thermostat_hysteresis": lambda d: [sets("hysteresis", [
        write(THERMOSTAT, {attribute: f"value.{key}"}, manufacturer=BITRON, **{"if": f"(value.{key} ?? none) != none"}) for key, attribute in HYSTERESIS.items()],
        read(THERMOSTAT, list(HYSTERESIS.values()), manufacturer=BITRON), {"hysteresis": "{high: value.high, low: value.low}"})],
    "ctm:fzLocal.ctm_water_leak_alarm": lambda d: zone_bits("report", active_water_leak=0, water_leak=1, battery_low=3),
    "databyte:fzLocal.DTB190502A1": lambda d: [reads("genOnOff", {"any": SUNSHINE})],
    "echostar:fzLocal.SAGE206612_state": echo_bells,
    "legrand:fzLocal.command_recall_by_groupid": scenes_by_group,
    "innr:fzLocal.rc_110_level_to_scene": lambda d: [reads("genLevelCtrl", None, {name: {
        "action": "'scene_' + (" + words({2: "1", 52: "2", 102: "3", 153: "4", 194: "5", 254: "6"}, "data.level") + " ?? 'undefined')"}
        for name in ("moveToLevel", "moveToLevelWithOnOff")})],
    "multir:fzhe300Local.HE300": lambda d: [reads("msOccupancySensing", {"any": {
        "occupancy": "((data.occupancy ?? 0) & 3) != 0",
        "human_motion_state": "((data.occupancy ?? 0) & 2) != 0 ? 'static' : ((data.occupancy ?? 0) & 1) != 0 ? 'active' : 'none'"}})],
    "fireangel:fzLocal.fireangel_co_test": lambda d: [reads(ZONE, None, {"statusChangeNotification": {"test": "(data.zonestatus & 544) != 0"}},
                                                            after="(data.zonestatus & 544) != 0 ? 8 : 0", later={"test": "false"})],
    "kami:fzLocal.KAMI_contact": lambda d: [reads(ZONE, raw={"contact": "value[7] == 0"})],
    "kami:fzLocal.KAMI_occupancy": lambda d: [reads("msOccupancySensing", raw={"action": "value[7] == 1 ? 'motion' : none"})],
    "keen_home:fzLocal.keen_home_smart_vent_pressure": lambda d: [reads("msPressureMeasurement", {
        "any": {"pressure": "data.measuredValue == none ? decimal(data[32] ?? '?') / 1000 : data.measuredValue"}})],
    "adeo:fzLocal.color_stop_raw": lambda d: [reads("lightingColorCtrl", raw={"action": "'color_stop'"}, group=True)],
    "acova:acova.fz.thermostat": acova,
    "niko:local.fz.switch_action": niko_button,
    "yale:fzLocal.c4_lock_operation_event": yale_event,
    "securifi:fzLocal.almond_click": almond,
    "multir:fzLocal.MIRSO100": lambda d: [reads(ZONE, raw={"action": words({0: "single", 1: "double", 128: "hold"}, "value[3]")})],
    "paulmann:fzLocal.paulmann50141ColorTemperatureStopCommand": lambda d: [reads("lightingColorCtrl", raw={
        "action": "length(value) == 5 && value[2] == 0x47 ? 'color_temperature_move_stop' : none"})],
    "nue_3a:fzLocal.LXN59_cover_state_via_onoff": several("genOnOff", "onOff", {"state": "value == 1 ? 'CLOSE' : 'OPEN'"}),
    "terncy:fzLocal.terncy_knob": several("manuSpecificClusterAduroSmart", "terncyRotation", {
        "action": "'rotate'", "action_direction": "value > 0 ? 'clockwise' : 'counterclockwise'", "action_number": "abs(value) / 12"}),
    "wirenboard:fzLocal.occupancy_level": several("msOccupancySensing", "sprutOccupancyLevel", {"occupancy_level": "value"}),
    "shinasystem:fzLocal.GCM300Z_valve_status": lambda d: [reads("genOnOff", {"onOff": {"gas_valve_state": "value == 1 ? 'OPEN' : 'CLOSE'"}},
                                                                 answer=[read("genOnOff", 0x9007, endpoint="1")])],
    "owon:fzLocal.temperature": lambda d: {"measurement": {"quantity": "temperature", "below": 327.67}},
    "javis:fzLocal.javis_lock_report": lambda d: [reads("genBasic", {0x4200: {
        "action": "'unlock'", "action_user": "octets(text(value))[3]", "action_source": "octets(text(value))[5]",
        "action_source_name": words(dict(enumerate(["pairing", "keypad", "rfid_card_unlock", "touch_unlock"])), "octets(text(value))[5]")}},
        kinds=["report"], after="2", later={"action": "'lock'", "state": "'LOCK'"})],
    "letv:fzLocal.qlwz_letv8key_switch": several("genMultistateInput", "presentValue", {
        "action": f"({words({0: 'hold', 1: 'single', 2: 'double', 3: 'tripple'})} ?? value) + '_' + "
                  + words({4: "up", 2: "down", 5: "left", 3: "right", 8: "center", 1: "back", 7: "play", 6: "voice"}, "endpoint")}),
    "iris:fzLocal.command_on_presence": lambda d: [
        reads("genOnOff", None, {"on": {"presence": "true"}}, after="max(option.presence_timeout ?? 100, 0.001)", later={"presence": "false"}),
        ("actions", {"commands": {"genOnOff.on": "on"}})],
    "linptech:fzLocal.TS0225_illuminance": lambda d: [reads("msIlluminanceMeasurement", raw={
        "illuminance": f"{LINPTECH} == 0 ? 0 : round(power(10, ({LINPTECH} - 1) / 10000))"})],
    "livolo:fzLocal.livolo_hygrometer_state": lambda d: [reads("genPowerCfg", raw={
        "temperature": "value[10] == 14 ? number(value[13] ?? '?') : none", "humidity": "value[10] == 12 ? number(value[13] ?? '?') : none"})],
    "livolo:fzLocal.livolo_illuminance_state": lambda d: [reads("genPowerCfg", raw={
        "illuminance": "value[12] == 13 ? number(value[13] ?? '?') : none", "noise_detected": "value[12] == 14 ? (value[13] ?? 0) > 2 : none",
        "noise_level": f"value[12] == 14 ? {words({1: 'silent', 2: 'normal', 3: 'lively', 4: 'noisy'}, 'value[13]')} : none"})],
    "vesternet:fzLocal.battery_ves_zb_rem_013": several("genPowerCfg", "batteryPercentageRemaining", {"battery": "value < 255 ? value : none"}),
    "shinasystem:fzLocal.sihas_people_cnt": several("genAnalogInput", "presentValue", {
        "people": "round(value, 1) <= 80 ? round(value, 0) : none",
        "status": f"round(value, 1) <= 80 ? {words({0: 'idle', 1: 'in', 2: 'out'}, 'round(value, 1) * 10 % 10')} : none"}),
    "shinasystem:fzLocal.smoke_battery": several("genPowerCfg", "batteryVoltage", {
        "smoke_battery": "round((max(2300, min(3100, value * 100)) - 2300) / 800 * 100)"}),
    "ubisys:ubisys.fz.configure_device_setup": ubisys_setup,
    "lutron:fzLocal.custom_command_move_to_level": lambda d: {"level_actions": {}},
}
ANONYMOUS = {"Custom devices (DiY)/DNCKATSW002": lambda d: [reads("genOnOff", {"any": {
    "action": "(data.onOff == 1 ? 'release' : 'hold') + '_' + endpoint_name"}})]}
ALARMS = [f"alarm_{name}" for name in ("voltage_min", "voltage_max", "power_max", "consumed_energy")]


def handle(status):
    return {"contact": f"({status} & 3) == 0", "handle_position": f"['closed', 'tilted', 'open', 'open'][{status} & 3]", "battery_low": bit(status, 3)}


WHEN = "calendar(value + 946684800)"
ISO = " + ".join(f"'{mark}' + pad({WHEN}[{i}], {4 if i == 0 else 2})" for i, mark in enumerate(("", "-", "-", "T", ":"))) + " + ':' + pad(value % 60, 2) + '.000Z'"
LUX_THRESHOLD = "ext:schneider_electric:schneiderElectricExtend.occupancyConfiguration"
FAULTS = ", ".join(f"value >> {i} & 1 ? '{name}' : none" for i, name in enumerate(
    ["Service request", "Lockout reset", "Low water pressure", "Gas/flame fault", "Air pressure fault", "Water over-temperature"]))
SLACKY_TEXTS = {"deviceName": "model_name", "meterSerialNumber": "serial_number", "dateRelease": "date_release"}
# The dial of a tank begins behind its end.
DIAL = "(value >= 46 && value <= 70 ? 406 : value >= 0 && value <= 46 ? value + 360 : value)"
TANK = f"value == -1 ? 0 : round(({DIAL} - 110) / 296 * 70 + 10, 2)"
PERCENT = "max(1, min(100, round(value / 254 * 100)))"
MEANINGS = {
    "AduroSmart/81949": ADURO,
    "ctm:fzLocal.ctm_thermostat": {
        "ctmRelayState": {"running_state": "value ? 'heat' : 'idle'"},
        "ctmOperationMode": {"preset": words({0: "off", 1: "away", 2: "sleep", 3: "home"}), "system_mode": words({0: "off", 1: "off", 2: "off", 3: "heat"})}},
    "ctm:fzLocal.ctm_stove_guard": {"alarmStatus": {"alarm_status": words(
        {0: "ok", 1: "tamper", 2: "high_temperatur", 3: "timer", 4: "battery_alarm", 5: "error", 255: "unknown"})}},
    "datek:fzLocal.idlock": NEVER,
    **{name: DEAD_BAND for name in ("Viessmann/ZK03840", "Centralite/3156105", "Namron/4512758")},
    "Sinopé/HP6000ZB": {"occupiedHeatingSetpoint": {"occupied_heating_setpoint": "value ? round(value / 100, 1) : data.occupiedCoolingSetpoint == none ? null : none"},
                        "occupiedCoolingSetpoint": {"occupied_heating_setpoint": "(data.occupiedHeatingSetpoint ?? 0) == 0 ? round(value / 100, 1) : none"}},
    "Namron/4512758": {**DEAD_BAND, "pIHeatingDemand": {"pi_heating_demand": "round(value * 100 / 255)"}},
    "mindy:fzLocal.last_boot": {"lastSetTime": {"last_boot": f"value ? {ISO} : none"}},
    "DIYRuZ/DIYRuZ_AirSense": {name: {"co2": "data.measuredValue == none ? null : none"} for name in ("enableAbc", "ledFeedback", "threshold1", "threshold2")},

    **{f"Yandex/YNDX_{number}": YANDEX_SWITCH for number in ("00537", "00538")},
    **{f"Yandex/YNDX_{number}": YANDEX_MODE for number in ("00531", "00532")},
    "owon:fzLocal.owonFds315": {"status": {"status": words(FALL_STATES) + " ?? 'Unknown (' + value + ')'"}},
    "niko:local.fz.switch_status_led": NIKO_TWO,
    "namron.fromZigbee.namron_thermostat": {"floorSensorType": {"floor_sensor_type": words({1: "10k", 2: "15k", 3: "50k", 4: "100k", 5: "12k"})},
                                            "controlType": {"sensor": words({0: "air", 1: "floor", 2: "both"})},
                                            "temperatureDisplay": {"temperature_display": words({0: "room", 1: "floor"})}},
    "sunricher:fzLocal.ZG9095B": {"minSetpointDeadBand": {"min_setpoint_deadband": "round(value, 2) / 10"}},
    "Custom devices (DiY)/MiCASAGasCounter": {"extendedStatus": {"extended_status": "text(value)"}},
    "heiman:fzLocal.heiman_ir_remote": {
        "commandStudyKeyRsp": {"action": "'learn'", "action_result": "data.result == 1 ? 'success' : 'error'", "action_key_code": "data.keyCode",
                               "action_id": "data.result == 1 ? data.id : none"},
        "commandCreateIdRsp": {"action": "'create'", "action_result": "data.id == 255 ? 'error' : 'success'", "action_model_type": "data.modelType",
                               "action_id": "data.id == 255 ? none : data.id"}},
    "ext:develco.develcoModernExtend.voc": {"measuredValue": {"voc": "value * 4.5", "air_quality": AIR}},
    "ext:heiman:heimanExtend.heimanClusterRadarSenseExtend": {"occupancy": {
        "occupancy": "(value & 1) == 1", "sensor_status": "['none', 'activity'][value >> 1 & 7] ?? 'unknown'",
        "fall_status": "['normal', 'fall_warning', 'fall_alarm'][value >> 4 & 3] ?? 'unknown'"}},
    "Plugwise/106-03": {"16386": {"error_status": "value == text(value) ? none : value"}},
    "PushOk Hardware/POK020": {"systemMode": {"system_mode": "{0: 'off', 4: 'heat'}[value] ?? value"}},
    "ext:sber:sdevicesExtend.electricityMeter": {attribute: {key: "value * 0.001"} for attribute, key in (
        ("rmsVoltageMv", "voltage"), ("rmsCurrentMa", "current"), ("activePowerMw", "power"))},
    "wirenboard:fzLocal.co2_mh_z19b_config": {"sprutCO2Calibration": {
        "co2_manual_calibration": "data.sprutCO2AutoCalibration != none ? none : ['OFF', 'ON'][value]"}},
    "SMaBiT (Bitron Video)/AV2010/32": {name: {"hysteresis": "{high: data.fourNoksHysteresisHigh, low: data.fourNoksHysteresisLow}"}
                                        for name in HYSTERESIS.values()},
    "lidl:fzLocal.HG06668_doorbell_button": {"commandStatusChangeNotification": {"action": "data.zonestatus & 1 ? 'pressed' : none"}},
    "fireangel:fzLocal.W2_module_carbon_monoxide": {"commandStatusChangeNotification": {"carbon_monoxide": bit("data.zonestatus", 8)}},
    "third_reality:fzLocal.thirdreality_private_motion_sensor": {"2": {"occupancy": "(value & 1) > 0"}},
    "Shelly/SBDW-103C": {"zoneStatus": handle("value"), "commandStatusChangeNotification": handle("data.zonestatus")},
    "Heiman/M1P-E": {"radarLearningControl": {"learning_control": "value == 65534 ? 'start' : 'reset'"}},
    "IKEA/E2007": {"filterRunTime": {"replace_filter": "value >= 259200", "filter_age": "value"}},
    "Legrand/067776": {"tuyaMovingState": {"action": "value == 0 ? 'OPEN' : value == 100 ? 'CLOSE' : value >= 1 && value < 100 ? 'STOP' : none"}},
    "perenio:fzPerenio.smart_plug": {"alarms": {name: f"value == 0 ? false : value & {1 << i} ? true : none" for i, name in enumerate(ALARMS)}},
    LUX_THRESHOLD: {"ambienceLightThreshold": {"ambience_light_threshold": "round(power(10, (value - 1) / 10000))"}},
    "moes:fzLocal.adcbzi_calibration": {"tuyaMotorReversal": {"calibration": words({0: "stop", 1: "calibrate", 2: "calibrate_reverse"}) + " ?? text(value)"}},
    "Custom devices (DiY)/ti.router": {"4919": {"transmit_power": "value ? value : none"}},
    "ShinaSystem/CSM-300ZB_V2": {"batteryVoltage": {"voltage": "value * 100", "battery": "round((max(3200, min(4100, value * 100 + 1000)) - 3200) / 900 * 100)"}},
    "Third Reality/3RKS030Z": {"readWeight": {"weight": "value", "weight_pound_ounce": f"floor({OUNCES} / 16) + 'lb ' + number(fixed({OUNCES} % 16, 2)) + 'oz'"}},
    "immax:fzLocal.ts0219ssIasWd": {"2": {"volume": "100 - value"}},
    "lixee:fzZiPulses": {"unitOfMeasure": {"unitOfMeasure": words(dict(enumerate(
        ["kWh", "m3", "ft3", "ccf", "US gl", "IMP gl", "BTUs", "L (litre)", "kPA (jauge)", "kPA (absolu)", "kPA (absolu)", "sans unité", "MJ", "kVar"])))}},
    "ext:schneider_electric:schneiderElectricExtend.visaWiserCurtain": {
        "onOffTransitionTime": {"transition@": "value / 10", "position@": "data.currentLevel == none ? null : none"},
        "currentLevel": {"transition@": "data.onOffTransitionTime == none ? null : none", "position@": "round(value / 2.54)"}},
    "ext:schneider_electric:schneiderElectricExtend.visaKeyEventNotification": {f"key{key}EventNotification": {
        "action": "".join(f"data.key{before}EventNotification != none ? none : " for before in range(1, key)) + f"'scene_{key}'"} for key in range(1, 5)},
    "ext:heiman:heimanExtend.heimanClusterRadarWallMountedTableExtend": {"wallMountedTable": {
        "wall_mounted_table": "length(value) != 8 ? none : join([i16(value, 0), i16(value, 2), i16(value, 4), i16(value, 6)], ',')"}},
    "NodOn/SEM-4-3-20": {f"total{kind}Power": {f"total_{kind.lower()}_power": f"value * {FACTOR}"} for kind in ("Active", "Reactive", "Apparent")},
    "ext:plugwise:plugwiseExtend.applicationFaultCodeStatus": {"plugwiseApplicationFaultCode": {
        "application_fault_status": f"value & 63 ? join([{FAULTS}], ', ') : 'None'"}},
    "ext:plugwise:plugwiseExtend.productVariant": {"productCode": {"product_variant": "text(value)"}},
    "ext:slacky_diy:electricityMeterExtend.elMeter": {
        **{attribute: {key: "text(value)"} for attribute, key in SLACKY_TEXTS.items()}, "readPeriod": {"device_measurement_preset": "value"}},
    "sinope:fzLocal.tank_level": {"presentValue": {"tank_level": TANK}},
    "mindy:fzLocal.wifi": {"locationDesc": {"ip_address": "value == '' ? none : trim(value)", "wifi": "value == '' ? none : trim(value) == '' ? 'OFF' : 'ON'"}},
    "Namron/4512791": {"startUpOnOff": {"startup_on_off": words({0: "off", 1: "on", 2: "toggle", 255: "previous"}) + " ?? text(value)"},
                       "minLevel": {"min_brightness": PERCENT}, "maxLevel": {"max_brightness": PERCENT}, "onLevel": {"start_brightness": "value"}},
    "datek:fzLocal.led_on_motion": {"ledOnMotion": {"led_on_motion": "false"}},
}
DEVELCO = Hex(0x1015)
LED = "merge(state.led_control ?? {indicate_faults: false, indicate_mains_power: false}, value)"


def ewelink_motor(key, table):
    return {key: {"set": [command("customClusterEwelink.protocolData", {"data": table})]}}


def to_places(head, **places):
    """Where the motor is told that it stands."""
    return "{" + ", ".join(f"{name}: [{', '.join(map(str, head + [place]))}]" for name, place in places.items()) + ", clear: [34, 2, 118, 1]}[value]"


LUX_WRITE = write("occupancyConfiguration", {"ambienceLightThreshold": "round(10000 * log10(value) + 1)"}, manufacturer=Hex(0x105E))
REMOTE = "((state.remote_sensing ?? 0) & ~1 | (value == 'external' ? 1 : 0))"


def window(key, number, told="windowOpenCheck2"):
    """Kept as an enumeration, which the device does not say of itself."""
    return {key: {"set": [write(THERMOSTAT, {0x1009: number}, type="enum8", manufacturer=Hex(0x1224))],
                  "get": [read(THERMOSTAT, told, manufacturer=Hex(0x1224))], **({"state": {}} if key == "window_detection" else {})}}


PERENIO = Hex(0x7B)
ALARMED = "(state.alarm_voltage_min == true || state.alarm_voltage_max == true || state.alarm_power_max == true)"
RESET = {"set": [write("perenioSpecific", {1: "0"}, type="uint8", manufacturer=PERENIO)], "get": [read("perenioSpecific", "alarms")],
         "state": {name: "false" for name in ALARMS}}
MIREDS = {"min": ("state.color_temperature_range_min_kelvin ?? 2700", "value"), "max": ("value", "state.color_temperature_range_max_kelvin ?? 6500")}

FEATURES = "{co2_forced_calibration: 1, co2_factory_reset: 2, bind_reset: 3}[value.features]"
TENTHS = "min(round(value) * 10, 65534)"
SCHNEIDER, SWITCHES = Hex(0x105E), "manuSpecificSchneiderLightSwitchConfiguration"


def lock(key, child, tilt):
    """Two locks in one number; without the other's state it is open."""
    return {key: {"set": [write(SWITCHES, {"switchActions": f"({tilt} == 'LOCK' ? 0 : 1) + ({child} == 'LOCK' ? 0 : 2)"}, endpoint="21", manufacturer=SCHNEIDER)],
                  "get": [read(SWITCHES, "switchActions", endpoint="21", manufacturer=SCHNEIDER)]}}


def color_number(key, attribute):
    parts = [f"(value.{part} >= 0 && value.{part} <= 255 ? value.{part} * {1 << shift} : 0)" for part, shift in (("r", 0), ("g", 8), ("b", 16))]
    return {key: {"set": [write("manuSpecificSinope", {attribute: f"trunc({' + '.join(parts)})"}, manufacturer=Hex(0x119C))], "state": {}}}


def external(key, cluster, valid, octets):
    """Told to the valve as if by the sensor itself."""
    return {key: {"set": [{"frame": cluster, "general": 10, "octets": f"{valid} ? octets([0, 0, {octets}]) : none", "to_client": True, "quiet": True}]}}


KELVIN = {end: f"(key == 'color_temperature_range_{end}_kelvin' ? value : state.color_temperature_range_{end}_kelvin ?? {usual})"
          for end, usual in (("min", 1600), ("max", 7000))}
KELVINS = {"set": [command("terncyDimmerLightEffect.setColorTempRange", {
    "min": f"{KELVIN['min']} < {KELVIN['max']} ? round(1000000 / {KELVIN['max']}) : none", "max": f"round(1000000 / {KELVIN['min']})"}, manufacturer=Hex(0x1228))],
    "state": {f"color_temperature_range_{end}_kelvin": KELVIN[end] for end in KELVIN}}
CENTI = "round(value * 100)"

OPERATIONS = {
    "TERNCY/DIM003": {f"color_temperature_range_{end}_kelvin": KELVINS for end in KELVIN},
    "Schneider Electric/S520567": {**lock("child_lock", "value", "state.tilt_lock"), **lock("tilt_lock", "state.child_lock", "value")},
    **{f"Sinopé/{model}": {**color_number("led_color_on", "ledColorOn"), **color_number("led_color_off", "ledColorOff")}
       for model in ("DM2500ZB", "DM2550ZB", "SW2500ZB")},
    "Shelly/SBTR-001AEU": {
        **external("external_temperature", "msTemperatureMeasurement", "value >= -40 && value <= 85", f"0x29, {CENTI} & 255, {CENTI} >> 8 & 255"),
        **external("external_occupancy", "msOccupancySensing", "value == true || value == false", "0x18, value ? 1 : 0")},
    "Third Reality/3RKS030Z": {"set_weight_button": {
        "set": [command("3rScaleSensorcluster.setWeight", {"uint": "number(value) == number(value) ? number(value) : 255"})],
        "state": {"set_weight_button": "'SET_WEIGHT_INITIATED'"}}},
    "MySmartHouse/msh.AirQMon": {"action": {"set": [write("genMultistateValue", {0x0E: "text(value)"}, type="text", **{"if": "value"})], "state": {}}},
    "ext:slacky_diy:air_extend.features_sensors": {"features_sensors": {
        "set": [write("hvacUserInterfaceCfg", {0xF009: FEATURES}, type="enum8", **{"if": f"{FEATURES} != none"})],
        "get": [read("hvacUserInterfaceCfg", 0xF009)], "state": {"features_sensors": f"{FEATURES} == none ? none : value.features"}}},
    "Namron/4512776/4512777": window("window_open_detection", "(value == true || upper(text(value)) == 'ON') ? 0 : 1", ["windowOpenCheck2", "windowOpen"]),
    LUX_THRESHOLD: {"ambience_light_threshold": {"set": [LUX_WRITE], "get": [read("occupancyConfiguration", "ambienceLightThreshold", manufacturer=Hex(0x105E))]}},
    "PushOk Hardware/POK020": {"sensor_source": {"set": [write(THERMOSTAT, {"remoteSensing": REMOTE})], "state": {"sensor_source": "text(value)", "remote_sensing": REMOTE}}},
    "Namron/540139X": window("window_detection", "value ? 1 : 0"),
    "perenio:tzPerenio.on_off_mod": {"state": {
        "set": [command(f"genOnOff.{name}", **{"if": f"!{ALARMED} && lower(value) == '{name}'"}) for name in ("on", "off", "toggle")],
        "get": [read("genOnOff", "onOff")], "state": {"state": f"{ALARMED} ? 'OFF' : lower(value) == 'toggle' ? none : upper(value)"}}},
    "perenio:tzPerenio.alarms_reset": {name: RESET for name in ALARMS},
    "ext:develco.develcoModernExtend.customPulseTrigger": {"trigger": {
        "set": [command("genOnOff.onWithTimedOff", {"ctrlbits": "0", "ontime": "round((state['duration_' + endpoint_name] ?? 1) * 10)", "offwaittime": "0"},
                        **{"if": "value == 'press'"})], "state": {"trigger": "null"}}},
    "ext:develco.develcoModernExtend.ledControl": {"led_control": {
        "set": [write(BASIC, {"develcoLedControl": f"({LED}.indicate_faults ? 1 : 0) + ({LED}.indicate_mains_power ? 2 : 0)"}, manufacturer=DEVELCO)],
        "get": [read(BASIC, "develcoLedControl", manufacturer=DEVELCO)], "state": {"led_control": LED}}},
    "ewelink:tzLocal.ewelink_countdown": {"countdown": {
        "set": [command("genOnOff.off", **{"if": "round(value) <= 0"}),
                command("genOnOff.onWithTimedOff", {"ctrlbits": "0", "ontime": TENTHS, "offwaittime": "0"}, **{"if": "round(value) > 0"})],
        "get": [read("genOnOff", "onTime")],
        "state": {"state": "round(value) <= 0 ? 'OFF' : 'ON'", "countdown": f"max(0, floor({TENTHS} / 10))"}}},
    "eWeLink/CK-MG22-JLDJ-01(7015)": ewelink_motor("motor_speed", "[1, 209, trunc(value)]"),
    "eWeLink/MYRX25Z-1": {**ewelink_motor("motor_speed", "[17, 2, 83, trunc(value)]"),
                          **ewelink_motor("motor_clb_position", to_places([34, 2, 113], open=1, close=2, other=0))},
    "eWeLink/AM25B-1-25-ES-E-Z": ewelink_motor("motor_clb_position", to_places([0, 0, 104, 4, 0, 1], open=0, close=1, other=0)),
}
INPUT, BUTTONS = "genAnalogInput", dict(enumerate(["release", "single", "double", "tripple", "hold"]))
DESCRIBED = {INPUT: [("described_inputs", {})]}
MULTISTATE = [reads("genMultistateInput", {"presentValue": {"action": f"({words(BUTTONS)} ?? 'undefined') + '_' + endpoint_name"}})]
ZIG_BATTERY = {"genPowerCfg": [reads("genPowerCfg", {"any": {
    "battery": "data.batteryVoltage == none ? null : min((data.batteryVoltage * 100 - 2200) / 8, 100)",
    "voltage": "data.batteryVoltage == none ? null : data.batteryVoltage * 100"}})]}
HERE = {"presence": "true"}
AWAY = {"after": "max(option.presence_timeout ?? 100, 0.001)", "later": {"presence": "false"}}
KMPCIL_TIME = "max(state.power_state ? option.presence_timeout_dc ?? 60 : option.presence_timeout_battery ?? 420, 0.001)"
STEEP = "round(max(0, min(100, 235 - 370000 / (data.batteryVoltage * 100 + 1))))"
LUX = "power(10, (value - 1) / 10000)"
SEMO = (f"round(max(1, {LUX} <= 2200 ? -7.969192 + 0.0151988 * {LUX} : {LUX} <= 2500 ? -1069.189434 + 0.4950663 * {LUX} : "
        f"78029.21628 - 61.73575 * {LUX} + 0.01223567 * power({LUX}, 2)))")
RAW_LUX = "option.illuminance_raw ? value : none"
COLD = "(data.measuredValue < -1000 ? -(data.measuredValue + 32767) * 5 / 3 : data.measuredValue)"
def scene(end=""):
    """The scene that a remote writes to those that it controls."""
    return {BASIC: [reads(BASIC, {Hex(16389): {"action": f"'scene_' + value{end}"}}, kinds=["write"], group=True)]}


CLUSTERS = {
    "Müller Licht/MLI-404011/MLI-404049": scene(), "Sunricher/ZG2858A": scene(" + '_' + endpoint_name"),
    "Candeo/C-ZB-SEMO": {"msIlluminanceMeasurement": [reads("msIlluminanceMeasurement", {"measuredValue": {"illuminance": SEMO, "illuminance_raw": RAW_LUX}})]},
    "StuckAtPrototype/AirCube": {
        "msIlluminanceMeasurement": [reads("msIlluminanceMeasurement", {"measuredValue": {"illuminance": f"round({LUX})", "illuminance_raw": RAW_LUX}})],
        "msCO2": [reads("msCO2", {"measuredValue": {"co2": "value / 0.000001"}})]},
    "LifeControl/MCLH-08": {"msTemperatureMeasurement": [reads("msTemperatureMeasurement", {"any": {
        "temperature": f"data.measuredValue == none ? null : {COLD} / 100",
        "humidity": "data.minMeasuredValue == none ? null : data.minMeasuredValue / 100", "eco2": "data.maxMeasuredValue", "voc": "data.tolerance"}})]},
    **{name: DESCRIBED for name in ("Custom devices (DiY)/ptvo_counter_2ch", "MySmartHouse/msh.AirQMon", "MySmartHouse/msh.pzem.dc")},
    "xyzroe:fzLocal.zigusb_analog_input": {INPUT: [("described_inputs", {
        "units": {"C": "temperature", "V": "voltage", "A": "current", "W": "power"}, "uptime": 5, "lamps": False, "fine": True})]},
    "xyzroe/ZigDC": {"genMultistateInput": MULTISTATE},
    "smarthjemmet.dk/MULTI-ZIG-SW": ZIG_BATTERY,
    "smarthjemmet.dk/QUAD-ZIG-SW": ZIG_BATTERY,
    "SmartThings/STS-PRS-251": {"genBinaryInput": [reads("genBinaryInput", {"any": HERE}, **AWAY)]},
    "SmartThings/STSS-PRES-001": {"manuSpecificSmartThingsArrivalSensor": [
        reads("manuSpecificSmartThingsArrivalSensor", None, {"arrivalSensorNotify": HERE}, **AWAY)]},
    "kmpcil:fzLocal.presence_binary_input": {"genBinaryInput": [reads("genBinaryInput", {"any": {
        **HERE, **{name: f"data.presentValue == none ? none : (data.presentValue & {bit_}) > 0" for name, bit_ in (
            ("power_state", 1), ("occupancy", 4), ("vibration", 2))}}}, after=KMPCIL_TIME, later={"presence": "false"})]},
    "kmpcil:fzLocal.presence_power": {"genPowerCfg": [reads("genPowerCfg", {"any": {
        **HERE, "voltage": "data.batteryVoltage == none ? none : data.batteryVoltage * 100",
        "battery": f"data.batteryVoltage == none ? none : {STEEP}"}}, after=KMPCIL_TIME, later={"presence": "false"})]},
}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
