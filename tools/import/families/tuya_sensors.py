"""Tuya's sensors, alarms, meters and valves of the older kind: a table of datapoints for each."""

from .formulas import sets, together, turned, words
from .tuya_rows import ON, WANTS_ON, datapoint, first, made_by, table, takes, tells
from .tuya_values import word

TENTHS = "value / 10"


def of(rows):
    """Rows that hand a number on: {datapoint: property}."""
    return [tells(dp, **{key: "value"}) for dp, key in rows.items()]


def numbers(rows):
    return [takes(key, dp, "number") for dp, key in rows.items()]


# Temperature and humidity ----------------------------------------------------------------------------------

ALARM = {0: "lower_alarm", 1: "upper_alarm", 2: "canceled"}


def nous(d):
    plain = {2: "humidity", 4: "battery", 12: "max_humidity", 13: "min_humidity", 20: "humidity_sensitivity", 17: "temperature_report_interval",
             18: "humidity_report_interval"}
    tenths = {1: "temperature", 10: "max_temperature", 11: "min_temperature", 19: "temperature_sensitivity"}
    return [table(*of(plain), *[tells(dp, **{key: TENTHS}) for dp, key in tenths.items()], tells(9, temperature_unit_convert={0: "celsius", 1: "fahrenheit"}),
                  tells(14, temperature_alarm=ALARM), tells(15, humidity_alarm=ALARM))]


def nous_sets(d):
    tenths = {11: "min_temperature", 10: "max_temperature", 19: "temperature_sensitivity"}
    return [together(*[takes(key, dp, "number", "round(value * 10)") for dp, key in tenths.items()],
                     takes("temperature_unit_convert", 9, "enum", "find(['celsius', 'fahrenheit'], value) & 255"),
                     *numbers({17: "temperature_report_interval", 20: "humidity_sensitivity", 18: "humidity_report_interval"}),
                     *[takes(key, dp, "number", "round(value)") for dp, key in ((13, "min_humidity"), (12, "max_humidity"))])]


# Sirens and motion sensors ------------------------------------------------------------------------------------

POWER = {"power_type": {0: "battery_full", 1: "battery_high", 2: "battery_medium", 3: "battery_low", 4: "usb"}, "battery_low": "value == 3"}
LIMITS = {108: "temperature_max", 107: "temperature_min", 110: "humidity_max", 109: "humidity_min"}


def neo_motion(d):
    alarm = {0: "over_temperature", 1: "over_humidity", 2: "below_min_temperature", 3: "below_min_humdity", 4: "off"}
    return [first(tells(101, occupancy="value > 0"), tells(102, **POWER), tells(103, tamper="value > 0"), tells(104, temperature=TENTHS), *of({105: "humidity", **LIMITS}),
                  tells(106, temperature_scale="value ? '°C' : '°F'"), tells(111, unknown_111=ON), tells(112, unknown_112=ON), tells(113, alarm=alarm))]


def neo_motion_sets(d):
    return [together(*numbers(LIMITS), takes("temperature_scale", 106, "boolean", "value == '°C'"), takes("unknown_111", 111, "boolean", WANTS_ON),
                     takes("unknown_112", 112, "boolean", WANTS_ON))]


def neo_climate(d):
    return [first(*of({104: "alarm", 113: "temperature_alarm", 114: "humidity_alarm", 103: "duration", 106: "humidity", 102: "melody", **LIMITS}),
                  tells(105, temperature=TENTHS), tells(101, **POWER), tells(116, volume={2: "low", 1: "medium", 0: "high"}))]


def neo_climate_sets(d):
    truths = {104: "alarm", 113: "temperature_alarm", 114: "humidity_alarm"}
    return [together(*[takes(key, dp, "boolean", "value ? 1 : 0") for dp, key in truths.items()], takes("melody", 102, "enum", "integer(value)"),
                     takes("volume", 116, "enum", "{low: 2, medium: 1, high: 0}[value] ?? 0"), *numbers({103: "duration", **LIMITS}))]


def neo_alarm(d):
    return [first(*of({13: "alarm", 7: "duration", 15: "battpercentage", 21: "melody"}), tells(5, volume={0: "low", 1: "medium", 2: "high"}))]


def neo_alarm_sets(d):
    return [together(takes("alarm", 13, "boolean", "value ? 1 : 0"), takes("melody", 21, "enum", "integer(value)"),
                     takes("volume", 5, "enum", "{low: 0, medium: 1, high: 2}[value] ?? 0"), *numbers({7: "duration"}))]


# Presence ----------------------------------------------------------------------------------------------------

RANGES = {3: ("minimum_range", 100), 4: ("maximum_range", 100), 101: ("detection_delay", 10), 102: ("fading_time", 10)}


def presence(d):
    checks = {0: "checking", 1: "check_success", 2: "check_failure", 3: "others", 4: "comm_fault", 5: "radar_fault"}
    return [first(tells(1, presence={0: False, 1: True}), *of({2: "radar_sensitivity", 104: "illuminance", 103: "cli"}), tells(9, target_distance="value / 100"),
                  *[tells(dp, **{key: f"value / {by}"}) for dp, (key, by) in RANGES.items()], tells(6, self_test=checks))]


def presence_sets(d):
    return [together(takes("radar_sensitivity", 2, "number"), *[takes(key, dp, "number", f"value * {by}") for dp, (key, by) in RANGES.items()])]


OTHER_JAVIS = made_by("_TZE200_kagkgk0i")


def javis(d):
    states = {0: "no_motion", 1: "big_motion", 2: "minor_motion", 3: "breathing", 4: "abnormal_state", 5: "initializing", 6: "initialization_completed"}

    def other(what):
        return f"{OTHER_JAVIS} ? {what} : none"
    return [first(tells(1, states=states, occupancy="value > 0 && value < 5"), *of({2: "sensitivity", 101: "illuminance", 104: "illuminance", 105: "illuminance_calibration"}),
                  tells(102, illuminance_calibration=other("value"), keep_time=f"{OTHER_JAVIS} ? none : value"), tells(103, led_enable="value == 1"),
                  tells(106, keep_time=other("value")), tells(107, led_enable=other("value == 1")))]


def javis_sets(d):
    def either(key, theirs, usual, octet="value"):
        return sets(key, [datapoint(dp, "raw", f"[{octet}]", **{"if": test}) for dp, test in ((theirs, OTHER_JAVIS), (usual, f"!{OTHER_JAVIS}"))], state={})
    return [together(either("illuminance_calibration", 102, 105), either("led_enable", 107, 103, "value ? 1 : 0"), takes("sensitivity", 2, "raw", "[value]"),
                     either("keep_time", 106, 102))]


def occupancy_with_timeout(d):
    """Occupied by one datapoint; nothing says when nobody is there any more."""
    return [first(tells(3, {"after": "option.occupancy_timeout ?? 90", "later": {"occupancy": "false"}}, occupancy="true"), **{"from": ["dataResponse"]})]


# Air -----------------------------------------------------------------------------------------------------------

CO2_AT_22 = made_by("_TZE200_dwcarsat", "_TZE200_ryfmq5rl", "_TZE200_mja3fuja", "_TZE204_dwcarsat")
DUST = made_by("_TZE200_dwcarsat", "_TZE204_dwcarsat")
RYFMQ5RL, MJA3FUJA = "device.maker == '_TZE200_ryfmq5rl'", "device.maker == '_TZE200_mja3fuja'"


def air(d):
    return [first(tells(18, temperature="(value > 8192 ? value - 65535 : value) / 10"), tells(19, humidity=TENTHS),
                  tells(22, co2=f"{CO2_AT_22} ? value : none", formaldehyd=f"{CO2_AT_22} ? none : value"),
                  tells(2, pm25=f"{DUST} && !(value > 1000) ? value : none", formaldehyd=f"{RYFMQ5RL} ? value / 100 : {MJA3FUJA} ? value : none",
                        co2=f"{CO2_AT_22} ? none : value"),
                  tells(21, voc=f"{RYFMQ5RL} ? value / 10 : value"), tells(20, formaldehyd="value"))]


def climate(d):
    divisor = f"({made_by('_TZE200_bjawzodf', '_TZE200_zl1kmjqx')} ? 10 : 1)"
    return [first(tells(1, temperature="(value > 8192 ? value - 65535 : value) / 10"), tells(2, humidity=f"value / {divisor}"),
                  tells(3, battery_level={0: "low", 1: "middle", 2: "high"}, battery_low="value == 0"), *of({4: "battery"}))]


def light_sensor(d):
    return [first(*of({2: "illuminance", 4: "battery"}), tells(1, brightness_level={0: "low", 1: "middle", 2: "high"}))]


def smoke_r7060(d):
    return [first(tells(102, state="value == 2 ? 'OFF' : 'ON'"), *of({101: "battery"}), **{"from": ["activeStatusReport"]})]


# Remotes and switches --------------------------------------------------------------------------------------------

def remote(d):
    click = f"({words({0: 'single', 1: 'double', 2: 'hold'})} ?? 'undefined')"
    return [table(*of({10: "battery"}), *[tells(n, action=f"'{n}_' + {click}") for n in range(1, 7)], tells(0, action=f"'undefined_' + {click}"))]


FANTEM = {"switch_type": (103, {0: "unknown", 1: "toggle", 2: "momentary", 3: "rotary", 4: "auto_config"}),
          "load_detection_mode": (105, {0: "none", 1: "first_power_on", 2: "every_power_on"}), "control_mode": (109, {0: "ext_switch", 1: "remote", 2: "both"})}
FANTEM_TOLD = {101: ("power_supply_mode", {0: "unknown", 1: "no_neutral", 2: "with_neutral"}),
               112: ("load_type", {0: "unknown", 1: "resistive_capacitive", 2: "unknown", 3: "detecting"}), 113: ("load_dimmable", {0: "unknown", 1: "dimmable", 2: "not_dimmable"})}
SEND_DATA = {"command": "manuSpecificTuya.sendData"}


def fantem(d):
    return [first(*[tells(dp, **{key: table_}) for key, (dp, table_) in FANTEM.items()], *[tells(dp, **{key: table_}) for dp, (key, table_) in FANTEM_TOLD.items()],
                  *of({106: "switch_status"}), **{"from": ["activeStatusReport", "activeStatusReportAlt"]})]


def fantem_sets(d):
    return [together(*[takes(key, dp, "enum", f"{words(turned(table_))} ?? 0", **SEND_DATA) for key, (dp, table_) in FANTEM.items()])]


# A breaker with a meter ----------------------------------------------------------------------------------------------

POWER_ON = {0: "off", 1: "on", 2: "previous"}
FAULTS = {0: "clear", 1: "over voltage threshold", 2: "under voltage threshold", 4: "over current threshold", 8: "over temperature threshold",
          10: "over leakage current threshold", 16: "trip test", 128: "safety lock"}


def on(at):
    return f"value[{at}] ? 'ON' : 'OFF'"


def hoch(d):
    def beside(at):
        return f"type in ['raw', 'text'] && length(value) > {at} ? {word(at + 1)} / 10 : none"
    volts = {"over_voltage_threshold": f"{word(0)} / 10", "over_voltage_trip": on(2), "over_voltage_alarm": on(3),
             "under_voltage_threshold": f"{word(4)} / 10", "under_voltage_trip": on(6), "under_voltage_alarm": on(7)}
    amperes = {"over_current_threshold": "((value[0] ?? 0) * 65536 + (value[1] ?? 0) * 256 + number(value[2] ?? 'none')) / 1000", "over_current_trip": on(3), "over_current_alarm": on(4)}
    degrees = {"over_temperature_threshold": "value[0] > 127 ? 128 - value[0] : value[0]", "over_temperature_trip": on(1), "over_temperature_alarm": on(2)}
    leakage = {"self_test_auto_days": "value[0]", "self_test_auto_hours": "value[1]", "self_test_auto": on(2), "over_leakage_current_threshold": word(3),
               "over_leakage_current_trip": on(5), "over_leakage_current_alarm": on(6), "self_test": "value[7] ? 'test' : 'clear'"}
    return [first(tells(1, state=ON, trip="value ? 'clear' : none"), tells(29, child_lock=ON), tells(101, voltage=f"{word(0)} / 10"), tells(118, voltage_rms=f"{word(0)} / 10"),
                  tells(102, current=f"{word(1)} / 1000"), tells(119, current_average=f"{word(1)} / 1000"),
                  tells(103, power=f"{word(1)} / 10", power_l1=beside(3), power_l2=beside(6), power_l3=beside(9)),
                  tells(113, energy_consumed="value / 100", energy="value / 100"), tells(116, trip="value ? 'trip' : 'clear'"),
                  *of({9: "countdown_timer", 105: "temperature"}), tells(27, power_on_behavior=POWER_ON), tells(26, alarm=FAULTS), tells(114, meter_number="trim(value)"),
                  tells(110, **volts), tells(111, **amperes), tells(112, **degrees), tells(109, **leakage))]


def hoch_sets(d):
    return [together(takes("state", 1, "boolean", WANTS_ON, {"state": "value"}), takes("child_lock", 29, "boolean", WANTS_ON, {"child_lock": "value"}),
                     takes("countdown_timer", 9, "number", "value", {"countdown_timer": "value"}),
                     takes("power_on_behavior", 27, "enum", f"{words(turned(POWER_ON))} ?? 0", {"power_on_behavior": "value"}, **SEND_DATA),
                     takes("trip", 116, "boolean", "true", {"trip": "'clear'"}, **{"if": "value == 'clear'"}, **SEND_DATA),
                     takes("clear_device_data", 115, "boolean", "true", **SEND_DATA))]


# A valve with timers ---------------------------------------------------------------------------------------------------

WEEKDAYS = ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")


def weekdays(octet):
    return f"({octet} > 0 ? " + " + ".join(f"({octet} & {1 << i} ? '{day}' : '')" for i, day in enumerate(WEEKDAYS)) + " : 'once')"


def clock(at):
    return f"pad(floor({at} / 60), 2) + ':' + pad({at} % 60, 2)"


def timers(kind, size, duration, text):
    """Up to four timers in one datapoint. Theirs are numbered by octets."""
    def number(at):
        return f"u16be(value, item * {size} + {at})"
    empty = "{" + ", ".join(f"{kind}_{n}: ''" for n in range(1, 5)) + "}"
    row = f"type == 'raw' && length(value) - item * {size} > {size - 1} && {number(duration)} > 0 ? ['{kind}_' + (item * {size} / 13 + 1), {text(number)}] : none"
    return {kind: f"merge({empty}, object(each(range(4), {row})))"}


def zvg1(d):
    cycles = timers("cycle_timer", 12, 8, lambda number: " + ' / ' + ".join(
        (clock(number(4)), clock(number(6)), number(8), number(10), weekdays("value[item * 12 + 3]"), "value[item * 12 + 2]")))
    normal = timers("normal_schedule_timer", 13, 4, lambda number: " + ' / ' + ".join(
        (clock(number(2)), number(4), weekdays("value[item * 13 + 6]"), "value[item * 13 + 8]")))
    return [first(tells(1, state=ON), tells(5, water_consumed="fixed(value / 33.8140226, 2)"), *of({7: "battery"}),
                  tells(10, weather_delay="{1: '24h', 2: '48h', 3: '72h'}[value] ?? 'disabled'"), tells(11, timer_time_left="value / 60"),
                  tells(12, timer_state="{0: 'disabled', 1: 'active'}[value] ?? 'enabled'"), tells(15, last_valve_open_duration="value / 60"),
                  *[{"dp": dp, "as": "formula", "from": row} for dp, rows in ((16, cycles), (17, normal)) for row in rows.values()],
                  **{"from": ["dataResponse"]})]


def zvg1_timers(kind, dp, count, fields):
    """An empty text deletes the timer; one that the state has is changed, else it is made."""
    part = "split(join(split(value, ' '), ''), '/')"
    number = "integer(slice(key, length(key) - 1))"

    def minutes(text):
        return f"(integer(split({text}, ':')[0]) * 60 + integer(split({text}, ':')[1]))"
    days = f"({part}[{count}] ?? 'MoTuWeThFrSaSu')"
    mask = f"({days} == 'once' ? 0 : " + " | ".join(f"('{day}' in {days} ? {bit} : 0)" for day, bit in zip(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), (64, 32, 16, 8, 4, 2, 1))) + ")"
    active = f"integer({part}[{count + 1}] ?? '1')"
    octets = fields(part, minutes, mask, active)
    changed = f"(state[key] == none || state[key] == '' ? [3] : [2, {number}])"
    payload = f"value == '' ? [0, 4, {number}] : length({part}) >= {count} && {active} in [0, 1] ? flat([0, {changed}, {octets}]) : none"
    return [("sets", {"key": [f"{kind}_{n}" for n in range(1, 5)], "set": [datapoint(dp, "raw", payload)]})]


def two(number):
    return f"{number} >> 8 & 255, {number} & 255"


def cycle_timers(d):
    def fields(part, minutes, mask, active):
        return f"[{active}, {mask}, {two(minutes(part + '[0]'))}, {two(minutes(part + '[1]'))}, {two(f'number({part}[2])')}, {two(f'number({part}[3])')}, 100]"
    return zvg1_timers("cycle_timer", 16, 4, fields)


def normal_timers(d):
    def fields(part, minutes, mask, active):
        return f"[{two(minutes(part + '[0]'))}, {two(f'number({part}[1])')}, {mask}, 64, {active}, 7, 230, 8, 1, 1]"
    return zvg1_timers("normal_schedule_timer", 17, 2, fields)


def plain(number, type_, value, key, state=None):
    return lambda d: [sets(key, {"datapoint": number, "type": type_, "value": value}, state=state)]


CONVERTERS = {
    "legacy.fz.nous_lcd_temperature_humidity_sensor": nous, "legacy.tz.nous_lcd_temperature_humidity_sensor": nous_sets,
    "legacy.fz.neo_nas_pd07": neo_motion, "legacy.tz.neo_nas_pd07": neo_motion_sets, "legacy.fz.neo_t_h_alarm": neo_climate, "legacy.tz.neo_t_h_alarm": neo_climate_sets,
    "legacy.fz.neo_alarm": neo_alarm, "legacy.tz.neo_alarm": neo_alarm_sets,
    "legacy.fz.tuya_smart_human_presense_sensor": presence, "legacy.tz.tuya_smart_human_presense_sensor": presence_sets,
    "legacy.fz.javis_microwave_sensor": javis, "legacy.tz.javis_microwave_sensor": javis_sets,
    "legacy.fz.blitzwolf_occupancy_with_timeout": occupancy_with_timeout, "legacy.fz.tuya_air_quality": air, "legacy.fz.SLUXZB": light_sensor,
    "legacy.fz.tuya_temperature_humidity_sensor": climate, "legacy.fz.ZM35HQ_battery": lambda d: [first(*of({4: "battery"}), **{"from": ["dataReport"]})],
    "legacy.fz.woox_R7060": smoke_r7060, "legacy.fz.tuya_remote": remote, "legacy.fz.ZB006X_settings": fantem, "legacy.tz.ZB006X_settings": fantem_sets,
    "legacy.fz.hoch_din": hoch, "legacy.tz.hoch_din": hoch_sets, "legacy.fz.ZVG1": zvg1, "legacy.tz.ZVG1_cycle_timer": cycle_timers,
    "legacy.tz.ZVG1_normal_schedule_timer": normal_timers, "legacy.tz.ZVG1_timer": plain(11, "number", "60 * abs(min(value, 600))", "timer"),
    "legacy.tz.ZVG1_weather_delay": lambda d: [takes("weather_delay", 10, "enum", "{disabled: 0, '24h': 1, '48h': 2, '72h': 3}[value] ?? 0")],
}
