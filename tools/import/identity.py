"""How a device is recognised: zigbeeModel, fingerprint and white labels, in the words of a device file."""

import json

PLAIN = {
    "type": "type",
    "powerSource": "power_source",
    "dateCode": "date_code",
    "softwareBuildID": "software_build_id",
    "manufacturerID": "manufacturer_code",
    "hardwareVersion": "hardware_version",
    "applicationVersion": "application_version",
    "stackVersion": "stack_version",
    "zclVersion": "zcl_version",
}


def one_or_list(items):
    return items[0] if len(items) == 1 else items


def fingerprint(row):
    out = {}
    if row.get("modelID") is not None:
        out["model"] = row["modelID"]
    if row.get("manufacturerName") is not None:
        out["manufacturer"] = row["manufacturerName"]
    if row.get("priority"):
        out["priority"] = row["priority"]
    for theirs, ours in PLAIN.items():
        if row.get(theirs) is not None:
            out[ours] = row[theirs]
    if isinstance(row.get("ieeeAddr"), dict):
        out["ieee"] = row["ieeeAddr"].get("$re", "").strip("/^").rstrip(".*$/")
        if len(out["ieee"]) == len("0x0123456789abcdef"):
            out.setdefault("priority", 1)  # this very device, whatever stands behind it
    if row.get("endpoints"):
        out["endpoints"] = [endpoint(e) for e in row["endpoints"]]
    return out


def endpoint(row):
    out = {}
    for theirs, ours in (("ID", "id"), ("profileID", "profile"), ("deviceID", "device"),
                         ("inputClusters", "inputs"), ("outputClusters", "outputs")):
        if row.get(theirs) is not None:
            out[ours] = row[theirs]
    if out.get("inputs") == [] == out.get("outputs"):
        del out["inputs"], out["outputs"]  # nothing was known of them
    return out


def join(rows):
    """Rows that differ in nothing but one list of names become one."""
    out = []
    for row in rows:
        rest = {k: v for k, v in row.items() if k != "manufacturer"}
        if out and "manufacturer" in row and "manufacturer" in out[-1]:
            if {k: v for k, v in out[-1].items() if k != "manufacturer"} == rest:
                names = out[-1]["manufacturer"]
                names = names if isinstance(names, list) else [names]
                out[-1]["manufacturer"] = names + [row["manufacturer"]]
                continue
        out.append(row)
    return out


def fresh(rows, seen, owner):
    """Without those that an earlier definition has already: it is always found first."""
    out = []
    for row in rows:
        key = json.dumps(row, sort_keys=True)
        if seen.setdefault(key, owner) == owner and row not in out:
            out.append(row)
    return out


def match(fact, seen):
    """`seen` holds the matches of the definitions before this one, by their text."""
    rows = list(fact.get("zigbeeModel") or [])
    rows += [fingerprint(f) for f in fact.get("fingerprint") or []]
    rows = fresh(rows, seen, fact["id"])
    plain = [row for row in rows if isinstance(row, str)]
    rows = plain + join([row for row in rows if not isinstance(row, str)])
    return one_or_list(rows) if rows else None


def white_labels(fact):
    out = []
    for label in fact.get("whiteLabel") or []:
        row = {}
        if label.get("vendor", fact["vendor"]) != fact["vendor"]:
            row["vendor"] = label["vendor"]
        row["model"] = label["model"]
        if label.get("description"):
            row["description"] = label["description"]
        if label.get("fingerprint"):
            row["match"] = join([fingerprint(f) for f in label["fingerprint"]])
        out.append(row)
    return out
