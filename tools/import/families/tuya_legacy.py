"""Tuya's devices of the older kind, whose converters read and send datapoints themselves."""

from .formulas import sets
from .tuya_values import formula

MESSAGES = ["dataReport", "dataResponse"]


def table(*rows, **more):
    return ("tuya_table", {"list": list(rows), "from": MESSAGES, "repeats": True, **more})


def datapoint(number, type_, value, **more):
    return {"datapoint": number, "type": type_, "value": value, "counted": True, **more}


# Covers --------------------------------------------------------------------------------------------------

INVERTED = ["_TZE200_wmcdj3aq", "_TZE200_nogaemzt", "_TZE200_xuzcvlku", "_TZE200_xaabybja", "_TZE200_rmymn92d", "_TZE200_gubdgai2", "_TZE200_r0jdjrvi"]
USUAL = {"open": 0, "stop": 1, "close": 2}
WORDS = {"_TZE200_rddyvrci": {"close": 1, "open": 2, "stop": 0}, **{maker: {"close": 0, "open": 2, "stop": 1} for maker in (
    "_TZE200_wmcdj3aq", "_TZE200_cowvfni3", "_TYST11_cowvfni3")}}


def shown(value):
    inverted = "(device.maker in [" + ", ".join(repr(m) for m in INVERTED) + "])"
    return f"((option.invert_cover ? !{inverted} : {inverted}) ? 100 - {value} : {value})"


def words_of_makers():
    def table_of(words):
        return "{" + ", ".join(f"{word}: {number}" for word, number in words.items()) + "}"
    found = table_of(USUAL)
    for maker, words in WORDS.items():
        found = f"device.maker == '{maker}' ? {table_of(words)} : {found}"
    return f"({found})[lower(value)]"


def cover(d):
    at = shown("(value & 255)")

    def row(dp, running, **more):
        told = f"running: {running}, position: {at} >= 0 && {at} <= 100 ? {at} : none, state: {at} == 0 ? 'CLOSE' : {at} > 0 && {at} <= 100 ? 'OPEN' : none"
        return {"dp": dp, **formula("{" + told + "}"), **more}
    return [table(row(2, "true", after=3, later={"running": "false"}), row(3, "false", after=0),
                  {"dp": 105, **formula("{motor_speed: value}")})]


def cover_control(d):
    return [sets("position", datapoint(2, "number", shown("value")), state={}),
            sets("state", datapoint(1, "enum", words_of_makers()), state={})]


def cover_options(d):
    return [sets("options", [datapoint(5, "enum", "value.reverse_direction ? 1 : 0", **{"if": "value.reverse_direction in [true, false]"}),
                             datapoint(105, "number", "value.motor_speed", **{"if": "value.motor_speed >= 0"})], state={})]


CONVERTERS = {
    "legacy.fz.tuya_cover": cover, "legacy.tz.tuya_cover_control": cover_control, "legacy.tz.tuya_cover_options": cover_options,
}
