"""Meters of electricity and gas: m.electricityMeter and m.gasMeter, and the converters they are made of."""

from families.formulas import reads
from missing import Missing, take

# What can be asked for, in the order in which it is shown; what is missing here the peer's extension shows without asking.
ASKED = {"electrical": ["power", "voltage", "current", "ac_frequency", "power_factor"], "metering": ["power", "energy", "produced_energy"],
         "both": ["power", "voltage", "current", "energy", "produced_energy", "ac_frequency", "power_factor"]}
PHASES = ["power_phase_b", "power_phase_c", "voltage_phase_b", "voltage_phase_c", "current_phase_b", "current_phase_c"]
QUANTITIES = {"power": "power", "voltage": "voltage", "current": "current", "energy": "energy", "producedEnergy": "energy", "acFrequency": "ac_frequency"}
REPORTS = {"min", "max", "change"}


# Makers' versions of the converters that tell -> (our cluster, what is different).
KINDS = {
    "fz.electrical_measurement": ("electrical", {}), "fz.metering": ("metering", {}),
    "develco:develco.fz.electrical_measurement": ("electrical", {"sure": True}), "develco:develco.fz.metering": ("metering", {"sure": True}),
    "schneider_electric:fzLocal.EKO09738_metering": ("metering", {"milliwatts": True}),
    "bituo_technik:bituo_fz.electrical_measurement": ("electrical", {"divided": True}),
    "salus_controls:fzLocal.SP600_power": ("metering", {}),
}


def electricity_meter(args, d):
    given = take(args, {"cluster", "power", "voltage", "current", "energy", "configureReporting", "acFrequency", "powerFactor", "producedEnergy",
                        "apparentPower", "threePhase", "fzElectricalMeasurement", "fzMetering", "type", "electricalMeasurementType", "endpointNames", "tariffs"})
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
    for kind in ("fzElectricalMeasurement", "fzMetering"):
        if kind in given:
            if given[kind].get("$ref") not in KINDS:
                raise Missing(kind)
            out.update(KINDS[given[kind]["$ref"]][1])
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


def meter(source):
    """One block for all converters of a cluster."""
    def rule(d):
        asks = [property for name in d.converters("toZigbee") if name in ASKS for cluster, property in [ASKS[name]] if cluster == source]
        out = {"from": source, "report": False}
        if asks:
            out["asks"] = list(dict.fromkeys(asks))
        told = [more for name in d.converters("fromZigbee") if name in KINDS for cluster, more in [KINDS[name]] if cluster == source]
        for more in told:
            out.update(more)
        if not told:
            out["tells"] = False
        return {"electricity_meter": out}
    return rule


COUNTED = "value * (cached.multiplier && cached.divisor ? cached.multiplier / cached.divisor : 0)"
TOTAL = {"totalActivePower": {"total_power@": "value"}, "totalReactivePower": {"total_power_reactive@": "value"},
         "totalApparentPower": {"total_power_apparent@": "value"}}
PHASES_COUNTED = {f"currentTier{n}Summ{way}": {f"{stem}energy_phase_{phase}@": COUNTED} for n, phase in ((1, "a"), (2, "b"), (3, "c"))
                  for way, stem in (("Delivered", ""), ("Received", "produced_"))}
BAD = "data.currentSummDelivered == 0 || data.currentSummDelivered == 281474976710655 || data.currentSummDelivered != data.currentSummDelivered"
HAN = {"currentSummDelivered": {"energy@": f"{BAD} ? none : value / 1000"},
       "currentSummReceived": {"produced_energy@": f"data.currentSummDelivered != none && ({BAD}) ? none : value / 1000"}}

EXTENSIONS = {"modernExtend.electricityMeter": electricity_meter}
CONVERTERS = {
    **{name: meter(source) for name, (source, _) in KINDS.items()},
    "bituo_technik:bituo_fz.total_power": lambda d: [reads("haElectricalMeasurement", TOTAL)],
    "bituo_technik:bituo_fz.phase_energy": lambda d: [reads("seMetering", PHASES_COUNTED)],
    "develco:develco.fz.metering_emizb132": lambda d: [reads("seMetering", HAN, once=True)],
    **{name: meter(source) for name, (source, _) in ASKS.items()},
}

# Numbers of makers of their own; a text in their place is no number.
def hundredths(*names):
    return {name: "round(number(value), 2)" for name in names}


MEAZON = {"8193": hundredths("power"), "8196": hundredths("voltage"), "8213": hundredths("voltage"), "8199": hundredths("current"),
          "8216": hundredths("current"), "8202": hundredths("reactive_power", "reactivepower"),
          "12288": hundredths("energy_consumed", "energyconsumed", "energy"), "12291": hundredths("energy_produced", "energyproduced"),
          "12294": hundredths("reactive_summation", "reactivesummation"), "16408": hundredths("measure_serial", "measureserial")}


def falsy(value, other):
    """The other where a number is nothing or zero."""
    return f"(({value} ?? 0) == 0 ? {other} : {value})"


OWON = {**{f"owonL{n}{kind}": {f"{stem}_l{n}": "value * 0.001" if (n, stem) != (3, "reactive_energy") else "value / 1000"}
           for n in (1, 2, 3) for kind, stem in (("Energy", "energy"), ("ReactiveEnergy", "reactive_energy"))},
        "owonReactivePowerSum": {"power_reactive": falsy("data.owonReactiveEnergySum", "data[8451]")},
        "8451": {"power_reactive": falsy("data.owonReactiveEnergySum", "data[8451]")},
        "owonCurrentSum": {"current": falsy("data.owonCurrentSum", "number(data[12547] ?? '?') * 0.001")},
        "12547": {"current": falsy("data.owonCurrentSum", "number(data[12547]) * 0.001")},
        "owonReactiveEnergySum": {"reactive_energy": falsy("data.owonReactiveEnergySum", "number(data[16643] ?? '?')") + " * 0.001"},
        "16643": {"reactive_energy": falsy("data.owonReactiveEnergySum", "number(data[16643])") + " * 0.001"}}
MEANINGS = {
    "meazon:fzLocal.meazon_meter": MEAZON, "owon:fzLocal.PC321_metering": OWON,
    "woolley:fzLocal.BSD29": {number: {name: "number(value) / 1000"} for number, name in (("28678", "power"), ("28677", "voltage"), ("28676", "current"))},
}
