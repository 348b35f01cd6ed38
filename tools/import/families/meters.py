"""Meters of electricity and gas: m.electricityMeter and m.gasMeter, and the converters they are made of."""

from families.formulas import read, reads, sets, write
from missing import Missing, take

# What can be asked for, in the order in which it is shown; what is missing here the peer's extension shows without asking.
ASKED = {"electrical": ["power", "voltage", "current", "ac_frequency", "power_factor"], "metering": ["power", "energy", "produced_energy"],
         "both": ["power", "voltage", "current", "energy", "produced_energy", "ac_frequency", "power_factor"]}
PHASES = ["power_phase_b", "power_phase_c", "voltage_phase_b", "voltage_phase_c", "current_phase_b", "current_phase_c"]
QUANTITIES = {"power": "power", "voltage": "voltage", "current": "current", "energy": "energy", "producedEnergy": "energy", "acFrequency": "ac_frequency"}
REPORTS = {"min", "max", "change"}


def electricity_meter(args, d):
    given = take(args, {"cluster", "power", "voltage", "current", "energy", "configureReporting", "acFrequency", "powerFactor", "producedEnergy",
                        "apparentPower", "threePhase", "type", "electricalMeasurementType", "endpointNames", "tariffs"})
    source = given.get("cluster", "both")
    out = {} if source == "both" else {"from": source}
    for quantity in ("power", "voltage", "current", "energy"):
        if given.get(quantity) is False:
            out[quantity] = False
    if given.get("configureReporting") is False:
        out["report"] = False
    usual = {"cluster", "power", "voltage", "current", "energy", "configureReporting"}
    if not set(given) - usual and not any(isinstance(value, dict) for value in given.values()):
        return {"electricity_meter": out}
    if given.get("electricalMeasurementType", "ac") == "dc" or given.get("type", "electricity") != "electricity":
        raise Missing("kind of meter")
    d.listed = True
    out = {"from": source} if source != "both" else {}
    divisors, by_metering = {}, source == "metering"
    for theirs, ours in QUANTITIES.items():
        value = given.get(theirs)
        if not isinstance(value, dict):
            continue
        if set(value) - REPORTS - {"divisor", "multiplier", "cluster"} or value.get("multiplier", 1) != 1:
            raise Missing(f"{theirs} {value}")
        by_metering = by_metering or (theirs == "power" and value.get("cluster") == "metering")
        if "divisor" in value:
            divisors["energy" if theirs == "power" and source == "metering" else ours] = value["divisor"]
    if divisors and given.get("configureReporting", True):
        out["divisors"] = divisors
    if by_metering and source == "both":
        out["power_counted"] = True
    # Converters that ask do so whether the quantity is shown or not.
    asks = ASKED[source] + (PHASES if given.get("threePhase") else [])
    out["asks"] = asks
    return {"electricity_meter": out}


# Their converters that ask -> (our cluster, property).
ASKS = {
    "tz.electrical_measurement_power": ("electrical", "power"), "tz.electrical_measurement_power_phase_b": ("electrical", "power_phase_b"),
    "tz.electrical_measurement_power_phase_c": ("electrical", "power_phase_c"),
    "tz.electrical_measurement_power_reactive": ("electrical", "power_reactive"), "tz.acvoltage": ("electrical", "voltage"),
    "tz.acvoltage_phase_b": ("electrical", "voltage_phase_b"), "tz.acvoltage_phase_c": ("electrical", "voltage_phase_c"),
    "tz.accurrent": ("electrical", "current"), "tz.accurrent_phase_b": ("electrical", "current_phase_b"),
    "tz.accurrent_phase_c": ("electrical", "current_phase_c"), "tz.accurrent_neutral": ("electrical", "current_neutral"),
    "tz.frequency": ("electrical", "ac_frequency"), "tz.powerfactor": ("electrical", "power_factor"),
    "tz.metering_power": ("metering", "power"), "tz.currentsummdelivered": ("metering", "energy"),
    "tz.currentsummreceived": ("metering", "produced_energy"),
}
TELLS = {"electrical": "fz.electrical_measurement", "metering": "fz.metering"}


def meter(source):
    """One block for all converters of a cluster."""
    def rule(d):
        asks = [property for name in d.converters("toZigbee") if name in ASKS for cluster, property in [ASKS[name]] if cluster == source]
        out = {"from": source, "report": False}
        if asks:
            out["asks"] = list(dict.fromkeys(asks))
        if TELLS[source] not in d.converters("fromZigbee"):
            out["tells"] = False
        return {"electricity_meter": out}
    return rule




EXTENSIONS = {"modernExtend.electricityMeter": electricity_meter}
CONVERTERS = {
    **{name: meter(source) for source, name in TELLS.items()},
    **{name: meter(source) for name, (source, _) in ASKS.items()},
}
