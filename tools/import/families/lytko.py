"""Lytko: thermostats with two channels and a screen."""

from families.formulas import Row, read, reads, sets, told, write
from yaml_writer import Hex

MAKER = Hex(0x7777)
THERMOSTAT, SCREEN = "hvacThermostat", "hvacUserInterfaceCfg"
SENSORS = ["3.3", "5", "6.8", "10", "12", "14.8", "15", "20", "33", "47"]
FIRST, SECOND = Hex(30464), Hex(30465)
LOCKS = dict(enumerate(["unlock", "lock1", "lock2", "lock3", "lock4", "lock5"]))
LIST = "[" + ", ".join(f"'{name}'" for name in SENSORS) + "]"
PLACES = "{" + ", ".join(f"'{name}': {i}" for i, name in enumerate(SENSORS)) + "}"


def thermostat(d):
    end = "@" if d.meta("multiEndpoint") else ""
    # The sensor carries the endpoint's name on all devices.
    sensors = {f"sensor_type_{name}": f"endpoint == {number} ? {LIST}[value] : none" for name, number in d.endpoints().items()}
    return [reads(THERMOSTAT, {"minSetpointDeadBand": {"min_setpoint_deadband" + end: "value / 10"}, FIRST: sensors,
                               SECOND: {"target_temp_first" + end: "value == 1"}})]


def screen(d):
    return told([Row("brightness@", SCREEN, FIRST), Row("brightness_standby@", SCREEN, SECOND), Row("keypad_lockout@", SCREEN, "keypadLockout", LOCKS)])


def kept(key, cluster, number, formula, type_):
    return sets(key, write(cluster, {number: formula}, type=type_, manufacturer=MAKER), read(cluster, number, manufacturer=MAKER))


CONVERTERS = {
    "lytko:fzLocal.thermostat": thermostat,
    "lytko:fzLocal.thermostat_ui": screen,
    "lytko:tzLocal.thermostat": lambda d: [
        kept("sensor_type", THERMOSTAT, FIRST, PLACES + "[value]", "enum8"), kept("target_temp_first", THERMOSTAT, SECOND, "value", "boolean"),
        sets("min_setpoint_deadband", write(THERMOSTAT, {"minSetpointDeadBand": "round(number(value) * 10)"}), read(THERMOSTAT, "minSetpointDeadBand"))],
    "lytko:tzLocal.thermostat_ui": lambda d: [kept("brightness", SCREEN, FIRST, "value", "enum8"),
                                              kept("brightness_standby", SCREEN, SECOND, "value", "enum8")],
}
