"""Stelpro: thermostats that tell what they draw, and how eco mode is on."""

from families.formulas import reads, sets, write
from families.older import thermostat

MODELS = ["Stelpro/HT402", "Stelpro/ST218", "Stelpro/STZB402", "Stelpro/SORB", "Stelpro/SMT402", "Stelpro/SMT402AD", "Stello/STLO-34"]
# Those two of which their names are not told.
OTHERS = {"HT402", "STLO-34"}
SENT = {"outdoor_temperature_display": sets("outdoor_temperature_display", write("hvacThermostat", {
            "stelproOutdoorTemp": "value >= -32 && value <= 119 ? value * 100 : none"}), None, {}),
        "peak_demand_icon": sets("peak_demand_icon", write("hvacThermostat", {
            "peakDemandIcon": "number(value) >= 0 && number(value) * 3600 <= 65535 ? number(value) * 3600 : none"}), None, {"peak_demand_icon": "number(value)"})}
EXTRA = {"system_mode": "data.stelproSystemMode == 5 ? 'auto' : none",
         "running_state": "data.pIHeatingDemand == none ? none : data.pIHeatingDemand >= 10 ? 'heat' : 'idle'"}


def stelpro(d):
    rows = (d.fact.get("customClusters") or {}).get("hvacThermostat", {}).get("attributes", {})
    energy = {name: {name: formula} for name, formula in (("power", "value"), ("energy", "value / 1000")) if name in rows}
    shown = {e.get("property") for e in d.exposes}
    energy = {name: row for name, row in energy.items() if name in shown}
    out = {**thermostat(d)["thermostat"]}
    out.pop("tells", None)
    return [("thermostat", out), reads("hvacThermostat", {**energy, "any": EXTRA}), *(SENT[key] for key in SENT if d.model in OTHERS)]


def from_demand(d):
    """Schneider's, of which some tell no running state either."""
    out = {**thermostat(d)["thermostat"]}
    out.pop("tells", None)
    return [("thermostat", out), reads("hvacThermostat", {"pIHeatingDemand": {"running_state": "value >= 10 ? 'heat' : 'idle'"}})]


CONVERTERS = {"schneider_electric:fzLocal.thermostat_running_state_from_piheat": from_demand}
ANONYMOUS = {name: stelpro for name in MODELS}
