"""Messages that are no commands of the standard: what their octets mean, from the header on."""

from families.formulas import command, literal, reads, sets, words, write
from yaml_writer import Hex

ADURO = "manuSpecificClusterAduroSmart"
CLICKS = {1: "single", 2: "double", 3: "triple", 4: "quadruple", 5: "5_click", 6: "6_click", 7: "7_click"}


def raw(cluster, **properties):
    return [reads(cluster, raw=properties)]


def always(cluster, **properties):
    return lambda *_: raw(cluster, **properties)


def at(place, table):
    return words(table, f"value[{place}]")


def bits(names, of):
    """The names of the bits that are set."""
    return "[" + ", ".join(f"({of}) >> {bit} & 1 ? {literal(name)} : none" for bit, name in enumerate(names)) + "]"


def terncy_switch(buttons):
    """Terncy's wall switches tell clicks and holds of each button."""
    ours = f"value[0] == 13 && value[1] == 40 && value[2] == 18 && endpoint <= {buttons}"
    held = f"value[4] == 41 {'&& length(value) > 8 ' if buttons == 4 else ''}&& value[5] in [2, 8]"
    return always(ADURO, action=f"{ours} ? (value[4] == 0 ? {at(6, CLICKS)} : {held} ? {at(5, {2: 'hold', 8: 'release'})} : none) + '_l' + endpoint : none",
                  action_duration=f"{ours} && {held} ? value[7] + (value[8] << 8) : none")


def terncy(d):
    side = f"value[4] == 4 ? {at(7, {5: 'right', 7: 'right', 40: 'left', 56: 'left'})} : none"
    return [reads(ADURO, raw={"action": f"value[4] == 0 && value[6] <= 3 ? {at(6, CLICKS)} : none"}),
            reads(ADURO, raw={"occupancy": f"({side}) == none ? none : true", "action_side": side, "side": side},
                  after="option.occupancy_timeout ?? 90", later={"occupancy": "false"}, absence=True)]


PRESSES = {1: "short_press", 2: "double_press", 3: "hold", 4: "hold_released"}
WHEEL = {1: "clockwise", 2: "anti_clockwise"}


MAKER = Hex(0x1228)


def told_to(key, command_, table):
    return lambda d: [sets(key, command(f"{ADURO}.{command_}", {"value": words(table)}, manufacturer=MAKER))]


MODES, STATUS, POLARITY = {"control_relay": 0, "wireless": 1}, {"off": 0, "on": 1}, {"positive": 0, "negative": 1}


def polarity(d):
    return [sets("led_feedback_mode", write(ADURO, {"cfgButtonLedPolarity": words(POLARITY)}, manufacturer=MAKER, answered=True))]


def sunricher(buttons, names, rotation=None):
    action = f"value[3] == 1 ? {at(6, PRESSES)} ?? 'unknown' : "
    more = {"action_buttons": f"value[3] == 1 ? {bits(names, buttons)} : none"}
    if rotation is not None:
        action += f"value[3] == 3 ? ({rotation}{at(4, WHEEL)} ?? 'unknown') + '_rotation' : "
        more["action_speed"] = "value[3] == 3 ? value[6] : none"
    return always(65283, action=action + "'unknown'", **more)


def orvibo(buttons):
    return always(23, action=f"{at(3, {number: f'button_{i + 1}' for i, number in enumerate(buttons)})} + '_' + "
                             f"({at(5, {0: 'click', 2: 'hold', 3: 'release'})} ?? 'undefined')")


EVENTS = ["unknown", "lock", "unlock", "lock_failure_invalid_pin_or_id", "lock_failure_invalid_schedule", "unlock_failure_invalid_pin_or_id",
          "unlock_failure_invalid_schedule", "one_touch_lock", "key_lock", "key_unlock", "auto_lock", "schedule_lock", "schedule_unlock",
          "manual_lock", "manual_unlock", "non_access_user_operational_event"]
YMC = dict(enumerate(["password_unlock", "unlock", "auto_lock", "rfid_unlock", "fingerprint_unlock"] + EVENTS[5:]))
TOUCH = {0: "keypad_lock", 1: "keypad_unlock", 2: "keypad_unlock", 512: "manual_lock", 513: "manual_unlock", 520: "key_lock", 521: "key_unlock",
         528: "fingerprint_lock", 529: "fingerprint_unlock", 768: "rfid_lock", 769: "rfid_unlock", 65293: "lock", 65294: "zigbee_unlock"}
EASY = {13: "lock", 14: "zigbee_unlock", 3: "rfid_unlock", 0: "keypad_unlock"}
SOURCES = {0: "keypad", 1: "rf", 2: "manual", 3: "rfid", 4: "indeterminate"}
SENGLED = {1: "on", 2: "up", 3: "down", 4: "off", 5: "on_double", 6: "on_long", 7: "off_double", 8: "off_long"}

LOCK = "closuresDoorLock"
EXTENSIONS = {
    "sunricher.extend.SRZG9002KR12Pro": sunricher("(value[4] << 8) + value[5]", ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "knob", "k10", "k9",
                                                                                 "k10", "k13", "k14", "k11", "k12"], ""),
    "sunricher.extend.SRZG2836D5Pro": sunricher("value[5]", ["top_left", "top_right", "bottom_left", "bottom_right", "center"],
                                                "value[5] == 2 ? 'stop' : "),
    "sunricher.extend.SRZG9002K16Pro": sunricher("(value[4] << 8) + value[5]", [f"k{i % 4 * 4 + i // 4 + 1}" for i in range(16)]),
    "heiman:heimanRawData": always("genBasic", secure="join(each(value, hex(item, 2)), '')"),
    "sengled:sengledSwitchAction": always(64528, action=f"value[7] == 2 ? ({at(5, SENGLED)} ?? 'undefined') + '_long' : {at(5, SENGLED)}"),
}
CONVERTERS = {
    "terncy:fzLocal.ws01_action": terncy_switch(4),
    "terncy:fzLocal.ws07_action": terncy_switch(3),
    "terncy:fzLocal.terncy_raw": terncy,
    **{f"terncy:tzLocal.{model}_{name}": rule for model in ("ws01", "ws07") for name, rule in (
        ("operation_mode", told_to("operation_mode", "enablePureInput", MODES)),
        ("wireless_led_status", told_to("wireless_led_status", "setButtonLedStatus", STATUS)), ("led_feedback_mode", polarity))},
    "yale:fzLocal.ymc_action": always(LOCK, action=f"{at(3, YMC)} ?? 'unknown'", action_source_user="value[5]"),
    "yale:fzLocal.solis_action": always(LOCK, action=f"{at(4, dict(enumerate(EVENTS)))} ?? 'unknown_' + value[4]",
                                        action_source_name=f"{at(3, SOURCES)} ?? 'unknown_' + value[3]", action_user="value[5] + (value[6] << 8)"),
    "onesti:fzLocal.easycodetouch_action": always(LOCK, action=words(TOUCH, "(value[3] << 8) + value[4]")),
    "easyaccess:fzLocal.easycode_action": always(LOCK, action=f"value[4] in [13, 14] ? {at(4, EASY)} : {at(3, EASY)}"),
    "adeo:fzLocal.scenes_recall_scene_65024": always(65024, action="'scene_' + (value[length(value) - 2] - 9)"),
    "adeo:fzLocal.adeo_button_65024": always(65024, action=f"{at(6, {1: 'single', 2: 'double', 3: 'hold'})} ?? 'undefined'"),
}
def scene_written(d):
    """Remotes of Müller Licht write the number of a scene where lamps keep it."""
    return [reads("genBasic", {"any": {"action": "'scene_' + (data[16389] ?? 'undefined')"}}, kinds=["write"], group=True)]


ANONYMOUS = {
    **{name: scene_written for name in ("Müller Licht/404022/404049C", "Paul Neuhaus/100.462.31", "Paulmann/500.67")},
    "ORVIBO/CR11S8UZ": orvibo([3, 11, 7, 15]),
    **{name: orvibo([1, 2, 3, 4, 5, 6, 7]) for name in ("ORVIBO/T20S3Z", "ORVIBO/T40S6Z", "LivingWise/LVS-SC7")},
}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
