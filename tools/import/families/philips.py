"""Philips: motion sensors and the wall switch module."""

from families.formulas import Row, taken, told
from yaml_writer import Hex

MAKER = Hex(0x100B)


def pair(key, cluster, attribute, number, type_, meaning, sent):
    """Told and asked for by its name, set by its number."""
    row = Row(key, cluster, attribute, meaning, manufacturer=MAKER)
    name, options = taken(row)[0]
    written = taken(Row(key, cluster, Hex(number), meaning, sent, type=type_, manufacturer=MAKER))[0][1]["set"]
    return told([row]), [(name, {**options, "set": written})]


SENSITIVITY = dict(enumerate(["low", "medium", "high", "very_high", "max"]))
MODES = dict(enumerate(["single_rocker", "single_push_button", "dual_rocker", "dual_push_button"]))
PAIRS = {
    # Their test for true never holds for what comes over the air.
    "hue_motion_led_indication": pair("led_indication", "genBasic", "ledIndication", 51, "boolean", "false", "value"),
    "hue_motion_sensitivity": pair("motion_sensitivity", "msOccupancySensing", "motionSensitivity", 48, "uint8", SENSITIVITY, None),
    "hue_wall_switch_device_mode": pair("device_mode", "genBasic", "deviceMode", 52, "enum8", MODES, None),
}
CONVERTERS = {**{f"philips.fz.{name}": lambda d, blocks=blocks: blocks[0] for name, blocks in PAIRS.items()},
              **{f"philips.tz.{name}": lambda d, blocks=blocks: blocks[1] for name, blocks in PAIRS.items()}}
