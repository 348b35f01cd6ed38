"""Candeo: what hangs on a dimmer's inputs, and how low it may go."""

from families.formulas import read, reads, sets, words, write
from yaml_writer import Hex

MAKER = Hex(0x1224)
TYPE, LEAST = Hex(0x8803), Hex(0x7809)
OFFSET, SCALE = 4, 4.6615756
# The ring of a remote, turned: one message says how many clicks, one action is told for each.
BUTTON = (words({1: "button_1_", 2: "button_2_", 4: "button_3_", 8: "button_4_", 16: "centre_button_"}, "data.field3") + " + "
          + words({1: "click", 2: "double_click", 3: "hold", 4: "release"}, "data.field4"))
WAY = words({1: "rotating_right", 2: "rotating_left"}, "data.field2")
TURNED = f"data.field1 == 3 && data.field3 in [1, 3] && ({WAY}) != none"
STOPPED = "data.field1 == 3 && data.field3 == 2"
STARTS = "remembered.ring == 'stopped'"
CLICKS = (f"flat([({STARTS} ? 'started_' : 'continued_') + {WAY}, each(range(max(data.field4 - 1, 0)), 'continued_' + {WAY})])")
ACTIONS = (f"data.field1 == 1 ? [{BUTTON}] : {STOPPED} ? [remembered.way == none ? none : 'stopped_' + remembered.way] : "
           f"{TURNED} && remembered.ring != none ? {CLICKS} : []")
RING = (f"{STOPPED} ? 'stopped' : {TURNED} && remembered.ring != none ? {STARTS} && data.field4 <= 1 ? 'started' : 'continued' : none")
CONVERTERS = {
    "candeo:fzLocal.rotary_remote_control": lambda d: [reads(
        "candeoRotaryRemoteControl", None, {"rotaryRemoteControl": {}}, apart={"action": ACTIONS}, remember={"ring": RING, "way": f"{TURNED} ? {WAY} : none"},
        once=True, group=True)],
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
