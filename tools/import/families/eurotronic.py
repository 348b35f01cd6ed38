"""Eurotronic: valves whose mode, lock and display are bits of one number, which is read before it is written."""

from families.formulas import read, write
from yaml_writer import Hex

FLAGS, MAKER = "hostFlags", Hex(0x1037)
ASKS = read("hvacThermostat", FLAGS, manufacturer=MAKER)


def flags(**wanted):
    of = {key: wanted.get(key, f"state.{key}") for key in ("mirror_display", "system_mode", "child_lock")}
    return (f"1 + ({of['mirror_display']} == 'ON' ? 2 : 0) + ({of['system_mode']} == 'off' ? 32 : {of['system_mode']} == 'heat' ? 4 : 16)"
            f" + ({of['child_lock']} == 'LOCK' ? 128 : 0)")


def row(key, **more):
    return {"set": [ASKS, write("hvacThermostat", {FLAGS: flags(**{key: "value"})}, manufacturer=MAKER)], **more}


KEPT = {"system_mode": row("system_mode", get=[ASKS]), "child_lock": row("child_lock"), "mirror_display": row("mirror_display", get=[ASKS])}
RUNS = "value >= 10 ? 'heat' : 'idle'"
PERCENT = "round(value * 100 / 255)"
TOLD = {FLAGS: {"child_lock": "value >> 7 & 1 ? 'LOCK' : 'UNLOCK'", "mirror_display": "value >> 1 & 1 ? 'ON' : 'OFF'",
                "system_mode": "(value & 0x30) != 0 ? 'off' : value & 4 ? 'heat' : 'auto'"},
        "minSetpointDeadBand": {"min_setpoint_dead_band": "round(value, 2) / 100"}, "pIHeatingDemand": {"running_state": RUNS}}
MEANINGS = {
    "Eurotronic/SPZB0001": {**TOLD, "pIHeatingDemand": {"pi_heating_demand": PERCENT, "running_state": RUNS}}, "Eurotronic/COZB0001": TOLD,
    "Eurotronic/CoZB_dha": {**{name: row for name, row in TOLD.items() if name != FLAGS}, "pICoolingDemand": {"pi_cooling_demand": PERCENT}}}
OPERATIONS = {f"Eurotronic/{model}": KEPT for model in ("SPZB0001", "COZB0001")}
