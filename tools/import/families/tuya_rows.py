"""Short ways to write rows of the block `tuya_table`, and what is sent to devices of the older kind, for their families."""

from .formulas import sets, words
from .tuya_values import formula

MESSAGES = ["dataReport", "dataResponse"]

ON = "value ? 'ON' : 'OFF'"
LOCK = "value ? 'LOCK' : 'UNLOCK'"
TENTHS = "value / 10"
TENTHS_AS_TEXT = "fixed(value / 10, 1)"
HALVES_AS_TEXT = "fixed(value / 2, 1)"
WANTS_ON = "value == 'ON'"
WANTS_LOCK = "value == 'LOCK'"
WEEK = {0: "5+2", 1: "6+1", 2: "7"}


def table(*rows, **more):
    return ("tuya_table", {"list": list(rows), "from": MESSAGES, "repeats": True, **more})


def first(*rows, **more):
    """Of each message only the first datapoint counts."""
    return table(*rows, first=True, **more)


def name(key):
    return key if key.isidentifier() else repr(key)


def tells(dp, more=None, **properties):
    """A row that tells properties: a formula each, or a table of words."""
    parts = ", ".join(f"{name(k)}: {words(f) if isinstance(f, dict) else f}" for k, f in properties.items())
    return {"dp": dp, **formula("{" + parts + "}"), **(more or {})}


def datapoint(number, type_, value="value", **more):
    return {"datapoint": number, "type": type_, "value": words(value) if isinstance(value, dict) else value, "counted": True, **more}


def takes(key, number, type_, value="value", state=None, **more):
    """One datapoint that is set; these devices tell themselves what became of it."""
    return sets(key, datapoint(number, type_, value, **more), state=state if state is not None else {})


def mapped(value, from_low, from_high, to_low, to_high):
    """From one range of numbers into another, as a whole number."""
    start = f"({value} - {from_low})" if from_low else value
    return f"round({str(to_low) + ' + ' if to_low else ''}{start} * {to_high - to_low} / {from_high - from_low})"


def within(low, high, what):
    return f"value >= {low} && value <= {high} ? {what} : none"


def made_by(*makers):
    return "(device.maker in [" + ", ".join(repr(m) for m in makers) + "])"
