"""Tuya's datapoints with schedules, holidays and alarms in their octets, as conversions of the block `tuya_table`."""

from .formulas import words
from .tuya_values import formula


def periods(text, parts, count):
    """Octets of a text such as 06:00/20.5 08:00/18; none unless each period is fine. `parts` of hour, minute and tenths of degrees."""
    octets = f"flat(each({text}, {parts}))"
    return f"length({octets}) == {count} ? {octets} : none"


HOUR, MINUTE = (f"integer(split(split(item, '/')[0], ':')[{i}] ?? '')" for i in range(2))
DEGREES = "decimal(split(item, '/')[1] ?? '')"
WORDS_OF = "split(value, ' ')"


def fine(hours, minutes, low, high, degrees=DEGREES):
    return f"{HOUR} >= 0 && {HOUR} {hours} && {MINUTE} >= 0 && {MINUTE} {minutes} && {degrees} >= {low} && {degrees} {high}"


def two(of, *more):
    return ", ".join([f"{of} >> 8 & 255", f"{of} & 255", *more])


def trv602z(day=None):
    """Minutes since midnight behind a mark, a mark, tenths of degrees; six periods."""
    minutes = "((number(value[item * 4 + 1] ?? 'none') - 192) << 8 | (value[item * 4 + 2] ?? 0))"
    degrees = "fixed(number(value[item * 4 + 4] ?? 'none') / 10, 1)"
    tenths, since = f"floor({DEGREES} * 10)", f"({HOUR} * 60 + {MINUTE})"
    octets = periods(WORDS_OF, f"({fine('<= 24', '<= 60', 5, '< 30.1')} ? [({since} >> 8 & 15) + 192, {since} & 255, 64, {tenths} & 255] : none)", 24)
    return formula(f"join(each(range(6), pad(floor({minutes} / 60), 2) + ':' + pad({minutes} % 60, 2) + '/' + {degrees}), ' ')",
                   octets if day is None else f"({octets}) == none ? none : flat([{day}, {octets}])")


def trv603wz():
    """A byte of hours and tens of minutes, a byte of half degrees; as many periods as the second octet says."""
    time = "value[item * 2 + 2]"
    told = f"pad(floor({time} / 10), 2) + ':' + pad({time} % 10 * 10, 2) + '/' + fixed(value[item * 2 + 3] / 2, 1)"
    items = "each(split(value, ' '), item == '' ? none : item)"
    pairs = f"flat(each({items}, {HOUR} < 24 && {MINUTE} < 60 ? [{HOUR} * 10 + {MINUTE} / 10, round({DEGREES} * 2)] : none))"
    return formula(f"length(value) < 4 ? '' : join(each(range(ceil(value[1] / 2)), {told}), ' ')", f"flat([7, length({items}) * 2, {pairs}])")


def trv603(day):
    """Four periods of hour, minute and tenths of degrees behind the day's number."""
    time = "pad(value[item * 4 + 1], 2) + ':' + pad(value[item * 4 + 2], 2) + '/' + fixed(u16be(value, item * 4 + 3) / 10, 1)"
    all_ = f"each(range(4), value[item * 4 + 1] > 23 || value[item * 4 + 2] > 59 ? none : {time})"
    tenths = f"round({DEGREES} * 10)"
    return formula(f"type == 'raw' && length(value) >= 17 && length({all_}) == 4 ? join({all_}, ' ') : none",
                   f"flat([{day}, slice(flat([flat(each(slice({WORDS_OF}, 0, 4), [{HOUR}, {MINUTE}, {two(tenths)}])), each(range(16), 0)]), 0, 16)])")


DAY_BITS = {day: 1 << i for i, day in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}


def tens_of_minutes():
    """Ten periods of tens of minutes and tenths of degrees; one that begins at 24 hours is the last."""
    def octet(at):
        return f"(type == 'text' ? (length(value) > item * 3 + {at} ? number(slice(value, item * 3 + {at}, item * 3 + {at + 1})) : none) : value[item * 3 + {at}])"
    time = f"number({octet(0)} ?? 'none') * 10 / 60"
    told = f"pad(floor({time}), 2) + ':' + pad(round(({time} - floor({time})) * 60), 2) + '/' + (({octet(1)} ?? 0) * 256 + ({octet(2)} ?? 0)) / 10"
    end = f"find(each(range(10), floor({time})), 24)"
    day = words(DAY_BITS, "value.week_day")
    head = f"{{separate: {day}, mon_sun: 127, 'mon_fri+sat+sun': {day} < 32 ? 31 : {day}}}[state.working_day || 'separate']"
    items = "split(value.schedule, ' ')"
    tenths = f"({DEGREES} * 10)"
    pairs = f"flat(each({items}, {fine('<= 24', '< 60', 5, '<= 30')} && {MINUTE} % 10 == 0 && {DEGREES} % 0.5 == 0 ? [({HOUR} * 60 + {MINUTE}) / 10, {two(tenths)}] : none))"
    rest = "flat(each(range(10), [144, 0, 180]))"
    sent = f"length({items}) >= 2 && length({items}) <= 10 && length({pairs}) == length({items}) * 3 ? slice(flat([{head}, {pairs}, {rest}]), 0, 31) : none"
    return formula(f"join(slice(each(range(10), {told}), 0, {end} < 0 ? 10 : {end} + 1), ' ')", sent)


# Holidays ------------------------------------------------------------------------------------------------

def date(at):
    return f"calendar({at})[0] + '/' + " + " + ".join(f"pad(calendar({at})[{i}], 2) + '{end}'" for i, end in ((1, "/"), (2, " "), (3, ":"), (4, "")))


def wanted(side):
    text = f"trim(split(value, '|')[{side}])"
    day, time = f"split({text}, ' ')[0]", f"split({text}, ' ')[1]"
    return f"seconds({', '.join(f'''split({day}, '/')[{i}]''' for i in range(3))}, {', '.join(f'''split({time}, ':')[{i}]''' for i in range(2))})"


def holiday(low_first, head):
    """Two times in seconds since 1970."""
    read, offset = ("u32", 1) if low_first else ("u32be", 0)
    shifts = (0, 8, 16, 24) if low_first else (24, 16, 8, 0)
    octets = ", ".join(f"{wanted(side)} >> {by} & 255" for side in (0, 1) for by in shifts)
    fits = "length(value) >= 9" if low_first else "length(value) == 8"
    def signed(at):
        return f"{read}(value, {at})" if low_first else f"({read}(value, {at}) < 2147483648 ? {read}(value, {at}) : {read}(value, {at}) - 4294967296)"
    start, end = signed(offset), signed(offset + 4)
    return formula(f"{fits} ? {date(start)} + ' | ' + {date(end)} : ''", f"[{head}{octets}]")


def digits_of_holiday():
    def part(start):
        cuts = ((0, 4, "/"), (4, 6, "/"), (6, 8, " "), (8, 10, ":"), (10, 12, ""))
        return " + ".join(f"slice(text(value), {start + a}, {start + b}) + '{end}'" for a, b, end in cuts)
    return formula(f"{part(0)} + ' | ' + {part(12)}", "digits(value)")


# Alarms of meters and breakers ----------------------------------------------------------------------------

ALARMS_1 = {4: ("leakage_current_alarm", "leakage_current_threshold"), 5: ("device_temperature_alarm", "device_temperature_threshold")}
ALARMS_1B = {3: ("rs485_baud_rate_enabled", "rs485_baud_rate"), 4: ("rs485_address_enabled", "rs485_address"),
             5: ("rs485_data_format_enabled", "rs485_data_format"), 7: ("high_power_alarm", "high_power_threshold")}
ALARMS_2 = {1: ("over_current_alarm", "over_current_threshold"), 2: ("unbalanced_load_alarm", "unbalanced_load_threshold"),
            3: ("over_voltage_alarm", "over_voltage_threshold"), 4: ("under_voltage_alarm", "under_voltage_threshold"), 5: ("phase_loss_alarm", None),
            7: ("negative_active_power_alarm", None), 8: ("custom_data_reporting_interval", "data_reporting_interval"),
            9: ("device_locating", "device_locating_threshold")}
ALARMS_3 = {3: ("lost_flow_alarm", "lost_flow_threshold")}
FORMATS = {"N81": 81, "E81": 82, "O81": 83, "N82": 84}


def alarms(place, rows, told=None, sent=None):
    """Four octets an alarm: which, whether, how much. What is not wanted is sent as it was told, in the state. `told` and `sent`: {property:
    formula of the number} where it is not shown as it is."""
    told, sent = told or {}, sent or {}
    number = "u16be(value, item * 4 + 2)"
    parts, octets = [], []
    for n, (enabled, value) in rows.items():
        pairs = [f"['{enabled}', {{0: 'OFF', 1: 'ON'}}[value[item * 4 + 1]]]"]
        if value:
            shown = f"({told[value].replace('#', number)})" if value in told else number
            pairs.append(f"['{value}', {number} && {shown} || {number}]" if value in told else f"['{value}', {number}]")
        parts.append(f"{n}: [{', '.join(pairs)}]")
        on = f"(value.{enabled} ?? state.{place}.{enabled})"
        given = f"value.{value}" if value else "0"
        if value in sent:
            given = f"(value.{value} ? {sent[value].replace('#', f'value.{value}')} : value.{value})"
        much = f"({given} ?? state.{place}.{value})" if value else "0"
        octets.append(f"{on} == none || {much} == none ? [] : [{n}, {{OFF: 0, ON: 1}}[upper({on})], {two(f'number({much})')}]")
    shown = "object(flat(each(range(ceil(length(value) / 4)), {" + ", ".join(parts) + "}[value[item * 4]] ?? [])))"
    return formula(f"{{{place}: type == 'raw' ? {shown} : {{}}}}", f"flat([{', '.join(octets)}])")


TENTH = ("# / 10", "# * 10")
BY_NAME = {
    "tuya.valueConverter.threshold_4": alarms("alarm_set_1", ALARMS_1),
    "tuya.valueConverter.threshold_5": alarms("alarm_set_2", ALARMS_2, {"over_current_threshold": TENTH[0]}, {"over_current_threshold": TENTH[1]}),
    "tuya.valueConverter.threshold_6": alarms("alarm_set_3", ALARMS_3, {"lost_flow_threshold": TENTH[0]}, {"lost_flow_threshold": TENTH[1]}),
    "tuya.valueConverter.threshold_7": alarms("alarm_set_1", ALARMS_1B,
                                              {"rs485_baud_rate": "1200 * power(2, #)", "rs485_data_format": words({v: k for k, v in FORMATS.items()}, "#")},
                                              {"rs485_baud_rate": "round(log10(number(#) / 1200) / log10(2), 9)", "rs485_data_format": words(FORMATS, "upper(#)")}),
    "tuya.valueConverter.threshold_8": alarms("alarm_set_2", ALARMS_2, {"data_reporting_interval": "# / 2"}, {"data_reporting_interval": "# * 2"}),
    "tuya.valueConverter.thermostatScheduleDayMultiDP_TRV602Z": trv602z(), "tuya.valueConverter.thermostatScheduleDayMultiDP_TRV603WZ": trv603wz(),
    "tuya.valueConverter.thermostatScheduleDaySingleDP": tens_of_minutes(), "tuya.valueConverter.thermostatHolidayStartStop": digits_of_holiday(),
    "tuya.valueConverter.thermostatHolidayStartStopUnixTS": holiday(False, ""), "tuya:ar331ProHolidayTimeConverter": holiday(True, "0, "),
    "tuya:zht002ProgrammingModeConverter": formula("{programming_mode: value}", "each(range(48), (merge(state.programming_mode ?? {}, value) ?? value)[text(item)] || 0)"),
}
WITH_ARGUMENTS = {"tuya.valueConverter.thermostatScheduleDayMultiDP_TRV602Z_WithDayNumber": trv602z, "tuya:trv603ScheduleConverter": trv603}
