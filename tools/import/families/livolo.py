"""Livolo: devices that answer in frames of their own and take writes in a form that the standard does not know."""

from families.formulas import command, reads, sets, together
from yaml_writer import Hex

POWER, MAKER = "genPowerCfg", Hex(0x1AD2)
WAKE = command("genOnOff.toggle")
REPORT = "value[0] == 122 && value[1] == 209"
CHANNELS = {"left": 1, "right": 2, "bottom_left": 4, "bottom_right": 8}


def frame(general, head, value, **more):
    """A write of eight octets whose type tells the channel."""
    octets = ", ".join(str(octet) for octet in [*head, value, *[0] * 7])
    return {"frame": POWER, "general": general, "octets": f"octets([{octets}])", "manufacturer": MAKER, "reserved": 3, "to_client": True,
            "transaction": 0xE9, "quiet": True, **more}


def on(status, bit):
    return f"{status} & {bit} ? 'ON' : 'OFF'"


def states(places, of=("",)):
    """{the kind of report: where its bits stand} -> the states of each channel."""
    return [reads(POWER, raw={("state_" + name if name else "state"): f"!({REPORT}) ? none : " + "".join(
        f"{'true' if kind is None else f'value[10] == {kind}'} ? ({on(f'(value[{place}] ?? 0)', CHANNELS.get(name, 1))}) : " for kind, place in places.items()) + "none"
        for name in of})]


LIT, FOUR = "lower(value) == 'on'", list(CHANNELS)
CHANNEL = "(endpoint_name ?? 'left')"
SWITCHED = [
    WAKE,
    command("genLevelCtrl.moveToLevelWithOnOff", {"level": f"{LIT} ? 108 : 1", "transtime": f"{CHANNEL} == 'right' ? 2 : 1", "optionsMask": "0",
                                                 "optionsOverride": "0"}, **{"if": f"{CHANNEL} in ['left', 'right']"}),
    frame(2, [1, 0, f"{{left: 1, right: 2, bottom_left: 4, bottom_right: 136}}[{CHANNEL}]"],
          f"{LIT} ? {{left: 1, right: 2, bottom_left: 4, bottom_right: 8}}[{CHANNEL}] : 0")]
PERCENT = "(key == 'level' ? round(value / 10) : key == 'brightness_percent' ? round(value) : round(value * 100 / 255))"
LEVEL = {"set": [WAKE, frame(3, [1, 3, 1], PERCENT)], "get": [WAKE],
         "state": {"brightness_percent": PERCENT, "brightness": f"round({PERCENT} * 255 / 100)", "level": f"{PERCENT} * 10"}}
DIMMED = f"{REPORT} && value[10] == 5"
MOVED = f"{REPORT} && value[10] in [12, 15]"
COVER = {
    "motor_direction": f"!({MOVED}) ? none : value[12] == 19 ? (value[13] < 128 ? 'FORWARD' : 'REVERSE') : value[12] in [4, 18] ? state.motor_direction ?? 'FORWARD' : none",
    "motor_speed": f"!({MOVED}) ? none : value[12] == 18 ? value[13] : value[12] in [4, 19] ? state.motor_speed ?? 40 : none",
    "position": f"{MOVED} && value[12] == 4 ? 100 - value[13] : none", "state": f"{MOVED} && value[12] == 4 ? (value[13] < 100 ? 'OPEN' : 'CLOSE') : none",
    "moving": f"{MOVED} && value[12] == 4 ? value[10] == 15 : none"}
OLD = "value[0] == 124 && value[1] == 210 && value[2] == 21 && value[3] == 216 && value[4] == 0"


def cover(d):
    return [together(
        sets("state", [frame(15, [0, 0, 0], "{open: 4, stop: 8, close: 16}[lower(value)]")], None, {"moving": "true"}),
        sets("position", [WAKE, frame(3, [1, 4, 1], "100 - value")], None, {"position": "value", "moving": "true"}),
        sets("options", [
            frame(3, [1, 0x13, 0], "{FORWARD: 0, REVERSE: 128}[value.motor_direction]", **{"if": "(value.motor_direction ?? none) != none"}),
            frame(3, [1, 0x12, 0], "value.motor_speed", **{"if": "(value.motor_speed ?? none) != none"})], None, {}))]


F, T = "livolo:fzLocal.", "livolo:tzLocal."
CONVERTERS = {
    T + "livolo_socket_switch_on_off": lambda d: [sets("state", SWITCHED, [WAKE], {"state": "upper(value)"})],
    T + "livolo_dimmer_level": lambda d: [together(*[("sets", {"key": key, **LEVEL}) for key in ("brightness", "brightness_percent", "level")])],
    T + "livolo_cover_state": cover,
    T + "livolo_cover_position": lambda d: [],
    T + "livolo_cover_options": lambda d: [],
    F + "livolo_switch_state": lambda d: [reads("genOnOff", {"onOff": {f"state_{name}": on("value", CHANNELS[name]) for name in ("left", "right")}})],
    F + "livolo_switch_state_raw": lambda d: [reads(POWER, raw={f"state_{name}": f"{OLD} ? ({on('(value[15] ?? 0)', CHANNELS[name])}) : none"
                                                                for name in ("left", "right")})],
    F + "livolo_socket_state": lambda d: states({None: 14}),
    F + "livolo_new_switch_state": lambda d: states({None: 14}),
    F + "livolo_new_switch_state_2gang": lambda d: states({7: 14}, ("left", "right")),
    F + "livolo_new_switch_state_4gang": lambda d: states({7: 14, 13: 13}, FOUR),
    F + "livolo_curtain_switch_state": lambda d: [reads(POWER, raw={
        f"state_{name}": f"{REPORT} && value[10] in [2, 5] ? (value[14] == {bit} ? 'ON' : 'OFF') : none" for name, bit in (("left", 1), ("right", 0))})],
    F + "livolo_dimmer_state": lambda d: states({7: 14, 13: 13}) + [reads(POWER, raw={
        "brightness": f"{DIMMED} ? round(value[14] * 2.55) : none", "brightness_percent": f"{DIMMED} ? value[14] : none",
        "level": f"{DIMMED} ? value[14] * 10 : none"})],
    F + "livolo_cover_state": lambda d: [reads(POWER, raw=COVER)],
    F + "prevent_disconnect": lambda d: [],
}
