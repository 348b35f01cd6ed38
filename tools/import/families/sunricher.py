"""Sunricher: attributes of genBasic."""

from families.formulas import read, reads, sets, words, write
from yaml_writer import Hex

MAKER = Hex(0x1224)
SWITCHES = {"push_button": 0, "normal_on_off": 1, "three_way": 2}


def switch_type(args, d):
    number = Hex(0x8803)
    return [reads("genBasic", {number: {"external_switch_type": "['push_button', 'normal_on_off', 'three_way'][value] ?? 'unknown'",
                                        "external_switch_type_numeric": "value"}}),
            sets("external_switch_type", write("genBasic", {number: words(SWITCHES) + " ?? number(value)"}, type="uint8", manufacturer=MAKER),
                 read("genBasic", number, manufacturer=MAKER))]


def minimum_pwm(args, d):
    number = Hex(0x7809)
    return [reads("genBasic", {number: {"minimum_pwm": "round(value / 5.1)"}}),
            sets("minimum_pwm", write("genBasic", {number: "round(number(value) * 5.1)"}, type="uint8", manufacturer=MAKER),
                 read("genBasic", number, manufacturer=MAKER), {"minimum_pwm": "number(value)"})]


EXTENSIONS = {"sunricher.extend.externalSwitchType": switch_type, "sunricher.extend.minimumPWM": minimum_pwm}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
