"""Xiaomi's locks and gas alarms, which tell by numbers of their own."""

from missing import Missing

from .formulas import reads, words
from yaml_writer import Hex

LOCK = "closuresDoorLock"
EVENTS = {1: "finger_not_match", 2: "password_not_match", 3: "reverse_lock", 4: "reverse_lock_cancel", 5: "locked", 6: "lock_opened", 7: "finger_add", 8: "finger_delete",
          9: "password_add", 10: "password_delete", 11: "lock_opened_inside", 12: "lock_opened_outside", 13: "ring_bell", 14: "change_language_to", 15: "finger_open",
          16: "password_open", 17: "door_closed"}


def part(digits, at, count):
    """Of a number's digits in base 16, as a number."""
    return f"integer(slice({digits}, {at}, {at + count}), 16)"


def vima_lock(d):
    """ZNMS11LM tells everything in digits of base 16."""
    told = "(value == text(value) ? value : hex(value))"
    opened = f"({words(EVENTS, '14 + ' + part(told, 0, 1))} ?? 'undefined')"
    kind = f"slice({told}, 5, 7)"
    changed = "(value[1] == text(value[1]) ? value[1] : hex(value[1]))"
    repeated = f"{kind} in ['40', '02'] ? {part(told, 0, 1)} : none"
    return [reads(LOCK, {
        Hex(65296): {"data": f"value ? {told} : none", "action": f"value ? {opened} + (slice({told}, 1, 2) == '1' ? '_admin' : '_user') + '_id' + {part(told, 5, 2)} : none",
                     "action_user": f"value ? {part(told, 5, 2)} : none"},
        Hex(65297): {"data": f"value ? {told} : none", "action_action": f"value && {kind} == '40' ? '{EVENTS[1]}' : none", "action_repeat": f"value ? ({repeated}) : none",
                     "action": f"value ? {{'02': '{EVENTS[2]}', '00': '{EVENTS[13]}'}}[{kind}] : none"},
        Hex(65281): {"action": f"value[1] ? {words(EVENTS, '6 + ' + part(changed, 0, 1))} : none", "action_user": f"value[1] ? {part(changed, 5, 2)} : none"}})]


def lock(d):
    if d.model != "ZNMS11LM":
        raise Missing("words of " + d.model)
    return vima_lock(d)


# Vibration -----------------------------------------------------------------------------------------------

PI = "3.141592653589793"


def vibration(d):
    """What shook it, and how it lies: three accelerations in one number of 48 bits."""
    x, y, z = (f"((value >> {by} & 65535) < 32768 ? value >> {by} & 65535 : (value >> {by} & 65535) - 65536)" for by in (0, 16, 32))

    def length(*parts):
        return "power(" + " + ".join(f"{p} * {p}" for p in parts) + ", 0.5)"

    def degrees(angle):
        return f"value ? round({angle} * 180 / {PI}) : none"
    lies = {"x_axis": f"value ? {x} : none", "y_axis": f"value ? {y} : none", "z_axis": f"value ? {z} : none",
            "angle_x": degrees(f"atan({x} / {length(y, z)})"), "angle_y": degrees(f"atan({y} / {length(x, z)})"), "angle_z": degrees(f"atan({z} / {length(x, y)})"),
            "angle_x_absolute": degrees(f"acos({x} / {length(x, y, z)})"), "angle_y_absolute": degrees(f"acos({y} / {length(x, y, z)})")}
    return [reads(LOCK, {Hex(85): {"action": words({1: "vibration", 2: "tilt", 3: "drop"}), "vibration": "value == 1 ? true : none"}},
                  after="value == 1 ? number(option.vibration_timeout ?? 90) : none", later={"vibration": "false"}),
            reads(LOCK, {Hex(1283): {"angle": "value ? value : none"}, Hex(1285): {"strength": "value ? (value >> 8 & 255) << 8 | (value >> 16 & 255) : none"}, Hex(1288): lies})]


CONVERTERS = {
    "lumi.fromZigbee.lumi_vibration_analog": vibration,
    "lumi.fromZigbee.lumi_door_lock_report": lock,
    "lumi.fromZigbee.lumi_gas_density": lambda d: [reads("genBasic", {Hex(65281): {"gas_density": "value[100]"}})],
    "lumi.fromZigbee.lumi_gas_sensitivity": lambda d: [reads("ssIasZone", {
        Hex(65520): {"sensitivity": "slice(value, 0, 5) == '0x020' ? {'1': 'low', '2': 'medium', '3': 'high'}[slice(value, 5, 6)] : none"}})],
}
