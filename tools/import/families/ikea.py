"""IKEA's remotes and sensors."""

from families.formulas import read, reads, sets, words

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


def button(d, args, name):
    return f"'dots_' + {name} + '_' + " if args and args[0].get("dotsPrefix") else f"{name} + '_' + "


DOTS = {"action1": "initial_press", "action2": "long_press", "action3": "short_release", "action4": "long_release", "action6": "double_press"}


def dots(args, d):
    """The buttons with dots: old firmware in messages of its own, later firmware by commands."""
    raw = words({1: "initial_press", 2: "double_press", 3: "long_press"}, "value[6]")
    return [reads(64639, raw={"action": button(d, args, "(value[5] ?? 'undefined')") + f"({raw} ?? 'undefined')"}),
            reads("tradfriButton", None, {command: {"action": button(d, args, "endpoint_name") + f"'{action}'"} for command, action in DOTS.items()})]


def media(args, d):
    return [reads("genLevelCtrl", None, {
        "moveWithOnOff": {"action": "data.movemode == 1 ? 'volume_down' : 'volume_up'"},
        "move": {"action": "data.movemode == 1 ? 'volume_down_hold' : 'volume_up_hold'"},
        "step": {"action": "data.stepmode == 1 ? 'track_previous' : 'track_next'"}}, once=True)]


def styrbar_on(args, d):
    """Half a second after an arrow is let go it says on, which nobody meant."""
    return [reads("genOnOff", None, {"on": {"action": "now - (remembered.arrow_release ?? 0) > 700 ? 'on' : none"}}, once=True)]


def arrows(args, d):
    if not (args and args[0].get("styrbar")):
        return [("ikea_arrows", {})]
    return [("ikea_arrows", {}), reads("genScenes", None, {"tradfriArrowRelease": {}}, remember={"arrow_release": "now"})]


def motion(args, d):
    """Told with the time after which nobody is there any more; in night mode only while it was so already."""
    dark = "(data.ctrlbits & 1) != 0"
    ignored = f"{dark} && (option.illuminance_below_threshold_check ?? true) && now >= (remembered.occupied_until ?? 0)"
    seconds = "(option.occupancy_timeout ?? data.ontime / 10)"
    return [reads("genOnOff", None, {"onWithTimedOff": {"occupancy": f"{ignored} ? none : true", "illuminance_above_threshold": f"{ignored} ? none : {dark}"}},
                  after=f"{seconds} == {seconds} ? {seconds} : 0.001", later={"occupancy": "false"}, remember={"occupied_until": f"{ignored} ? none : {seconds} == 0 ? 0 : now + {seconds} * 1000"})]


def purifier():
    cluster = "manuSpecificIkeaAirPurifier"
    air = " : ".join(f"value <= {limit} ? '{name}'" for limit, name in (
        (10, "excellent"), (20, "good"), (25, "moderate"), (50, "poor"), (75, "unhealthy"), (800, "hazardous"))) + " : value < 65535 ? 'out_of_range' : 'unknown'"
    step = "(value - 5) * 2 / 10"
    mode = f"(value >= 10 ? text({step}) : value == 1 ? 'auto' : 'off')"
    return {"particulateMatter25Measurement": {"pm25@": "value == 65535 ? -1 : value", "air_quality@": air},
            "fanSpeed": {"fan_speed": f"value >= 10 ? {step} : 0"},
            "fanMode": {"fan_mode": mode, "fan_state": f"{mode} == 'off' ? 'OFF' : 'ON'"}}


EXTENSIONS = {
    "ikea.ikeaBattery": battery,
    "ikea.ikeaConfigureGenPollCtrl": lambda args, d: [],  # written at configuring, as recorded
    "ikea.ikeaConfigureRemote": lambda args, d: [],
    "ikea.tradfriCommandsOnOff": toggle,
    "ikea.tradfriCommandsLevelCtrl": level,
    "ikea.tradfriRequestedBrightness": requested,
    "ikea.ikeaDotsClick": dots,
    "ikea.ikeaMediaCommands": media,
    "ikea.styrbarCommandOn": styrbar_on,
    "ikea.ikeaArrowClick": arrows,
    "ikea.ikeaConfigureStyrbar": lambda args, d: [],
    "ikea.tradfriOccupancy": motion,
}
CONVERTERS = {"ikea:fzLocal.ikeaParasollRawConverter": lambda d: [reads(65365, raw={"contact": "value[length(value) - 1] == 0"})]}
MEANINGS = {"ext:ikea.ikeaAirPurifier": purifier()}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
