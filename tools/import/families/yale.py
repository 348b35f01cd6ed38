"""Locks of Yale."""

def yale_lock(args, d):
    battery = {"alarm": True}
    if (d.meta("battery") or {}).get("dontDividePercentage"):
        battery = {"halves": False}
    return [("lock", {"pin_codes": d.meta("pinCodeCount"), "auto_relock": True, "sound_volume": True, "report": False}),
            ("battery", {} if battery == {"alarm": True} else battery)]


EXTENSIONS = {"yale:lockExtend": yale_lock}

SHOWN_BY_FACTS = {"yale:lockExtend"}
RECORDED = {"yale:lockExtend"}
