"""Legrand: switches, cable outlets and shutters of the Netatmo series."""

from families.formulas import command, read, reads, sets, words
from yaml_writer import Hex

MAKER = Hex(0x1021)
OWN, PILOT, AUTO = "manuSpecificLegrandDevices", "manuSpecificLegrandDevices2", "manuSpecificLegrandDevices3"
MODES = {1: "pilot_off", 2: "pilot_on", 3: "switch", 4: "auto", 256: "dimmer_off", 257: "dimmer_on"}
PILOT_MODES = {"comfort": 0, "comfort_-1": 1, "comfort_-2": 2, "eco": 3, "frost_protection": 4, "off": 5}


def told(key, cluster, table):
    """One octet in a command that has no name."""
    return lambda d: [sets(key, command(f"{cluster}.command0", {"data": f"[{words(table)}]"}))]


def stop_polling(d):
    """A battery device that checks in is sent back to sleep at once."""
    return [reads("genPollCtrl", None, {"checkin": {}}, answer=[command("genPollCtrl.fastPollStop", manufacturer=MAKER, quiet=True, endpoint="1")])]


def pilot_wire(d):
    return [sets("pilot_wire_mode", command(f"{PILOT}.command0", {"data": f"[{words(PILOT_MODES)}]"}), read(PILOT, 0, manufacturer=MAKER))]


CONVERTERS = {
    "legrand.fzLegrand.stop_poll_on_checkin": stop_polling,
    "legrand.fzLegrand.binary_input_moving": lambda d: [reads("genBinaryInput", {"any": {"action": "data.presentValue ? 'moving' : 'stopped'"}})],
    "legrand.tzLegrand.auto_mode": told("auto_mode", AUTO, {"off": 0, "auto": 2, "on_override": 3}),
    "legrand.tzLegrand.pilot_wire_mode": pilot_wire,
}
MEANINGS = {"legrand.fzLegrand.power_alarm": {"61440": {"power_alarm_active_value": "value", "power_alarm_active": "value > 0"}}}
