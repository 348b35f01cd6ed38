"""SONOFF: relays with their switches apart, and what they do after a while."""

from families.formulas import Row, command, read, reads, sets, taken, told, words, write
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


def u32(number):
    return ", ".join(f"{number} >> {shift} & 255" for shift in (0, 8, 16, 24))


def array(octets):
    return f"{{elementType: 32, elements: {octets}}}"


def thousands(key):
    return f"round(value.{key} * 1000)"


def protector(switch):
    """One scene: what a relay is switched off by."""
    def voltage(key):
        return f"[{u32(thousands(key))[:-len(' >> 24 & 255') - len(thousands(key))]}({thousands(key)} >> 24 & 127) + (value.{key}_enabled ? 128 : 0)]"
    def flag(key):
        return f"((value.{key} ?? false) ? 1 : 0)" if switch else f"((state.power_protector.{key} ?? false) ? 1 : 0)"
    def within(key, least, most):
        return f"value.{key} >= {least} && value.{key} <= {most}"
    fit = " && ".join([within("max_current_protect", 0.1, 16), within("max_power_protect", 2, 3840), within("max_voltage_protect", 85, 277),
                       within("min_voltage_protect", 85, 277), *(f"(value.{key} ?? none) != none" for key in ("max_voltage_protect_enabled", "min_voltage_protect_enabled"))])
    octets = (f"flat([0, 1, 1, 2, 20, 1, [{u32(thousands('max_current_protect'))}], [{u32(thousands('max_power_protect'))}], "
              f"{flag('external_switch_only_recovery')}, {voltage('max_voltage_protect')}, {voltage('min_voltage_protect')}, {flag('auto_recovery')}, 1])")
    return {"power_protector": {"set": [write(OWN, {0x7016: f"{fit} ? {array(octets)} : none"}, type="array")], "get": [read(OWN, 0x7016, answered=True)]}}


def overload(power, current):
    """Limits, of which only those that are on are sent."""
    def sent(key, usual=None):
        number = f"trunc(1000 * number(value.{key} ?? 0))"
        return f"({number} == 0 ? {usual * 1000} : {number})" if usual else number
    def on(key):
        return f"value.enable_{key} == 'ENABLE'"
    def part(key):
        return f"{on(key)} ? [{u32(sent(key))}] : []"
    least = ["min_current", "max_voltage", "min_voltage", "min_power"]
    count = " + ".join(f"({on(key)} ? 4 : 0)" for key in least)
    wrong = " || ".join(f"({test})" for test in (
        f"{on('min_current')} && {sent('min_current')} >= {sent('max_current', current)}",
        f"{on('max_voltage')} && {on('min_voltage')} && {sent('min_voltage')} >= {sent('max_voltage')}",
        f"{on('min_power')} && {sent('min_power')} >= {sent('max_power', power)}"))
    octets = (f"flat([4, 11 + {count}, {on('min_current')} ? 3 : 1, ({on('max_voltage')} ? 1 : 0) + ({on('min_voltage')} ? 2 : 0), {on('min_power')} ? 3 : 1, "
              f"[{u32(sent('max_current', current))}], {part('min_current')}, {part('max_voltage')}, {part('min_voltage')}, "
              f"[{u32(sent('max_power', power))}], {part('min_power')}])")
    asks = read(OWN, 0x7003, answered=True)
    return {"overload_protection": {"set": [write(OWN, {0x7003: f"({wrong}) ? none : {octets}"}, type="text", answered=True), asks], "get": [asks]}}


def irrigation(key, amount, number):
    """So many times, each of so much or so long, with so much time between."""
    def be(name):
        return ", ".join(f"(value.{name} ?? 0) >> {shift} & 255" for shift in (24, 16, 8, 0))
    octets = f"[0, (value.total_number ?? 0) & 255, {be(amount)}, {be('irrigation_interval')}]"
    return {key: {"set": [write(OWN, {number: octets}, type="text", answered=True)], "get": [read(OWN, number, answered=True)]}}


def remote(key, kind, octets):
    """What another sensor measures, to be shown; nothing is sent while that is off."""
    size = octets.count("255")
    sent = array(f"[1, 1, 0, 3, {5 + size}, 1, {kind}, 0, 1, {size}, {octets}]")
    return {key: {"set": [write(OWN, {0x601E: sent}, type="array", **{"if": "state.remote_sensors_state != 'disable'"})]}}


ZONES = range(1, 8)
ZONE_BITS = " | ".join(f"((key == 'enable_occupancy_zone_{zone}' ? value : state.enable_occupancy_zone_{zone}) ? {bits} : 0)"
                       for zone in ZONES for bits in [3 if zone == 1 else 1 << zone])
HUNDREDTHS = "round(value * 100)"
E = "sonoff:sonoffExtend."
CHARGE = "value >= 255 || (state.power_supply_mode == 'external' && round(value / 2, 2) != 100) ? none : round(value / 2, 2)"
NOW = ", ".join(f"floor(now / {256 ** i}) % 256" for i in range(8))
OPERATIONS = {
    "SONOFF/MINI-ZBDIM": {"set_calibration_action": {"set": [write(OWN, {"setCalibrationAction": "{start: [1, 1, 1], stop: [1, 1, 2]}[value]"})]}},
    "SONOFF/MINI-ZB1GSP": protector(True), "SONOFF/MINI-ZB1GP": protector(False),
    "SONOFF/S60ZBTPF": overload(4000, 17), "SONOFF/S60ZBTPG": overload(3250, 14),
    "SONOFF/SWV": {**irrigation("cyclic_timed_irrigation", "irrigation_duration", 0x5008),
                   **irrigation("cyclic_quantitative_irrigation", "irrigation_capacity", 0x5009)},
    "SONOFF/SNZB-02UL": {
        **remote("remote_temperature", 0, f"{HUNDREDTHS} & 255, {HUNDREDTHS} >> 8 & 255"),
        **remote("remote_humidity", 1, f"{HUNDREDTHS} & 255, {HUNDREDTHS} >> 8 & 255"), **remote("remote_pressure", 2, u32(HUNDREDTHS)),
        "remote_sensors_state": {"set": [write(OWN, {0x601E: array("[1, 1, 0, 3, 13, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]")}, type="array",
                                               **{"if": "value != 'enable'"})]}},
    "SONOFF/SNZB-06P24": {
        "spatial_learning": {"set": [command(f"{OWN}.spatialLearning", {"data": f"[0, {NOW}]"}, **{"if": "value == 'start_learning'"})],
                             "state": {"spatial_learning_state": "'Learning'"}},
        **{f"enable_occupancy_zone_{zone}": {"set": [write(OWN, {0x2016: ZONE_BITS}, type="bitmap16")]} for zone in ZONES}},
}
EXTENSIONS = {E + "externalSwitchTriggerMode": trigger, E + "detachRelayModeControl": detach, E + "inchingControlSet": inching,
              E + "temperatureHumidityCalculatedValues": climate,
              E + "powerSupplyModeWithChangeBatteryState": supply, E + "clearConsumptionHistory": clear_history,
              E + "batteryWithPowerSupplyMode": lambda args, d: [
                  reads("genPowerCfg", {"batteryPercentageRemaining": {"battery": CHARGE}}), sets("battery", None, read("genPowerCfg", "batteryPercentageRemaining"))]}
CONVERTERS = {"sonoff:fzLocal.on_off_clear_electricity": without_power, "sonoff:tzLocal.snzb_09p_alert": siren}
DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
SCHEDULE = ("join(each(data.transitions, pad(floor(item.transitionTime / 60), 2) + ':' + pad(item.transitionTime % 60, 2) + '/' + "
            "number(item.heatSetpoint ?? '?') / 100), ' ')")
MEANINGS = {
    **{f"SONOFF/{model}": {"acCurrentCurrentValue": {"current": WHEN_ON}, "acCurrentPowerValue": {"power": WHEN_ON}} for model in ("S60ZBTPF", "S60ZBTPG")},
    "SONOFF/S61SZBTPB": {"acCurrentCurrentValue": CURRENT, "acCurrentPowerValue": POWER,
                         "currentSummDelivered": {"total_energy_consumption": "value == value && value != 281474976710655 ? value * ((cached.multiplier ?? 1) / (cached.divisor ?? 1000)) : none"}},
    "SONOFF/BASIC-ZB1GSP": {"acCurrentCurrentValue": CURRENT, "acCurrentPowerValue": {"power": SIGNED}},
    **{f"SONOFF/{model}": {"acCurrentPowerValue": {"power": SIGNED}} for model in ("MINI-ZB1GP", "MINI-ZB1GSP")},
    "SONOFF/SNZB-06P24": {"occupancyZoneEnable": {f"enable_occupancy_zone_{zone}": f"value ? (value & {3 if zone == 1 else 1 << zone}) != 0 : none" for zone in range(1, 9)}},
    "SONOFF/SNZB-03PR2": {"15360": {"pir_occupied_to_unoccupied_delay": "value == text(value) || data.pirOToUDelay != none ? none : value"}},
    "SONOFF/TRVZB": {"commandGetWeeklyScheduleRsp": {f"weekly_schedule_{day}": f"(data.dayofweek & {(2 << i) - 1}) == {1 << i} ? {SCHEDULE} : none"
                                                     for i, day in enumerate(DAYS)},
                     "temporaryModeTemp": {"timer_mode_target_temp": "value == 0 ? none : value / 100"}},
}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
