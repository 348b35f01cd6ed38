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


SECONDS = "number(slice(text(value), 0, 2)) * 3600 + number(slice(text(value), 3, 5)) * 60"


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
LINPTECH = "(number(value[7] ?? '?') * 256 + number(value[6] ?? '?'))"
OUNCES = "value / 28.3495"
DIMMER_TEXT = "integer(slice(value == text(value) ? value : hex(value), 0, 2), 16)"
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
    "custom_devices_diy:fzLocal.DNCKAT_S00X_buttons": lambda d: [reads("genOnOff", {"any": {
        "action": "(data.onOff == 1 ? 'release' : 'hold') + '_' + endpoint_name"}})],
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
    "tuya.fz.ts0216_siren": several("ssIasWd", 2, {"volume": "round((value - 100) * 100 / -90)"}),
    "tuya.tz.ts0216_volume": lambda d: [sets("volume", write("ssIasWd", {2: "round(number(value) * -90 / 100 + 100)"}, type="uint8"),
                                             read("ssIasWd", 2), {})],
    "vesternet:fzLocal.battery_ves_zb_rem_013": several("genPowerCfg", "batteryPercentageRemaining", {"battery": "value < 255 ? value : none"}),
    "shinasystem:fzLocal.sihas_people_cnt": several("genAnalogInput", "presentValue", {
        "people": "round(value, 1) <= 80 ? round(value, 0) : none",
        "status": f"round(value, 1) <= 80 ? {words({0: 'idle', 1: 'in', 2: 'out'}, 'round(value, 1) * 10 % 10')} : none"}),
    "shinasystem:fzLocal.smoke_battery": several("genPowerCfg", "batteryVoltage", {
        "smoke_battery": "round((max(2300, min(3100, value * 100)) - 2300) / 800 * 100)"}),
    "ubisys:ubisys.fz.configure_device_setup": ubisys_setup,
    "lutron:fzLocal.custom_command_move_to_level": lambda d: {"level_actions": {}},
}
MEANINGS = {
    "AduroSmart/81949": ADURO,
    "ctm:fzLocal.ctm_thermostat": {
        "ctmRelayState": {"running_state": "value ? 'heat' : 'idle'"},
        "ctmOperationMode": {"preset": words({0: "off", 1: "away", 2: "sleep", 3: "home"}), "system_mode": words({0: "off", 1: "off", 2: "off", 3: "heat"})}},
    "ctm:fzLocal.ctm_stove_guard": {"alarmStatus": {"alarm_status": words(
        {0: "ok", 1: "tamper", 2: "high_temperatur", 3: "timer", 4: "battery_alarm", 5: "error", 255: "unknown"})}},
    "datek:fzLocal.idlock": NEVER,
    "Lonsonho/QS-Zigbee-D02-TRIAC-LN": {"64512": {"min_brightness": DIMMER_TEXT}},
    "Lonsonho/QS-Zigbee-D02-TRIAC-2C-LN": {"64512": {"min_brightness@": DIMMER_TEXT}},
    **{name: DEAD_BAND for name in ("Viessmann/ZK03840", "Centralite/3156105", "Namron/4512758", "Eurotronic/SPZB0001", "Eurotronic/COZB0001",
                                    "Eurotronic/CoZB_dha")},
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
    "Sber/SBDV-00202": {"rmsCurrentMa": {"current": "round(value / 1000, 2)"}},
    "moes:fzLocal.adcbzi_calibration": {"tuyaMotorReversal": {"calibration": words({0: "stop", 1: "calibrate", 2: "calibrate_reverse"}) + " ?? text(value)"}},
    "Custom devices (DiY)/ti.router": {"4919": {"transmit_power": "value ? value : none"}},
    "ShinaSystem/CSM-300ZB_V2": {"batteryVoltage": {"voltage": "value * 100", "battery": "round((max(3200, min(4100, value * 100 + 1000)) - 3200) / 900 * 100)"}},
    "Third Reality/3RKS030Z": {"readWeight": {"weight": "value", "weight_pound_ounce": f"floor({OUNCES} / 16) + 'lb ' + number(fixed({OUNCES} % 16, 2)) + 'oz'"}},
    "immax:fzLocal.ts0219ssIasWd": {"2": {"volume": "100 - value"}},
    "lixee:fzZiPulses": {"unitOfMeasure": {"unitOfMeasure": words(dict(enumerate(
        ["kWh", "m3", "ft3", "ccf", "US gl", "IMP gl", "BTUs", "L (litre)", "kPA (jauge)", "kPA (absolu)", "kPA (absolu)", "sans unité", "MJ", "kVar"])))}},
    "datek:fzLocal.led_on_motion": {"ledOnMotion": {"led_on_motion": "false"}},
}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
