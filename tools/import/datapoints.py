"""Tuya's datapoints in samples: what their octets mean, and what a message with one of them told or set."""

from samples import ABSENT

TYPE_NAMES = {0: "raw", 1: "boolean", 2: "number", 3: "text", 4: "enum", 5: "bitmap"}


def octets(point):
    data = point["data"]
    return bytes(int(n or 0) & 0xFF for n in data) if isinstance(data, list) else bytes.fromhex(data["$hex"])


def value_of(point):
    """A datapoint's value as formulas see it; ABSENT for what they cannot be learned from."""
    data, datatype = octets(point), point["datatype"]
    if datatype == 1:
        return bool(data and data[0] == 1)
    if datatype == 2 and len(data) == 4:
        return int.from_bytes(data, "big", signed=True)
    if datatype in (4, 5) and data:
        return int.from_bytes(data, "big")
    if datatype == 3:
        return data.decode("latin-1")
    return ABSENT


def points(sample):
    """The datapoints that a message carried."""
    data = sample.get("data")
    return data.get("dpValues") or [] if isinstance(data, dict) else []


def sent(op):
    """The one datapoint that an operation sets; None when it is something else."""
    payload = op.get("payload")
    found = payload.get("dpValues") if isinstance(payload, dict) else None
    return found[0] if found and len(found) == 1 and op["kind"] == "command" else None


def follows(sample):
    """What a message brought about beside what it told; the time that all devices are told is not of it."""
    ops = [op for op in sample.get("ops") or [] if op.get("name") != "mcuSyncTime"]
    timed = sample.get("clock") and not (sample.get("time_sync") or sample.get("ops"))
    return next((what for what, there in (("ops", ops), ("extra", sample.get("extra")), ("out_later", sample.get("out_later")), ("clock", timed)) if there), None)
