"""Tuya's devices of the older kind, whose converters read and send datapoints themselves."""

from .formulas import sets, together, words
from .tuya_rows import ON, WANTS_ON, datapoint, first, made_by, mapped, table, takes, tells, within
from .tuya_values import formula


# Covers --------------------------------------------------------------------------------------------------

INVERTED = ["_TZE200_wmcdj3aq", "_TZE200_nogaemzt", "_TZE200_xuzcvlku", "_TZE200_xaabybja", "_TZE200_rmymn92d", "_TZE200_gubdgai2", "_TZE200_r0jdjrvi"]
USUAL = {"open": 0, "stop": 1, "close": 2}
WORDS = {"_TZE200_rddyvrci": {"close": 1, "open": 2, "stop": 0}, **{maker: {"close": 0, "open": 2, "stop": 1} for maker in (
    "_TZE200_wmcdj3aq", "_TZE200_cowvfni3", "_TYST11_cowvfni3")}}


def shown(value):
    inverted = made_by(*INVERTED)
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
    return [together(sets("position", datapoint(2, "number", shown("value")), state={}),
            sets("state", datapoint(1, "enum", words_of_makers()), state={}))]


def cover_turned(d):
    """The same, but for an option that turns positions round."""
    turned = "(option.cover_position_percent_fix ? 100 - number(value) : value)"
    return [together(sets("position", datapoint(2, "number", shown(turned)), state={}), sets("state", datapoint(1, "enum", words_of_makers()), state={}))]


def cover_options(d):
    return [sets("options", [datapoint(5, "enum", "value.reverse_direction ? 1 : 0", **{"if": "value.reverse_direction in [true, false]"}),
                             datapoint(105, "number", "value.motor_speed", **{"if": "value.motor_speed >= 0"})], state={})]




def moes_cover(d):
    at = "(value >= 100 && value <= 127 ? 100 : value > 127 || value < 0 ? 0 : value)"
    told = f"(option.invert_cover ? {made_by(*INVERTED)} : !{made_by(*INVERTED)}) ? 100 - {at} : {at}"
    return [first(tells(2, position=told),
                  tells(1, state={0: "OPEN", 1: "STOP", 2: "CLOSE"}, running={0: True, 1: False, 2: True}),
                  tells(7, backlight=ON), tells(3, calibration={0: "ON", 1: "OFF"}), tells(8, motor_reversal={0: "OFF", 1: "ON"}))]


def moes_cover_sets(d):
    inverted = f"(option.invert_cover ? {made_by(*INVERTED)} : !{made_by(*INVERTED)})"
    on = "upper(value) == 'ON'"
    inside = "value >= 0 && value <= 100"
    return [together(sets("position", datapoint(2, "number", f"{inverted} ? 100 - value : value", **{"if": inside}), state={"position": f"{inside} ? value : none"}),
            takes("state", 1, "enum", "{OPEN: 0, STOP: 1, CLOSE: 2}[upper(value)]"), takes("backlight", 7, "boolean", on, {"backlight": "value"}),
            takes("calibration", 3, "enum", f"{on} ? 0 : 1"), takes("motor_reversal", 8, "enum", f"{on} ? 1 : 0", {"motor_reversal": "value"}))]


def zb_sm_cover(d):
    at = "(state.invert_cover ? value & 255 : 100 - (value & 255))"
    arrived = {"position": f"{at} >= 0 && {at} <= 100 ? {at} : none", "state": f"{at} == 0 ? 'CLOSE' : {at} > 0 && {at} <= 100 ? 'OPEN' : none"}
    motors = {0: "", 1: "AM0/6-28R-Sm", 2: "AM0/10-19R-Sm", 3: "AM1/10-13R-Sm", 4: "AM1/20-13R-Sm", 5: "AM1/30-13R-Sm"}
    limit = {0: "SET", 1: "CLEAR"}
    return [table(tells(2, **arrived), tells(3, **arrived), tells(1, state={0: "OPEN", 1: "STOP", 2: "CLOSE"}), tells(5, reverse_direction="value == 1"),
                  tells(10, cycle_time="value"), tells(101, motor_type=motors), tells(102, cycle_count="value"), tells(103, bottom_limit=limit),
                  tells(104, top_limit=limit), tells(109, active_power="value"), tells(115, favorite_position="value == 101 ? null : value"),
                  tells(121, motor_state={0: "opening", 1: "stopped", 2: "closing"}, running="value != 1"))]


def zb_sm_cover_sets(d):
    limit = "{SET: 0, CLEAR: 1}[value]"
    turned_round = "(state.invert_cover ? value : 100 - value)"
    wanted = "(value == 'FAVORITE' ? state.favorite_position ?? 0 : integer(value))"
    return [together(takes("position", 2, "number", f"{turned_round} >= 0 && {turned_round} <= 100 ? {turned_round} : none"), takes("state", 1, "enum", words_of_makers()),
            takes("reverse_direction", 5, "enum", "value ? 1 : 0"), takes("top_limit", 104, "enum", limit), takes("bottom_limit", 103, "enum", limit),
            takes("favorite_position", 115, "number"), takes("goto_positon", 2, "number", f"{wanted} >= 0 && {wanted} <= 100 ? {shown(wanted)} : none"),
            takes("report", 116, "boolean", "0"))]


ZMAM02 = {"mode": (4, {"morning": 0, "night": 1}), "motor_direction": (5, {"forward": 0, "back": 1}),
          "border": (16, {"up": 0, "down": 1, "down_delete": 2}), "motor_working_mode": (20, {"continuous": 0, "intermittently": 1})}


def zmam02_cover(d):
    at = shown("(value & 255)")
    place = {"position": f"{at} >= 0 && {at} <= 100 ? {at} : none", "state": f"{at} == 0 ? 'CLOSE' : {at} > 0 && {at} <= 100 ? 'OPEN' : none"}
    return [first(tells(2, running="true", **place), tells(3, running="false", **place), tells(105, motor_speed="value"),
                  *[tells(dp, **{key: {v: k for k, v in table_.items()}}) for key, (dp, table_) in ZMAM02.items()])]


def zmam02_cover_sets(d):
    return [together(takes("position", 2, "number", within(0, 100, shown("value"))), takes("state", 1, "enum", words_of_makers()),
            *[takes(key, dp, "enum", f"{words(table_)} ?? 0") for key, (dp, table_) in ZMAM02.items()])]


# Switches and dimmers ------------------------------------------------------------------------------------

def gangs(d):
    return [name for name in d.endpoints() if name in ("l1", "l2", "l3", "l4", "l5", "l6")] if d.meta("multiEndpoint") else []


def switch(d):
    rows = [tells(int(name[1:]), **{f"state_{name}": ON}) for name in gangs(d)] or [tells(1, state=ON)]
    return [first(*rows, **{"from": ["dataReport", "dataResponse", "activeStatusReport"]})]


def switch_state(d):
    steps = [datapoint(int(name[1:]), "boolean", WANTS_ON, **{"if": f"endpoint_name == '{name}'"}) for name in gangs(d)]
    return [sets("state", steps or datapoint(1, "boolean", WANTS_ON), state={"state": "upper(value)"})]


EARDA = made_by("_TZE200_3p5ydos3", "_TZE200_9i9dt8is", "_TZE200_dfxkcots", "_TZE200_w4cryh2i")
SWAAMSOY = "device.maker == '_TZE200_swaamsoy'"
USUAL_LEVEL = f"!{EARDA} && !({SWAAMSOY}) && type == 'number'"


def dimmer(d):
    usual = {"brightness": f"{USUAL_LEVEL} ? {mapped('value', 10, 1000, 0, 254)} : none", "level": f"{USUAL_LEVEL} ? value : none"}
    brightness = f"{EARDA} ? {mapped('value', 0, 1000, 0, 254)} : {SWAAMSOY} || type == 'number' ? {mapped('value', 10, 1000, 0, 254)} : none"
    limit = f"{EARDA} ? {mapped('value', 0, 1000, 1, 255)} : none"
    return [first(tells(1, state=ON), tells(2, **{**usual, "brightness": brightness}), tells(3, **usual, min_brightness=limit),
                  tells(5, **usual, max_brightness=limit), tells(0, **usual))]


def dimmer_sets(d):
    def one(key, dp, low, high, to):
        return sets(key, {"datapoint": dp, "type": "number", "value": within(low, high, to)}, state={})

    def level(key, low, high, to):
        return sets(key, [{"datapoint": dp, "type": "number", "value": within(low, high, to), "if": test} for dp, test in ((2, EARDA), (3, f"!{EARDA}"))], state={})
    return [together(one("brightness_min", 3, 0, 100, mapped("value", 0, 100, 0, 1000)), one("min_brightness", 3, 1, 255, mapped("value", 1, 255, 0, 1000)),
            one("max_brightness", 5, 1, 255, mapped("value", 1, 255, 0, 1000)), level("brightness", 0, 254, mapped("value", 0, 254, 0, 1000)),
            level("brightness_percent", 0, 100, mapped("value", 0, 100, 0, 1000)), level("level", 0, 1000, "round(number(value))"))]


CONVERTERS = {
    "legacy.fz.tuya_cover": cover, "legacy.tz.tuya_cover_control": cover_control, "legacy.tz.tuya_cover_options": cover_options,
    "tuya:tzLocal.invert_cover_percent_fix": cover_turned,
    "legacy.fz.moes_cover": moes_cover, "legacy.tz.moes_cover": moes_cover_sets,
    "legacy.fz.zb_sm_cover": zb_sm_cover, "legacy.tz.zb_sm_cover": zb_sm_cover_sets,
    "legacy.fz.ZMAM02_cover": zmam02_cover, "legacy.tz.ZMAM02_cover": zmam02_cover_sets,
    "legacy.fz.tuya_switch": switch, "legacy.tz.tuya_switch_state": switch_state,
    "legacy.fz.tuya_dimmer": dimmer, "legacy.tz.tuya_dimmer_level": dimmer_sets,
    "legacy.tz.tuya_dimmer_state": lambda d: [sets("state", {"datapoint": 1, "type": "boolean", "value": WANTS_ON}, state={})],
}
