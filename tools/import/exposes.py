"""What users see, copied from the facts: rows of the block `expose`."""

from missing import Missing

KINDS = {"numeric": "number", "binary": "binary", "enum": "enum", "text": "text", "composite": "composite", "list": "list",
         "light": "light", "switch": "switch", "cover": "cover", "lock": "lock", "climate": "climate", "fan": "fan"}
ACCESS = {0: "none", 1: "state", 2: "set", 3: "state_set", 4: "get", 5: "state_get", 6: "set_get", 7: "all"}
PLAIN = {"unit": "unit", "category": "category", "value_on": "on", "value_off": "off", "value_toggle": "toggle",
         "value_min": "min", "value_max": "max", "value_step": "step", "length_min": "least", "length_max": "most",
         "values": "values", "homeassistant": "homeassistant"}
KNOWN = set(PLAIN) | {"type", "name", "label", "property", "access", "description", "endpoint", "presets", "features", "item_type"}


def label_from_name(name):
    label = name.replace("_", " ")
    return label[:1].upper() + label[1:]


def row(e):
    if set(e) - KNOWN:
        raise Missing("exposed " + str(sorted(set(e) - KNOWN)))
    out = {}
    if "name" in e:
        out["name"] = e["name"]
    if e["type"] != "numeric":
        out["kind"] = KINDS[e["type"]]
    if "name" in e and e.get("access", 1) != 1:
        out["access"] = ACCESS[e["access"]]
    if e.get("endpoint"):
        out["endpoint"] = e["endpoint"]
    if "name" in e:
        usual = e["name"] + ("_" + e["endpoint"] if e.get("endpoint") else "")
        if "property" in e and e["property"] != usual:
            out["property"] = e["property"]
        if e.get("label") != label_from_name(e["name"]):
            out["label"] = e["label"]
    elif e.get("label"):
        out["label"] = e["label"]
    for theirs, ours in PLAIN.items():
        if e.get(theirs) is not None and e[theirs] != {}:
            out[ours] = e[theirs]
    if e.get("presets"):
        out["presets"] = {p["name"]: p["value"] for p in e["presets"]}
    if e.get("features"):
        out["features"] = [row(f) for f in e["features"]]
    if e.get("item_type"):
        out["item"] = [row(e["item_type"])]
    return out


def block(definition, with_options=False):
    out = {"list": [row(e) for e in definition.exposes]}
    cover = definition.fact.get("tuyaDatapoints") and "invert_cover" in definition.options()
    if with_options or definition.has("options") or cover:  # the definition's own come first; those of its blocks are among them
        out["options"] = [row(e) for e in definition.fact["options"]]
    return {"expose": out}
