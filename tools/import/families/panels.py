"""Keypads and sirens: the alarm panel of the intruder alarm system (ssIasAce), and what sirens tell and take."""

from families import alarms
from families.formulas import read, reads, sets, turned, words, write

ARM_MODES = {"disarm": 0, "arm_day_zones": 1, "arm_night_zones": 2, "arm_all_zones": 3, "exit_delay": 4, "entry_delay": 5, "not_ready": 6,
             "in_alarm": 7, "arming_stay": 8, "arming_night": 9, "arming_away": 10}
NAMED = " + (endpoint_name == none ? '' : '_' + endpoint_name)"


def suffix(d):
    return NAMED if d.meta("multiEndpoint") else ""


def pressed(name, action):
    def rule(d):
        return [reads("ssIasAce", None, {name: {"action": f"'{action}'{suffix(d)}"}}, once=True, group=True)]
    return rule


def arm(with_transaction=False):
    def rule(d):
        properties = {"action": words(turned(ARM_MODES), "data.armmode") + suffix(d), "action_code": "data.code", "action_zone": "data.zoneid"}
        if with_transaction:
            properties["action_transaction"] = "transaction"
        return [reads("ssIasAce", None, {"arm": properties}, once=True, group=True)]
    return rule


def occupied_by_asking(d):
    return [reads("ssIasAce", None, {"getPanelStatus": {"occupancy": "true"}}, after="option.occupancy_timeout ?? 90",
                  later={"occupancy": "false"}, absence=True)]


def siren(d):
    bits = {"alarm": 0, "tamper": 2, "battery_low": 3, "supervision_reports": 4, "restore_reports": 5, "ac_status": 7, "test": 8}
    return [reads("ssIasZone", None, {"statusChangeNotification": {name: f"(data.zonestatus >> {bit} & 1) == 1" for name, bit in bits.items()}})]


def max_duration(args, d):
    return [reads("ssIasWd", {"maxDuration": {"max_duration": "value"}}),
            sets("max_duration", write("ssIasWd", {"maxDuration": "value"}), read("ssIasWd", "maxDuration"))]


def panel(d):
    """One block for all that a keypad asks."""
    calls = [(name, args) for name, args in d.extensions() if name in PANEL]
    names = [name for name, _ in calls]
    out = {}
    if "tz.arm_mode" not in d.converters("toZigbee"):
        out["settable"] = False
    if "modernExtend.iasGetPanelStatusResponse" not in names:
        out["answers"] = False
    if "modernExtend.iasArmCommandDefaultResponse" in names:
        out["confirms"] = True
    if d.model == "3400-D":
        out["armed_or_not"] = True
    for _, args in calls:
        if args and args[0].get("audiblenotif"):
            out["sound"] = args[0]["audiblenotif"]
    return {"alarm_panel": out}


PANEL = {"modernExtend.iasGetPanelStatusResponse", "modernExtend.iasArmCommandDefaultResponse"}


def warning(args, d):
    return alarms.warning(d, bool(args and args[0].get("reversePayload")))


EXTENSIONS = {"modernExtend.iasWarning": warning, **{name: lambda args, d: panel(d) for name in PANEL}, "modernExtend.iasWarningMaxDuration": max_duration}
CONVERTERS = {
    "tz.arm_mode": panel,
    "fz.command_panic": pressed("panic", "panic"),
    "fz.command_emergency": pressed("emergency", "emergency"),
    "fz.command_arm": arm(),
    "fz.command_arm_with_transaction": arm(with_transaction=True),
    "fz.ias_ace_occupancy_with_timeout": occupied_by_asking,
    "fz.ias_siren": siren,
}
SHOWN_BY_FACTS = set(EXTENSIONS) - PANEL
SHOW_NOTHING = {"alarm_panel"}
