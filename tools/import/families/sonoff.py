"""SONOFF: relays with their switches apart, and what they do after a while."""

from families.formulas import Row, command, read, reads, sets, taken, told, words
from yaml_writer import Hex

OWN = "customClusterEwelink"
MAKER = Hex(0x1286)
RELAYS = [f"detach_relay_outlet{i}" for i in (1, 2, 3)]


def answered(blocks):
    """Reads and writes that ask for a default response."""
    return [(name, {k: [{**step, "answered": True} for step in v] if k in ("set", "get") else v for k, v in options.items()}) for name, options in blocks]


def trigger(args, d):
    row = Row("external_trigger_mode", OWN, "externalTriggerMode", "{1: 'pulse', 2: 'following(off)', 130: 'following(on)'}[value] ?? 'edge'",
              "{'edge': 0, 'pulse': 1, 'following(off)': 2, 'following(on)': 130}[lower(value)]", state={"external_trigger_mode": "lower(value)"})
    return told([row]) + answered(taken(row))


def detach(args, d):
    meaning = "{" + ", ".join(f"{name}: value >> {bit} & 1 ? 'ENABLE' : 'DISABLE'" for bit, name in enumerate(RELAYS)) + "}"
    sent = " + ".join(f"(value.{name} == 'ENABLE' ? {1 << bit} : 0)" for bit, name in enumerate(RELAYS))
    row = Row("detach_relay_mode", OWN, "detachRelayMode2", meaning, sent)
    return told([row]) + answered(taken(row))


def inching(args, d):
    """A command of eleven octets, the last of which checks the others."""
    named = args and isinstance(args[0], dict) and args[0].get("endpointNames")
    part = (lambda name: f"value['{name}_' + endpoint_name]") if named else (lambda name: f"value.{name}")
    mode = f"(({part('inching_control')} == 'DISABLE' ? 0 : 128) + ({part('inching_mode')} == 'OFF' ? 0 : 1))"
    channel = "(endpoint_name == 'l2' ? 1 : 0)" if named else "0"
    time = f"round(number(fixed(({part('inching_time')} ?? 0) * 2, 1)))"
    low, high = f"({time} & 255)", f"({time} >> 8 & 255)"
    head = [1, 0x17, 7, 0x80]
    check = f"{head[0] ^ head[1] ^ head[2] ^ head[3]} ^ {mode} ^ {channel} ^ {low} ^ {high}"
    octets = ", ".join([*map(str, head), mode, channel, low, high, "0", "0", check])
    return [sets("inching_control_set", command(f"{OWN}.protocolData", {"data": f"[{octets}]"}, manufacturer=MAKER))]


def climate(args, d):
    """Dew point and vapor pressure deficit, from what was heard last of the other quantity."""
    def properties(t, h, known):
        saturated = f"0.61078 * power(2.718281828459045, 17.27 * {t} / ({t} + 237.3))"
        alpha = f"(17.27 * {t} / ({t} + 237.7) + log10({h} / 100) * 2.302585092994046)"
        return {"vpd": f"{known} == none || {known} == null ? none : round({saturated} - {h} / 100 * ({saturated}), 2)",
                "dew_point": f"{known} == none || {known} == null || {h} <= 0 ? none : round(237.7 * {alpha} / (17.27 - {alpha}), 1)"}
    return [reads("msTemperatureMeasurement", {"measuredValue": properties("(value / 100)", "state.humidity", "state.humidity")}),
            reads("msRelativeHumidity", {"measuredValue": properties("state.temperature", "(value / 100)", "state.temperature")})]


def supply(args, d):
    """On mains it does not tell its charge: it is asked for it."""
    return [reads(OWN, {"powerSupplyMode": {"power_supply_mode": words({0: "battery", 1: "external"}),
                                            "battery": "value == 1 && state.battery != 100 ? null : none"}},
                  answer=[read("genPowerCfg", "batteryPercentageRemaining", **{"if": "data.powerSupplyMode == 1"})]),
            sets("power_supply_mode", None, read(OWN, "powerSupplyMode"))]


def siren(d):
    return [sets("siren_on", command(f"{OWN}.alertCommand", {"data": "[" + words({"ON": 0, "OFF": 1}) + "]"}, quiet=True))]


def clear_history(args, d):
    gone = {name: "null" for name in ("consumption_records", "consumption_records_dst")}
    return [sets("clear_history", command(f"{OWN}.clearHistory", {"deviceType": "2", "deviceLength": "1", "eventType": "0"}),
                 state={"clear_history": "lower(value)", **gone})]


# Reported on after the relay has gone off.
WHEN_ON = "state.state == 'ON' ? value / 1000 : 0"
SIGNED = "value == value ? (((value & 0xffffffff) ^ 0x80000000) - 0x80000000) / 1000 : value"
CURRENT = {name: WHEN_ON for name in ("current", "ac_current_current_value")}
POWER = {name: WHEN_ON for name in ("power", "ac_current_power_value")}


def without_power(d):
    return [("on_off", {"power_on_behavior": False, "report": False}),
            reads("genOnOff", {"onOff": {name: "value == 0 ? 0 : none" for name in ("power", "current")}})]


E = "sonoff:sonoffExtend."
EXTENSIONS = {E + "externalSwitchTriggerMode": trigger, E + "detachRelayModeControl": detach, E + "inchingControlSet": inching,
              E + "temperatureHumidityCalculatedValues": climate,
              E + "powerSupplyModeWithChangeBatteryState": supply, E + "clearConsumptionHistory": clear_history}
CONVERTERS = {"sonoff:fzLocal.on_off_clear_electricity": without_power, "sonoff:tzLocal.snzb_09p_alert": siren}
MEANINGS = {
    **{f"SONOFF/{model}": {"acCurrentCurrentValue": {"current": WHEN_ON}, "acCurrentPowerValue": {"power": WHEN_ON}} for model in ("S60ZBTPF", "S60ZBTPG")},
    "SONOFF/S61SZBTPB": {"acCurrentCurrentValue": CURRENT, "acCurrentPowerValue": POWER,
                         "currentSummDelivered": {"total_energy_consumption": "value == value && value != 281474976710655 ? value * ((cached.multiplier ?? 1) / (cached.divisor ?? 1000)) : none"}},
    "SONOFF/BASIC-ZB1GSP": {"acCurrentCurrentValue": CURRENT, "acCurrentPowerValue": {"power": SIGNED}},
    **{f"SONOFF/{model}": {"acCurrentPowerValue": {"power": SIGNED}} for model in ("MINI-ZB1GP", "MINI-ZB1GSP")},
    "SONOFF/SNZB-03PR2": {"15360": {"pir_occupied_to_unoccupied_delay": "value == text(value) || data.pirOToUDelay != none ? none : value"}},
    "SONOFF/TRVZB": {"temporaryModeTemp": {"timer_mode_target_temp": "value == 0 ? none : value / 100"}},
}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
