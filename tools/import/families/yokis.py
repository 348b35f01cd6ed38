"""YOKIS: orders with parameters of their own for relays and dimmers."""

from families.formulas import command, words

LIGHT, PILOT = "manuSpecificYokisLightControl", "manuSpecificYokisPilotWire"
AFTER = {"previous": 0, "off": 1, "on": 2, "infinite": 3}
ORDERS = dict(enumerate(["stop", "frost_off", "eco", "confort_2", "confort_1", "confort", "shortcut_error", "temperature_error"]))


def truth(key):
    return f"(value.{key} ?? false) ? 1 : 0"


def order(name, key, **payload):
    return {key: {"set": [command(f"{LIGHT}.{name}", payload)], "state": {}}}


MOVE = order("moveToPosition", "move_to_position_prop", uc_BrightnessStart="value.brightness_start", uc_BrightnessEnd="value.brightness_end",
             ul_PreTimerValue="value.pre_timer_value", b_PreTimerEnable=truth("enable_pre_timer"), ul_TimerValue="value.timer_value",
             b_TimerEnable=truth("enable_timer"), ul_TransitionTime="value.transition_time")
BLINK = order("blink", "blink_prop", uc_BlinkAmount="value.blink_amount", ul_BlinkOnPeriod="value.blink_on_period",
              ul_BlinkOffPeriod="value.blink_off_period", uc_StateAfterSequence=words(AFTER, "value.state_after_sequence"),
              b_DoPeriodicCycle=truth("do_periodic_cycle"))
ORDERED = {"actualOrder": {"actual_order": words(ORDERS)}, "fallbackOrder": {"fallback_order": words(ORDERS)}}
MODELS = ("MTR500E-UP", "MTR1300E-UP", "MTR2000E-UP", "MTV300E-UP")
MEANINGS = {"YOKIS/MFP-UP": ORDERED}
OPERATIONS = {f"YOKIS/{model}": {**MOVE, **BLINK} for model in MODELS}
