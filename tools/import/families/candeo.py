"""Candeo: what hangs on a dimmer's inputs, and how low it may go."""

from families.formulas import read, reads, sets, write
from yaml_writer import Hex

MAKER = Hex(0x1224)
TYPE, LEAST = Hex(0x8803), Hex(0x7809)
OFFSET, SCALE = 4, 4.6615756
CONVERTERS = {
    "candeo:fzLocal.switch_type": lambda d: [reads("genBasic", {TYPE: {"external_switch_type": "['momentary', 'toggle'][value] ?? 'unknown'",
                                                                      "external_switch_type_numeric": "value"}})],
    "candeo:tzLocal.switch_type": lambda d: [sets(
        "external_switch_type", write("genBasic", {TYPE: "{momentary: 0, toggle: 1}[value] ?? number(value)"}, type="uint8", manufacturer=MAKER),
        read("genBasic", TYPE, manufacturer=MAKER))],
    "candeo:fzLocal.minimum_brightness_level": lambda d: [reads("genBasic", {LEAST: {
        "minimum_brightness_level": f"round((value - {OFFSET}) / {SCALE})"}})],
    "candeo:tzLocal.minimum_brightness_level": lambda d: [sets("minimum_brightness_level", write(
        "genBasic", {LEAST: f"{OFFSET} + round(min(max(value, 0), 50) * {SCALE})"}, type="uint8", manufacturer=MAKER),
        read("genBasic", LEAST, manufacturer=MAKER))],
}
