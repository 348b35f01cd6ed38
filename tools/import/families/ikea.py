"""IKEA's remotes and sensors."""

from families.formulas import read, reads, sets

CLICKS = {"stepWithOnOff": "brightness_up_click", "step": "brightness_down_click", "moveWithOnOff": "brightness_up_hold",
          "stopWithOnOff": "brightness_up_release", "move": "brightness_down_hold", "stop": "brightness_down_release",
          "moveToLevelWithOnOff": "toggle_hold"}


def battery(args, d):
    """Old firmware tells whole percents."""
    return [sets("battery", None, read("genPowerCfg", "batteryPercentageRemaining")), ("battery", {"modern": True, "whole_before": "24.4.13" if d.model == "E2103" else "2.4.0"})]


def toggle(args, d):
    return [reads("genOnOff", None, {"toggle": {"action": "'toggle'" + (" + '_' + endpoint_name" if d.meta("multiEndpoint") else "")}}, once=True)]


def level(args, d):
    return [reads("genLevelCtrl", None, {command: {"action": f"'{action}'"} for command, action in CLICKS.items()}, once=True)]


def requested(args, d):
    return [reads("genLevelCtrl", None, {"moveToLevelWithOnOff": {"requested_brightness_level": "data.level",
                                                                  "requested_brightness_percent": "round(data.level * 100 / 254)"}})]


EXTENSIONS = {
    "ikea.ikeaBattery": battery,
    "ikea.ikeaConfigureGenPollCtrl": lambda args, d: [],  # written at configuring, as recorded
    "ikea.ikeaConfigureRemote": lambda args, d: [],
    "ikea.tradfriCommandsOnOff": toggle,
    "ikea.tradfriCommandsLevelCtrl": level,
    "ikea.tradfriRequestedBrightness": requested,
}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
