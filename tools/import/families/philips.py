"""Philips: motion sensors, switches and the chime."""

from families.formulas import Row, command, read, sets, taken, told, words
from yaml_writer import Hex

MAKER = Hex(0x100B)


def pair(key, cluster, attribute, number, type_, meaning, sent, state=None):
    """Told and asked for by its name, set by its number."""
    row = Row(key, cluster, attribute, meaning, manufacturer=MAKER, state=state)
    name, options = taken(row)[0]
    written = taken(Row(key, cluster, Hex(number), meaning, sent, type=type_, manufacturer=MAKER))[0][1]["set"]
    return told([row]), [(name, {**options, "set": written})]


SENSITIVITY = dict(enumerate(["low", "medium", "high", "very_high", "max"]))
MODES = dict(enumerate(["single_rocker", "single_push_button", "dual_rocker", "dual_push_button"]))
PAIRS = {
    # Their test for true never holds for what comes over the air.
    "hue_motion_led_indication": pair("led_indication", "genBasic", "ledIndication", 51, "boolean", "false", "value"),
    "hue_motion_sensitivity": pair("motion_sensitivity", "msOccupancySensing", "motionSensitivity", 48, "uint8", SENSITIVITY, None),
    "hue_wall_switch_device_mode": pair("device_mode", "genBasic", "deviceMode", 52, "enum8", MODES, None, {}),
}


def switch(**options):
    return lambda *_: [("hue_dimmer", options)]


NUMBERED = {i: f"button_{i}" for i in range(1, 5)}
TWILIGHT = switch(buttons={1: "dot", 2: "hue"}, dims=False, once=False)

CHIME = "customHueChime"
SOUNDS = ["bleep", "ding_dong_classic", "ding_dong_modern", "rise", "siren", "westminster_classic", "westminster_modern", "ding_dong_xylo",
          "hue_default", "sonar", "swing", "bright", "glow", "bounce", "reveal", "welcome", "bright_modern", "fairy", "galaxy", "echo"]
SOUND = words({name: i + 2 for i, name in enumerate(SOUNDS) if name != "siren"}, "value.sound")


def chime(name, *payload, **more):
    """Its commands say Philips, and want no answer."""
    return command(f"{CHIME}.{name}", *payload, manufacturer=MAKER, quiet=True, **more)


PLAYED = [chime("playTripleBeep", {"data": "'ffffff'"}, **{"if": "value.sound == 'triple_beep'"}),
          chime("playSound", {"data": f"[1, {SOUND} ?? 10, 0, 0, 0, round((value.volume ?? 0) * 2.53) & 255]"}, **{"if": "value.sound != 'triple_beep'"})]
MILLISECONDS = "round(value.duration * 1000)"
SIREN = chime("triggerSiren", {"data": f"[2, 6, 0, 0, 0, {MILLISECONDS} & 255, {MILLISECONDS} >> 8 & 255, {MILLISECONDS} >> 16 & 255, 0]"})
MUTE = sets("state", [chime("unmute", **{"if": "value == 'ON'"}), chime("mute", **{"if": "value == 'OFF'"})],
            read(CHIME, "sirenIsMuted", manufacturer=MAKER), {})

CONVERTERS = {**{f"philips.fz.{name}": lambda d, blocks=blocks: blocks[0] for name, blocks in PAIRS.items()},
              **{f"philips.tz.{name}": lambda d, blocks=blocks: blocks[1] for name, blocks in PAIRS.items()},
              "philips.fz.hue_dimmer_switch": switch(),
              "philips.fz.hue_wall_switch": switch(buttons={1: "left", 2: "right"}, timed=[], dims=False),
              "philips.fz.hue_tap_dial": switch(buttons=NUMBERED, timed=["hold", "hold_release"], dial=20),
              "philips:tzLocal.play_sound": lambda d: [sets("play_sound", PLAYED, state={})],
              "philips:tzLocal.trigger_siren": lambda d: [sets("trigger_siren", SIREN, state={})],
              "philips:tzLocal.mute_unmute": lambda d: [MUTE]}
EXTENSIONS = {"philips.m.twilightOnOff": TWILIGHT}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
