"""Door locks: m.lock, Yale's extension and the converters they are made of."""

from families.formulas import reads
from missing import Missing, take

TELLS = {"fz.lock", "fz.lock_operation_event", "fz.lock_programming_event", "fz.lock_pin_code_response", "fz.lock_user_status_response",
         "fz.lock_programming_event_read_pincode"}
TAKES = {"tz.lock", "tz.pincode_lock", "tz.lock_userstatus", "tz.lock_auto_relock_time", "tz.lock_sound_volume"}


def lock(d):
    """One block for all of them."""
    takes = set(d.converters("toZigbee"))
    out = {"report": False}
    if takes & {"tz.pincode_lock", "tz.lock_userstatus"}:
        out["pin_codes"] = d.meta("pinCodeCount")
    if "tz.lock_auto_relock_time" in takes:
        out["auto_relock"] = True
    if "tz.lock_sound_volume" in takes:
        out["sound_volume"] = True
    if "fz.lock_programming_event_read_pincode" in d.converters("fromZigbee"):
        out["asks_code"] = True
    return {"lock": out}


def pin_saved(d):
    return [reads("closuresDoorLock", None, {"setPinCodeRsp": {"last_successful_pincode_save": "data.status == 0 ? now : none"},
                                             "clearPinCodeRsp": {"last_successful_pincode_clear": "data.status == 0 ? now : none"}})]


def yale_lock(args, d):
    battery = {"alarm": True}
    if (d.meta("battery") or {}).get("dontDividePercentage"):
        battery = {"halves": False}
    return [("lock", {"pin_codes": d.meta("pinCodeCount"), "auto_relock": True, "sound_volume": True, "report": False}),
            ("battery", {} if battery == {"alarm": True} else battery)]


def modern_lock(args, d):
    given = take(args, {"endpointNames", "pinCodeCount", "readPinCodeOnProgrammingEvent"})
    if given.get("endpointNames"):
        raise Missing("endpointNames")
    out = {"pin_codes": given["pinCodeCount"], "auto_relock": True, "sound_volume": True}
    if given.get("readPinCodeOnProgrammingEvent"):
        out["asks_code"] = True
    return {"lock": out}


EXTENSIONS = {"modernExtend.lock": modern_lock, "yale:lockExtend": yale_lock}
CONVERTERS = {**{name: lock for name in TELLS | TAKES}, "fz.lock_set_pin_code_response": pin_saved}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
