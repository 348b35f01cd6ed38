"""DIYRuZ: keypads, sensors and switches that people build themselves."""

from families.formulas import read, reads, sets, words, write
from yaml_writer import Hex

CONFIG, LEVEL, LOCK = "genOnOffSwitchCfg", "msIlluminanceLevelSensing", "closuresDoorLock"
TYPES, ACTIONS = ["toggle", "momentary", "multifunction"], ["on", "off", "toggle"]
TUBES = ["СБМ-20/СТС-5/BOI-33", "СБМ-19/СТС-6", "Others"]

# Two thousand one hundred millivolts and less are empty; the curve is that of lithium cells.
CELL = ("(value < 21000 ? 0 : value < 24400 ? 6 - (2440 - value / 10) * 6 / 340 : value < 27400 ? 18 - (2740 - value / 10) * 12 / 300 : "
        "value < 29000 ? 42 - (2900 - value / 10) * 24 / 160 : value < 30000 ? 100 - (3000 - value / 10) * 58 / 100 : 100)")


def voltage(d):
    return [reads("genPowerCfg", {"mainsVoltage": {"battery": f"round({CELL})", "voltage": "value / 10"}})]


def each_button(formula):
    return lambda d: {name: f"endpoint == {number} ? {formula} : none" for name, number in d.endpoints().items()}


def keypad(d):
    return [reads("genOnOff", {"onOff": each_button("value == 1")(d)})]


def freepad(d):
    config = {attribute: {f"{key}_{name}": f"endpoint == {number} ? {words(dict(enumerate(table)))} : none" for name, number in d.endpoints().items()}
              for attribute, key, table in (("switchType", "switch_type", TYPES), ("switchActions", "switch_actions", ACTIONS))}
    return [reads(CONFIG, config, kinds=["response"])]


def freepad_set(d):
    asks = read(CONFIG, ["switchType", "switchActions"])
    return [sets(key, write(CONFIG, {attribute: words({word: i for i, word in enumerate(table)}) + " ?? number(value)"}), asks)
            for key, attribute, table in (("switch_type", "switchType", TYPES), ("switch_actions", "switchActions", ACTIONS))]


NUMBER = "round(number(data[{}] ?? '?'), 2)"
RELAY = {"state": "data.onOff == 1 ? 'ON' : 'OFF'", "cpu_temperature": NUMBER.format(41361), "power": NUMBER.format(41364),
         "current": f"round({NUMBER.format(41364)} / 230, 2)", "action": "data[41367] == 1 ? 'hold' : 'release'"}

OFFSETS = {"msTemperatureMeasurement": {"temperatureOffset": {"temperature_offset": "value"}},
           "msPressureMeasurement": {"pressureOffset": {"pressure_offset": "value"}},
           "msRelativeHumidity": {"humidityOffset": {"humidity_offset": "value"}}}
AIR = {"threshold1": {"threshold1": "value"}, "threshold2": {"threshold2": "value"}, "ledFeedback": {"led_feedback": "value ? 'ON' : 'OFF'"},
       "enableAbc": {"enable_abc": "value ? 'ON' : 'OFF'"}}


def kept(cluster, attributes):
    return lambda d: [reads(cluster, attributes, kinds=["response"])]


E = "diyruz:fzLocal."
CONVERTERS = {
    E + "keypad20states": keypad,
    E + "keypad20_battery": voltage,
    E + "diyruz_rspm": lambda d: [reads("genOnOff", {"any": RELAY})],
    E + "diyruz_freepad_config": freepad,
    E + "diyruz_airsense_config_co2": kept("msCO2", AIR),
    E + "diyruz_airsense_config_temp": kept("msTemperatureMeasurement", OFFSETS["msTemperatureMeasurement"]),
    E + "diyruz_airsense_config_pres": kept("msPressureMeasurement", OFFSETS["msPressureMeasurement"]),
    E + "diyruz_airsense_config_hum": kept("msRelativeHumidity", OFFSETS["msRelativeHumidity"]),
    "diyruz:tzLocal.diyruz_freepad_on_off_config": freepad_set,
}
MEANINGS = {
    E + "diyruz_geiger_config": {"sensorsType": {"sensors_type": words(dict(enumerate(TUBES)))}},
    "DIYRuZ/DIYRuZ_R8_8": {"presentValue": {"action": "(" + words(
        {0: "release", 1: "single", 2: "double", 3: "tripple", 4: "hold"}) + " ?? 'undefined') + '_' + endpoint_name"}},
}
GEIGER = [read(LEVEL, ["sensitivity", "ledFeedback", "buzzerFeedback"]), read(LEVEL, ["sensorsCount", "sensorsType", "alertThreshold"])]
INTERCOM = [read(LOCK, ["mode", "sound", "timeRing", "timeTalk"]), read(LOCK, ["timeOpen", "timeBell", "timeReport"])]
OPERATIONS = {
    "diyruz:tzLocal.diyruz_geiger_config": {"sensors_type": {
        "set": [write(LEVEL, {Hex(61444): words({name: i for i, name in enumerate(TUBES)}) + " ?? number(value)"}, type="enum8")], "get": GEIGER}},
    "diyruz:tzLocal.diyruz_zintercom_config": {"mode": {
        "set": [write(LOCK, {Hex(81): words({name: i for i, name in enumerate(["never", "once", "always", "drop"])}) + " ?? number(value)"}, type="enum8")],
        "get": INTERCOM}},
}
